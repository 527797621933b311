import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Mode } from "./clients.ts";
import { COMPILES, type Findings } from "./judging.ts";

/** An entry of the known-failures.yaml that may stand beside a client.yaml. */
interface KnownFailure {
  mode: Mode;
  /** Names of vectors, or of (compiles), (request), (ends) and (elsewhere). */
  vectors: string[];
  /** Why it fails, and what helps. */
  reason: string;
  /** Where the generator's maintainers know of it. */
  issue?: string;
}

/** What a run shows that the list does not: failures that are not on it, and entries that no longer fail. */
export function surprises(client: string, mode: Mode, findings: Findings): string[] {
  const known = knownFailures(client)
    .filter((entry) => entry.mode === mode)
    .flatMap(({ vectors }) => vectors);
  const unlisted = [...findings].filter(([name]) => !known.includes(name));
  const failures = unlisted.map(([name, problem]) => `${client} (${mode}) fails ${name}: ${problem}`);
  // What does not compile shows nothing of the rest.
  if (findings.has(COMPILES)) return failures;
  const passes = known.filter((name) => !findings.has(name));
  return [...failures, ...passes.map((name) => `${client} (${mode}) passes ${name}: take it off its known-failures.yaml`)];
}

export function knownFailures(client: string): KnownFailure[] {
  const file = new URL(`clients/${client}/known-failures.yaml`, import.meta.url);
  return (existsSync(file) && parse(readFileSync(file, "utf8"))) || [];
}
