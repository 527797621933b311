/** The one-time costs of each client: importing it, and its first call. */
import { execFile, fork } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { BARE_FETCH, LIBRARIES } from "./clients.ts";
import { LOCALE, TOKEN, UPLOAD } from "./fixture.ts";
import { formatSpread, table } from "./markdown.ts";
import { inSequence, type Spread, shuffle, spreadOf } from "./measuring.ts";

/** Enough to resolve a millisecond, although the start of Node itself varies by several. */
const ROUNDS = 36;
/** Fewer, because memory hardly varies. */
const MEMORY_ROUNDS = 5;

const FOLDER = resolve(import.meta.dirname, ".work/startup");
const DIST = resolve(import.meta.dirname, "../dist/index.js");

/** Milliseconds of CPU of all threads since the start of the process. */
interface Times {
  /** After the import. */
  imported: number;
  /** After the first call. */
  called: number;
}

/** After the import, in kilobytes. */
interface Memory {
  heap: number;
  rss: number;
}

interface Program {
  name: string;
  path: string;
}

const EMPTY: Program = { name: "empty", path: `${FOLDER}/empty.mjs` };

rmSync(FOLDER, { recursive: true, force: true });
const programs = [await compileEmpty(), ...(await Promise.all(LIBRARIES.map(compileClient)))];
const server = fork(resolve(import.meta.dirname, "server.ts"));
const [port] = await once(server, "message");
await measure(1, timesOf); // Fills the file system cache.
const times = await measure(ROUNDS, timesOf);
const memory = await measure(MEMORY_ROUNDS, memoryOf);
server.disconnect();

console.log(`Each measurement is a separate process on Node ${process.versions.node} that loads the packages as npm installs them. The import is compared with an
empty program of the same round, the first call over loopback (including the import) with that of bare \`fetch\`, which takes
${bareCall()} ms. CPU time covers all threads: medians of ${ROUNDS} rounds, with the 10th and 90th percentiles in brackets. Memory is measured
after a garbage collection: medians of ${MEMORY_ROUNDS} rounds. Node loads its \`fetch\` on first use, so a package that uses \`Request\` or
\`Headers\` while it is imported pays for it at import. Bare \`fetch\` imports nothing, so its figures show the noise.
`);
console.log(
  table(
    ["client", "import, ms CPU", "import, kB heap", "import, MB RSS", "first call, ms CPU over bare fetch", "as a ratio"],
    LIBRARIES.map(({ name }) => [name, ...cellsOfImport(name), ...cellsOfCall(name)]),
  ),
);

function bareCall(): string {
  return spreadOf(times.map((round) => at(round, BARE_FETCH).called)).median.toFixed(0);
}

function cellsOfImport(name: string): string[] {
  const over = (read: (costs: Memory) => number) =>
    spreadOf(memory.map((round) => read(at(round, name)) - read(at(round, EMPTY.name)))).median;
  return [
    formatTime(spreadOf(times.map((round) => at(round, name).imported - at(round, EMPTY.name).imported))),
    format(
      over(({ heap }) => heap),
      0,
    ),
    format(over(({ rss }) => rss) / 1_000, 1),
  ];
}

function cellsOfCall(name: string): string[] {
  if (name === BARE_FETCH) return ["0", "1"];
  return [
    formatTime(spreadOf(times.map((round) => at(round, name).called - at(round, BARE_FETCH).called))),
    formatSpread(spreadOf(times.map((round) => at(round, name).called / at(round, BARE_FETCH).called))),
  ];
}

function formatTime({ median, low, high }: Spread): string {
  return `${format(median, 1)} (${format(low, 1)} to ${format(high, 1)})`;
}

/** Removes the minus sign that toFixed() keeps when it rounds to zero. */
function format(value: number, places: number): string {
  return value.toFixed(places).replace(/^-(?=[0.]+$)/, "");
}

/** The costs of each program, by round. */
function measure<Costs>(rounds: number, costsOf: (program: Program) => Promise<Costs>): Promise<Map<string, Costs>[]> {
  return inSequence(rounds, async () => {
    const costs = new Map<string, Costs>();
    for (const program of shuffle(programs)) costs.set(program.name, await costsOf(program));
    return costs;
  });
}

function at<Costs>(round: Map<string, Costs>, name: string): Costs {
  const costs = round.get(name);
  if (costs === undefined) throw new Error(`"${name}" was not measured`);
  return costs;
}

async function timesOf({ path }: Program): Promise<Times> {
  return run(path, `http://127.0.0.1:${port}`);
}

async function memoryOf({ path }: Program): Promise<Memory> {
  return run(path);
}

async function run(...programAndArguments: string[]) {
  return JSON.parse((await promisify(execFile)(process.execPath, programAndArguments)).stdout);
}

/** Starts and ends like the others, but imports no client. */
function compileEmpty(): Promise<Program> {
  return compile(EMPTY, "const createCall = undefined;");
}

function compileClient({ name, file }: { name: string; file: string }): Promise<Program> {
  return compile({ name, path: `${FOLDER}/${name.replaceAll(" ", "-")}.mjs` }, `import { createCall } from "${file}";`);
}

/** Bundles the code that a user writes or generates into one file. Packages are loaded from node_modules. */
async function compile(program: Program, start: string): Promise<Program> {
  await build({
    stdin: { contents: `${start}\n${measuringCode()}`, resolveDir: import.meta.dirname },
    outfile: program.path,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    external: [DIST],
  });
  return program;
}

/** Sets --expose-gc at run time, so that only the memory measurement runs with it. */
function measuringCode(): string {
  return `
    import { setFlagsFromString } from "node:v8";
    import { runInNewContext } from "node:vm";

    const imported = milliseconds();
    const baseUrl = process.argv[2];
    if (baseUrl === undefined) {
      setFlagsFromString("--expose-gc");
      runInNewContext("gc")();
      const { heapUsed, rss } = process.memoryUsage();
      end({ heap: heapUsed / 1000, rss: rss / 1000 });
    }
    if (createCall !== undefined) {
      const call = createCall({ baseUrl, token: ${JSON.stringify(TOKEN)}, locale: ${JSON.stringify(LOCALE)}, fetch: undefined });
      const details = await call(${JSON.stringify(UPLOAD)});
      if (details.devicesStatus[0].errorCode !== "808") throw new Error("the response was not read");
    }
    end({ imported, called: milliseconds() });

    function milliseconds() {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    }

    function end(costs) {
      console.log(JSON.stringify(costs));
      process.exit();
    }
  `;
}
