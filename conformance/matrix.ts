import type { Vector } from "./cases.ts";
import type { Client, Mode } from "./clients.ts";
import { COMPILES, ENVIRONMENT, EXITS, type Failures, REQUEST } from "./compare.ts";

/** The failures of one client, in each mode in which it was built. */
export interface Column {
  client: Client;
  versions: string[];
  failures: Partial<Record<Mode, Failures>>;
}

const CHECKS = {
  [COMPILES]: "The client can be generated and compiled",
  [REQUEST]: "The client sends the request that the contract describes",
  [EXITS]: "The client exits with code 0",
  [ENVIRONMENT]: "The client reads the same in the time zones of New York and Kolkata and in a Turkish locale",
};

export const LEGEND = "✓ passes · c passes only with our configuration and hook · ✗ fails";

/** A table for the terminal, with a one-letter column per client. */
export function textMatrix(columns: readonly Column[], vectors: ReadonlyMap<string, Vector>): string {
  const letter = (index: number) => String.fromCharCode(65 + index);
  const rows = rowsOf(vectors);
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    ...columns.map(({ client: { title }, versions }, index) => `${letter(index)}  ${[title, ...versions].join(" · ")}`),
    "",
    `${" ".repeat(width)} ${columns.map((_, index) => letter(index)).join(" ")}`,
    ...rows.map(([name]) => `${name.padEnd(width)} ${columns.map((column) => cell(column, name)).join(" ")}`),
    "",
    LEGEND,
  ].join("\n");
}

/** A Markdown table. */
export function markdownMatrix(columns: readonly Column[], vectors: ReadonlyMap<string, Vector>): string {
  return [
    `| | ${columns.map(({ client }) => client.name).join(" | ")} | |`,
    `|---|${columns.map(() => ":-:|").join("")}---|`,
    ...rowsOf(vectors).map(
      ([name, description]) => `| ${name} | ${columns.map((column) => cell(column, name)).join(" | ")} | ${description} |`,
    ),
  ].join("\n");
}

function rowsOf(vectors: ReadonlyMap<string, Vector>): [name: string, description: string][] {
  return [...Object.entries(CHECKS), ...[...vectors].map(([name, { description }]): [string, string] => [name, description])];
}

function cell({ failures: { recommended, defaults } }: Column, name: string): "✓" | "c" | "✗" {
  const fails = (failures: Failures | undefined) => failures?.has(COMPILES) || failures?.has(name);
  if (fails(recommended)) return "✗";
  return fails(defaults) ? "c" : "✓";
}
