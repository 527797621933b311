import {
  allowInsecureRequests,
  ClientSecretPost,
  clientCredentialsGrantRequest,
  None,
  OperationProcessingError,
  processClientCredentialsResponse,
  processRefreshTokenResponse,
  ResponseBodyError,
  refreshTokenGrantRequest,
  type TokenEndpointResponse,
  WWWAuthenticateChallengeError,
} from "oauth4webapi";
import { checkAddress } from "./address.ts";
import { ArgumentError } from "./argument-error.ts";
import type { AccessToken, TokenCredential } from "./options.ts";
import { redact } from "./redact.ts";

export type { AccessToken, TokenCredential } from "./options.ts";

/** Options common to {@link appToken} and {@link appUserToken}. */
interface TokenOptions {
  /** The partner's tenant: its id or one of its domains. */
  tenantId: string;
  /** The id of the application registered in that tenant. */
  clientId: string;
  /**
   * The scope of the token.
   *
   * @defaultValue `https://api.partnercenter.microsoft.com/.default` for App-only, `…/user_impersonation` for App+User. App+User in
   * China must set it: `https://partner.partnercenterapi.microsoftonline.cn/user_impersonation`.
   */
  scope?: string | undefined;
  /**
   * The base URL of the identity provider. Must be https, or http on loopback.
   *
   * @defaultValue `https://login.microsoftonline.com`. For US Government, pass `https://login.microsoftonline.us`; for 21Vianet in
   * China, `https://login.chinacloudapi.cn`.
   */
  authority?: string | URL | undefined;
}

/** Options for {@link appToken}. */
export interface AppTokenOptions extends TokenOptions {
  clientSecret: string;
}

/** Options for {@link appUserToken}. */
export interface AppUserTokenOptions extends TokenOptions {
  /** Omit for a public client. */
  clientSecret?: string | undefined;
  /** A refresh token of a user with multi-factor authentication, from the partner's consent. */
  refreshToken: string;
  /**
   * Stores a new refresh token in place of the old one, which may no longer be valid. The new access token is used only after that.
   * If storing fails, so does the request, and the next one tries to store the same token again.
   */
  onRefreshToken: (refreshToken: string) => void | Promise<void>;
}

/** No token was issued. The message contains the server's `error` and description, with secrets redacted. */
export class TokenError extends Error {
  override readonly name = "TokenError";
  readonly code = "ERR_TOKEN";
  /** The server's `error`, such as `invalid_client`; undefined if no such response arrived. */
  readonly error: string | undefined;
  /** The HTTP status; undefined if no response arrived. */
  readonly status: number | undefined;

  /** @internal */
  constructor(message: string, error?: string, status?: number) {
    super(message);
    this.error = error;
    this.status = status;
  }
}

const PARTNER_CENTER = "https://api.partnercenter.microsoft.com";

/** In milliseconds. Tokens are issued within a second or two. */
const TIMEOUT = 30_000;

/**
 * App-only tokens through client credentials, for a service that runs without a user.
 *
 * @throws TypeError for a wrong option, immediately.
 *
 * @example
 * ```ts
 * import { createBatchStatusClient } from "partner-center-batch-status";
 * import { appToken } from "partner-center-batch-status/auth";
 *
 * const client = createBatchStatusClient({
 *   token: appToken({ tenantId: "contoso.onmicrosoft.com", clientId: "…", clientSecret: "…" }),
 * });
 * ```
 *
 * @see https://learn.microsoft.com/en-us/partner-center/developer/partner-center-authentication
 */
export function appToken(options: AppTokenOptions): TokenCredential {
  const { server, client, scope } = checkOptions(options, `${PARTNER_CENTER}/.default`);
  const clientSecret = checkText("clientSecret", options.clientSecret);
  const authentication = ClientSecretPost(clientSecret);
  return {
    // The client asks for the scope of its base URL, which differs in China.
    getToken: (requestedScope) =>
      request([clientSecret], async (http) => {
        const parameters = { scope: options.scope ?? (requestedScope || scope) };
        const response = await clientCredentialsGrantRequest(server, client, authentication, parameters, http);
        return accessTokenOf(await processClientCredentialsResponse(server, client, response));
      }),
  };
}

/**
 * App+User tokens through a refresh token, for a service that acts on behalf of a user, which most of Partner Center requires.
 *
 * @throws TypeError for a wrong option, immediately.
 *
 * @example
 * ```ts
 * const token = appUserToken({
 *   tenantId: "contoso.onmicrosoft.com",
 *   clientId: "…",
 *   clientSecret: "…",
 *   refreshToken: await vault.read("partner-center"),
 *   onRefreshToken: (refreshToken) => vault.write("partner-center", refreshToken),
 * });
 * ```
 *
 * @see https://learn.microsoft.com/en-us/partner-center/developer/enable-secure-app-model
 */
export function appUserToken(options: AppUserTokenOptions): TokenCredential {
  const { server, client, scope } = checkOptions(options, `${PARTNER_CENTER}/user_impersonation`);
  const { clientSecret, onRefreshToken } = options;
  if (typeof onRefreshToken !== "function")
    throw new ArgumentError("onRefreshToken", "must be a function that stores the new token");
  const authentication = clientSecret === undefined ? None() : ClientSecretPost(checkText("clientSecret", clientSecret));
  let refreshToken = checkText("refreshToken", options.refreshToken);
  let isStored = true;

  let renewal: Promise<AccessToken> | undefined;

  async function store() {
    if (!isStored) await onRefreshToken(refreshToken);
    isStored = true;
  }

  async function renew(): Promise<AccessToken> {
    await store();
    const issued = await request([refreshToken, clientSecret ?? ""], async (http) => {
      const response = await refreshTokenGrantRequest(server, client, authentication, refreshToken, {
        ...http,
        additionalParameters: { scope },
      });
      return processRefreshTokenResponse(server, client, response);
    });
    if (issued.refresh_token !== undefined && issued.refresh_token !== refreshToken) {
      refreshToken = issued.refresh_token;
      isStored = false;
      await store();
    }
    return accessTokenOf(issued);
  }

  return {
    // One at a time: a refresh token may be valid for a single use.
    getToken() {
      renewal ??= renew().finally(() => {
        renewal = undefined;
      });
      return renewal;
    },
  };
}

/** Without `expires_in`, which Microsoft always sends, a token is used once. */
function accessTokenOf({ access_token, expires_in = 0 }: TokenEndpointResponse): AccessToken {
  return { token: access_token, expiresOnTimestamp: Date.now() + expires_in * 1000 };
}

interface Http {
  signal: AbortSignal;
  [allowInsecureRequests]: true;
}

/** Sends a token request. Replaces the library's errors, which retain the whole response, by errors without secrets. */
async function request<T>(secrets: readonly string[], send: (http: Http) => Promise<T>): Promise<T> {
  try {
    // Safe: the authority was checked, and http is limited to loopback.
    return await send({ signal: AbortSignal.timeout(TIMEOUT), [allowInsecureRequests]: true });
  } catch (error) {
    const sent = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]);
    if (error instanceof ResponseBodyError) {
      const reason = redact(error.error, sent, 100);
      const description = redact(error.error_description ?? "", sent);
      throw new TokenError(`No access token was issued: ${reason}${description && `: ${description}`}`, reason, error.status);
    }
    const status = statusOf(error);
    if (status !== undefined) {
      throw new TokenError(`No access token was issued: the server responded with ${status} and no token`, undefined, status);
    }
    throw new TokenError(`No access token was issued: ${redact(messageOf(error), sent)}`);
  }
}

/** The status of a response without a token, which the library keeps in one of two places. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof WWWAuthenticateChallengeError) return error.status;
  return error instanceof OperationProcessingError && error.cause instanceof Response ? error.cause.status : undefined;
}

/** A network failure has its reason in the cause. Any other cause may quote the response, and a token in it. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return "the request failed";
  if (error.name === "TimeoutError") return `no response within ${TIMEOUT / 1000} s`;
  const cause = error instanceof TypeError && error.cause instanceof Error ? error.cause : undefined;
  return cause === undefined ? error.message : `${error.message}: ${cause.message || cause.name}`;
}

function checkOptions(options: TokenOptions, defaultScope: string) {
  if (typeof options !== "object" || options === null) throw new ArgumentError("options", "must be an object");
  const { tenantId, clientId, scope = defaultScope, authority = "https://login.microsoftonline.com" } = options;
  if (typeof tenantId !== "string" || !/^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(tenantId)) {
    throw new ArgumentError("tenantId", "must be the id or a domain of the tenant");
  }
  const issuer = checkAddress("authority", authority).replace(/\/$/, "");
  return {
    server: { issuer, token_endpoint: `${issuer}/${tenantId}/oauth2/v2.0/token` },
    client: { client_id: checkText("clientId", clientId) },
    scope: checkText("scope", scope),
  };
}

/** The message never shows the value, which may be a secret. */
function checkText(name: string, value: unknown): string {
  if (typeof value === "string" && value.trim() !== "") return value;
  throw new ArgumentError(name, "must be a non-empty string");
}
