/**
 * `npm run simulate -- --seed 1 --jobs 100000`: many jobs in virtual time, on all cores. The first job has the seed given, each
 * next one the next number: a job that fails is repeated by `--seed <its seed> --jobs 1`.
 */
import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { simulateJob } from "./simulate-job.ts";

interface Summary {
  jobs: number;
  looks: number;
  endings: Record<string, number>;
  failures: { seed: number; violations: string[] }[];
}

const { values } = parseArgs({ options: { seed: { type: "string", default: "1" }, jobs: { type: "string", default: "1000" } } });
const seed = Number(values.seed);
const jobs = Number(values.jobs);
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(jobs) || jobs < 1)
  throw new Error("--seed and --jobs must be whole numbers");

if (process.send) {
  process.send(await simulate(seed, jobs), () => process.disconnect());
} else {
  const began = Date.now();
  const summaries = jobs < 1000 ? [await simulate(seed, jobs)] : await Promise.all(shares().map(simulateInChild));
  report(merge(summaries), (Date.now() - began) / 1000);
}

async function simulate(first: number, count: number): Promise<Summary> {
  const summary: Summary = { jobs: count, looks: 0, endings: {}, failures: [] };
  for (let seed = first; seed < first + count; seed++) {
    const { looks, ending, violations } = await simulateJob(seed);
    summary.looks += looks;
    summary.endings[ending] = (summary.endings[ending] ?? 0) + 1;
    if (violations.length > 0) summary.failures.push({ seed, violations });
  }
  return summary;
}

function shares(): { seed: number; jobs: number }[] {
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
    // Sound because the child is this very file.
    child.once("message", (summary) => resolve(summary as Summary));
    child.once("exit", (code) => reject(new Error(`a process of the simulation ended with ${code}`)));
  });
}

function merge(summaries: readonly Summary[]): Summary {
  const merged: Summary = { jobs: 0, looks: 0, endings: {}, failures: [] };
  for (const { jobs, looks, endings, failures } of summaries) {
    merged.jobs += jobs;
    merged.looks += looks;
    merged.failures.push(...failures);
    for (const [ending, count] of Object.entries(endings)) merged.endings[ending] = (merged.endings[ending] ?? 0) + count;
  }
  return merged;
}

function report({ jobs, looks, endings, failures }: Summary, seconds: number) {
  console.log(`${jobs} jobs, ${(looks / jobs).toFixed(1)} looks each, ${seconds.toFixed(1)} s`);
  for (const [ending, count] of Object.entries(endings).sort(([, a], [, b]) => b - a)) console.log(`  ${count} ${ending}`);
  for (const { seed, violations } of failures.slice(0, 20)) console.error(`seed ${seed}: ${[...new Set(violations)].join("; ")}`);
  console.log(failures.length === 0 ? "No rule was broken." : `${failures.length} jobs broke a rule.`);
  if (failures.length > 0) process.exitCode = 1;
}
