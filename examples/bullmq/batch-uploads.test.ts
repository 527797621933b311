import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type BatchStatusClientOptions, createBatchStatusClient, parseBatchLocation } from "partner-center-batch-status";
import { createEmulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { startServer } from "../../src/emulator/server.ts";
import { startProcess, stopProcess } from "../../test/engines/processes.ts";
import { freePort, startRedis } from "../../test/engines/redis.ts";
import { createQueue, createWorker, enqueue, type OnFinished } from "./batch-uploads.ts";

const test = suite("batch uploads in BullMQ");

const SAFE = ["--appendonly", "yes", "--maxmemory-policy", "noeviction"];
const HERE = new URL(".", import.meta.url).pathname;

type CleanUp = () => unknown;
let cleanUps: CleanUp[] = [];
test.after.each(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
  cleanUps = [];
});

/** Redis on a port of its own, a queue in it, and an emulator. */
async function setUp(redisOptions: readonly string[] = SAFE) {
  const port = await freePort();
  await startRedisOn(port, redisOptions);
  return { port, ...prepareQueue(port) };
}

async function startRedisOn(port: number, options: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "bullmq-test-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const redis = await startRedis(port, folder, options);
  // Last of all: BullMQ does not disconnect while Redis is down.
  cleanUps.unshift(async () => {
    await stopProcess(redis, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
}

function prepareQueue(port: number) {
  const queue = createQueue({ port });
  queue.on("error", () => {});
  cleanUps.push(() => queue.disconnect());
  const emulator = createEmulator();
  const submit = (duration: number) => parseBatchLocation(emulator.submit({ devices: [{ serialNumber: "1" }], duration }));
  return { queue, emulator, submit };
}

type SetUp = Awaited<ReturnType<typeof setUp>>;

/** A worker in this process. */
function work(
  { port, queue, emulator }: SetUp,
  options: Partial<BatchStatusClientOptions> = {},
  watchOptions: Parameters<typeof createWorker>[3] = { interval: 100 },
) {
  const finished: string[] = [];
  const onFinished: OnFinished = async (_details, _upload, key) => void finished.push(key);
  const client = createBatchStatusClient({ token: "any", fetch: emulator.fetch, retry: { maxDelay: 0 }, ...options });
  const worker = createWorker(queue, client, onFinished, watchOptions, { connection: { port } });
  worker.on("error", () => {});
  cleanUps.push(() => worker.close());
  return { finished, worker };
}

/** The process that users start, and what it prints. Its results are delivered to `inbox`, which refuses them while it is closed. */
async function startWorker({ port, emulator }: Pick<SetUp, "port" | "emulator">) {
  const inbox = { isOpen: true, keys: [] as (string | undefined)[] };
  const results = createServer((request, response) => {
    if (inbox.isOpen) inbox.keys.push(request.headersDistinct["idempotency-key"]?.[0]);
    request.resume();
    response.writeHead(inbox.isOpen ? 204 : 500).end();
  }).listen(0, "127.0.0.1");
  await once(results, "listening");
  const server = await startServer(emulator, 0);
  const env = {
    ...process.env,
    REDIS_URL: `redis://127.0.0.1:${port}`,
    PARTNER_CENTER_URL: server.url,
    PARTNER_CENTER_TOKEN: "any",
    // Safe: the server listens on TCP.
    RESULTS_URL: `http://127.0.0.1:${(results.address() as AddressInfo).port}`,
    SHORTEST_PAUSE: "100",
  };
  const child = startProcess(process.execPath, ["--import", "tsx", "worker.ts"], { cwd: HERE, env, stdio: "pipe" });
  const printed = { text: "" };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      printed.text += chunk;
    });
  }
  cleanUps.push(async () => {
    await stopProcess(child, "SIGKILL");
    results.closeAllConnections();
    results.close();
    await server.close();
  });
  const lines = (pattern: RegExp) => printed.text.split("\n").filter((line) => pattern.test(line));
  return { child, inbox, lines };
}

/** Waits for a condition. The time limit guards against hangs only. */
async function until(condition: () => boolean | Promise<boolean>) {
  for (const end = Date.now() + 60_000; !(await condition()); await sleep(20)) {
    if (Date.now() > end) throw new Error(`not within a minute: ${condition}`);
  }
}

const idOf = ({ customerId, batchTrackingId }: ReturnType<typeof parseBatchLocation>) => `${customerId}_${batchTrackingId}`;

test("an upload is polled until it is finished, and handled once although it is queued twice", async () => {
  const everything = await setUp();
  const { queue, emulator, submit } = everything;
  const { finished } = work(everything);
  emulator.pause();
  const upload = submit(60_000);
  await Promise.all([enqueue(queue, upload), enqueue(queue, upload)]);
  await until(() => emulator.requests.length === 3);
  emulator.advance(60_000);
  await until(async () => (await queue.getCompletedCount()) === 1);
  assert.equal(finished, [idOf(upload)]);

  await enqueue(queue, upload);
  assert.equal(await queue.getJobCounts("waiting", "active", "delayed", "completed"), {
    waiting: 0,
    active: 0,
    delayed: 0,
    completed: 1,
  });
  const job = await queue.getJob(idOf(upload));
  assert.equal(Object.keys(job?.data ?? {}).sort(), ["state", "upload"]);
  assert.is(job?.returnvalue, null);
});

test("a 429 holds all workers, and a shorter one that comes later does not shorten the hold", async () => {
  const everything = await setUp();
  const { queue, emulator, submit } = everything;
  emulator.fail({ status: 429, headers: { "Retry-After": "60" } }, { status: 429, headers: { "Retry-After": "5" } });
  await enqueue(queue, submit(0));
  await enqueue(queue, submit(0));
  work(everything);
  await until(async () => (await queue.getDelayedCount()) === 2);
  assert.ok((await queue.getRateLimitTtl()) > 50_000);
  await enqueue(queue, submit(0));
  work(everything);
  await sleep(300);
  assert.is(emulator.requests.length, 2);
});

test("an error that is not transient fails the job at once, and the upload can be queued again", async () => {
  const everything = await setUp();
  const { queue, emulator, submit } = everything;
  const { finished } = work(everything);
  const upload = submit(0);
  emulator.fail({ status: 403 });
  await enqueue(queue, upload);
  await until(async () => (await queue.getFailedCount()) === 1);
  const [failed] = await queue.getFailed();
  assert.is(failed?.attemptsMade, 1);
  assert.match(failed?.failedReason ?? "", `batch ${upload.batchTrackingId} of customer ${upload.customerId}`);

  await enqueue(queue, upload);
  await until(() => finished.length === 1);
});

test("a batch that is not finished by the deadline fails the job at once", async () => {
  const everything = await setUp();
  const { queue, submit } = everything;
  work(everything, {}, { interval: 50, totalTimeout: 200 });
  await enqueue(queue, submit(3_600_000));
  await until(async () => (await queue.getFailedCount()) === 1);
  const [failed] = await queue.getFailed();
  assert.is(failed?.attemptsMade, 1);
  assert.match(failed?.failedReason ?? "", "The batch was not finished within 0.2 s");
});

test("a failing token source is a failed attempt, also if it throws a TypeError or returns nonsense, and is tried again", async () => {
  const everything = await setUp();
  const { queue, emulator, submit } = everything;
  const outages = [
    () => {
      throw new TypeError("fetch failed");
    },
    () => "not a token",
  ];
  const { finished } = work(everything, { token: () => outages.shift()?.() ?? "any" });
  const upload = submit(0);
  await enqueue(queue, upload);
  await until(async () => (await queue.getCompletedCount()) === 1);
  assert.equal(finished, [idOf(upload)]);
  assert.is((await queue.getJob(idOf(upload)))?.attemptsMade, 3);
  assert.is(emulator.requests.length, 1);
});

test("a job whose lock was lost is cancelled", async () => {
  const everything = await setUp();
  const { queue, emulator, submit } = everything;
  const signals: AbortSignal[] = [];
  const { worker } = work(everything, {
    fetch: (_url, { signal }) => {
      signals.push(signal);
      return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    },
  });
  const upload = submit(0);
  await enqueue(queue, upload);
  await until(() => signals.length === 1);
  worker.emit("lockRenewalFailed", [idOf(upload)]);
  await until(() => signals[0]?.aborted === true);
  assert.is(emulator.requests.length, 0);
});

test("job data that is no upload, or has a state of another version, fails at once with one line", async () => {
  const everything = await setUp();
  const { queue, submit } = everything;
  const { inbox, lines } = await startWorker(everything);
  const [upload, good] = [submit(0), submit(0)];
  // Safe: the wrong type is the point.
  const add = (data: unknown, jobId: string) => queue.add("wait", data as never, { jobId, attempts: 10 });
  await add("nonsense", "text");
  await add(null, "nothing");
  await add({ upload: { customerId: "x" } }, "half");
  await add({ upload, state: { version: 1, since: "2026-11-21" } }, idOf(upload));
  await enqueue(queue, good);
  await until(async () => (await queue.getFailedCount()) === 4 && inbox.keys.length === 1);
  for (const id of ["text", "nothing", "half"]) {
    await until(() => lines(new RegExp(`job ${id} failed at attempt 1 and is kept as failed: ".+" must be`)).length === 1);
  }
  await until(() => lines(new RegExp(`job ${idOf(upload)} failed at attempt 1 and is kept .*"state.startedAt"`)).length === 1);
  assert.equal(inbox.keys, [idOf(good)]);
  assert.is(lines(/failed/).length, 4);

  await enqueue(queue, upload);
  await until(() => inbox.keys.includes(idOf(upload)));
});

test("a handler that throws is tried again ten times, one line each; then the upload is kept until it is queued again", async () => {
  const everything = await setUp();
  const { queue, submit } = everything;
  const { inbox, lines } = await startWorker(everything);
  inbox.isOpen = false;
  const upload = submit(0);
  await enqueue(queue, upload);
  for (let attempt = 1; attempt <= 10; attempt++) {
    await until(() => lines(new RegExp(`job ${idOf(upload)} failed at attempt ${attempt} `)).length === 1);
    await queue.promoteJobs();
  }
  assert.is(lines(/will be tried again: the result was refused with status 500/).length, 9);
  assert.is(lines(/is kept as failed: the result was refused with status 500/).length, 1);
  assert.is(await queue.getFailedCount(), 1);

  inbox.isOpen = true;
  await enqueue(queue, upload);
  await until(() => inbox.keys.length === 1);
});

test("while Redis is unreachable the worker says so once, and an upload is refused; later all is well", async () => {
  const port = await freePort();
  const { queue, emulator, submit } = prepareQueue(port);
  const { inbox, lines } = await startWorker({ port, emulator });
  const upload = submit(0);
  const reason = await enqueue(queue, upload).catch((error: Error) => error.message);
  assert.is(reason, `the queue did not confirm upload ${idOf(upload)} within 10 s`);
  assert.is(lines(/queue: connect ECONNREFUSED/).length, 1);
  await startRedisOn(port, SAFE);
  await enqueue(queue, upload);
  await until(() => inbox.keys.length > 0);
  assert.equal(inbox.keys, [idOf(upload)]);
});

test("a worker without Redis ends when it is told to", async () => {
  const { child, lines } = await startWorker({ port: await freePort(), emulator: createEmulator() });
  await until(() => lines(/ECONNREFUSED/).length === 1);
  child.kill("SIGTERM");
  await once(child, "exit");
  assert.is(child.exitCode, 1);
});

test("a worker ends after the polls under way when it is told to", async () => {
  const everything = await setUp();
  const { queue, emulator, submit } = everything;
  const { child, inbox } = await startWorker(everything);
  emulator.fail({ slowBody: 1_000 });
  await enqueue(queue, submit(0));
  await until(() => emulator.requests.length === 1);
  child.kill("SIGTERM");
  await once(child, "exit");
  assert.is(child.exitCode, 0);
  assert.is(inbox.keys.length, 1);
  assert.is(await queue.getCompletedCount(), 1);
});

test("a read-only Redis refuses uploads, which the worker says; once it is writable all is well", async () => {
  const everything = await setUp([...SAFE, "--replicaof", "127.0.0.1", String(await freePort())]);
  const { port, queue, submit } = everything;
  const { inbox, lines } = await startWorker(everything);
  await until(() => lines(/warning: Redis is a read-only replica/).length === 1);
  await until(() => lines(/queue: READONLY/).length === 1);
  const upload = submit(0);
  const reason = await enqueue(queue, upload).catch((error: Error) => error.message);
  assert.match(reason ?? "", "READONLY");
  await sleep(1_000);
  assert.is(lines(/READONLY/).length, 1);

  await once(connect(port, "127.0.0.1").end("REPLICAOF NO ONE\r\n").resume(), "close");
  await enqueue(queue, upload);
  await until(() => inbox.keys.length === 1);
});

test("a Redis that may lose uploads is reported at start", async () => {
  const { lines: risky } = await startWorker(await setUp(["--maxmemory-policy", "allkeys-lru"]));
  await until(() => risky(/warning: Redis keeps nothing when it crashes.*Set appendonly yes/).length === 1);
  await until(() => risky(/warning: Redis deletes jobs .*maxmemory-policy allkeys-lru.*Set noeviction/).length === 1);

  const everything = await setUp();
  const { inbox, lines: safe } = await startWorker(everything);
  await enqueue(everything.queue, everything.submit(0));
  await until(() => inbox.keys.length === 1);
  assert.equal(safe(/./), []);
});

test.run();
