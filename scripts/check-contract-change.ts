/**
 * Fails if the contract breaks programs built on its released version, unless a changeset announces a major version.
 *
 *   tsx scripts/check-contract-change.ts [released contract] [contract] [folder of changesets]
 *
 * `npm run version-packages` stores the contract that it releases in .changeset/released-openapi.yaml.
 */
import { existsSync } from "node:fs";
import { announcesMajor, breakingChanges } from "./contract-change.ts";

const [released = ".changeset/released-openapi.yaml", contract = "openapi.yaml", changesets = ".changeset"] =
  process.argv.slice(2);

// No contract has been released before the first release.
if (existsSync(released) && !announcesMajor(changesets)) {
  const breaking = breakingChanges(released, contract);
  for (const change of breaking) console.error(change);
  if (breaking.length > 0) {
    console.error(`${contract} removes or narrows parts of ${released}. Add a changeset for a major version: npx changeset`);
    process.exitCode = 1;
  }
}
