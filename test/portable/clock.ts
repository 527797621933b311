import FakeTimers from "@sinonjs/fake-timers";

const realSetTimeout = globalThis.setTimeout;

/** Time that passes only when it is told to. What streams and promises need keeps running. */
function installClock(now = Date.UTC(2026, 0, 1)) {
  return FakeTimers.install({
    now,
    toFake: ["Date", "performance", "setTimeout", "clearTimeout", "setInterval", "clearInterval"],
    loopLimit: 1_000_000,
  });
}

/** Runs `work` while time passes only where it ticks the clock. */
export async function inStoppedTime<T>(work: (clock: FakeTimers.Clock) => Promise<T>): Promise<T> {
  const clock = installClock();
  try {
    return await work(clock);
  } finally {
    clock.uninstall();
  }
}

/** Runs `work` in virtual time, which passes as fast as it can until the work is done. */
export async function inVirtualTime<T>(work: (clock: FakeTimers.Clock) => Promise<T>): Promise<T> {
  const clock = installClock();
  try {
    let isDone = false;
    const done = work(clock).finally(() => {
      isDone = true;
    });
    done.catch(() => {});
    while (!isDone) {
      await new Promise<void>((resolve) => void realSetTimeout(resolve, 0));
      if (!isDone && clock.countTimers() > 0) await clock.nextAsync();
    }
    return await done;
  } finally {
    clock.uninstall();
  }
}
