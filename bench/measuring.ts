import { setTimeout } from "node:timers/promises";

/** Does the same work some times over, and tells what it cost. */
export type Candidate = () => number | Promise<number>;

export interface Ratios {
  median: number;
  /** What one round in ten stays below, and one in ten exceeds. */
  low: number;
  high: number;
}

/**
 * Runs all candidates in each round, in a new order, and compares within the round: what disturbs the machine for a while disturbs
 * them all.
 *
 * @returns Of each candidate, its cost over that of the first one.
 */
export async function compare<Name extends string>(
  candidates: Record<Name, Candidate>,
  rounds: number,
): Promise<Record<Name, Ratios>> {
  // Sound because Object.entries gives the object's own keys.
  const all = Object.entries(candidates) as [Name, Candidate][];
  const base = all[0]?.[0];
  if (base === undefined) throw new Error("nothing to compare");
  // The first round only warms up.
  await measureRound(all);
  const measured = await inTurn(rounds, () => measureRound(all));
  const ratios = (name: Name) => spread(measured.map((costs) => (costs.get(name) ?? NaN) / (costs.get(base) ?? NaN)));
  // Sound because each name is one of the object's keys.
  return Object.fromEntries(all.map(([name]) => [name, ratios(name)])) as Record<Name, Ratios>;
}

async function measureRound<Name>(all: readonly [Name, Candidate][]): Promise<Map<Name, number>> {
  const costs = new Map<Name, number>();
  for (const [name, candidate] of shuffle(all)) {
    await settle();
    costs.set(name, await candidate());
  }
  return costs;
}

export async function inTurn<T>(times: number, task: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let i = 0; i < times; i++) results.push(await task());
  return results;
}

/**
 * Collects the garbage of the one before, or it would be charged to the next. Only what is young: a full collection throws optimised
 * code away too, and to compile it again would be charged to the next, three times the work itself.
 */
async function settle() {
  if (globalThis.gc === undefined) throw new Error("to be run with --expose-gc");
  await setTimeout(1);
  globalThis.gc({ type: "minor" });
}

/** Microseconds of CPU that this process uses for a task, its garbage collector's threads included. */
export async function cpuOf(task: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await task();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

export function spread(values: readonly number[]): Ratios {
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
