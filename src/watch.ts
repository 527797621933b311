import { onAbort, pause, startTimer } from "./abort.ts";
import { type Call, type MakeAttempt, startCall } from "./attempt.ts";
import { type AttemptError, WatchDeadlineError } from "./errors.ts";
import type { BatchUploadDetails } from "./generated/openapi.ts";
import type { CallSettings } from "./options.ts";
import { type PollPlan, poll } from "./poll.ts";

/** What a watch has received so far. */
interface Progress {
  /** On the monotonic clock; undefined before the first `next()`. */
  startedAt?: number | undefined;
  details?: BatchUploadDetails | undefined;
  /** Why the last attempt failed; undefined if it did not. */
  error?: AttemptError | undefined;
}

/**
 * Watches a batch until it is finished, and yields each change. The caller drives it: nothing runs between two calls of `next()`, so
 * an abandoned watch leaves no timer and no listener behind.
 */
export function watch(makeAttempt: MakeAttempt, call: CallSettings, plan: PollPlan) {
  const { signal } = call;
  const ending = new AbortController();
  const progress: Progress = {};
  const changes = pollUntilFinished(makeAttempt, startCall(call, ending.signal, Infinity), plan, progress);
  const endAtDeadline = () => ending.abort(new WatchDeadlineError(plan.totalTimeout, call, progress));

  return {
    async next(): Promise<IteratorResult<BatchUploadDetails, void>> {
      progress.startedAt ??= performance.now();
      if (signal?.aborted) ending.abort(signal.reason);
      // A new closure each time: a concurrent `next()` must not remove the listener of this one.
      const removeListener = signal && onAbort(signal, () => ending.abort(signal.reason));
      const stopTimer = startTimer(endAtDeadline, progress.startedAt + plan.totalTimeout - performance.now());
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
  plan: PollPlan,
  progress: Progress,
): AsyncGenerator<BatchUploadDetails, void, void> {
  while (true) {
    const { details, nextPause } = await pollOnce(makeAttempt, call, plan, progress);
    if (details !== undefined) yield details;
    if (nextPause === undefined) return;
    await pause(nextPause, call.signal);
  }
}

/** Not inlined: the suspended loop would retain the error (2 kB). */
async function pollOnce(makeAttempt: MakeAttempt, call: Call, plan: PollPlan, progress: Progress) {
  const clock = () => performance.now() - (progress.startedAt ?? 0);
  // A pause that would reach the deadline is cut short by it, and no attempt follows.
  const isLast = (elapsed: number, pause: number) => elapsed + pause >= plan.totalTimeout;
  const { details, error, pause: nextPause } = await poll(makeAttempt, call, plan, clock, isLast);
  progress.details = details ?? progress.details;
  progress.error = error;
  return { details, nextPause };
}
