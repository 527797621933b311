/**
 * `npm run bench`: the program and what a user would pick instead, on the same work, interleaved in one run. Writes BENCHMARKS.md, and what
 * the README quotes of it.
 *
 *   npm run bench -- --only calls,size   these parts alone, on the terminal
 *   npm run bench -- --quick             only what is exact and needs no peer, held to the budgets of package.json
 */
import { type ExecFileSyncOptions, execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem, type } from "node:os";
import { parseArgs } from "node:util";

const PARTS = {
  calls: "One call",
  size: "Size",
  startup: "Import and first call",
  types: "Types",
  judging: "Judging an answer",
  waiting: "Waiting",
  watches: "Many at once",
};

const { values } = parseArgs({ options: { quick: { type: "boolean" }, only: { type: "string" } } });
const unknown = values.only?.split(",").filter((part) => !Object.hasOwn(PARTS, part)) ?? [];
if (unknown.length > 0) throw new Error(`no part is called ${unknown.join(", ")}: there are ${Object.keys(PARTS).join(", ")}`);

if (values.quick && values.only !== undefined) throw new Error("--quick has no parts to choose from: leave --only out");

if (values.quick) {
  const held = [run("scripts/size.ts"), run("bench/waiting.ts", "--quick")];
  process.exitCode = held.every(Boolean) ? 0 : 1;
} else {
  prepare();
  const began = Date.now();
  const wanted = Object.entries(PARTS).filter(([part]) => values.only?.split(",").includes(part) ?? true);
  const texts = wanted.map(([part, heading]) => `## ${heading}\n\n${measure(part)}`);
  const document = [introduction(), ...texts].join("\n\n");
  if (values.only === undefined) write(document);
  console.log(`${document}\n\n${Math.round((Date.now() - began) / 1000)} s`);
}

/** The README quotes the sentences that stand out. */
function write(document: string) {
  writeFileSync("BENCHMARKS.md", `${document}\n`);
  const quotes = [...document.matchAll(/^\*\*(.*)\*\*$/gm)].map(([, sentence]) => `- ${sentence}\n`);
  const readme = readFileSync("README.md", "utf8");
  writeFileSync("README.md", readme.replace(/(?<=^## Measured\n\n)(- .*\n)+/m, quotes.join("")));
}

/** The peers are installed, and the clients that a generator makes are made, here and now. */
function prepare() {
  const inBench: ExecFileSyncOptions = { cwd: "bench", stdio: ["ignore", "ignore", "inherit"] };
  execFileSync("npm", ["ci"], inBench);
  if (!run("scripts/build.ts")) throw new Error("the package cannot be built");
  execFileSync("node_modules/.bin/openapi-ts", ["-i", "../openapi.yaml", "-o", ".work/hey-api"], inBench);
  execFileSync("node_modules/.bin/tsc", ["--project", "."], inBench);
}

/** A process of its own for each part: what one leaves on the heap is not the next one's. */
function measure(part: string): string {
  console.error(`${part} …`);
  return execFileSync(process.execPath, ["--expose-gc", "--import", "tsx", `bench/${part}.ts`], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  }).trim();
}

function run(...script: string[]): boolean {
  return spawnSync(process.execPath, ["--import", "tsx", ...script], { stdio: "inherit" }).status === 0;
}

function introduction(): string {
  const { dependencies } = JSON.parse(readFileSync("bench/package.json", "utf8"));
  const peers = Object.entries<string>(dependencies).map(([name, version]) => `${name} ${version.replace(/^npm:.*@/, "")}`);
  const [cpu] = cpus();
  return `# Benchmarks

Made by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()},
Node ${process.versions.node}. Ratios of one run, each with what one round in ten stays below and exceeds: absolute times would tell of
this machine alone. Of what ran before, the young garbage is collected, and no more: a full collection throws optimised code away, too.

Peers, the newest that run on Node 20: ${peers.join(", ")}. Kiota's client is written by hand, in the form that its
generator gives.`;
}
