/**
 * `npm run simulate -- --seed 1 --jobs 100000` simulates many jobs in virtual time, on all cores. The first job has the given seed,
 * each following job the next number. To repeat one job: `--seed <its seed> --jobs 1`.
 */
import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { simulateJob } from "./simulate-job.ts";

interface Summary {
  jobs: number;
  attempts: number;
  results: Record<string, number>;
  failures: { seed: number; violations: string[] }[];
}

// Most jobs create errors, whose stacks nobody reads. Long stacks, mapped to the sources, would take most of the time.
process.setSourceMapsEnabled(false);
Error.stackTraceLimit = 1;

const { values } = parseArgs({ options: { seed: { type: "string", default: "1" }, jobs: { type: "string", default: "1000" } } });
const seed = Number(values.seed);
const jobs = Number(values.jobs);
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(jobs) || jobs < 1)
  throw new Error("--seed and --jobs must be integers, and --jobs at least 1");

if (process.send) {
  process.send(await simulate(seed, jobs), () => process.disconnect());
} else {
  const startedAt = performance.now();
  const summaries = jobs < 1000 ? [await simulate(seed, jobs)] : await Promise.all(splitJobs().map(simulateInChild));
  const summary = merge(summaries);
  print(summary, (performance.now() - startedAt) / 1000);
  if (summary.failures.length > 0) process.exitCode = 1;
}

async function simulate(first: number, count: number): Promise<Summary> {
  const summary: Summary = { jobs: count, attempts: 0, results: {}, failures: [] };
  for (let seed = first; seed < first + count; seed++) {
    const { attempts, result, violations } = await simulateJob(seed);
    summary.attempts += attempts;
    summary.results[result] = (summary.results[result] ?? 0) + 1;
    if (violations.length > 0) summary.failures.push({ seed, violations });
  }
  return summary;
}

/** Divides the jobs among as many processes as there are cores. */
function splitJobs(): { seed: number; jobs: number }[] {
  const processes = availableParallelism();
  const share = Math.ceil(jobs / processes);
  return Array.from({ length: processes }, (_, index) => ({
    seed: seed + index * share,
    jobs: Math.min(share, jobs - index * share),
  })).filter(({ jobs }) => jobs > 0);
}

function simulateInChild(share: { seed: number; jobs: number }): Promise<Summary> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), ["--seed", String(share.seed), "--jobs", String(share.jobs)]);
    // Safe: the child runs this file.
    child.once("message", (summary) => resolve(summary as Summary));
    child.once("exit", (code) => reject(new Error(`a simulation process exited with code ${code}`)));
  });
}

function merge(summaries: readonly Summary[]): Summary {
  const merged: Summary = { jobs: 0, attempts: 0, results: {}, failures: [] };
  for (const { jobs, attempts, results, failures } of summaries) {
    merged.jobs += jobs;
    merged.attempts += attempts;
    merged.failures.push(...failures);
    for (const [result, count] of Object.entries(results)) merged.results[result] = (merged.results[result] ?? 0) + count;
  }
  return merged;
}

function print({ jobs, attempts, results, failures }: Summary, seconds: number) {
  console.log(`${jobs} jobs, ${(attempts / jobs).toFixed(1)} attempts per job, ${seconds.toFixed(1)} s`);
  for (const [result, count] of Object.entries(results).sort(([, a], [, b]) => b - a)) console.log(`  ${count} ${result}`);
  for (const { seed, violations } of failures.slice(0, 20)) console.error(`seed ${seed}: ${[...new Set(violations)].join("; ")}`);
  console.log(failures.length === 0 ? "0 invariants broken" : `${failures.length} jobs broke invariants`);
}
