import { onAbort, pause, startTimer } from "./abort.ts";
import { type Attempt, type Call, type MakeAttempt, notify, startCall } from "./attempt.ts";
import { isFinished } from "./details.ts";
import { WatchDeadlineError } from "./errors.ts";
import type { BatchUploadDetails } from "./generated/openapi.ts";
import type { CallSettings, ClientSettings, WatchSettings } from "./options.ts";
import { isTransient } from "./retry.ts";

/** How to watch: the watch's own options, and those of its client. */
type WatchPlan = WatchSettings & Pick<ClientSettings, "retry" | "onAttempt">;

/** What a watch has received so far. */
interface Progress {
  /** On the monotonic clock; undefined before the first `next()`. */
  startedAt?: number | undefined;
  details?: BatchUploadDetails | undefined;
  /** Why the last attempt failed; undefined if it did not. */
  error?: Attempt["error"];
}

/**
 * Watches a batch until it is finished, and yields each change. The caller drives it: nothing runs between two calls of `next()`, so
 * an abandoned watch leaves no timer and no listener behind.
 */
export function watch(makeAttempt: MakeAttempt, call: CallSettings, plan: WatchPlan) {
  const { signal } = call;
  const { totalTimeout } = plan;
  const ending = new AbortController();
  const progress: Progress = {};
  const changes = pollUntilFinished(makeAttempt, startCall(call, ending.signal, Infinity), plan, progress);
  const endAtDeadline = () => ending.abort(new WatchDeadlineError(totalTimeout, call, progress));

  return {
    async next(): Promise<IteratorResult<BatchUploadDetails, void>> {
      progress.startedAt ??= performance.now();
      if (signal?.aborted) ending.abort(signal.reason);
      // A new closure each time: a concurrent `next()` must not remove the listener of this one.
      const removeListener = signal && onAbort(signal, () => ending.abort(signal.reason));
      const stopTimer = startTimer(endAtDeadline, progress.startedAt + totalTimeout - performance.now());
      try {
        return await changes.next();
      } catch (error) {
        if (ending.signal.reason === RETURNED) return { done: true, value: undefined };
        throw error;
      } finally {
        stopTimer();
        removeListener?.();
      }
    },
    async return(): Promise<IteratorResult<BatchUploadDetails, void>> {
      ending.abort(RETURNED);
      await changes.return();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

const RETURNED = /* @__PURE__ */ new Error("return() ended the watch");

async function* pollUntilFinished(
  makeAttempt: MakeAttempt,
  call: Call,
  plan: WatchPlan,
  progress: Progress,
): AsyncGenerator<BatchUploadDetails, void, void> {
  let newToken: string | undefined;
  while (true) {
    const { details, nextPause, ...next } = await poll(makeAttempt, call, newToken, plan, progress);
    newToken = next.newToken;
    if (details !== undefined) yield details;
    if (nextPause === undefined) return;
    await pause(nextPause, call.signal);
  }
}

/** Polls once, and chooses the pause before the next poll. Not inlined: the suspended loop would retain the attempt (2 kB). */
async function poll(makeAttempt: MakeAttempt, call: Call, token: string | undefined, plan: WatchPlan, progress: Progress) {
  const attempt = await makeAttempt(call, token);
  const { details, error, rejection, newToken } = attempt;
  progress.details = details ?? progress.details;
  progress.error = error;
  const waited = performance.now() - (progress.startedAt ?? 0);
  const nextPause = pauseAfter(attempt, plan, waited);
  // A pause that would reach the deadline is cut short by it, and no attempt follows.
  const isLast = nextPause === undefined || waited + nextPause >= plan.totalTimeout;
  notify(plan.onAttempt, attempt, isLast ? undefined : nextPause);
  if (rejection !== undefined) throw rejection.reason;
  if (error !== undefined && nextPause === undefined) throw error;
  return { details, nextPause, newToken };
}

/** Milliseconds until the next poll; undefined if this one was the last. */
function pauseAfter({ details, error, rejection, newToken }: Attempt, plan: WatchPlan, waited: number): number | undefined {
  if (rejection !== undefined) return undefined;
  if (newToken !== undefined) return 0;
  if (error !== undefined && (plan.retry === false || !isTransient(error))) return undefined;
  if (details !== undefined && isFinished(details)) return undefined;
  const retryAfter = error?.code === "ERR_API" ? error.retryAfter : undefined;
  return choosePause(waited, retryAfter, plan.interval, Math.random);
}

/**
 * Chooses a pause: a share of the time waited so far, so that the end of a batch is detected quickly relative to how long it took, with
 * few requests however long that is.
 *
 * @param waited - Milliseconds since the first poll.
 * @param retryAfter - The server's Retry-After in milliseconds. It only lengthens the pause.
 * @param random - Returns numbers from 0 up to 1, which vary the pause by a tenth.
 */
export function choosePause(
  waited: number,
  retryAfter: number | undefined,
  { min, growth, max }: WatchSettings["interval"],
  random: () => number,
): number {
  const share = Math.max(waited * growth, min) * (0.9 + 0.2 * random());
  return Math.max(Math.min(Math.max(share, min), max), retryAfter ?? 0);
}
