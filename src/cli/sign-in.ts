import { UsageError } from "./exit.ts";

/** The token comes from the environment alone: arguments are seen by every user of a machine, and kept in histories. */
export function tokenFromEnvironment(): string {
  const token = process.env["PARTNER_CENTER_TOKEN"]?.trim();
  if (token) return token;
  throw new UsageError(`no access token. Set the environment variable PARTNER_CENTER_TOKEN to one for https://api.partnercenter.microsoft.com:
  bash        export PARTNER_CENTER_TOKEN=…
  PowerShell  $env:PARTNER_CENTER_TOKEN = "…"`);
}
