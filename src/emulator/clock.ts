/** The emulator's clock: the system's time, unless it is paused or has been advanced. */
export interface EmulatorClock {
  /** Milliseconds since 1970. */
  now(): number;
  isPaused(): boolean;
  pause(): void;
  advance(milliseconds: number): void;
  resume(): void;
  /** Returns to the system's time. */
  reset(): void;
}

/** The latest time that a Date can hold. */
const LATEST = 8.64e15;

export function createClock(): EmulatorClock {
  let offset = 0;
  let pausedAt: number | undefined;
  const now = () => Math.min(pausedAt ?? Date.now() + offset, LATEST);
  return {
    now,
    isPaused: () => pausedAt !== undefined,
    pause() {
      pausedAt = now();
    },
    advance(milliseconds) {
      if (pausedAt === undefined) offset += milliseconds;
      else pausedAt += milliseconds;
    },
    resume() {
      offset = now() - Date.now();
      pausedAt = undefined;
    },
    reset() {
      offset = 0;
      pausedAt = undefined;
    },
  };
}
