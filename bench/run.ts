/**
 * `npm run bench`: compares the package with its alternatives on the same work, interleaved in one run, and writes BENCHMARKS.md.
 *
 *   npm run bench -- --only calls,size   runs only these parts and writes no file
 *   npm run bench -- --quick             only exact figures that need no peer, checked against the budgets in package.json
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
  validation: "Validation",
  waiting: "Waiting",
  watches: "Concurrent watches",
  limits: "Limits",
};

const { quick, only } = parseArgs({ options: { quick: { type: "boolean" }, only: { type: "string" } } }).values;
const chosen = only?.split(",");
const unknown = chosen?.filter((part) => !Object.hasOwn(PARTS, part)) ?? [];
if (unknown.length > 0) throw new Error(`--only: unknown ${unknown.join(", ")}; the parts are ${Object.keys(PARTS).join(", ")}`);
if (quick && chosen !== undefined) throw new Error("--quick and --only cannot be combined");

if (quick) {
  const succeeded = [runScript("scripts/size.ts"), runScript("bench/waiting.ts", "--quick")];
  process.exitCode = succeeded.every(Boolean) ? 0 : 1;
} else {
  prepare();
  const began = Date.now();
  const parts = Object.entries(PARTS).filter(([part]) => chosen?.includes(part) ?? true);
  const texts = parts.map(([part, heading]) => `## ${heading}\n\n${measure(part)}`);
  const document = [introduction(), ...texts].join("\n\n");
  if (chosen === undefined) writeFileSync("BENCHMARKS.md", `${document}\n`);
  console.log(`${document}\n\n${Math.round((Date.now() - began) / 1000)} s`);
}

/** Installs the peers, builds the package and generates hey-api's client. */
function prepare() {
  const inBench: ExecFileSyncOptions = { cwd: "bench", stdio: ["ignore", "ignore", "inherit"] };
  execFileSync("npm", ["ci"], inBench);
  if (!runScript("scripts/build.ts")) throw new Error("the package cannot be built");
  execFileSync("node_modules/.bin/openapi-ts", ["-i", "../openapi.yaml", "-o", ".work/hey-api"], inBench);
  execFileSync("node_modules/.bin/tsc", ["--project", "."], { ...inBench, stdio: ["ignore", "inherit", "inherit"] });
}

/** Runs each part in its own process, so that none inherits the heap of another. */
function measure(part: string): string {
  console.error(`${part} …`);
  return execFileSync(process.execPath, ["--expose-gc", "--import", "tsx", `bench/${part}.ts`], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  }).trim();
}

function runScript(...script: string[]): boolean {
  return spawnSync(process.execPath, ["--import", "tsx", ...script], { stdio: "inherit" }).status === 0;
}

function introduction(): string {
  const { dependencies } = JSON.parse(readFileSync("bench/package.json", "utf8"));
  const peers = Object.entries<string>(dependencies).map(([name, version]) => `${name} ${version.replace(/^npm:.*@/, "")}`);
  const [cpu] = cpus();
  return `# Benchmarks

Made by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)} with Node ${process.versions.node}: ${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()}.
Timings are ratios within one run, because absolute times would describe only this machine. A range in brackets goes from the 10th to
the 90th percentile. Only a minor garbage collection runs between measurements, because a full one would also discard optimised code.

Peers, in the newest versions that run on Node 20: ${peers.join(", ")}.`;
}
