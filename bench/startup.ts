/** What a program pays for each client once: to import it, and until its first answer. */
import { execFile, fork } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { BASE, LIBRARIES } from "./clients.ts";
import { LOCALE, TOKEN, UPLOAD } from "./exchange.ts";
import { table, writeRatio } from "./markdown.ts";
import { inTurn, type Ratios, shuffle, spread } from "./measuring.ts";

/** As many as resolve a millisecond: the start of Node itself varies by several. */
const ROUNDS = 36;
/** Memory hardly varies. */
const MEMORY_ROUNDS = 5;

const FOLDER = resolve(import.meta.dirname, ".work/startup");
const DIST = resolve(import.meta.dirname, "../dist/index.js");

/** Milliseconds of CPU, of all threads, since the process was started. */
interface Times {
  imported: number;
  /** When the first call was answered. */
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
await measure(1, timesOf); // It fills the file system's cache.
const times = await measure(ROUNDS, timesOf);
const memory = await measure(MEMORY_ROUNDS, memoryOf);
server.disconnect();

console.log(`Each measurement is a process of its own, run by Node ${process.versions.node} with the packages as npm installs them,
and compared with another one of the same round: an import with an empty program, a first call over loopback, its import
included, with that of bare \`fetch\` (${bareCall()} ms). CPU time of all threads, medians of ${ROUNDS} rounds (in brackets what one
round in ten stays below and exceeds); memory after a garbage collection, medians of ${MEMORY_ROUNDS} rounds. Whoever touches
\`Request\` or \`Headers\` while it is imported pays there for Node's \`fetch\`, which Node loads when it is first used. Bare
\`fetch\` imports nothing: what it shows is chance.
`);
console.log(
  table(
    ["client", "import, ms CPU", "import, kB heap", "import, MB RSS", "first call, ms CPU over bare", "as a ratio"],
    LIBRARIES.map(({ name }) => [name, ...cellsOfImport(name), ...cellsOfCall(name)]),
  ),
);

function bareCall(): string {
  return spread(times.map((round) => at(round, BASE).called)).median.toFixed(0);
}

function cellsOfImport(name: string): string[] {
  const over = (read: (costs: Memory) => number) =>
    spread(memory.map((round) => read(at(round, name)) - read(at(round, EMPTY.name)))).median;
  return [
    writeTime(spread(times.map((round) => at(round, name).imported - at(round, EMPTY.name).imported))),
    write(
      over(({ heap }) => heap),
      0,
    ),
    write(over(({ rss }) => rss) / 1_000, 1),
  ];
}

function cellsOfCall(name: string): string[] {
  if (name === BASE) return ["0", "1"];
  return [
    writeTime(spread(times.map((round) => at(round, name).called - at(round, BASE).called))),
    writeRatio(spread(times.map((round) => at(round, name).called / at(round, BASE).called))),
  ];
}

function writeTime({ median, low, high }: Ratios): string {
  return `${write(median, 1)} (${write(low, 1)} to ${write(high, 1)})`;
}

/** Without the sign that toFixed() leaves to what it rounds to zero. */
function write(value: number, places: number): string {
  return value.toFixed(places).replace(/^-(?=[0.]+$)/, "");
}

/** Of each round, what each program cost. */
function measure<Costs>(rounds: number, costsOf: (program: Program) => Promise<Costs>): Promise<Map<string, Costs>[]> {
  return inTurn(rounds, async () => {
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

/** Starts and ends as the others do, but imports no client. */
function compileEmpty(): Promise<Program> {
  return compile(EMPTY, "const createCall = undefined;");
}

function compileClient({ name, file }: { name: string; file: string }): Promise<Program> {
  return compile({ name, path: `${FOLDER}/${name.replaceAll(" ", "-")}.mjs` }, `import { createCall } from "${file}";`);
}

/** Makes a program of a client: what its user writes or generates becomes one file, packages stay where they are installed. */
async function compile(program: Program, start: string): Promise<Program> {
  await build({
    stdin: { contents: `${start}\n${writeRest()}`, resolveDir: import.meta.dirname },
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

/** Node collects garbage at request only once it is told to. */
function writeRest(): string {
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
      if (details.devicesStatus[0].errorCode !== "808") throw new Error("the answer was not read");
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
