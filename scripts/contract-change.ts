/** Finds the changes between two versions of the contract that break programs built on the older one. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { asNode, at } from "./contract.ts";

/** Describes each breaking change, one per line. */
export function breakingChanges(released: string, contract: string): string[] {
  return [...changes(released, contract).filter(isBreaking).map(describe), ...lost(released, contract)];
}

/** Reports whether a contract differs from the released one, but has the same version. */
export function keepsVersion(released: string, contract: string): boolean {
  const [before, after] = [released, contract].map((file) => parse(readFileSync(file, "utf8")));
  return !isDeepStrictEqual(before, after) && at(before, "info", "version") === at(after, "info", "version");
}

/** Reports whether a folder contains a changeset for a major version. */
export function announcesMajor(changesets: string): boolean {
  const texts = readdirSync(changesets)
    .filter((file) => file.endsWith(".md"))
    .map((file) => readFileSync(join(changesets, file), "utf8"));
  return texts.some((text) => {
    const [, announced = ""] = /^---\r?\n(.*?)\r?\n---/s.exec(text) ?? [];
    return Object.values(asNode(parse(announced))).includes("major");
  });
}

interface Change {
  path: string;
  property?: string;
  kind: string;
  impact: "patch" | "minor" | "major";
  base?: { value?: unknown };
}

function changes(released: string, contract: string): Change[] {
  const folder = mkdtempSync(join(tmpdir(), "contract-"));
  try {
    const report = join(folder, "report.json");
    const redocly = "node_modules/@redocly/cli/bin/cli.js";
    // It writes its progress to standard error and the changes to the report.
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

/** Redocly does not classify the removal of `nullable: true` as breaking. */
function isBreaking({ impact, property, base }: Change): boolean {
  return impact === "major" || (property === "nullable" && base?.value === true);
}

function describe({ kind, path, property = "" }: Change): string {
  return `${kind}: ${path} ${property}`;
}

/** Guarantees that types and generated clients rely on and Redocly does not compare. */
function lost(released: string, contract: string): string[] {
  const [before, after] = [guarantees(released), guarantees(contract)];
  return before.filter((guarantee) => !after.includes(guarantee)).map((guarantee) => `removed: ${guarantee}`);
}

function guarantees(file: string): string[] {
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
        ...(isRequired(schema, member) ? [] : [`${name}.${member} is optional`]),
        ...(at(property, "type") === undefined && at(property, "$ref") === undefined ? [`${name}.${member} has any type`] : []),
        ...(at(property, "x-ms-secret") === true ? [`${name}.${member} is marked as a secret`] : []),
        ...known(property).map((value) => `the known value ${value} of ${name}.${member}`),
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
