/**
 * `npm run conformance`: makes a client from openapi.yaml with each generator, lets it ask for every vector, and compares what it
 * knows then with what it must know. Independent judges look at the contract and the emulator.
 *
 *   npm run conformance                          everything, and writes conformance/MATRIX.md
 *   npm run conformance -- --only go,prism       some: languages, clients, judges
 *   npm run conformance -- --allow-absent        what the machine lacks is reported, but is no failure
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  build,
  type Client,
  installOpenApiGenerator,
  installTurkish,
  type Mode,
  missing,
  prepare,
  readClients,
  unread,
  versions,
} from "./clients.ts";
import { JUDGES, type Judge, judgeWith } from "./judges.ts";
import { COMPILES, judge, type Places } from "./judging.ts";
import { surprises } from "./known-failures.ts";
import { type Column, LEGEND, markdownMatrix, textMatrix } from "./matrix.ts";
import { MUTATIONS } from "./mutations.ts";
import { readVectors } from "./server.ts";

const { only, "allow-absent": allowAbsent } = parseArgs({
  options: { only: { type: "string" }, "allow-absent": { type: "boolean", default: false } },
}).values;
const chosen = only?.split(",");
const contract = readFileSync("openapi.yaml", "utf8");
const vectors = readVectors();
const clients = readClients().filter(({ name }) => isChosen(name));
refuseUnknown();

const started = performance.now();
const columns: Column[] = [];
const notRun: string[] = [];
const absent: string[] = [];
const problems: string[] = [];

const places: Places = {
  "TZ=America/New_York": { TZ: "America/New_York" },
  "TZ=Asia/Kolkata": { TZ: "Asia/Kolkata" },
  "LANG=tr_TR.UTF-8": await installTurkish(),
};
const present = await withoutAbsent(clients);
if (present.some(usesOpenApiGenerator)) await installOpenApiGenerator();
await twoAtATime(present, examine);
await twoAtATime(present, examineMutated);
for (const one of await withoutAbsent(JUDGES.filter(({ name }) => isChosen(name)))) {
  report(one.name, await judgeWith(one), `${one.title}: right`);
}

columns.sort((a, b) => a.client.name.localeCompare(b.client.name));
if (columns.length > 0) console.log(`\n${textMatrix(columns, vectors)}\n`);
for (const line of absent) console.log(`Absent: ${line}`);
for (const line of problems) console.error(line);
if (chosen === undefined) writeFileSync("conformance/MATRIX.md", page());
const seconds = Math.round((performance.now() - started) / 1000);
console.log(
  `${columns.length} clients, ${vectors.size} vectors, ${problems.length} problems, ${absent.length} absent, ${seconds} s`,
);
process.exitCode = problems.length > 0 || (absent.length > 0 && !allowAbsent) ? 1 : 0;

/** Builds a client in each of its modes, and lets it ask for every vector. */
async function examine(client: Client) {
  await prepare(client);
  const column: Column = { client, versions: await versions(client), findings: {} };
  for (const mode of modes(client)) {
    const built = await build(client, mode, contract);
    if (client.run === undefined) {
      const wrong = built.problem === undefined ? unread(built) : [built.problem];
      report(client.name, wrong, `${client.title} (${mode}): generated and read`);
      continue;
    }
    const findings = await judge(built, vectors, places);
    column.findings[mode] = findings;
    const right = findings.has(COMPILES) ? 0 : vectors.size - [...findings.keys()].filter((name) => vectors.has(name)).length;
    report(client.name, surprises(client.name, mode, findings), `${client.title} (${mode}): ${right} of ${vectors.size} right`);
  }
  if (client.run !== undefined) columns.push(column);
  else notRun.push(`${client.title} (${column.versions.join(", ")})`);
}

/** Gives a client contracts that are wrong on purpose, and wants to see it fail where it has to. */
async function examineMutated(client: Client) {
  for (const { name, mutate, red } of MUTATIONS) {
    const expected = red[client.name];
    if (expected === undefined) continue;
    const findings = await judge(await build(client, "recommended", mutate(contract), name), vectors, {});
    const green = expected.filter((vector) => !findings.has(vector));
    report(
      client.name,
      green.map((vector) => `${client.name}: ${name} does not turn ${vector} red. ${findings.get(COMPILES) ?? ""}`),
      `${client.title}, ${name}: red, as it should be, are ${expected.join(", ")}`,
    );
  }
}

function usesOpenApiGenerator({ generate }: Client): boolean {
  return Object.values(generate).some((command) => command.includes("openapi-generator-cli"));
}

function modes({ generate }: Client): Mode[] {
  return (["recommended", "defaults"] as const).filter((mode) => generate[mode] !== undefined);
}

function isChosen(name: string): boolean {
  return chosen?.some((word) => isCalled(name, word)) ?? true;
}

/** `go` is every client in Go; `go-ogen` is one of them. */
function isCalled(name: string, word: string): boolean {
  return name === word || name.startsWith(`${word}-`);
}

function refuseUnknown() {
  const names = [...readClients(), ...JUDGES].map(({ name }) => name);
  const unknown = chosen?.find((word) => !names.some((name) => isCalled(name, word)));
  if (unknown !== undefined) throw new Error(`--only: nothing is called "${unknown}". There are ${names.join(", ")}.`);
}

async function withoutAbsent<T extends Client | Judge>(all: T[]): Promise<T[]> {
  const here: T[] = [];
  for (const one of all) {
    const lacking = await missing(one);
    if (lacking.length === 0) here.push(one);
    else absent.push(`${one.title}: ${lacking.join("; ")}`);
  }
  return here;
}

/** As many as the machine has cores at the least; a compiler may use them all. */
async function twoAtATime(list: readonly Client[], work: (client: Client) => Promise<void>) {
  const waiting = [...list];
  const worker = async () => {
    for (let client = waiting.shift(); client !== undefined; client = waiting.shift()) {
      await work(client).catch((error: Error) => report(client.name, [error.message], ""));
    }
  };
  await Promise.all([worker(), worker()]);
}

function report(name: string, wrong: string[], well: string) {
  problems.push(...wrong);
  console.log(wrong.length === 0 ? well : `${well === "" ? name : well}, ${wrong.length} problems`);
}

function page(): string {
  const versionsOf = columns.map(({ client: { name, title }, versions }) => `- **${name}**: ${[title, ...versions].join(" · ")}`);
  return `# What clients in other languages know

Made by \`npm run conformance\` on ${new Date().toISOString().slice(0, 10)}: each client is generated from openapi.yaml, compiled, and asked for every
vector of conformance/vectors. ${LEGEND}. The reasons stand in the
known-failures.yaml of each folder of conformance/clients.

${markdownMatrix(columns, vectors)}

## Versions

${versionsOf.join("\n")}

Generated and read, not run: ${notRun.join("; ")}. Judges: ${JUDGES.map(({ title }) => title).join("; ")}.
${absent.length === 0 ? "" : `\nAbsent: ${absent.join("; ")}.\n`}`;
}
