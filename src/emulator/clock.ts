/** The emulator's clock: the system's time, unless it is paused or has been advanced. */
export interface EmulatorClock {
  /** Milliseconds since 1970. */
  now(): number;
  pause(): void;
  advance(milliseconds: number): void;
  resume(): void;
  /** Returns to the system's time. */
  reset(): void;
}

export function createClock(): EmulatorClock {
  let offset = 0;
  let pausedAt: number | undefined;
  const now = () => pausedAt ?? Date.now() + offset;
  return {
    now,
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
