/** BullMQ on Redis, with the workers of `examples/bullmq`. */
import { type ChildProcess, execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createRandom } from "../../src/emulator/random.ts";
import type { EngineTest, EngineTestResult, EngineTestSettings } from "./engine.ts";
import { startInbox } from "./inbox.ts";
import { PRODUCT_KEY, startPartnerCenter, TOKEN } from "./partner-center.ts";
import { startProcess, stopProcess } from "./processes.ts";
import { freePort, prepareRedis, startRedis } from "./redis.ts";

const EXAMPLE = "examples/bullmq";
const WORKERS = 3;
/** Milliseconds that a worker takes to start. */
const START_UP = 2_000;
const REDIS_OPTIONS = ["--appendonly", "yes", "--appendfsync", "everysec", "--maxmemory-policy", "noeviction"];
/** What a worker logs when it gives up on an upload. */
const GIVEN_UP = "is kept as failed";
/** A guard against hangs only. */
const PATIENCE = 600_000;

export const bullmq: EngineTest = {
  name: "bullmq",
  async prepare() {
    const redis = prepareRedis();
    const run = (program: string, options: string[], cwd = ".") =>
      execFileSync(program, options, { cwd, stdio: ["ignore", "ignore", "inherit"] });
    run("npm", ["ci", "--silent", "--no-audit", "--no-fund"], EXAMPLE);
    run(process.execPath, ["node_modules/typescript-7/bin/tsc", "--project", EXAMPLE]);
    const { version } = JSON.parse(readFileSync(`${EXAMPLE}/node_modules/bullmq/package.json`, "utf8"));
    return `BullMQ ${version}, ${redis}`;
  },
  run,
};

async function run({ uploads: count, kills, seed }: EngineTestSettings): Promise<EngineTestResult> {
  const random = createRandom(seed);
  const began = Date.now();
  const folder = mkdtempSync(join(tmpdir(), "test-engines-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const port = await freePort();
  const partnerCenter = await startPartnerCenter(seed, START_UP);
  const inbox = await startInbox(seed);
  let redis = await startRedis(port, folder, REDIS_OPTIONS);
  let log = "";
  const env = {
    ...process.env,
    REDIS_URL: `redis://127.0.0.1:${port}`,
    PARTNER_CENTER_URL: partnerCenter.url,
    PARTNER_CENTER_TOKEN: TOKEN,
    RESULTS_URL: inbox.url,
    LOCK_DURATION: "5000",
    SHORTEST_PAUSE: "1500",
  };
  const workers = Array.from({ length: WORKERS }, () => start("worker.ts"));
  // The first take longer, so that polls meet every status, and what it contains, on a slow machine as well.
  const long = Math.ceil(count / 30);
  const uploads = [...partnerCenter.submit(long, 15_000, 20_000), ...partnerCenter.submit(count - long, 1_000, 5_000)];
  const tests = runTests();
  const enqueuing = start("enqueue.ts");
  for (const { customerId, batchTrackingId } of uploads) {
    enqueuing.stdin?.write(`/customers/${customerId}/batchJobStatus/${batchTrackingId}\n`);
  }
  enqueuing.stdin?.end();

  const violations: string[] = [];
  for (let kill = 0; kill < kills; kill++) {
    await sleep(500 + 2_500 * random());
    if (kill % 20 === 10) await killRedis();
    else await killWorker(Math.floor(random() * WORKERS));
  }
  if (enqueuing.exitCode === null) await once(enqueuing, "exit");
  if (enqueuing.exitCode !== 0) violations.push(`enqueue.ts ended with exit code ${enqueuing.exitCode}`);
  const isOver = () => inbox.missing(uploads).length === 0 || log.includes(GIVEN_UP) || Date.now() > began + PATIENCE;
  while (!isOver()) await sleep(100);

  // Lets the last deliveries be stored as done, too.
  await Promise.all(workers.map((worker) => stopProcess(worker, "SIGTERM")));
  for (const { exitCode, signalCode } of workers) {
    // A worker that was still starting is ended by the signal itself.
    if (exitCode !== 0 && signalCode !== "SIGTERM") violations.push(`a worker ended with ${exitCode ?? signalCode}`);
  }
  await stopProcess(redis, "SIGTERM");
  const { requests, refused, late } = partnerCenter.report();
  if (late.length > 0) violations.push(`requests came ${late.join(", ")} ms into a hold`);
  for (const key of inbox.unexpected(uploads)) violations.push(`the handler got the unknown key ${key}`);
  violations.push(...log.split("\n").filter((line) => line.includes(GIVEN_UP)));
  checkStored();
  const { exitCode, printed } = await tests;
  if (exitCode !== 0) violations.push(`the example's tests failed:\n${printed}`);
  await Promise.all([partnerCenter.close(), inbox.close()]);
  return { kills, requests, refused, duplicates: inbox.duplicates(), lost: inbox.missing(uploads).length, violations };

  function start(script: string): ChildProcess {
    const child = startProcess(process.execPath, ["--import", "tsx", script], { cwd: EXAMPLE, env, stdio: "pipe" });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => {
        log += chunk;
      });
    }
    return child;
  }

  async function killWorker(index: number) {
    const worker = workers[index];
    if (worker === undefined) return;
    await stopProcess(worker, "SIGKILL");
    partnerCenter.allowForKill();
    workers[index] = start("worker.ts");
  }

  async function killRedis() {
    await stopProcess(redis, "SIGKILL");
    redis = await startRedis(port, folder, REDIS_OPTIONS);
    partnerCenter.allowForKill();
  }

  /** Most of their time is waiting, so they run meanwhile. */
  async function runTests() {
    let printed = "";
    const options = ["--import", "tsx", "test/run.ts", `${EXAMPLE}/batch-uploads.test.ts`];
    const child = startProcess(process.execPath, options, { stdio: "pipe" }, "SIGTERM");
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => {
        printed += chunk;
      });
    }
    const [exitCode] = await once(child, "close");
    return { exitCode, printed };
  }

  /** Searches the bytes of the append-only file. */
  function checkStored() {
    const files = readdirSync(join(folder, "appendonlydir")).map((file) => join(folder, "appendonlydir", file));
    const contains = (text: string) => files.some((file) => readFileSync(file).includes(text));
    if (!contains(uploads[0]?.batchTrackingId ?? "")) violations.push("the append-only file contains no upload");
    for (const secret of [TOKEN, PRODUCT_KEY]) if (contains(secret)) violations.push(`the append-only file contains ${secret}`);
  }
}
