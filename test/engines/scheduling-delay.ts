import { Worker } from "node:worker_threads";

/** Milliseconds between two messages. */
const PERIOD = 10;
const ECHO = `
  const { parentPort } = require("node:worker_threads");
  parentPort.on("message", (message) => parentPort.postMessage(message));
`;

/** How long the machine keeps threads waiting, measured by messages to another thread and back. */
export interface SchedulingDelay {
  /** The longest round trip of the last so many milliseconds. */
  longestOf(milliseconds: number): number;
  stop(): void;
}

export function measureSchedulingDelay(): SchedulingDelay {
  const echo = new Worker(ECHO, { eval: true });
  echo.unref();
  const trips: { sentAt: number; delay: number }[] = [];
  let pending: number | undefined;
  const timer = setInterval(() => {
    if (pending !== undefined) return;
    pending = performance.now();
    echo.postMessage(pending);
  }, PERIOD);
  echo.on("message", (sentAt: number) => {
    trips.push({ sentAt, delay: performance.now() - sentAt });
    pending = undefined;
  });
  return {
    longestOf(milliseconds) {
      const now = performance.now();
      const recent = trips.filter(({ sentAt }) => sentAt >= now - milliseconds).map(({ delay }) => delay);
      return Math.max(0, ...recent, pending === undefined ? 0 : now - pending);
    },
    stop() {
      clearInterval(timer);
      echo.terminate();
    },
  };
}
