/** The longest delay that timers support in every runtime: 24.8 days. Timers set for longer fire immediately. */
export const LONGEST_TIMER = 2_147_483_647;

/** Calls `done` after a time, clamped to {@link LONGEST_TIMER}. Returns a function that stops the timer. */
export function startTimer(done: () => void, milliseconds: number): () => void {
  const timer = setTimeout(done, Math.min(Math.max(milliseconds, 0), LONGEST_TIMER));
  return () => clearTimeout(timer);
}

const groups = new WeakMap<AbortSignal, { listeners: Set<() => void>; abortAll: () => void }>();

/**
 * Like addEventListener for `abort`, but all listeners of a signal share one: with eleven, Node prints a spurious leak warning.
 * Returns a function that removes the listener.
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  let group = groups.get(signal);
  if (group === undefined) {
    const listeners = new Set<() => void>();
    // A closure: workerd calls listeners without `this`.
    group = {
      listeners,
      abortAll() {
        for (const abort of [...listeners]) abort();
      },
    };
    groups.set(signal, group);
    signal.addEventListener("abort", group.abortAll);
  }
  const { listeners, abortAll } = group;
  listeners.add(listener);
  return () => {
    // A second removal must not remove the listener of a newer group.
    if (!listeners.delete(listener) || listeners.size > 0) return;
    groups.delete(signal);
    signal.removeEventListener("abort", abortAll);
  };
}

/**
 * Runs `work` with its own signal, which aborts with the caller's signal or at the time limit. Settles as soon as either happens,
 * even if `work` ignores its signal: rejects with the caller's reason, or resolves with the limit's result. Leaves no timer and no
 * listener.
 */
export function abortable<T>(
  work: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal | undefined,
  limit: { milliseconds: number; result: () => T },
): Promise<T> {
  if (signal?.aborted) return Promise.reject(signal.reason);
  // One controller per attempt: sharing the caller's signal among many fetches, or AbortSignal.any, costs many times more.
  const controller = new AbortController();
  return new Promise<T>((resolve, reject) => {
    const cleanUp = () => {
      stopTimer();
      removeListener?.();
    };
    const stopTimer = startTimer(() => {
      cleanUp();
      resolve(limit.result());
      controller.abort();
    }, limit.milliseconds);
    const removeListener =
      signal &&
      onAbort(signal, () => {
        cleanUp();
        reject(signal.reason);
        controller.abort(signal.reason);
      });
    work(controller.signal).then(resolve, reject).then(cleanUp);
  });
}

/** Waits for the given time, without a timer if it is 0. Rejects with the signal's reason as soon as it aborts. */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) return Promise.reject(signal.reason);
  if (milliseconds === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const stopTimer = startTimer(() => {
      removeListener?.();
      resolve();
    }, milliseconds);
    const removeListener =
      signal &&
      onAbort(signal, () => {
        removeListener?.();
        stopTimer();
        reject(signal.reason);
      });
  });
}
