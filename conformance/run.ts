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
import { COMPILES, type Findings, judge, type Places, SILENT } from "./judging.ts";
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

const present = await withoutAbsent(clients);
if (present.some(usesOpenApiGenerator)) await installOpenApiGenerator();
const places = present.length > 0 ? await placesElsewhere() : {};
await twoAtATime(present, examine);
await twoAtATime(present, examineMutated);
const judges = await withoutAbsent(JUDGES.filter(({ name }) => isChosen(name)));
for (const one of judges) report(one.name, await judgeWith(one), `${one.title}: right`);

columns.sort((a, b) => a.client.name.localeCompare(b.client.name));
if (columns.length > 0) console.log(`\n${textMatrix(columns, vectors)}\n`);
for (const line of absent) console.log(`Absent: ${line}`);
for (const line of problems) console.error(line);
// A matrix of less would say less than the last one.
if (chosen === undefined && problems.length === 0 && absent.length === 0) writeFileSync("conformance/MATRIX.md", page());
const seconds = Math.round((performance.now() - started) / 1000);
console.log(
  `clients: ${columns.length}, vectors: ${vectors.size}, problems: ${problems.length}, absent: ${absent.length}, seconds: ${seconds}`,
);
process.exitCode = problems.length > 0 || (absent.length > 0 && !allowAbsent) ? 1 : 0;

async function placesElsewhere(): Promise<Places> {
  const turkish = await installTurkish();
  if (turkish === undefined)
    absent.push('a Turkish locale: "localedef -i tr_TR -f UTF-8" fails; on Debian: apt-get install locales');
  return {
    "TZ=America/New_York": { TZ: "America/New_York" },
    "TZ=Asia/Kolkata": { TZ: "Asia/Kolkata" },
    ...(turkish && { "LANG=tr_TR.UTF-8": turkish }),
  };
}

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

/** Gives a client contracts that are wrong on purpose, and wants to see it fail where it has to, and nowhere else. */
async function examineMutated(client: Client) {
  for (const { name, mutate, red, green } of MUTATIONS) {
    const expected = red[client.name];
    if (expected === undefined) continue;
    const findings = await judge(await build(client, "recommended", mutate(contract), name), vectors, {});
    report(
      client.name,
      (expected instanceof RegExp ? compiled(findings, expected) : notAsExpected(findings, expected, green)).map(
        (wrong) => `${client.name}, ${name}: ${wrong}`,
      ),
      `${client.title}, ${name}: red, as it should be: ${expected instanceof RegExp ? COMPILES : expected.join(", ")}`,
    );
  }
}

function compiled(findings: Findings, words: RegExp): string[] {
  const problem = findings.get(COMPILES);
  if (problem === undefined) return ["it compiles"];
  return words.test(problem) ? [] : [`it does not compile, but for another reason: ${problem}`];
}

function notAsExpected(findings: Findings, red: string[], green: string[]): string[] {
  const problem = findings.get(COMPILES);
  if (problem !== undefined) return [`it does not compile: ${problem}`];
  const isRed = (name: string) => (findings.get(name) ?? SILENT) !== SILENT;
  return [
    ...red.filter((name) => !isRed(name)).map((name) => `${name} is not red`),
    ...green.filter((name) => findings.has(name)).map((name) => `${name} is red as well: ${findings.get(name)}`),
  ];
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
  if (unknown === undefined) return;
  console.error(`--only: nothing is called "${unknown}". There are ${names.join(", ")}.`);
  process.exit(1);
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

Generated and read, not run: ${notRun.join("; ")}. Judges: ${judges.map(({ title }) => title).join("; ")}.
`;
}
