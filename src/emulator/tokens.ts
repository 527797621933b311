import { refuseByName } from "./failures.ts";
import type { PlannedResponse } from "./faults.ts";
import { randomGuid } from "./random.ts";
import type { IncomingRequest } from "./request.ts";

const PATH = /^\/[^/]+\/oauth2\/v2\.0\/token$/i;

/** Seconds, as Microsoft's tokens without a policy of the tenant. */
const LIFETIME = 3599;

/** How many spent refresh tokens are remembered. */
const REMEMBERED = 1_000;

/** What a request for each grant must contain. A public client has no secret, and a refresh token has a scope already. */
const REQUIRED = { client_credentials: ["client_id", "client_secret", "scope"], refresh_token: ["client_id", "refresh_token"] };

/** Whether a request is for the token endpoint of a tenant. */
export function isTokenRequest({ url }: IncomingRequest): boolean {
  return PATH.test(url.pathname);
}

/** A token endpoint of Microsoft's identity platform. */
export interface TokenEndpoint {
  respond(request: IncomingRequest, random: () => number): Promise<PlannedResponse>;
  /** Forgets which refresh tokens are spent. */
  reset(): void;
}

/**
 * Creates a token endpoint that issues tokens for client credentials and refresh tokens. It accepts any of them, except those named
 * after a refusal reason.
 *
 * @param isSingleUse - Whether a refresh token is spent when it has been used.
 */
export function createTokenEndpoint(isSingleUse: boolean): TokenEndpoint {
  const spent = new Set<string>();

  function spend(refreshToken: string) {
    spent.add(refreshToken);
    const [oldest] = spent;
    if (spent.size > REMEMBERED && oldest !== undefined) spent.delete(oldest);
  }

  async function respond({ method, headers, text }: IncomingRequest, random: () => number): Promise<PlannedResponse> {
    if (method !== "POST") return { status: 405, body: "", headers: { Allow: "POST" } };
    if (!/^application\/x-www-form-urlencoded *(;|$)/i.test(headers.get("Content-Type") ?? "")) {
      return failure("invalid_request", "The body must be a form (application/x-www-form-urlencoded).");
    }
    const form = new URLSearchParams(await text());
    return refusalOf(form) ?? issue(form, random);
  }

  function refusalOf(form: URLSearchParams): PlannedResponse | undefined {
    const grant = form.get("grant_type");
    if (grant !== "client_credentials" && grant !== "refresh_token") {
      return failure("unsupported_grant_type", "The grant type must be client_credentials or refresh_token.");
    }
    const missing = REQUIRED[grant].find((name) => !form.get(name));
    if (missing !== undefined) return failure("invalid_request", `The request has no "${missing}".`);
    const secret = refuseByName(form.get("client_secret") ?? "");
    if (secret !== undefined) return failure("invalid_client", `The client secret is refused: ${secret}.`);
    if (grant === "client_credentials") return undefined;
    const refreshToken = form.get("refresh_token") ?? "";
    const refusal = refuseByName(refreshToken);
    if (refusal !== undefined) return failure("invalid_grant", `The refresh token is refused: ${refusal}.`);
    return spent.has(refreshToken) ? failure("invalid_grant", "The refresh token has been used before.") : undefined;
  }

  /** A refresh token is replaced if the request asks for that, which is what the scope offline_access means. */
  function issue(form: URLSearchParams, random: () => number): PlannedResponse {
    const refreshToken = form.get("grant_type") === "refresh_token" ? form.get("refresh_token") : null;
    const isReplaced = refreshToken !== null && /(^| )offline_access( |$)/.test(form.get("scope") ?? "");
    if (isSingleUse && refreshToken !== null) spend(refreshToken);
    return respondWith(200, {
      token_type: "Bearer",
      scope: form.get("scope") ?? "",
      expires_in: LIFETIME,
      ext_expires_in: LIFETIME,
      access_token: `access-${randomGuid(random)}`,
      ...(isReplaced && { refresh_token: `refresh-${randomGuid(random)}` }),
    });
  }

  return { respond, reset: () => spent.clear() };
}

/** OAuth's errors. */
function failure(error: string, description: string): PlannedResponse {
  return respondWith(error === "invalid_client" ? 401 : 400, { error, error_description: description });
}

function respondWith(status: number, body: object): PlannedResponse {
  return { status, body, headers: { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" } };
}
