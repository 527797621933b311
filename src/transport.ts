import createClient from "openapi-fetch";
import { abortable } from "./abort.ts";
import { boundBody, isSuccess } from "./body.ts";
import { NetworkError } from "./errors.ts";
import type { paths } from "./generated/openapi.ts";
import type { CallSettings, ClientSettings } from "./options.ts";
import { redact } from "./redact.ts";

/** What one attempt sends. */
export interface StatusRequest extends CallSettings {
  token: string;
  requestId: string;
  /** Must not appear in any message. */
  secrets: readonly string[];
  /** Set once the request is sent. */
  url?: string;
}

/** A complete response, in the form that openapi-fetch returns. */
export interface StatusResponse {
  /** The body of a success; undefined if there is none. */
  data?: string;
  /** The body of any other response: the parsed JSON, or the text if it is not JSON. */
  error?: unknown;
  response: Pick<Response, "ok" | "status" | "headers">;
  /** Whether the body was longer than the limit. */
  isTruncated: boolean;
}

/** Sends one request. Rejects only with the signal's reason. */
export type Send = (request: StatusRequest) => Promise<StatusResponse | NetworkError>;

/**
 * Takes the place of Request: openapi-fetch builds one and reads only `method`. A real Request would be built twice, and other
 * implementations of `fetch`, such as npm's undici, refuse the runtime's own.
 */
class RequestParts {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly redirect: "error" | "follow" | "manual";
  readonly signal: AbortSignal;

  constructor(url: string, { method, headers, redirect, signal }: RequestParts) {
    this.url = url;
    this.method = method;
    this.headers = headers;
    this.redirect = redirect;
    this.signal = signal;
  }
}

/** In bytes. Enough for any fault or error page. */
const MAX_ERROR_SIZE = 256 * 1024;

export function createTransport({ baseUrl, headers, fetch, timeout, maxBodySize }: ClientSettings): Send {
  const api = createClient<paths>({
    baseUrl,
    redirect: "manual",
    // Safe: openapi-fetch passes the URL and the options of a request, and reads nothing else of what it builds.
    Request: RequestParts as unknown as typeof Request,
  });

  async function send(request: StatusRequest, signal: AbortSignal): Promise<StatusResponse | NetworkError> {
    const { upload, token, requestId, correlationId, locale } = request;
    let isTruncated = false;
    const onTruncated = () => {
      isTruncated = true;
    };
    try {
      const received = await api.GET("/v1/customers/{customerId}/batchJobStatus/{batchTrackingId}", {
        params: {
          path: { customerId: upload.customerId, batchTrackingId: upload.batchTrackingId },
          header: { "MS-RequestId": requestId, "MS-CorrelationId": correlationId, "X-Locale": locale },
        },
        headers: { ...headers, Authorization: `Bearer ${token}`, Accept: "application/json" },
        // Its JSON parser throws errors that quote the body.
        parseAs: "text",
        signal,
        // Not a middleware: it would await before sending, and an abort in the same tick would still send.
        async fetch(parts) {
          request.url = parts.url;
          const response = await fetch(parts.url, parts);
          const limit = isSuccess(response?.status) ? maxBodySize : Math.min(maxBodySize, MAX_ERROR_SIZE);
          // Safe: openapi-fetch reads nothing else of a Response.
          return boundBody(response, limit, signal, onTruncated) as Response;
        },
      });
      return { ...received, isTruncated };
    } catch (error) {
      return new NetworkError(`No response from Partner Center: ${redact(messages(error), request.secrets)}`, request);
    }
  }

  return (request) =>
    abortable((signal) => send(request, signal), request.signal, {
      milliseconds: timeout,
      result: () => new NetworkError(`No complete response from Partner Center within ${timeout / 1000} s`, request),
    });
}

/** Runtimes say "fetch failed" and put the reason into the cause, a few levels down. */
function messages(error: unknown, levels = 3): string {
  if (!(error instanceof Error)) return typeof error === "string" ? error : "fetch failed";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const message = error.message || code || error.name;
  return error.cause === undefined || levels === 0 ? message : `${message}: ${messages(error.cause, levels - 1)}`;
}
