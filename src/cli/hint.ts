import { TokenError } from "../auth.ts";
import { type ApiError, isBatchStatusError } from "../index.ts";
import type { SignInMethod } from "./sign-in.ts";

/** What a hint depends on besides the error. */
export interface Circumstances {
  signIn: SignInMethod;
  /** Undefined if the user set none. */
  baseUrl: string | undefined;
  /** The address of the proxy for the base URL, without user name and password. */
  proxy: string | undefined;
}

const AS_USER = "Sign in as a user (App+User): set PARTNER_CENTER_REFRESH_TOKEN as well.";

/** What to do about an error; undefined if its message is enough. */
export function hintFor(error: unknown, circumstances: Circumstances): string | undefined {
  if (error instanceof TokenError) return tokenHint(error, circumstances);
  if (!isBatchStatusError(error)) return undefined;
  switch (error.code) {
    case "ERR_API":
      return faultHint(error, circumstances) ?? statusHint(error, circumstances);
    case "ERR_NETWORK":
      return networkHint(circumstances);
    case "ERR_INVALID_RESPONSE":
      return "Something other than Partner Center may have responded, such as a proxy or the network's sign-in page.";
    case "ERR_DEADLINE":
      return error.lastError && hintFor(error.lastError, circumstances);
  }
}

/** A fault code is more specific than its status. */
function faultHint({ faultCode }: ApiError, { signIn }: Circumstances): string | undefined {
  switch (faultCode) {
    case "20002":
      return "Check the customer id: the partner that you sign in as needs a relationship with this customer.";
    case "60003":
      return "Check the customer id: no tenant has it.";
    case "900150":
      return {
        token: "The user whose token is in PARTNER_CENTER_TOKEN needs the Admin agent or Sales agent role.",
        app: `Only users can have the Admin agent or Sales agent role. ${AS_USER}`,
        user: "The user who gave consent for PARTNER_CENTER_REFRESH_TOKEN needs the Admin agent or Sales agent role.",
      }[signIn];
    case "900309":
      return "Ask the administrator of your tenant which conditional access policy refuses the request.";
    case "900329":
      return { token: "Set PARTNER_CENTER_TOKEN to the token of a user (App+User).", app: AS_USER, user: undefined }[signIn];
    default:
      return undefined;
  }
}

function statusHint({ status }: ApiError, { signIn, baseUrl }: Circumstances): string | undefined {
  switch (status) {
    case 401:
      return signIn === "token"
        ? "The token may have expired, or may be for another resource. Set PARTNER_CENTER_TOKEN to a new one."
        : "Check that AZURE_TENANT_ID is the partner's own tenant, and that the app may use Partner Center.";
    case 403:
      return `Signed in, but not authorized: you need the Admin agent or Sales agent role and a relationship with the customer.${
        signIn === "app" ? ` Or the request needs a user. ${AS_USER}` : ""
      }`;
    case 404:
      return `Check ${baseUrl === undefined ? "both ids" : `both ids, and the base URL ${baseUrl}`}. How long Partner Center keeps the status of a batch is undocumented.`;
    case 429:
      return "`wait` waits for as long as Partner Center asks.";
    default:
      return undefined;
  }
}

function tokenHint({ error, status }: TokenError, circumstances: Circumstances): string {
  const { signIn } = circumstances;
  // The identity provider has another address.
  if (status === undefined) return networkHint({ ...circumstances, baseUrl: undefined });
  switch (error) {
    case "invalid_client":
      return "AZURE_CLIENT_SECRET is wrong or has expired. Create a new client secret for the app, and set it.";
    case "unauthorized_client":
      return "Check AZURE_CLIENT_ID and AZURE_TENANT_ID: the tenant has no such app.";
    case "invalid_grant":
      if (signIn === "user") {
        return "The refresh token may have expired or been revoked. Set PARTNER_CENTER_REFRESH_TOKEN to a new one, from a new consent.";
      }
  }
  const variables = ["AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"];
  return `Check ${[...variables, ...(signIn === "user" ? ["PARTNER_CENTER_REFRESH_TOKEN"] : [])].join(", ")}.`;
}

function networkHint({ baseUrl, proxy }: Circumstances): string {
  if (proxy !== undefined) return `Requests go through the proxy ${proxy}. Check HTTPS_PROXY, or name the host in NO_PROXY.`;
  if (baseUrl !== undefined) return `Check the network, and the base URL ${baseUrl}.`;
  return "Check the network. If it requires a proxy, set HTTPS_PROXY.";
}
