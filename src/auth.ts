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
import { redact } from "./redact.ts";
import type { AccessToken, TokenCredential } from "./token.ts";

export type { AccessToken, TokenCredential } from "./token.ts";

/** What both ways to a token have in common. */
interface TokenOptions {
  /** The partner's tenant: its id, or one of its domains. */
  tenantId: string;
  /** The id of the application registered there. */
  clientId: string;
  /**
   * What the token is for.
   *
   * @defaultValue `https://api.partnercenter.microsoft.com/.default` App-only, `…/user_impersonation` App+User. In China,
   * App+User, it has to be given: `https://partner.partnercenterapi.microsoftonline.cn/user_impersonation`.
   */
  scope?: string | undefined;
  /**
   * Who issues the token. It has to be https, or http on loopback.
   *
   * @defaultValue `https://login.microsoftonline.com`. US Government has `https://login.microsoftonline.us`, 21Vianet in China
   * `https://login.chinacloudapi.cn`.
   */
  authority?: string | URL | undefined;
}

/** What {@link appToken} needs. */
export interface AppTokenOptions extends TokenOptions {
  clientSecret: string;
}

/** What {@link appUserToken} needs. */
export interface AppUserTokenOptions extends TokenOptions {
  /** Left out for a public client. */
  clientSecret?: string | undefined;
  /** A refresh token of a user with multi-factor authentication, as the partner's consent gave it. */
  refreshToken: string;
  /**
   * Is given each new refresh token, to be stored in place of the old one, which may no longer be good. Only after it has been
   * stored is the new access token used. Where this fails, so does the request, and the next one hands the token over again.
   */
  onRefreshToken: (refreshToken: string) => void | Promise<void>;
}

/**
 * No token was given. The message tells the server's `error` and what it said, without any secret.
 */
export class TokenError extends Error {
  override readonly name = "TokenError";
  readonly code = "ERR_TOKEN";
  /** The server's `error`, such as `invalid_client`; undefined where no such answer arrived. */
  readonly error: string | undefined;
  /** The HTTP status; undefined where no such answer arrived. */
  readonly status: number | undefined;

  /** @internal */
  constructor(message: string, error?: string, status?: number) {
    super(message);
    this.error = error;
    this.status = status;
  }
}

const PARTNER_CENTER = "https://api.partnercenter.microsoft.com";

/** Milliseconds. Tokens are given within a second or two. */
const TIMEOUT = 30_000;

/**
 * App-only tokens, by client credentials: for a service that runs without a user.
 *
 * @throws TypeError for a wrong option, at once.
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
    // The client knows the audience of its address, which is another in China.
    getToken: (asked) =>
      request([clientSecret], async (http) => {
        const parameters = { scope: options.scope ?? (asked || scope) };
        const response = await clientCredentialsGrantRequest(server, client, authentication, parameters, http);
        return accessTokenOf(await processClientCredentialsResponse(server, client, response));
      }),
  };
}

/**
 * App+User tokens, by refresh token: for a service that acts for a user, as most of Partner Center wants it.
 *
 * @throws TypeError for a wrong option, at once.
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
  if (typeof onRefreshToken !== "function") throw new TypeError('"onRefreshToken" must be a function that stores the new token');
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
    const granted = await request([refreshToken, clientSecret ?? ""], async (http) => {
      const response = await refreshTokenGrantRequest(server, client, authentication, refreshToken, {
        ...http,
        additionalParameters: { scope },
      });
      return processRefreshTokenResponse(server, client, response);
    });
    if (granted.refresh_token !== undefined && granted.refresh_token !== refreshToken) {
      refreshToken = granted.refresh_token;
      isStored = false;
      await store();
    }
    return accessTokenOf(granted);
  }

  return {
    // One at a time: a refresh token may be good for one use only.
    getToken() {
      renewal ??= renew().finally(() => {
        renewal = undefined;
      });
      return renewal;
    },
  };
}

/** Without an `expires_in`, which Microsoft always gives, a token is used once. */
function accessTokenOf({ access_token, expires_in = 0 }: TokenEndpointResponse): AccessToken {
  return { token: access_token, expiresOnTimestamp: Date.now() + expires_in * 1000 };
}

interface Http {
  signal: AbortSignal;
  [allowInsecureRequests]: true;
}

/** Asks the server, and makes of whatever goes wrong an error that holds no secret: the library's own keep the whole answer. */
async function request<T>(secrets: readonly string[], send: (http: Http) => Promise<T>): Promise<T> {
  try {
    // The authority has been checked: http is loopback's alone.
    return await send({ signal: AbortSignal.timeout(TIMEOUT), [allowInsecureRequests]: true });
  } catch (error) {
    const sent = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]);
    if (error instanceof ResponseBodyError) {
      const reason = redact(error.error, sent, 100);
      const description = redact(error.error_description ?? "", sent);
      throw new TokenError(`No access token: ${reason}${description && `: ${description}`}`, reason, error.status);
    }
    const status = statusOf(error);
    if (status !== undefined)
      throw new TokenError(`No access token: the server answered ${status}, without one`, undefined, status);
    throw new TokenError(`No access token: ${redact(wordsOf(error), sent)}`);
  }
}

/** Where an answer arrived that gives no token, the library keeps it in one of two places. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof WWWAuthenticateChallengeError) return error.status;
  return error instanceof OperationProcessingError && error.cause instanceof Response ? error.cause.status : undefined;
}

/** A network failure hides its reason in the cause. All other causes may quote the answer, and with it a token. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return "the request failed";
  if (error.name === "TimeoutError") return `no answer within ${TIMEOUT / 1000} s`;
  const cause = error instanceof TypeError && error.cause instanceof Error ? error.cause : undefined;
  return cause === undefined ? error.message : `${error.message}: ${cause.message || cause.name}`;
}

function checkOptions(options: TokenOptions, defaultScope: string) {
  if (typeof options !== "object" || options === null) throw new TypeError('"options" must be an object');
  const { tenantId, clientId, scope = defaultScope, authority = "https://login.microsoftonline.com" } = options;
  if (typeof tenantId !== "string" || !/^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(tenantId)) {
    throw new TypeError('"tenantId" must be the id or a domain of the tenant');
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
  throw new TypeError(`"${name}" must be a string that is not empty`);
}
