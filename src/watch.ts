import { abortable, pause } from "./abort.ts";
import type { Call, Look } from "./attempt.ts";
import { isFinished } from "./details.ts";
import { WatchDeadlineError } from "./errors.ts";
import type { BatchUploadDetails } from "./generated/openapi.ts";
import { mayPass, type RetryPolicy } from "./retry.ts";

/** How the pauses between looks grow. Milliseconds, but for `growth`. */
export interface WatchInterval {
  min: number;
  growth: number;
  max: number;
}

export interface WatchPlan {
  interval: WatchInterval;
  totalTimeout: number;
  retry: RetryPolicy | false;
  signal: AbortSignal | undefined;
}

/**
 * Chooses the pause before the next look: a share of the time waited so far, so that a job is seen to end soon after it does,
 * relative to how long it took, with few requests however long that is.
 *
 * @param waited - Milliseconds since the first look.
 * @param retryAfter - What the server asked for. It only lengthens the pause.
 * @param random - Gives numbers from 0 up to 1, to vary the pause by a tenth.
 */
export function nextPause(waited: number, retryAfter: number | undefined, interval: WatchInterval, random: () => number): number {
  const { min, growth, max } = interval;
  const share = Math.min(Math.max(waited * growth, min), max);
  return Math.max(share * (0.9 + 0.2 * random()), retryAfter ?? 0);
}

/**
 * Looks again and again until the batch is finished, and yields each change. What may pass is waited out; the retry limit counts
 * only answers that are not valid, in a row.
 */
export async function* watch(look: Look, call: Call, plan: WatchPlan): AsyncGenerator<BatchUploadDetails, void, void> {
  const start = performance.now();
  let last: BatchUploadDetails | undefined;
  let invalidInARow = 0;
  while (true) {
    const remaining = plan.totalTimeout - (performance.now() - start);
    const late = () => new WatchDeadlineError(plan.totalTimeout, last, { ...call, requestId: undefined });
    if (remaining <= 0) throw late();
    const { details, error, report } = await abortable((ownSignal) => look(call, ownSignal), plan.signal, {
      milliseconds: remaining,
      error: late,
    });

    invalidInARow = error?.code === "ERR_INVALID_RESPONSE" ? invalidInARow + 1 : 0;
    const isFinal = error && (plan.retry === false || !mayPass(error) || invalidInARow >= Math.max(plan.retry.limit, 1));
    const isOver = isFinal || (details !== undefined && isFinished(details));
    const waited = performance.now() - start;
    const left = plan.totalTimeout - waited;
    const retryAfter = error?.code === "ERR_API" ? error.retryAfter : undefined;
    const chosen = nextPause(waited, retryAfter, plan.interval, Math.random);
    const isLast = chosen >= left;
    report(isOver || isLast ? undefined : chosen);
    if (isFinal) throw error;
    if (details !== undefined) {
      last = details;
      yield details;
    }
    if (isOver) return;
    await pause(Math.min(chosen, left), plan.signal);
    if (isLast) throw late();
  }
}

/**
 * Makes of a watch what a caller holds: `return()` stops it at once, also while a look or a pause is under way.
 *
 * @param start - Begins the watch under a signal, which `return()` fires, too.
 */
export function stoppable<T>(
  signal: AbortSignal | undefined,
  start: (signal: AbortSignal) => AsyncGenerator<T, void, void>,
): AsyncIterableIterator<T, void, void> {
  const stop = new AbortController();
  const steps = start(stop.signal);
  return {
    // The caller's signal is listened to only while a step is under way: an iterator that is dropped leaves nothing behind.
    async next() {
      const follow = () => stop.abort(signal?.reason);
      if (signal?.aborted) follow();
      signal?.addEventListener("abort", follow);
      try {
        return await steps.next();
      } catch (error) {
        if (isStopped()) return { done: true, value: undefined };
        throw error;
      } finally {
        signal?.removeEventListener("abort", follow);
      }
    },
    async return() {
      stop.abort(STOPPED);
      await steps.return();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };

  function isStopped(): boolean {
    return stop.signal.aborted && stop.signal.reason === STOPPED;
  }
}

const STOPPED = new Error("stopped by return()");
