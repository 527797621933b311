import { follow, OwnStop, pause, startTimer } from "./abort.ts";
import type { Call, Look, Outcome } from "./attempt.ts";
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
 * Watches a batch until it is finished, and gives each change. What it gives is stepped by the caller: nothing goes on between
 * two steps, so that a watch that is dropped leaves nothing behind. `return()` ends it at once, also within a step.
 */
export function watch(look: Look, call: Call, plan: WatchPlan): AsyncIterableIterator<BatchUploadDetails, void, void> {
  const { signal } = call;
  const { totalTimeout } = plan;
  const stop = new OwnStop();
  const seen: Seen = { details: undefined, error: undefined, invalidInARow: 0 };
  const steps = changes(look, { ...call, signal: stop }, plan, seen);
  let start: number | undefined;

  const miss = () => stop.abort(new WatchDeadlineError(totalTimeout, call, seen));

  return {
    async next() {
      start ??= performance.now();
      const left = start + totalTimeout - performance.now();
      if (signal?.aborted) stop.abort(signal.reason);
      // A function of this step's own: another step may be under way, and must not end what this one follows.
      const unfollow = signal && follow(signal, () => stop.abort(signal.reason));
      const stopTimer = startTimer(miss, left);
      try {
        return await steps.next();
      } catch (error) {
        if (stop.reason === RETURNED) return { done: true, value: undefined };
        throw error;
      } finally {
        stopTimer();
        unfollow?.();
      }
    },
    async return() {
      stop.abort(RETURNED);
      await steps.return();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: itself,
  };
}

const RETURNED = /* @__PURE__ */ new Error("the watch was ended by return()");

/** One for all watches, of which each would hold its own. */
function itself<T>(this: T): T {
  return this;
}

/** What a watch has seen so far. */
interface Seen {
  details: BatchUploadDetails | undefined;
  error: Outcome["error"];
  invalidInARow: number;
}

/** Looks again and again until the batch is finished. */
async function* changes(look: Look, call: Call, plan: WatchPlan, seen: Seen): AsyncGenerator<BatchUploadDetails, void, void> {
  const start = performance.now();
  while (true) {
    const { details, next } = await step(look, call, plan, seen, start);
    if (details !== undefined) yield details;
    if (next === undefined) return;
    await pause(next, call.signal);
  }
}

/**
 * Looks once, and chooses the pause before the next look; undefined where there is none. What may pass is waited out; the retry
 * limit counts only answers that are not valid, in a row. Apart from the loop, which would hold the attempt, 2 kB, through the pause.
 */
async function step(look: Look, call: Call, { interval, totalTimeout, retry }: WatchPlan, seen: Seen, start: number) {
  const { details, error, report } = await look(call);
  seen.details = details ?? seen.details;
  seen.error = error;
  seen.invalidInARow = error?.code === "ERR_INVALID_RESPONSE" ? seen.invalidInARow + 1 : 0;
  const isFinal = error && (retry === false || !mayPass(error) || seen.invalidInARow >= Math.max(retry.limit, 1));
  const isOver = isFinal || (details !== undefined && isFinished(details));
  const waited = performance.now() - start;
  const retryAfter = error?.code === "ERR_API" ? error.retryAfter : undefined;
  const chosen = nextPause(waited, retryAfter, interval, Math.random);
  // A pause beyond the deadline is the last: the deadline cuts it short, and no look follows.
  report(isOver || waited + chosen >= totalTimeout ? undefined : chosen);
  if (isFinal) throw error;
  return { details, next: isOver ? undefined : chosen };
}
