import { cpSync, writeFileSync } from "node:fs";
import { type RecordedAttempt, recordAttempts } from "./attempts.ts";
import { bash } from "./clients.ts";

/** A line that a validator prints for an attempt: where it violates the contract. */
interface Violations {
  name: string;
  request: string[];
  response: string[];
}

/**
 * Passes openapi.yaml and the recorded attempts (attempts.json) to a validator in its folder. Returns a problem for each attempt that it
 * rejects although it matches the contract, and for each that it accepts although it does not.
 *
 * @param command - Prints {@link Violations} as a line of JSON for each attempt.
 */
export async function compareViolations(title: string, command: string, folder: string): Promise<string[]> {
  const attempts = await recordAttempts();
  cpSync("openapi.yaml", `${folder}/openapi.yaml`);
  writeFileSync(`${folder}/attempts.json`, JSON.stringify(attempts));
  const { exitCode, stdout, output } = await bash(command, folder);
  if (exitCode !== 0) return [`${title}: exit code ${exitCode}\n${output.slice(-3000)}`];
  // Safe: our own programs print them. A line that is missing is a problem below.
  const lines = stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Violations);
  const found = new Map(lines.map((line) => [line.name, line]));
  return attempts.flatMap((attempt) =>
    problemsOf(attempt, found.get(attempt.name)).map((problem) => `${title}: ${attempt.name}: ${problem}`),
  );
}

function problemsOf({ violates }: RecordedAttempt, found: Violations | undefined): string[] {
  if (found === undefined) return ["it was not validated"];
  const { request, response } = found;
  // What the response to an invalid request must look like is not defined.
  if (violates === "request") return request.length > 0 ? [] : ["the invalid request is accepted"];
  if (violates === "response" && response.length === 0) return ["the invalid response is accepted"];
  return violates === "response" ? request : [...request, ...response];
}
