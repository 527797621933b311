import { setTimeout } from "node:timers/promises";

/** Does the same work a fixed number of times and returns its cost. */
export type Candidate = () => number | Promise<number>;

export interface Spread {
  median: number;
  /** 10th percentile. */
  low: number;
  /** 90th percentile. */
  high: number;
}

export interface Comparison<Name extends string> {
  /** The cost of a candidate divided by that of another one in the same round. */
  ratio(name: Name, base: Name): Spread;
}

/**
 * Runs all candidates in every round, in a new order each time. Ratios are taken within a round, so that a disturbance of the machine
 * affects all candidates alike.
 */
export async function compare<Name extends string>(
  candidates: Record<Name, Candidate>,
  rounds: number,
): Promise<Comparison<Name>> {
  // Safe: Object.entries returns the object's own keys.
  const all = Object.entries(candidates) as [Name, Candidate][];
  // The first round only warms up.
  await measureRound(all);
  const measured = await inSequence(rounds, () => measureRound(all));
  return {
    ratio: (name, base) => spreadOf(measured.map((costs) => (costs.get(name) ?? NaN) / (costs.get(base) ?? NaN))),
  };
}

async function measureRound<Name>(all: readonly [Name, Candidate][]): Promise<Map<Name, number>> {
  const costs = new Map<Name, number>();
  for (const [name, candidate] of shuffle(all)) {
    await collectYoungGarbage();
    costs.set(name, await candidate());
  }
  return costs;
}

export async function inSequence<T>(times: number, task: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let i = 0; i < times; i++) results.push(await task());
  return results;
}

/**
 * Keeps the garbage of one candidate from being charged to the next. A full collection would also discard optimised code, and
 * compiling it again costs three times as much as the work that is measured.
 */
async function collectYoungGarbage() {
  if (globalThis.gc === undefined) throw new Error("run with --expose-gc");
  await setTimeout(1);
  globalThis.gc({ type: "minor" });
}

/** Microseconds of CPU that this process uses for a task, including the threads of its garbage collector. */
export async function cpuOf(task: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await task();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
  return { median: at(0.5), low: at(0.1), high: at(0.9) };
}

export function shuffle<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}
