import { readFileSync } from "node:fs";
import { checkScenario } from "../emulator/check.ts";
import type { Scenario } from "../emulator/emulator.ts";
import { orUsageError, UsageError } from "./exit.ts";

/** @throws UsageError in one line that names the file, the place in it, and what was expected there. */
export function readScenario(file: string): Scenario {
  const scenario = parseJson(file);
  orUsageError(
    () => checkScenario(scenario, "the scenario"),
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
