import type { Vector } from "./cases.ts";
import type { Client, Mode } from "./clients.ts";
import { COMPILES, ELSEWHERE, ENDS, type Findings, REQUEST } from "./judging.ts";

/** What was found of one client, in each mode in which it was built. */
export interface Column {
  client: Client;
  versions: string[];
  findings: Partial<Record<Mode, Findings>>;
}

const WHOLE = {
  [COMPILES]: "It can be generated and compiled",
  [REQUEST]: "It sends the request that the contract asks for",
  [ENDS]: "It ends well",
  [ELSEWHERE]: "It knows the same in New York, in Kolkata and in Turkish",
};

export const LEGEND = "✓ right · c right with our configuration and hook, wrong without · ✗ wrong";

/** For the terminal: a column of one letter each. */
export function textMatrix(columns: readonly Column[], vectors: ReadonlyMap<string, Vector>): string {
  const letter = (index: number) => String.fromCharCode(65 + index);
  const rows = names(vectors);
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

/** For a page. */
export function markdownMatrix(columns: readonly Column[], vectors: ReadonlyMap<string, Vector>): string {
  return [
    `| | ${columns.map(({ client }) => client.name).join(" | ")} | |`,
    `|---|${columns.map(() => ":-:|").join("")}---|`,
    ...names(vectors).map(([name, why]) => `| ${name} | ${columns.map((column) => cell(column, name)).join(" | ")} | ${why} |`),
  ].join("\n");
}

function names(vectors: ReadonlyMap<string, Vector>): [name: string, why: string][] {
  return [...Object.entries(WHOLE), ...[...vectors].map(([name, { why }]): [string, string] => [name, why])];
}

function cell({ findings: { recommended, defaults } }: Column, name: string): "✓" | "c" | "✗" {
  const isWrong = (findings: Findings | undefined) => findings?.has(COMPILES) || findings?.has(name);
  if (isWrong(recommended)) return "✗";
  return isWrong(defaults) ? "c" : "✓";
}
