import { appToken, appUserToken } from "../auth.ts";
import type { TokenSource } from "../index.ts";
import { checked, UsageError } from "./exit.ts";

const NOTHING_SET = `no sign-in. Set an access token for https://api.partnercenter.microsoft.com:
  bash        export PARTNER_CENTER_TOKEN=…
  PowerShell  $env:PARTNER_CENTER_TOKEN = "…"
or an app of your tenant, App-only; with PARTNER_CENTER_REFRESH_TOKEN as well, App+User:
  bash        export AZURE_TENANT_ID=… AZURE_CLIENT_ID=… AZURE_CLIENT_SECRET=…
  PowerShell  $env:AZURE_TENANT_ID = "…"; $env:AZURE_CLIENT_ID = "…"; $env:AZURE_CLIENT_SECRET = "…"`;

/** Secrets come from the environment alone: arguments are seen by every user of a machine, and kept in histories. */
export function tokenFromEnvironment(): TokenSource {
  const variable = (name: string) => process.env[name]?.trim() || undefined;
  const token = variable("PARTNER_CENTER_TOKEN");
  if (token !== undefined) return token;

  const [tenantId, clientId, clientSecret] = APP.map(variable);
  const refreshToken = variable("PARTNER_CENTER_REFRESH_TOKEN");
  if (tenantId === undefined && clientId === undefined && clientSecret === undefined && refreshToken === undefined) {
    throw new UsageError(NOTHING_SET);
  }
  if (tenantId === undefined || clientId === undefined || clientSecret === undefined) {
    throw new UsageError(
      `the sign-in is incomplete: ${APP.filter((name) => variable(name) === undefined).join(", ")} must be set, too`,
    );
  }
  const app = { tenantId, clientId, clientSecret, authority: variable("AZURE_AUTHORITY_HOST") };
  return checked(() =>
    refreshToken === undefined
      ? appToken(app)
      : appUserToken({
          ...app,
          refreshToken,
          onRefreshToken() {
            // The environment cannot be written back. Microsoft lets an app use the old one until it expires.
          },
        }),
  );
}

const APP = ["AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"] as const;
