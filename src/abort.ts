/** Timers of every runtime fire at once beyond this. */
const LONGEST_TIMER = 2_147_483_647;

/** Like setTimeout, but for any time, also for ever. Returns what stops it. */
export function startTimer(done: () => void, milliseconds: number): () => void {
  if (milliseconds <= LONGEST_TIMER) {
    const timer = setTimeout(done, milliseconds);
    return () => clearTimeout(timer);
  }
  let stop = startTimer(() => {
    stop = startTimer(done, milliseconds - LONGEST_TIMER);
  }, LONGEST_TIMER);
  return () => stop();
}

/** What ends the work that follows it. */
export type Stop = AbortSignal | OwnStop;

/**
 * An AbortController and its signal in one, for a single follower at a time. A watch has one for as long as it lives, and Node's own
 * would be a quarter of its memory.
 */
export class OwnStop {
  aborted = false;
  reason: unknown;
  onAbort: (() => void) | undefined;

  abort(reason: unknown) {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    this.onAbort?.();
  }
}

const followers = new WeakMap<AbortSignal, { all: Set<() => void>; abortAll: () => void }>();

/**
 * Like addEventListener, but with one listener for all who follow the same signal: from the eleventh on, Node warns of a leak.
 * Returns what ends it.
 */
export function follow(signal: Stop, onAbort: () => void): () => void {
  if (signal instanceof OwnStop) {
    signal.onAbort = onAbort;
    return () => {
      if (signal.onAbort === onAbort) signal.onAbort = undefined;
    };
  }
  let group = followers.get(signal);
  if (group === undefined) {
    const all = new Set<() => void>();
    // Not by way of `this`: a listener has none in workerd.
    group = {
      all,
      abortAll() {
        for (const abort of [...all]) abort();
      },
    };
    followers.set(signal, group);
    signal.addEventListener("abort", group.abortAll);
  }
  const { all, abortAll } = group;
  all.add(onAbort);
  return () => {
    // To end it twice must not end what others follow meanwhile.
    if (!all.delete(onAbort) || all.size > 0) return;
    followers.delete(signal);
    signal.removeEventListener("abort", abortAll);
  };
}

/**
 * Runs `work` under a signal of its own, which follows the caller's signal and the time limit. Settles at once when one of them
 * fires, also where `work` takes no notice: with the signal's own reason, or with the limit's error.
 * Leaves no timer and no listener.
 */
export function abortable<T>(
  work: (signal: AbortSignal) => Promise<T>,
  signal: Stop | undefined,
  limit?: { milliseconds: number; error: () => Error },
): Promise<T> {
  if (signal?.aborted) return Promise.reject(signal.reason);
  // One controller per attempt: to hand the caller's signal to many fetches, or AbortSignal.any, costs many times more.
  const controller = new AbortController();
  return new Promise<T>((resolve, reject) => {
    const finish = () => {
      stopTimer?.();
      unfollow?.();
    };
    const stop = (reason: unknown) => {
      finish();
      reject(reason);
      controller.abort(reason);
    };
    const stopTimer = limit && startTimer(() => stop(limit.error()), limit.milliseconds);
    const unfollow = signal && follow(signal, () => stop(signal.reason));
    work(controller.signal).then(resolve, reject).then(finish);
  });
}

/** Waits, unless the signal fires: then it is rejected at once with the signal's own reason. */
export function pause(milliseconds: number, signal: Stop | undefined): Promise<void> {
  if (signal?.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const stopTimer = startTimer(() => {
      unfollow?.();
      resolve();
    }, milliseconds);
    const unfollow =
      signal &&
      follow(signal, () => {
        unfollow?.();
        stopTimer();
        reject(signal.reason);
      });
  });
}
