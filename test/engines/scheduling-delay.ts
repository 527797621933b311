import { readdirSync, readFileSync } from "node:fs";

/** Milliseconds between two samples. */
const PERIOD = 50;

/** How long this process and those it started had to wait for a processor, by Linux's own figures. Elsewhere it is 0. */
export interface SchedulingDelay {
  /** What all of them waited in total within the last so many milliseconds. */
  ofLast(milliseconds: number): number;
  stop(): void;
}

export function measureSchedulingDelay(): SchedulingDelay {
  const delays = new Map<string, number>();
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
    for (const pid of processes(String(process.pid))) {
      const delay = delayOf(pid);
      total += Math.max(0, delay - (delays.get(pid) ?? 0));
      delays.set(pid, delay);
    }
    samples.push({ at: Date.now(), total });
  }
}

/** A process and its descendants. */
function processes(pid: string): string[] {
  try {
    const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").slice(0, -1),
    );
    return [pid, ...children.flatMap(processes)];
  } catch {
    // It has ended, or this is not Linux.
    return [pid];
  }
}

/** The second figure of schedstat: nanoseconds spent on the run queue, by the main thread. */
function delayOf(pid: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[1]) / 1e6;
  } catch {
    return 0;
  }
}
