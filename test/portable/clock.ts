import FakeTimers from "@sinonjs/fake-timers";
import type { AttemptEvent, Fetch } from "partner-center-batch-status";

const realSetTimeout = globalThis.setTimeout;

/** `MS-RequestId`s of responses that the client is still reading. */
const beingRead = new Set<string>();

/** Replaces the clock. Promises and streams still run in real time. */
export function installClock() {
  return FakeTimers.install({
    now: Date.UTC(2026, 0, 1),
    toFake: ["Date", "performance", "setTimeout", "clearTimeout", "setInterval", "clearInterval"],
    loopLimit: 1_000_000_000,
    shouldClearNativeTimers: true,
  });
}

/** Replaces the clock for everything but the runtime itself, whose connections may be in use. */
function installClockBesideConnections() {
  beingRead.clear();
  const clock = installClock();
  const virtualSetTimeout = globalThis.setTimeout;
  const setTimeout = (...parameters: Parameters<typeof realSetTimeout>) =>
    isCalledByUndici() ? realSetTimeout(...parameters) : virtualSetTimeout(...parameters);
  Object.assign(globalThis, { setTimeout });
  return clock;
}

/**
 * Whether the caller's caller is the HTTP client inside Node. It keeps connections of earlier tests alive with the global setTimeout,
 * and such a timer must neither be counted nor be fired as one of the test's own.
 */
function isCalledByUndici(): boolean {
  const [, , , caller] = (new Error().stack ?? "").split("\n");
  return caller?.includes("node:internal/deps/undici") ?? false;
}

/** Runs the promise callbacks that are due. The installed clock stands still meanwhile. */
export function flushPromises(): Promise<void> {
  return new Promise((resolve) => void realSetTimeout(resolve, 0));
}

/** Runs `work` on a clock that moves only when `work` ticks it. */
export async function inStoppedTime<T>(work: (clock: FakeTimers.Clock) => Promise<T>): Promise<T> {
  const clock = installClockBesideConnections();
  try {
    return await work(clock);
  } finally {
    clock.uninstall();
  }
}

/**
 * Runs `work` in virtual time: whenever it waits for nothing but a timer, the clock jumps to the next one. `work` must not tick the
 * clock itself. A client in it needs {@link holdTimeWhileReading}.
 */
export async function inVirtualTime<T>(work: (clock: FakeTimers.Clock) => Promise<T>): Promise<T> {
  return inStoppedTime(async (clock) => {
    let isDone = false;
    const done = work(clock).finally(() => {
      isDone = true;
    });
    done.catch(() => {});
    while (!isDone) {
      await flushPromises();
      if (!isDone && beingRead.size === 0 && clock.countTimers() > 0) clock.next();
    }
    return done;
  });
}

/**
 * Client options that hold virtual time from the arrival of a response until its attempt is over. Some runtimes read a body outside
 * of the event loop's microtasks, and the clock must not jump to the client's timeout meanwhile, however long that takes.
 */
export function holdTimeWhileReading(options: { fetch: Fetch; onAttempt?: ((event: AttemptEvent) => void) | undefined }) {
  const fetch: Fetch = async (url, init) => {
    const response = await options.fetch(url, init);
    if (!init.signal.aborted) beingRead.add(new Headers(init.headers).get("MS-RequestId") ?? "");
    return response;
  };
  const onAttempt = (event: AttemptEvent) => {
    beingRead.delete(event.requestId);
    return options.onAttempt?.(event);
  };
  return { fetch, onAttempt };
}
