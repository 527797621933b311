import { readFileSync } from "node:fs";
import { checkFaults, checkList, checkObject, checkQuirks, checkSubmission } from "../emulator/check.ts";
import type { Emulator, InjectedFault, Quirks, Submission } from "../emulator/emulator.ts";
import { orUsageError, UsageError } from "./exit.ts";

/** What an emulator contains besides its samples, and the faults of its first requests. */
export interface Scenario {
  quirks?: Quirks;
  batches?: readonly Submission[];
  faults?: readonly InjectedFault[];
}

const checkScenario = checkObject(
  { quirks: checkQuirks, batches: checkList(checkSubmission), faults: checkFaults } satisfies Record<keyof Scenario, unknown>,
  [],
  "the scenario",
);

/** @throws UsageError in one line that names the file, the place in it, and what was expected there. */
export function readScenario(file: string): Scenario {
  const scenario = parseJson(file);
  orUsageError(
    () => checkScenario(scenario, ""),
    (place) => `${file}: ${place}`,
  );
  // Safe: it has just been checked.
  return scenario as Scenario;
}

function parseJson(file: string): unknown {
  try {
    // Windows editors start a file with a byte order mark.
    return JSON.parse(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof SyntaxError ? `is not JSON: ${error.message}` : "cannot be read"}`);
  }
}

/** Applies a scenario to an emulator, and returns the locations of its batches. */
export function play({ batches = [], faults = [] }: Scenario, emulator: Emulator): string[] {
  emulator.fail(...faults);
  return batches.map((batch) => emulator.submit({ begins: "first-request", ...batch }));
}
