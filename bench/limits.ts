/**
 * The peak memory of a call, and how long it blocks the event loop, when the server sends too much. Each case runs in its own process.
 * What runs before the limits were introduced is measured again if BENCH_BEFORE is a folder with that version and its dist, and
 * otherwise read from limits-before.json.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { setImmediate, setTimeout } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { UPLOAD } from "./fixture.ts";
import { formatNumber, table } from "./markdown.ts";

interface Plan {
  name: string;
  /** The client's module. */
  client: string;
  /** Of the server with the compressed body. */
  baseUrl: string;
}

interface Measured {
  /** The peak in megabytes, above what the process held before. */
  memory: number;
  /** The longest time in milliseconds for which no timer could run. */
  block: number;
  /** The error's class, or `details`. */
  result: string;
}

interface Case {
  status: number;
  /** Sent in pieces, as from a network. The case without one gets its body from the server. */
  body?: () => Iterable<Uint8Array<ArrayBuffer>>;
  maxBodySize?: number;
}

const MB = 1_000_000;
const ROUNDS = 3;
const COMPRESSED_SIZE = 400;
/** A case ends at this time or at this size. */
const MOST_MILLISECONDS = 120_000;
const MOST_MEGABYTES = 4_000;
const BEFORE = "bench/limits-before.json";
const BEFORE_COMMIT = "6f672aa";

const text = (value: string) => new TextEncoder().encode(value);

/** The same text again and again, up to a size in megabytes. */
function* repeated(unit: string, megabytes: number) {
  const piece = text(unit.repeat(64_000 / unit.length));
  for (let size = 0; size < megabytes * MB; size += piece.length) yield piece;
}

function* devices(megabytes: number) {
  yield text('{"status":"finished","devicesStatus":[');
  yield* repeated("1,", megabytes);
  yield text("1]}");
}

const nested = `${"[".repeat(5_000)}${"]".repeat(5_000)}`;

const cases: Record<string, Case> = {
  [`${COMPRESSED_SIZE} kB of gzip that inflate to ${COMPRESSED_SIZE} MB, status 500`]: { status: 500 },
  "a success of 1 GB": { status: 200, body: () => repeated(" ", 1_000) },
  "100 MB of error text": { status: 500, body: () => repeated("upstream failed ", 100) },
  "5,000 nested arrays (10 kB), status 500": { status: 500, body: () => [text(nested)] },
  "8 MB of numbers as devices": { status: 200, body: () => devices(8) },
  "40 MB of numbers as devices": { status: 200, body: () => devices(40) },
  "40 MB of numbers as devices, `maxBodySize` 64 MiB": { status: 200, body: () => devices(40), maxBodySize: 64 * 2 ** 20 },
};

const plan = process.argv[2];
// Safe: only measureInChild starts this file with a plan.
if (plan !== undefined) process.send?.(await measure(JSON.parse(plan) as Plan), () => process.exit());
else await compareAll();

async function compareAll() {
  const server = await serveCompressed();
  const measureAll = async (client: string, rounds: number) => {
    const all: Record<string, Measured> = {};
    for (const name of Object.keys(cases)) {
      const measured: Measured[] = [];
      while (measured.length < rounds) measured.push(await measureInChild({ name, client, baseUrl: server.url }));
      all[name] = {
        memory: Math.min(...measured.map(({ memory }) => memory)),
        block: Math.min(...measured.map(({ block }) => block)),
        result: measured[0].result,
      };
    }
    return all;
  };
  const now = await measureAll("dist/index.js", ROUNDS);
  const folder = process.env["BENCH_BEFORE"];
  if (folder !== undefined) {
    const measured = await measureAll(resolve(folder, "dist/index.js"), 1);
    const before = { commit: BEFORE_COMMIT, date: new Date().toISOString().slice(0, 10), cases: measured };
    writeFileSync(BEFORE, `${JSON.stringify(before, undefined, 2)}\n`);
  }
  server.close();
  print(now, JSON.parse(readFileSync(BEFORE, "utf8")));
}

function print(now: Record<string, Measured>, before: { commit: string; date: string; cases: Record<string, Measured> }) {
  console.log(`The figures are the memory that one call without retries needs at its peak, and the longest time for which it blocked the event
loop: the least of ${ROUNDS} runs, because other processes only add to it. They are absolute, and so they describe this machine. "Before" is
commit ${before.commit}, the last one without limits, measured on ${before.date} in one run. A run ends after ${MOST_MILLISECONDS / 60_000} minutes or at ${MOST_MEGABYTES / 1000} GB.
`);
  const headings = ["response", "memory before", "memory", "block before", "block", "result before", "result"];
  const rows = Object.entries(now).map(([name, { memory, block, result }]) => {
    const old = before.cases[name];
    return [name, megabytes(old.memory), megabytes(memory), duration(old.block), duration(block), old.result, result];
  });
  console.log(table(headings, rows));
}

function megabytes(value: number): string {
  return `${value.toFixed(0)} MB`;
}

function duration(milliseconds: number): string {
  return milliseconds < 1_000 ? `${milliseconds.toFixed(0)} ms` : `${formatNumber(milliseconds / 1_000)} s`;
}

/** Sends the compressed body to every request. */
async function serveCompressed() {
  const body = gzipSync(Buffer.alloc(COMPRESSED_SIZE * MB, "x"), { level: 9 });
  const server = createServer((_request, response) => {
    response.writeHead(500, { "Content-Type": "text/plain", "Content-Encoding": "gzip" }).end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  // Safe: a server that listens on TCP has an AddressInfo.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function measureInChild(plan: Plan): Promise<Measured> {
  console.error(`limits: ${plan.name}, ${plan.client}`);
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(plan)], { execArgv: ["--import", "tsx"] });
  const startedAt = performance.now();
  let exceeded: Measured | undefined;
  let memory = 0;
  const watchdog = setInterval(() => {
    memory = Math.max(memory, peakOf(child.pid));
    const elapsed = performance.now() - startedAt;
    if (elapsed < MOST_MILLISECONDS && memory < MOST_MEGABYTES) return;
    exceeded = { memory, block: elapsed, result: elapsed < MOST_MILLISECONDS ? "out of memory" : "out of time" };
    child.kill("SIGKILL");
  }, 50);
  try {
    return await new Promise<Measured>((resolve) => {
      // Safe: the child runs this file.
      child.once("message", (measured) => resolve(measured as Measured));
      child.once("exit", (code) => {
        resolve(exceeded ?? { memory, block: performance.now() - startedAt, result: `the process ended with ${code}` });
      });
    });
  } finally {
    clearInterval(watchdog);
  }
}

/** The most memory that a process has held, in megabytes. On Linux not from getrusage, which includes that of the process that forked it. */
function peakOf(pid: number | undefined): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return pid === process.pid ? process.resourceUsage().maxRSS / 1_000 : 0;
  return (Number(/^VmHWM:\s*(\d+) kB/m.exec(readFileSync(file, "utf8"))?.[1] ?? 0) * 1_024) / MB;
}

async function measure({ name, client: module, baseUrl }: Plan): Promise<Measured> {
  const { createBatchStatusClient } = await import(pathToFileURL(resolve(module)).href);
  const { status, body, maxBodySize } = cases[name];
  const fetch = body && (async () => new Response(streamOf(body()), { status }));
  const options = { token: "any-token", retry: false, timeout: MOST_MILLISECONDS };
  const get = (more: object): Promise<string> =>
    createBatchStatusClient({ ...options, ...more })
      .getBatchUploadStatus(UPLOAD)
      .then(
        () => "details",
        (error: Error) => error.name,
      );
  await get({ fetch: async () => new Response('{"status":"finished"}') });
  await get({ fetch: async () => new Response("busy", { status: 500 }) });
  // Lets the peak begin at what the process holds now. Only Linux can: elsewhere, it includes what loading took.
  if (existsSync("/proc/self/clear_refs")) writeFileSync("/proc/self/clear_refs", "5");
  const before = process.memoryUsage.rss() / MB;
  const block = observeBlocks();
  const result = await get({ baseUrl, fetch, maxBodySize });
  return { memory: peakOf(process.pid) - before, block: await block(), result };
}

/** A stream that lets timers run between two pieces, as a network does. */
function streamOf(pieces: Iterable<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = pieces[Symbol.iterator]();
  return new ReadableStream({
    async pull(controller) {
      await setImmediate();
      const { done, value } = iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

/** Returns a function that returns the longest time in milliseconds for which a timer was late. */
function observeBlocks(): () => Promise<number> {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 1);
    last = now;
  }, 1);
  return async () => {
    await setTimeout(5);
    clearInterval(timer);
    return longest;
  };
}
