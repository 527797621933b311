/**
 * Fails if the contract differs from its released version without another `info.version`, and if it breaks programs built on the released
 * one, unless a changeset announces a major version.
 *
 *   tsx scripts/check-contract-change.ts [released contract] [contract] [folder of changesets]
 *
 * `npm run version-packages` stores the contract that it releases in .changeset/released-openapi.yaml.
 */
import { existsSync } from "node:fs";
import { announcesMajor, breakingChanges, keepsVersion } from "./contract-change.ts";

const [released = ".changeset/released-openapi.yaml", contract = "openapi.yaml", changesets = ".changeset"] =
  process.argv.slice(2);

// No contract has been released before the first release.
if (existsSync(released)) {
  if (keepsVersion(released, contract)) fail(`${contract} differs from ${released}. Raise its info.version.`);
  const breaking = announcesMajor(changesets) ? [] : breakingChanges(released, contract);
  for (const change of breaking) console.error(change);
  if (breaking.length > 0)
    fail(`${contract} removes or narrows parts of ${released}. Add a changeset for a major version: npx changeset`);
}

function fail(message: string) {
  console.error(message);
  process.exitCode = 1;
}
