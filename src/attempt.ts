import type { Stop } from "./abort.ts";
import { ApiError, InvalidResponseError, NetworkError } from "./errors.ts";
import type { BatchUploadDetails } from "./generated/openapi.ts";
import type { BatchUpload } from "./location.ts";
import type { Settings } from "./options.ts";
import { redact } from "./redact.ts";
import { judge } from "./response.ts";
import { createTokens } from "./token.ts";
import { type Answer, createExchange, type Question } from "./transport.ts";

/** One request, told when it is over and it is known what comes next. Holds no token and no product key. */
export interface AttemptEvent {
  method: "GET";
  url: string;
  /** Counted from 1, for each call or watch. */
  attempt: number;
  /** When the request was sent, in milliseconds since 1970. */
  startedAt: number;
  /** Milliseconds from the request to the end of the body, or to the failure. */
  duration: number;
  /** The HTTP status; undefined where no complete answer arrived. */
  status: number | undefined;
  /** Why it failed; undefined after a success and after an abort. */
  error: ApiError | NetworkError | InvalidResponseError | undefined;
  /** `MS-RequestId`, as it was sent. */
  requestId: string;
  /** `MS-CorrelationId`, as it was sent. */
  correlationId: string;
  /** The server's `MS-CV`. */
  correlationVector: string | undefined;
  /** The server's `MS-ServerId`. */
  serverId: string | undefined;
  /** Milliseconds until the next attempt; undefined where there is none. */
  pause: number | undefined;
}

/** What a call or a watch keeps from one attempt to the next. */
export interface Call {
  readonly upload: BatchUpload;
  readonly correlationId: string;
  readonly locale: string;
  readonly signal: Stop | undefined;
  attempts: number;
  /** Kept as long as no response has arrived. Undefined asks for a new one. */
  requestId: string | undefined;
  /** The last body of success, where an equal one need not be read again. */
  body: string | undefined;
}

/** How an attempt ended: with an answer, unless it is equal to the last one, or with an error. */
export interface Outcome {
  details?: BatchUploadDetails | undefined;
  error?: ApiError | NetworkError | InvalidResponseError | undefined;
  /** Tells the `onAttempt` hook, once it is known how long the pause is. */
  report(pause: number | undefined): void;
}

/** Looks once how a batch stands. After 401 it tries once more, if there is another token. Rejected only by an abort. */
export type Look = (call: Call) => Promise<Outcome>;

export function createLook(settings: Settings): Look {
  const exchange = createExchange(settings);
  const tokens = createTokens(settings.token, settings.scope);

  return async function look(call) {
    // Also where it is at hand: who aborts in the same breath sends nothing.
    const token = await (tokens.atHand() ?? tokenFor(call));
    if (token instanceof NetworkError) return { error: token, report() {} };
    const outcome = await attempt(call, token);
    if (outcome.error?.code !== "ERR_API" || outcome.error.status !== 401) return outcome;
    const another = await tokenFor(call, token).catch((reason) => {
      outcome.report(undefined);
      throw reason;
    });
    if (another === token || another instanceof NetworkError) return outcome;
    outcome.report(0);
    return attempt(call, another);
  };

  /** A token, or the failure of one that did not come in time. Rejected by an abort, and by the token source's own error. */
  function tokenFor(call: Call, refused?: string): Promise<string | NetworkError> {
    let late: NetworkError | undefined;
    const limit = {
      milliseconds: settings.timeout,
      error() {
        late = new NetworkError(`No access token within ${settings.timeout / 1000} s`, { ...call, requestId: undefined });
        return late;
      },
    };
    return tokens.get(call.signal, limit, refused).catch((reason: unknown) => {
      if (late !== undefined && reason === late) return late;
      throw reason;
    });
  }

  async function attempt(call: Call, token: string): Promise<Outcome> {
    const question = questionOf(call, token, settings);
    const began = { attempt: ++call.attempts, startedAt: Date.now(), clock: performance.now() };
    let answer: Answer | undefined;
    const ended = (details: Outcome["details"], error?: Outcome["error"]): Outcome => {
      const duration = performance.now() - began.clock;
      return {
        details,
        error,
        report(pause) {
          const { url } = question;
          // An abort may come before anything is sent: then there was no attempt.
          if (url === undefined) return;
          tell(settings.onAttempt, () => eventOf({ ...question, url }, answer, { ...began, error, duration, pause }));
        },
      };
    };
    try {
      answer = await exchange(question, call.signal);
      call.requestId = undefined;
      if (answer.status === 200 && answer.body === call.body) return ended(undefined);
      const details = judge(answer, question);
      call.body = answer.body;
      return ended(details);
    } catch (error) {
      // An abort may have any reason, one of our own errors included.
      if (isFailure(error) && !call.signal?.aborted) return ended(undefined, error);
      ended(undefined).report(undefined);
      throw error;
    }
  }
}

function isFailure(error: unknown): error is NonNullable<Outcome["error"]> {
  return error instanceof ApiError || error instanceof NetworkError || error instanceof InvalidResponseError;
}

function questionOf(call: Call, token: string, settings: Settings): Question {
  const { upload, correlationId, locale } = call;
  const requestId = call.requestId ?? crypto.randomUUID();
  call.requestId = requestId;
  return {
    upload,
    requestId,
    correlationId,
    secrets: [token, ...Object.values(settings.headers)],
    headers: {
      ...settings.headers,
      Authorization: `Bearer ${token}`,
      Accept: "application/json",
      "MS-RequestId": requestId,
      "MS-CorrelationId": correlationId,
      "X-Locale": locale,
    },
  };
}

function eventOf(
  { url, requestId, correlationId, secrets }: Question & { url: string },
  answer: Answer | undefined,
  rest: Pick<AttemptEvent, "attempt" | "startedAt" | "duration" | "pause"> & Pick<Outcome, "error">,
): AttemptEvent {
  const header = (name: string) => redact(answer?.headers.get(name) ?? "", secrets, 100) || undefined;
  return {
    method: "GET",
    url,
    attempt: rest.attempt,
    startedAt: rest.startedAt,
    duration: rest.duration,
    status: answer?.status,
    error: rest.error,
    requestId,
    correlationId,
    correlationVector: header("MS-CV"),
    serverId: header("MS-ServerId"),
    pause: rest.pause,
  };
}

/** A hook that throws must not break the call that it watches. */
function tell(hook: Settings["onAttempt"], event: () => AttemptEvent) {
  try {
    const told: unknown = hook?.(event());
    if (told instanceof Promise) told.catch(() => {});
  } catch {
    // Nothing to be done: the hook is the caller's.
  }
}
