import { pause } from "./abort.ts";

/** Milliseconds between the calls that a hold releases. The first refusal holds the others again. */
const GAP = 50;

/** Holds all calls of a client after a 429 with Retry-After, so that many of them do not prolong the throttling. */
export interface Throttle {
  /** Milliseconds until the hold ends. */
  remaining(): number;
  /** Starts a hold, or prolongs it. */
  hold(milliseconds: number): void;
  /** Waits until the hold ends, and then for the calls that came before. Rejects with the signal's reason. */
  wait(signal: AbortSignal | undefined): Promise<void>;
}

export function createThrottle(): Throttle {
  let heldUntil = 0;
  /** The calls that wait, in order. If the hold is prolonged, each keeps its place, so that they stay apart. */
  const queue: object[] = [];

  const remaining = () => Math.max(0, Math.ceil(heldUntil - performance.now()));
  return {
    remaining,
    hold(milliseconds) {
      heldUntil = Math.max(heldUntil, performance.now() + milliseconds);
    },
    async wait(signal) {
      const call = {};
      queue.push(call);
      try {
        while (remaining() > 0) await pause(remaining() + queue.indexOf(call) * GAP, signal);
      } finally {
        queue.splice(queue.indexOf(call), 1);
      }
    },
  };
}
