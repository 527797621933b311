/**
 * `npm run conformance`: generates a client from openapi.yaml with each generator, runs it against every vector, and compares what it
 * reads with what the vector expects. The readers in other languages are compared with the readings and fuzzed, third-party tools check
 * the contract and the emulator, and the documented programs in other languages wait for batches of the emulator and control it.
 *
 *   npm run conformance                          runs everything and writes conformance/MATRIX.md
 *   npm run conformance -- --only go,prism       runs some languages, clients, readers, third-party tools, documented tests and programs
 *   npm run conformance -- --allow-absent        succeeds even if the machine lacks toolchains, and lists them
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
  missingTexts,
  prepare,
  readClients,
  versions,
} from "./clients.ts";
import { COMPILES, compareWithVectors, type Environments, type Failures, NO_RESULT } from "./compare.ts";
import {
  type BuiltProgram,
  buildProgram,
  DOCUMENTED_PROGRAMS,
  type DocumentedProgram,
  runProgram,
} from "./documented-programs.ts";
import { DOCUMENTED_TESTS, type DocumentedTest, runDocumentedTest } from "./documented-tests.ts";
import { unexpectedResults } from "./known-failures.ts";
import { type Column, LEGEND, markdownMatrix, textMatrix } from "./matrix.ts";
import { MUTATIONS } from "./mutations.ts";
import { checkReader, READERS, type Reader } from "./readers.ts";
import { readVectors } from "./server.ts";
import { checkWithTool, TOOLS, type Tool } from "./tools.ts";

const { only, "allow-absent": allowAbsent } = parseArgs({
  options: { only: { type: "string" }, "allow-absent": { type: "boolean", default: false } },
}).values;
const chosen = only?.split(",");
const contract = readFileSync("openapi.yaml", "utf8");
const vectors = readVectors();
const clients = readClients().filter(({ name }) => isChosen(name));
rejectUnknown();

const started = performance.now();
const columns: Column[] = [];
const notRun: string[] = [];
const absent: string[] = [];
const problems: string[] = [];

const present = await withoutAbsent(clients);
if (present.some(usesOpenApiGenerator)) await installOpenApiGenerator();
const environments = present.length > 0 ? await otherEnvironments() : {};
await twoAtATime(present, checkClient);
await twoAtATime(present, checkMutations);
const readers = await withoutAbsent(READERS.filter(({ name }) => isChosen(name)));
for (const reader of readers)
  printResult(reader.name, await checkReader(reader), `${reader.title}: reads all readings, and any input`);
const programs: BuiltProgram[] = [];
await twoAtATime(await withoutAbsent(DOCUMENTED_PROGRAMS.filter(({ name }) => isChosen(name))), async (program) => {
  programs.push(await buildProgram(program, contract));
});
// All at once: they sleep most of the time.
const programsAreChecked = Promise.all(programs.map(checkProgram));
const tools = await withoutAbsent(TOOLS.filter(({ name }) => isChosen(name)));
for (const tool of tools) printResult(tool.name, await checkWithTool(tool), `${tool.title}: passes`);
for (const documented of await withoutAbsent(DOCUMENTED_TESTS.filter(({ name }) => isChosen(name)))) {
  printResult(documented.name, await runDocumentedTest(documented), `${documented.title}: passes`);
}
await programsAreChecked;

columns.sort((a, b) => a.client.name.localeCompare(b.client.name));
if (columns.length > 0) console.log(`\n${textMatrix(columns, vectors)}\n`);
for (const line of absent) console.log(`Absent: ${line}`);
for (const line of problems) console.error(line);
// A partial run would replace the matrix with a smaller one.
if (chosen === undefined && problems.length === 0 && absent.length === 0) writeFileSync("conformance/MATRIX.md", page());
const seconds = Math.round((performance.now() - started) / 1000);
console.log(
  `clients: ${columns.length}, vectors: ${vectors.size}, readers: ${readers.length}, problems: ${problems.length}, absent: ${absent.length}, seconds: ${seconds}`,
);
process.exitCode = problems.length > 0 || (absent.length > 0 && !allowAbsent) ? 1 : 0;

async function otherEnvironments(): Promise<Environments> {
  const turkish = await installTurkish();
  if (turkish === undefined)
    absent.push('a Turkish locale: "localedef -i tr_TR -f UTF-8" fails; on Debian: apt-get install locales');
  return {
    "TZ=America/New_York": { TZ: "America/New_York" },
    "TZ=Asia/Kolkata": { TZ: "Asia/Kolkata" },
    ...(turkish && { "LANG=tr_TR.UTF-8": turkish }),
  };
}

/** Builds a client in each of its modes and runs it against every vector. */
async function checkClient(client: Client) {
  await prepare(client);
  const column: Column = { client, versions: await versions(client), failures: {} };
  for (const mode of modes(client)) {
    const built = await build(client, mode, contract);
    if (client.run === undefined) {
      const problems = built.problem === undefined ? missingTexts(built) : [built.problem];
      printResult(client.name, problems, `${client.title} (${mode}): generated, contains the expected text`);
      continue;
    }
    const failures = await compareWithVectors(built, vectors, environments);
    column.failures[mode] = failures;
    const passed = failures.has(COMPILES) ? 0 : vectors.size - [...failures.keys()].filter((name) => vectors.has(name)).length;
    const unexpected = unexpectedResults(client.name, mode, failures);
    printResult(client.name, unexpected, `${client.title} (${mode}): passes ${passed} of ${vectors.size}`);
  }
  if (client.run !== undefined) columns.push(column);
  else notRun.push(`${client.title} (${column.versions.join(", ")})`);
}

/** Builds a client from contracts that are wrong on purpose, and checks that it fails the expected vectors and passes the others. */
async function checkMutations(client: Client) {
  for (const { name, mutate, failing, passing } of MUTATIONS) {
    const expected = failing[client.name];
    if (expected === undefined) continue;
    const failures = await compareWithVectors(await build(client, "recommended", mutate(contract), name), vectors, {});
    const unexpected =
      expected instanceof RegExp ? checkCompilerMessage(failures, expected) : checkFailures(failures, expected, passing);
    printResult(
      client.name,
      unexpected.map((problem) => `${client.name}, ${name}: ${problem}`),
      `${client.title}, ${name}: fails as expected: ${expected instanceof RegExp ? COMPILES : expected.join(", ")}`,
    );
  }
}

async function checkProgram(built: BuiltProgram) {
  printResult(built.program.name, await runProgram(built), `${built.program.title}: waits, and stops`);
}

function checkCompilerMessage(failures: Failures, expected: RegExp): string[] {
  const message = failures.get(COMPILES);
  if (message === undefined) return ["it compiles"];
  return expected.test(message) ? [] : [`it does not compile, but for another reason: ${message}`];
}

function checkFailures(failures: Failures, failing: string[], passing: string[]): string[] {
  const message = failures.get(COMPILES);
  if (message !== undefined) return [`it does not compile: ${message}`];
  const fails = (name: string) => (failures.get(name) ?? NO_RESULT) !== NO_RESULT;
  return [
    ...failing.filter((name) => !fails(name)).map((name) => `it does not fail ${name}`),
    ...passing.filter((name) => failures.has(name)).map((name) => `it also fails ${name}: ${failures.get(name)}`),
  ];
}

function usesOpenApiGenerator({ generate }: Client): boolean {
  return Object.values(generate).some((command) => command.includes("openapi-generator-cli"));
}

function modes({ generate }: Client): Mode[] {
  return (["recommended", "defaults"] as const).filter((mode) => generate[mode] !== undefined);
}

function isChosen(name: string): boolean {
  return chosen?.some((word) => matches(name, word)) ?? true;
}

/** `go` selects all clients in Go, `go-ogen` one of them. */
function matches(name: string, word: string): boolean {
  return name === word || name.startsWith(`${word}-`);
}

function rejectUnknown() {
  const names = [...readClients(), ...READERS, ...TOOLS, ...DOCUMENTED_TESTS, ...DOCUMENTED_PROGRAMS].map(({ name }) => name);
  const unknown = chosen?.find((word) => !names.some((name) => matches(name, word)));
  if (unknown === undefined) return;
  console.error(`--only: unknown "${unknown}"; the names are ${names.join(", ")}`);
  process.exit(1);
}

async function withoutAbsent<T extends Client | Reader | Tool | DocumentedTest | DocumentedProgram>(all: T[]): Promise<T[]> {
  const available: T[] = [];
  for (const one of all) {
    const unmet = await missing(one);
    if (unmet.length === 0) available.push(one);
    else absent.push(`${one.title}: ${unmet.join("; ")}`);
  }
  return available;
}

/** Works on two at a time: machines have at least two cores, and a compiler may use all of them. */
async function twoAtATime<T extends { name: string }>(list: readonly T[], work: (one: T) => Promise<void>) {
  const waiting = [...list];
  const worker = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const { name } = one;
      await work(one).catch((error: Error) => printResult(name, [error.message], ""));
    }
  };
  await Promise.all([worker(), worker()]);
}

function printResult(name: string, unexpected: string[], summary: string) {
  problems.push(...unexpected);
  console.log(unexpected.length === 0 ? summary : `${name}: ${unexpected.length} problems`);
}

function page(): string {
  const versionsOf = columns.map(({ client: { name, title }, versions }) => `- **${name}**: ${[title, ...versions].join(" · ")}`);
  return `# Conformance of generated clients

Made by \`npm run conformance\` on ${new Date().toISOString().slice(0, 10)}. Each client is generated from openapi.yaml, compiled, and run against every vector in
conformance/vectors.

${LEGEND}

The known-failures.yaml in the folder of each client explains why it fails.

${markdownMatrix(columns, vectors)}

## Versions

${versionsOf.join("\n")}

Generated and read, but not run: ${notRun.join("; ")}. Readers: ${readers.map(({ title }) => title).join("; ")}. Third-party tools: ${tools.map(({ title }) => title).join("; ")}.
`;
}
