import { appToken, appUserToken } from "../auth.ts";
import type { TokenSource } from "../index.ts";
import type { CommandContext } from "./context.ts";
import { orUsageError, UsageError } from "./exit.ts";

const SIGN_IN = `  bash        export PARTNER_CENTER_TOKEN=…
  PowerShell  $env:PARTNER_CENTER_TOKEN = "…"
or the credentials of an app in your tenant (App-only; App+User if you also set PARTNER_CENTER_REFRESH_TOKEN):
  bash        export AZURE_TENANT_ID=… AZURE_CLIENT_ID=… AZURE_CLIENT_SECRET=…
  PowerShell  $env:AZURE_TENANT_ID = "…"; $env:AZURE_CLIENT_ID = "…"; $env:AZURE_CLIENT_SECRET = "…"`;

/** Secrets come from the environment only: arguments are visible to every user of the machine and kept in shell histories. */
export function tokenFromEnvironment(env: CommandContext["env"]): TokenSource {
  const variable = (name: string) => env[name]?.trim() || undefined;
  const token = variable("PARTNER_CENTER_TOKEN");
  if (token !== undefined) return token;

  const [tenantId, clientId, clientSecret] = APP.map(variable);
  const refreshToken = variable("PARTNER_CENTER_REFRESH_TOKEN");
  if (tenantId === undefined && clientId === undefined && clientSecret === undefined && refreshToken === undefined) {
    throw new UsageError("not signed in. Set an access token for https://api.partnercenter.microsoft.com:", SIGN_IN);
  }
  if (tenantId === undefined || clientId === undefined || clientSecret === undefined) {
    const missing = APP.filter((name) => variable(name) === undefined);
    throw new UsageError(`incomplete credentials: set ${missing.join(" and ")} as well`);
  }
  const app = { tenantId, clientId, clientSecret, authority: variable("AZURE_AUTHORITY_HOST") };
  return orUsageError(() =>
    refreshToken === undefined
      ? appToken(app)
      : appUserToken({
          ...app,
          refreshToken,
          onRefreshToken() {
            // The environment cannot be updated. Microsoft accepts the old token until it expires.
          },
        }),
  );
}

const APP = ["AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"] as const;
