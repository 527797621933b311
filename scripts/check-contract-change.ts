/**
 * Whoever built on the last released contract must not be broken unnoticed: a change that removes or narrows anything demands a
 * changeset that says major.
 *
 *   tsx scripts/check-contract-change.ts [released contract] [contract] [folder of changesets]
 *
 * `npm run version-packages` keeps the contract that it releases in .changeset/released-openapi.yaml.
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
  const breaking = [...changes().filter(isBreaking).map(describe), ...lost()];
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

/** What the types and the generated clients have of the contract, and Redocly does not look at. */
function lost(): string[] {
  const [before, after] = [promises(released), promises(contract)];
  return before.filter((promise) => !after.includes(promise)).map((promise) => `no more: ${promise}`);
}

function promises(file: string): string[] {
  const document = parse(readFileSync(file, "utf8"));
  const schemas = Object.entries(asNode(at(document, "components", "schemas")));
  return [
    ...Object.keys(asNode(document.paths)).map((path) => `the path ${path}`),
    ...Object.values(asNode(at(document, "components", "parameters"))).map(
      (one) => `the parameter ${at(one, "in")} ${at(one, "name")}`,
    ),
    ...schemas.flatMap(([name, schema]) => [
      `the schema ${name}`,
      ...Object.entries(asNode(at(schema, "properties"))).flatMap(([member, property]) => [
        ...(isRequired(schema, member) ? [] : [`${name} may be without ${member}`]),
        ...(at(property, "type") === undefined && at(property, "$ref") === undefined ? [`${name}.${member} of any type`] : []),
        ...known(property).map((value) => `${name}.${member} known as ${value}`),
      ]),
    ]),
  ];
}

function isRequired(schema: unknown, member: string): boolean {
  const required = at(schema, "required");
  return Array.isArray(required) && required.includes(member);
}

function known(property: unknown): unknown[] {
  const values = at(property, "x-extensible-enum");
  return Array.isArray(values) ? values : [];
}

function isMajorAnnounced(): boolean {
  const texts = readdirSync(changesets)
    .filter((file) => file.endsWith(".md"))
    .map((file) => readFileSync(join(changesets, file), "utf8"));
  return texts.some((text) => {
    const [, announced = ""] = /^---\r?\n(.*?)\r?\n---/s.exec(text) ?? [];
    return Object.values(asNode(parse(announced))).includes("major");
  });
}
