/**
 * Mutation testing: changes the core in one place at a time, and runs the portable, leak and secret tests against each mutant. If all
 * of them pass, a test is missing, or the mutant is equivalent and `equivalent-mutants.yaml` says why.
 *
 *   npm run mutate -- --only retry,token              the mutants of some files
 *   npm run mutate -- --sample 100 --seed 1           some mutants, chosen at random
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { context } from "esbuild";
import ts from "typescript";
import { parse } from "yaml";
import { type Mutant, mutantsOf } from "./mutants.ts";

const LOWEST_SCORE = 95;
/** Other tests cover these. */
const NOT_CORE = ["auth.ts", "index.ts", "token-endpoint.ts", "validators.ts"];
const SLOW_TESTS = /any-response|leaks|loopback|redact|throttle/;

const { values } = parseArgs({ options: { only: { type: "string" }, sample: { type: "string" }, seed: { type: "string" } } });
const only = values.only?.split(",").map((name) => `src/${name}.ts`);
const core = readdirSync("src").filter((file) => file.endsWith(".ts") && !NOT_CORE.includes(file));
const portable = readdirSync("test/portable").filter((file) => file.endsWith(".test.ts"));
const unordered = [...portable.map((file) => `portable/${file}`), "node/leaks.test.ts", "node/secrets.test.ts"];
const tests = unordered.sort((one, other) => Number(SLOW_TESTS.test(one)) - Number(SLOW_TESTS.test(other)));

const all = core.flatMap((file) => mutantsOf(`src/${file}`));
const keyOf = ({ file, before, after }: Pick<Mutant, "file" | "before" | "after">) => `${file}\n- ${before}\n+ ${after}`;
const equivalent = new Set<string>(parse(readFileSync("scripts/equivalent-mutants.yaml", "utf8")).map(keyOf));
const obsolete = [...equivalent].filter((key) => !all.some((mutant) => keyOf(mutant) === key));
const candidates = all.filter((mutant) => !equivalent.has(keyOf(mutant)) && (only?.includes(mutant.file) ?? true));
const chosen = values.sample === undefined ? candidates : sampleOf(candidates, Number(values.sample), values.seed ?? "1");
if (chosen.length === 0) throw new Error("there are no such mutants");
const results: { file: string; result: "caught" | "hung" | "survived" | "not compiled" }[] = [];
const orders = new Map<string, string[]>();
const folder = mkdtempSync(join(tmpdir(), "mutants-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const outfiles = Array.from({ length: availableParallelism() }, (_, index) => join(folder, `${index}.cjs`));
const runners = await Promise.all(outfiles.map(createRunner));
/** How long a mutant may take to complete one more test, in milliseconds. Measured without a mutant. */
let patience = 600_000;
const began = Date.now();
for (const code of await Promise.all(runners.map(({ run }) => run(tests)))) {
  if (code !== 0) throw new Error(`${tests[(code ?? 0) - 1]} fails without a mutant`);
}
patience = 2_000 + (Date.now() - began) / 2;
console.log(`Tests ${chosen.length} of ${all.length} mutants; ${equivalent.size} are equivalent.`);
const queue = chosen.values();
await Promise.all(runners.map(testMutants));

for (const file of core) report(`src/${file}`);
const score = report("");
console.log(`${((Date.now() - began) / 1000 / chosen.length).toFixed(2)} s per mutant`);
for (const key of obsolete) console.error(`equivalent-mutants.yaml lists a mutant that does not exist:\n${key}`);
if (score < LOWEST_SCORE || obsolete.length > 0) process.exitCode = 1;
await Promise.all(runners.map(({ bundler }) => bundler.dispose()));

/** Prints the results of a file, or of all files, and returns the percentage of caught mutants. */
function report(prefix: string): number {
  const tested = results.filter(({ file }) => file.startsWith(prefix));
  const count = (wanted: string) => tested.filter(({ result }) => result === wanted).length;
  const caught = count("caught") + count("hung");
  const score = (100 * caught) / (caught + count("survived"));
  const numbers = `${caught} caught (${count("hung")} hung), ${count("survived")} survived, ${count("not compiled")} not compiled`;
  if (tested.length > 0) console.log(`${(prefix || "total").padEnd(24)}${score.toFixed(1).padStart(5)} %  ${numbers}`);
  return score;
}

async function testMutants({ run }: (typeof runners)[number]) {
  for (const mutant of queue) {
    const { file, line } = mutant;
    const order = orders.get(file) ?? toFront(tests, `portable/${file.slice(4, -3)}.test.ts`);
    const code = await run(order, mutant);
    orders.set(file, toFront(order, order[(code ?? 0) - 1]));
    const result = code === null ? "hung" : code > 0 ? "caught" : compiles(mutant) ? "survived" : "not compiled";
    if (result === "survived") console.log(`${keyOf(mutant).replace("\n", `:${line} survived\n`)}\n`);
    results.push({ file, result });
  }
}

function toFront(order: string[], test: string | undefined): string[] {
  if (test === undefined || SLOW_TESTS.test(test) || !order.includes(test)) return order;
  return [test, ...order.filter((other) => other !== test)];
}

/** A program that runs test files until a test fails. Its exit code is the position of that file. */
function program(): string {
  return `
    import { startEmulator } from "./test/emulator-on-http.ts";
    import { runTests } from "./test/runner.ts";
    const load = { ${tests.map((file) => `"${file}": () => import("./test/${file}")`)} };
    const write = process.stdout.write.bind(process.stdout);
    startEmulator().then(async ({ url }) => {
      globalThis.EMULATOR_URL = url;
      for (const [index, name] of process.argv.slice(2).entries()) {
        // uvu prints a character after each test, and a cross if it failed.
        process.stdout.write = (text) => (String(text).includes("✘") ? process.exit(index + 1) : write(text));
        if ((await runTests([[name, load[name]]], () => {})).failed > 0) process.exit(index + 1);
      }
      process.exit(0);
    });`;
}

/** `run` runs the tests, with a mutant if there is one, and returns the exit code; null if a test hangs. */
async function createRunner(outfile: string) {
  let mutant: Mutant | undefined;
  const load = ({ path }: { path: string }) =>
    mutant && path === resolve(mutant.file) ? { contents: mutant.source, loader: "ts" as const } : undefined;
  const bundler = await context({
    stdin: { contents: program(), resolveDir: "." },
    ...{ outfile, bundle: true, platform: "node", format: "cjs", tsconfig: "tsconfig.node.json", logLevel: "silent" },
    define: { "import.meta.url": JSON.stringify(pathToFileURL("test/node/any.test.ts").href) },
    plugins: [{ name: "mutant", setup: ({ onLoad }) => onLoad({ filter: /[\\/]src[\\/][\w-]+\.ts$/ }, load) }],
  });
  async function run(order: readonly string[], tested?: Mutant): Promise<number | null> {
    mutant = tested;
    await bundler.rebuild();
    const child = spawn(process.execPath, [outfile, ...order], { stdio: ["ignore", "pipe", "ignore"] });
    const timer = setTimeout(() => child.kill("SIGKILL"), patience);
    child.stdout.on("data", () => timer.refresh());
    const [exitCode] = await once(child, "exit");
    clearTimeout(timer);
    return exitCode;
  }
  return { bundler, run };
}

function compiles({ file, source }: Mutant): boolean {
  const { config } = ts.readConfigFile("tsconfig.json", ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, ".", { skipLibCheck: true });
  const host = ts.createCompilerHost(options);
  const { readFile } = host;
  host.readFile = (name) => (resolve(name) === resolve(file) ? source : readFile(name));
  return ts.getPreEmitDiagnostics(ts.createProgram(fileNames, options, host)).length === 0;
}

/** The same seed chooses the same mutants, even after other lines have changed. */
function sampleOf(mutants: readonly Mutant[], size: number, seed: string): Mutant[] {
  const rank = (mutant: Mutant) =>
    createHash("sha256")
      .update(`${seed} ${keyOf(mutant)}`)
      .digest("hex");
  return [...mutants].sort((one, other) => rank(one).localeCompare(rank(other))).slice(0, size);
}
