import { readdirSync, readFileSync } from "node:fs";

/** Milliseconds between two samples. */
const PERIOD = 50;

/** How long this process and those it started had work to do, by Linux's own figures. Elsewhere it is 0. */
export interface BusyTime {
  /** What they spent on a processor or waiting for one within the last so many milliseconds, added up. */
  ofLast(milliseconds: number): number;
  stop(): void;
}

/** @param startUp - For how many milliseconds a new process does not count. */
export function measureBusyTime(startUp: number): BusyTime {
  const known = new Map<string, { since: number; busy: number }>();
  const samples: { at: number; total: number }[] = [];
  let total = 0;
  const timer = setInterval(sample, PERIOD);
  return {
    ofLast(milliseconds) {
      sample();
      const before = samples.findLast(({ at }) => at <= Date.now() - milliseconds) ?? samples[0];
      return total - (before?.total ?? 0);
    },
    stop: () => clearInterval(timer),
  };

  function sample() {
    const at = Date.now();
    for (const thread of threads(String(process.pid))) {
      const busy = busyTimeOf(thread);
      const before = known.get(thread) ?? { since: at, busy };
      if (at >= before.since + startUp) total += Math.max(0, busy - before.busy);
      known.set(thread, { since: before.since, busy });
    }
    samples.push({ at, total });
  }
}

/** The folders of all threads of a process and its descendants. */
function threads(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((id) => {
      const folder = `/proc/${pid}/task/${id}`;
      return [folder, ...readFileSync(`${folder}/children`, "utf8").split(" ").slice(0, -1).flatMap(threads)];
    });
  } catch {
    // It has ended, or this is not Linux.
    return [];
  }
}

/** The first two figures of schedstat: nanoseconds on a processor, and on the run queue. */
function busyTimeOf(thread: string): number {
  try {
    const [running = 0, waiting = 0] = readFileSync(`${thread}/schedstat`, "utf8").split(" ").map(Number);
    return (running + waiting) / 1e6;
  } catch {
    return 0;
  }
}
