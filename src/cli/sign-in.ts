import { appToken, appUserToken, type TokenFetch } from "../auth.ts";
import type { TokenSource } from "../index.ts";
import type { CommandContext } from "./context.ts";
import { orUsageError, UsageError } from "./exit.ts";

const APP_SIGN_IN = `  bash        export AZURE_TENANT_ID=… AZURE_CLIENT_ID=… AZURE_CLIENT_SECRET=…
  PowerShell  $env:AZURE_TENANT_ID = "…"; $env:AZURE_CLIENT_ID = "…"; $env:AZURE_CLIENT_SECRET = "…"
Microsoft describes how to get
  an app           https://learn.microsoft.com/en-us/partner-center/developer/partner-center-authentication
  a token          https://learn.microsoft.com/en-us/powershell/module/partnercenter/new-partneraccesstoken
  a refresh token  https://learn.microsoft.com/en-us/partner-center/developer/enable-secure-app-model`;

const SIGN_IN = `  bash        export PARTNER_CENTER_TOKEN=…
  PowerShell  $env:PARTNER_CENTER_TOKEN = "…"
or the credentials of an app in your tenant (App-only; App+User if you also set PARTNER_CENTER_REFRESH_TOKEN):
${APP_SIGN_IN}`;

/** How the command signs in: with a token, as an app (App-only), or as a user of an app (App+User). */
export type SignInMethod = "token" | "app" | "user";

export interface SignIn {
  method: SignInMethod;
  /** Names the sign-in, without secrets. */
  description: string;
  token: TokenSource;
}

/** Secrets come from the environment only: arguments are visible to every user of the machine and kept in shell histories. */
export function signIn(env: CommandContext["env"], fetch: TokenFetch): SignIn {
  const variable = (name: string) => env[name]?.trim() || undefined;
  const token = variable("PARTNER_CENTER_TOKEN");
  if (token !== undefined) return { method: "token", description: "the token in PARTNER_CENTER_TOKEN", token };

  const [tenantId, clientId, clientSecret] = APP.map(variable);
  const refreshToken = variable("PARTNER_CENTER_REFRESH_TOKEN");
  if (tenantId === undefined && clientId === undefined && clientSecret === undefined && refreshToken === undefined) {
    throw new UsageError("not signed in. Set an access token for https://api.partnercenter.microsoft.com:", SIGN_IN);
  }
  if (tenantId === undefined || clientId === undefined || clientSecret === undefined) {
    const missing = APP.filter((name) => variable(name) === undefined);
    throw new UsageError(
      `incomplete credentials: set ${missing.join(" and ")} as well. An app signs in with three variables:`,
      APP_SIGN_IN,
    );
  }
  const app = { tenantId, clientId, clientSecret, authority: variable("AZURE_AUTHORITY_HOST"), fetch };
  const description = `app ${clientId} of tenant ${tenantId}`;
  if (refreshToken === undefined) {
    return { method: "app", description: `${description} (App-only)`, token: orUsageError(() => appToken(app)) };
  }
  // The environment cannot be updated with a new refresh token. Microsoft accepts the old one until it expires.
  const user = { ...app, refreshToken, onRefreshToken() {} };
  return { method: "user", description: `a user of ${description} (App+User)`, token: orUsageError(() => appUserToken(user)) };
}

const APP = ["AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"] as const;
