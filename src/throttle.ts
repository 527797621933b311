import { pause } from "./abort.ts";

/** Milliseconds between the calls that a hold releases. The first refusal holds the others again. */
const GAP = 50;

/** Holds all calls of a client after a 429 with Retry-After, so that many of them do not prolong the throttling. */
export interface Throttle {
  /** Starts a hold, or prolongs it. */
  hold(milliseconds: number): void;
  /**
   * Waits until the hold ends, and then for the calls that came before. Rejects with the signal's reason.
   *
   * @param longest - Milliseconds that the call can be held.
   * @returns What is left of a hold that would take longer, in milliseconds, immediately; 0 once the call can go on.
   */
  wait(longest: number, signal: AbortSignal | undefined): Promise<number>;
}

export function createThrottle(): Throttle {
  let heldUntil = 0;
  /** The calls that wait, in order. If the hold is prolonged, each keeps its place, so that they stay apart. */
  const queue: object[] = [];

  const remaining = () => Math.max(0, Math.ceil(heldUntil - performance.now()));
  return {
    hold(milliseconds) {
      heldUntil = Math.max(heldUntil, performance.now() + milliseconds);
    },
    async wait(longest, signal) {
      const latest = performance.now() + longest;
      const call = {};
      queue.push(call);
      try {
        while (remaining() > 0) {
          if (heldUntil > latest) return remaining();
          await pause(remaining() + queue.indexOf(call) * GAP, signal);
        }
        return 0;
      } finally {
        queue.splice(queue.indexOf(call), 1);
      }
    },
  };
}
