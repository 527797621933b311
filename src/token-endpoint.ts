import {
  type AuthorizationServer,
  allowInsecureRequests,
  type Client,
  processClientCredentialsResponse,
  ResponseBodyError,
} from "oauth4webapi";
import { abortable, pause } from "./abort.ts";
import { boundBody } from "./body.ts";
import type { AccessToken } from "./options.ts";
import { redact } from "./redact.ts";
import { parseRetryAfter, retryDelay } from "./retry.ts";

/** In milliseconds. Tokens are issued within a second or two. */
const TIMEOUT = 10_000;

/** In bytes. Tokens take a few thousand. */
const MAX_BODY_SIZE = 256 * 1024;

/** All retries together stay within the minute that a client waits for a token. */
const RETRY = { limit: 3, maxDelay: 10_000 };

/** No token was issued. The message contains the server's `error` and description, with secrets redacted. */
export class TokenError extends Error {
  override readonly name = "TokenError";
  readonly code = "ERR_TOKEN";
  /** The server's `error`, such as `invalid_client`; undefined if no such response arrived. */
  readonly error: string | undefined;
  /** The HTTP status; undefined if no response arrived. */
  readonly status: number | undefined;

  /** @internal */
  constructor(problem: string, error?: string, status?: number) {
    super(problem);
    this.error = error;
    this.status = status;
    // Until the stack is read, V8 retains its frames, and the secrets with them.
    void this.stack;
  }
}

/** The part of `fetch` that token requests use. Every runtime's own `fetch` fits, and so does the `fetch` option of a client. */
export type TokenFetch = (
  url: string,
  init: {
    method: string;
    headers: Headers;
    redirect: "error" | "follow" | "manual";
    signal: AbortSignal;
    body: URLSearchParams;
  },
) => Promise<Response>;

/** Sends one request to the token endpoint. */
export type SendTokenRequest = (http: { signal: AbortSignal; [allowInsecureRequests]: true }) => Promise<Response>;

/** A complete response of the token endpoint, of any status. */
export interface TokenResponse {
  response: Response;
  body: string;
}

/**
 * Sends a token request, and retries transient failures.
 *
 * @throws TokenError if no complete response arrives.
 */
export async function requestToken(send: SendTokenRequest, secrets: readonly string[]): Promise<TokenResponse> {
  for (let retries = 0; ; retries++) {
    const received = await sendOnce(send, secrets);
    const failure =
      received instanceof TokenError
        ? { code: "ERR_NETWORK" }
        : { code: "ERR_API", status: received.response.status, retryAfter: retryAfterOf(received.response) };
    const delay = retryDelay(failure, retries, RETRY, Math.random);
    if (delay !== undefined) await pause(delay, undefined);
    else if (received instanceof TokenError) throw received;
    else return received;
  }
}

async function sendOnce(send: SendTokenRequest, secrets: readonly string[]): Promise<TokenResponse | TokenError> {
  const work = async (signal: AbortSignal) => {
    try {
      // Safe: the authority was checked, and http is limited to loopback.
      const response = await send({ signal, [allowInsecureRequests]: true });
      return { response, body: await boundBody(response, MAX_BODY_SIZE, signal, () => {}).text() };
    } catch (error) {
      return new TokenError(`No access token was issued: ${redact(messageOf(error), secrets)}`);
    }
  };
  return abortable<TokenResponse | TokenError>(work, undefined, {
    milliseconds: TIMEOUT,
    result: () => new TokenError(`No access token was issued: no response within ${TIMEOUT / 1000} s`),
  });
}

/** A network failure has its reason in the cause. Any other cause may quote the response, and a token in it. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return "the request failed";
  const cause = error instanceof TypeError && error.cause instanceof Error ? error.cause : undefined;
  return cause === undefined ? error.message : `${error.message}: ${cause.message || cause.name}`;
}

function retryAfterOf({ headers }: Response): number | undefined {
  return parseRetryAfter(headers.get("Retry-After"), Date.now());
}

/**
 * Validates a response of the token endpoint.
 *
 * @throws TokenError, in place of the library's errors, which retain the whole response.
 */
export async function readTokenResponse(
  server: AuthorizationServer,
  client: Client,
  { response, body }: TokenResponse,
  secrets: readonly string[],
): Promise<AccessToken> {
  const { status, headers } = response;
  try {
    // Validates any token response. An ID token is neither requested nor used.
    const { id_token: _, ...json } = parseObject(body) ?? {};
    const text = Object.keys(json).length === 0 ? body : JSON.stringify(json);
    const issued = await processClientCredentialsResponse(server, client, new Response(text || null, { status, headers }));
    if (issued.token_type !== "bearer") throw new TypeError("the token is not a Bearer token");
    // Without `expires_in`, which Microsoft always sends, a token is used once.
    return { token: issued.access_token, expiresOnTimestamp: Date.now() + (issued.expires_in ?? 0) * 1000 };
  } catch (error) {
    if (error instanceof ResponseBodyError) {
      const reason = redact(error.error, secrets, 100);
      const description = redact(error.error_description ?? "", secrets);
      throw new TokenError(`No access token was issued: ${reason}${description && `: ${description}`}`, reason, status);
    }
    throw new TokenError(`No access token was issued: the server responded with ${status} and no valid token`, undefined, status);
  }
}

/** The refresh token in a response, if there is one, however invalid the rest of it. */
export function refreshTokenIn({ response, body }: TokenResponse): string | undefined {
  const refreshToken = response.ok ? parseObject(body)?.["refresh_token"] : undefined;
  return typeof refreshToken === "string" && refreshToken.trim() !== "" ? refreshToken : undefined;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
