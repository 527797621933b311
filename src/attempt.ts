import { ApiError, type AttemptError, NetworkError } from "./errors.ts";
import type { BatchUploadDetails } from "./generated/openapi.ts";
import type { AttemptEvent, CallSettings, ClientSettings } from "./options.ts";
import { redact } from "./redact.ts";
import { readResponse } from "./response.ts";
import { createThrottle } from "./throttle.ts";
import { createTokens } from "./token.ts";
import { createTransport, type StatusRequest, type StatusResponse } from "./transport.ts";

/** A call or watch, and its state from one attempt to the next. */
export interface Call extends CallSettings {
  /** Milliseconds to wait at most while another call's 429 holds the client. */
  readonly maxHold: number;
  /** How many requests were sent. */
  attempts: number;
  /** The last `MS-RequestId`, kept until a response arrives. */
  requestId: string | undefined;
  /** The body of the last success: an identical one is not read again. */
  body: string | undefined;
}

/** Starts a call or a watch, which ends with `signal`, or goes on with it after the given attempts. */
export function startCall(
  { upload, correlationId, locale }: CallSettings,
  signal: AbortSignal | undefined,
  maxHold: number,
  { attempts, requestId }: { attempts: number; requestId?: string | undefined } = { attempts: 0 },
): Call {
  return { upload, correlationId, locale, signal, maxHold, attempts, requestId, body: undefined };
}

/** How one attempt ended. Without `details`, `error` and `rejection`, the response was identical to the last one. */
export interface Attempt {
  details?: BatchUploadDetails | undefined;
  error?: AttemptError | undefined;
  /** The token for the next attempt, which can be made immediately: set after a 401 if the source has another token. */
  newToken?: string | undefined;
  /** What the call must reject with once the hook is notified: the signal's reason, or the token source's own error. */
  rejection?: { reason: unknown } | undefined;
  /** For {@link notify}; undefined if nothing was sent, or without a hook. */
  event?: Omit<AttemptEvent, "pause"> | undefined;
}

/**
 * Makes one attempt, with `newToken` if the last attempt returned one. Rejects only if nothing was sent: with the signal's reason, or
 * with the token source's own error.
 */
export type MakeAttempt = (call: Call, newToken: string | undefined) => Promise<Attempt>;

export function createAttempts(settings: ClientSettings): MakeAttempt {
  const send = createTransport(settings);
  const tokens = createTokens(settings);
  const throttle = createThrottle();

  return async function makeAttempt(call, newToken) {
    // Await even a cached token, so that an abort in the same tick sends nothing.
    const token = newToken ?? (await tokens.get(call));
    if (token instanceof NetworkError) return { error: token };
    const hold = await throttle.wait(call.maxHold, call.signal);
    if (hold > 0) return { error: throttledError(call, hold) };

    const request = createRequest(call, token, settings);
    const startedAt = Date.now();
    const start = performance.now();
    const received = await send(request).catch((reason: unknown) => ({ rejection: { reason } }));
    const duration = performance.now() - start;
    const result: Attempt = "rejection" in received ? received : read(received, request, call);
    const response = "response" in received ? received.response : undefined;
    if (result.error?.code === "ERR_API" && result.error.status === 429) throttle.hold(result.error.retryAfter ?? 0);
    const event =
      settings.onAttempt && describe(request, response, { attempt: call.attempts, startedAt, duration, error: result.error });
    const isTokenRejected = result.error?.code === "ERR_API" && result.error.status === 401;
    if (!isTokenRejected || newToken !== undefined) return { ...result, event };
    return { ...result, event, ...(await getNewToken(call, token)) };
  };

  async function getNewToken(call: Call, rejected: string): Promise<Pick<Attempt, "newToken" | "rejection">> {
    try {
      const token = await tokens.get(call, rejected);
      return token === rejected || token instanceof NetworkError ? {} : { newToken: token };
    } catch (reason) {
      return { rejection: { reason } };
    }
  }
}

function throttledError({ upload, correlationId }: Call, retryAfter: number): ApiError {
  const context = {
    upload,
    correlationId,
    requestId: undefined,
    status: 429,
    fault: undefined,
    faultCode: undefined,
    retryAfter,
  };
  return new ApiError(`Partner Center responded with 429 to another call, asking to wait for ${retryAfter / 1000} s`, context);
}

/** Calls the user's hook. A hook that throws or rejects must not break the call. */
export function notify(onAttempt: ClientSettings["onAttempt"], { event }: Attempt, pause: AttemptEvent["pause"]) {
  if (event === undefined) return;
  try {
    const result: unknown = onAttempt?.({ ...event, pause });
    Promise.resolve(result).catch(() => {});
  } catch {
    // Errors of the hook are ignored.
  }
}

function createRequest(call: Call, token: string, { headers }: ClientSettings): StatusRequest {
  const { upload, signal, correlationId, locale } = call;
  const requestId = call.requestId ?? crypto.randomUUID();
  call.requestId = requestId;
  call.attempts += 1;
  return { upload, signal, correlationId, locale, requestId, token, secrets: [token, ...Object.values(headers)] };
}

function read(received: StatusResponse | NetworkError, request: StatusRequest, call: Call): Pick<Attempt, "details" | "error"> {
  if (received instanceof NetworkError) return { error: received };
  call.requestId = undefined;
  if (received.data !== undefined && received.data === call.body) return {};
  const result = readResponse(received, request);
  if (result.details !== undefined) call.body = received.data;
  return result;
}

function describe(
  request: StatusRequest,
  response: StatusResponse["response"] | undefined,
  attempt: Pick<AttemptEvent, "attempt" | "startedAt" | "duration" | "error">,
): Attempt["event"] {
  const { upload, url, requestId, correlationId, secrets } = request;
  // Aborted before it was sent.
  if (url === undefined) return undefined;
  const header = (name: string) => redact(response?.headers.get(name) ?? "", secrets, 100) || undefined;
  return {
    method: "GET",
    url,
    ...upload,
    ...attempt,
    status: response?.status,
    requestId,
    correlationId,
    correlationVector: header("MS-CV"),
    serverId: header("MS-ServerId"),
  };
}
