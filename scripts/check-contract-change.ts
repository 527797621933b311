/**
 * Whoever built on the last released contract must not be broken unnoticed: a change that removes or narrows anything demands a
 * changeset that says major.
 *
 *   tsx scripts/check-contract-change.ts [released contract] [contract] [folder of changesets]
 *
 * `npm run version` keeps the contract that it releases in .changeset/released-openapi.yaml.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { asNode, at } from "./contract.ts";

const [released = ".changeset/released-openapi.yaml", contract = "openapi.yaml", changesets = ".changeset"] =
  process.argv.slice(2);

if (existsSync(released)) {
  const breaking = [...changes().filter(isBreaking).map(describe), ...forgottenStatuses()];
  if (breaking.length > 0 && !isMajorAnnounced()) {
    for (const line of breaking) console.error(line);
    console.error(`${contract} removes or narrows what ${released} has. Announce it: npx changeset, major.`);
    process.exitCode = 1;
  }
}

interface Change {
  path: string;
  property?: string;
  kind: string;
  impact: "patch" | "minor" | "major";
  base?: { value?: unknown };
}

function changes(): Change[] {
  const folder = mkdtempSync(join(tmpdir(), "contract-"));
  try {
    const report = join(folder, "report.json");
    const redocly = "node_modules/@redocly/cli/bin/cli.js";
    // It tells on standard error how it went, and in the report what it found.
    execFileSync(
      process.execPath,
      [redocly, "diff", released, contract, "--fail-on", "none", "--format", "json", "--output", report],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    return JSON.parse(readFileSync(report, "utf8")).changes;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Redocly does not count a null that was allowed and is no more. */
function isBreaking({ impact, property, base }: Change): boolean {
  return impact === "major" || (property === "nullable" && base?.value === true);
}

function describe({ kind, path, property = "" }: Change): string {
  return `${kind}: ${path} ${property}`;
}

/** Known values of a status, which Redocly does not look at. The types have them. */
function forgottenStatuses(): string[] {
  const [before, after] = [knownStatuses(released), knownStatuses(contract)];
  return before.filter((status) => !after.includes(status)).map((status) => `removed: ${status}`);
}

function knownStatuses(file: string): string[] {
  const schemas = asNode(at(parse(readFileSync(file, "utf8")), "components", "schemas"));
  return Object.entries(schemas).flatMap(([name, schema]) => {
    const values = at(schema, "properties", "status", "x-extensible-enum");
    return Array.isArray(values) ? values.map((value) => `${name}.status ${value}`) : [];
  });
}

function isMajorAnnounced(): boolean {
  const texts = readdirSync(changesets).filter((file) => file.endsWith(".md"));
  return texts.some((file) => /^---\n(?:.*\n)*?.*: major\n(?:.*\n)*?---$/m.test(readFileSync(join(changesets, file), "utf8")));
}
