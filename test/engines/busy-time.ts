import { readdirSync, readFileSync } from "node:fs";

/** Milliseconds between two samples. */
const PERIOD = 50;

/** How long this process and those it started had work to do, by Linux's own figures. Elsewhere it is 0. */
export interface BusyTime {
  /** What they spent on a processor or waiting for one within the last so many milliseconds, added up. */
  ofLast(milliseconds: number): number;
  stop(): void;
}

export function measureBusyTime(): BusyTime {
  const known = new Map<string, number>();
  const samples: { at: number; total: number }[] = [];
  let total = 0;
  const timer = setInterval(sample, PERIOD);
  sample();
  return {
    ofLast(milliseconds) {
      sample();
      const before = samples.findLast(({ at }) => at <= Date.now() - milliseconds) ?? samples[0];
      return total - (before?.total ?? 0);
    },
    stop: () => clearInterval(timer),
  };

  function sample() {
    for (const thread of threads(String(process.pid))) {
      const busy = busyTimeOf(thread);
      total += Math.max(0, busy - (known.get(thread) ?? 0));
      known.set(thread, busy);
    }
    samples.push({ at: Date.now(), total });
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
