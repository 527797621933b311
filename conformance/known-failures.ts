import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Mode } from "./clients.ts";
import { COMPILES, type Failures } from "./compare.ts";

/** An entry of a client's known-failures.yaml. */
interface KnownFailure {
  mode: Mode;
  /** Names of vectors, or of the checks (compiles), (request), (exits) and (environment). */
  vectors: string[];
  /** The cause, and the remedy. */
  reason: string;
  /** The generator's issue. */
  issue?: string;
}

/** Differences between a run and known-failures.yaml: failures that are not listed, and listed ones that pass. */
export function unexpectedResults(client: string, mode: Mode, failures: Failures): string[] {
  const known = knownFailures(client)
    .filter((entry) => entry.mode === mode)
    .flatMap(({ vectors }) => vectors);
  const unlisted = [...failures].filter(([name]) => !known.includes(name));
  const unexpected = unlisted.map(([name, problem]) => `${client} (${mode}) fails ${name}: ${problem}`);
  // If a client does not compile, nothing else was checked.
  if (failures.has(COMPILES)) return unexpected;
  const passing = known.filter((name) => !failures.has(name));
  return [...unexpected, ...passing.map((name) => `${client} (${mode}) passes ${name}: remove it from its known-failures.yaml`)];
}

export function knownFailures(client: string): KnownFailure[] {
  const file = new URL(`clients/${client}/known-failures.yaml`, import.meta.url);
  return (existsSync(file) && parse(readFileSync(file, "utf8"))) || [];
}
