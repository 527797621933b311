import {
  ClientSecretPost,
  type CustomFetchOptions,
  clientCredentialsGrantRequest,
  customFetch,
  None,
  refreshTokenGrantRequest,
} from "oauth4webapi";
import { abortable } from "./abort.ts";
import { checkAddress } from "./address.ts";
import { ArgumentError } from "./argument-error.ts";
import type { AccessToken, TokenCredential } from "./options.ts";
import { readTokenResponse, refreshTokenIn, requestToken, TokenError, type TokenFetch } from "./token-endpoint.ts";

export type { AccessToken, TokenCredential } from "./options.ts";
export { TokenError, type TokenFetch } from "./token-endpoint.ts";

/** Options common to {@link appToken} and {@link appUserToken}. */
interface TokenOptions {
  /** The partner's tenant: its id or one of its domains. */
  tenantId: string;
  /** The id of the application registered in that tenant. */
  clientId: string;
  /**
   * The scope of the token.
   *
   * @defaultValue The scope that the client requests, which follows from its base URL:
   * `https://api.partnercenter.microsoft.com/.default` for App-only, `…/user_impersonation offline_access` for App+User
   */
  scope?: string | undefined;
  /**
   * The base URL of the identity provider. Must be https, or http on loopback.
   *
   * @defaultValue `https://login.microsoftonline.com`. For US Government, pass `https://login.microsoftonline.us`; for 21Vianet in
   * China, `https://login.chinacloudapi.cn`.
   */
  authority?: string | URL | undefined;
  /**
   * Sends the token requests. Pass one to use a proxy.
   *
   * @defaultValue `globalThis.fetch`, looked up for each request
   */
  fetch?: TokenFetch | undefined;
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

const PARTNER_CENTER = "https://api.partnercenter.microsoft.com";

/** In milliseconds. A vault takes a few seconds at most. */
const STORE_TIMEOUT = 30_000;

/**
 * App-only tokens through client credentials, for a service that runs without a user.
 *
 * @throws {@link ArgumentError} for a wrong option, immediately.
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
  const { server, client, scope, custom } = checkOptions(options);
  const clientSecret = checkText("clientSecret", options.clientSecret);
  const authentication = ClientSecretPost(clientSecret);
  return {
    // The client requests the scope of its base URL, which differs in China.
    async getToken(requestedScope) {
      const parameters = { scope: scope ?? (requestedScope || `${PARTNER_CENTER}/.default`) };
      const secrets = [clientSecret];
      const received = await requestToken(
        (http) => clientCredentialsGrantRequest(server, client, authentication, parameters, { ...http, ...custom }),
        secrets,
      );
      return readTokenResponse(server, client, received, secrets);
    },
  };
}

/**
 * App+User tokens through a refresh token, for a service that acts on behalf of a user, which most of Partner Center requires.
 *
 * @throws {@link ArgumentError} for a wrong option, immediately.
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
  const { server, client, scope, custom } = checkOptions(options);
  const { clientSecret, onRefreshToken } = options;
  if (typeof onRefreshToken !== "function")
    throw new ArgumentError("onRefreshToken", "must be a function that stores the new token");
  const authentication = clientSecret === undefined ? None() : ClientSecretPost(checkText("clientSecret", clientSecret));
  let refreshToken = checkText("refreshToken", options.refreshToken);
  let isStored = true;
  const refreshes = new Map<string, Promise<AccessToken>>();
  let lastRefresh: Promise<unknown> = Promise.resolve();

  async function store(): Promise<void> {
    if (isStored) return;
    const error = await abortable<TokenError | undefined>(async () => void (await onRefreshToken(refreshToken)), undefined, {
      milliseconds: STORE_TIMEOUT,
      result: () => new TokenError(`onRefreshToken did not store the new refresh token within ${STORE_TIMEOUT / 1000} s`),
    });
    if (error !== undefined) throw error;
    isStored = true;
  }

  async function refresh(scope: string): Promise<AccessToken> {
    await store();
    const secrets = [refreshToken, clientSecret ?? ""];
    const parameters = { additionalParameters: { scope } };
    const received = await requestToken(
      (http) => refreshTokenGrantRequest(server, client, authentication, refreshToken, { ...http, ...custom, ...parameters }),
      secrets,
    );
    // Before anything else: if the rest of the response is invalid, the old refresh token may be, too.
    const rotated = refreshTokenIn(received);
    if (rotated !== undefined && rotated !== refreshToken) {
      refreshToken = rotated;
      isStored = false;
      await store();
    }
    return readTokenResponse(server, client, received, [...secrets, refreshToken]);
  }

  return {
    // One at a time: a refresh token may be valid for a single use.
    getToken(requestedScope) {
      const userScope = scope ?? userScopeOf(requestedScope || `${PARTNER_CENTER}/.default`);
      let inFlight = refreshes.get(userScope);
      if (inFlight === undefined) {
        inFlight = lastRefresh.then(() => refresh(userScope)).finally(() => refreshes.delete(userScope));
        refreshes.set(userScope, inFlight);
        lastRefresh = inFlight.catch(() => {});
      }
      return inFlight;
    },
  };
}

/** The delegated scope of an API, with the right to a new refresh token. */
function userScopeOf(scope: string): string {
  return `${scope.replace(/\/\.default$/, "/user_impersonation")} offline_access`;
}

function checkOptions(options: TokenOptions) {
  if (typeof options !== "object" || options === null) throw new ArgumentError("options", "must be an object");
  const { tenantId, clientId, scope, authority = "https://login.microsoftonline.com", fetch } = options;
  if (typeof tenantId !== "string" || !/^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(tenantId)) {
    throw new ArgumentError("tenantId", "must be the id or a domain of the tenant");
  }
  const issuer = checkAddress("authority", authority);
  if (fetch !== undefined && typeof fetch !== "function") throw new ArgumentError("fetch", "must be a function");
  return {
    server: { issuer, token_endpoint: `${issuer}/${tenantId}/oauth2/v2.0/token` },
    client: { client_id: checkText("clientId", clientId) },
    scope: scope === undefined ? undefined : checkText("scope", scope),
    custom: fetch && { [customFetch]: adapt(fetch) },
  };
}

/** The user's `fetch` in oauth4webapi's form. */
function adapt(fetch: TokenFetch) {
  return (url: string, { headers, signal, ...init }: CustomFetchOptions<"POST", URLSearchParams>): Promise<Response> =>
    // Safe: each token request has a signal.
    fetch(url, { ...init, headers: new Headers(headers), signal: signal as AbortSignal });
}

/** The message never shows the value, which may be a secret. */
function checkText(name: string, value: unknown): string {
  if (typeof value === "string" && value.trim() !== "") return value;
  throw new ArgumentError(name, "must be a non-empty string");
}
