/**
 * What a watch holds while it waits, and what a look costs, with many watches in one process: those of the client, and loops as a careful
 * user would write them. Each kind and number has a process of its own, so that no heap is disturbed by what was there before.
 */
import { fork } from "node:child_process";
import { setMaxListeners } from "node:events";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createBatchStatusClient } from "../dist/index.js";
import { createRandom, randomGuid } from "../src/emulator/random.ts";
import { TOKEN, UPLOAD } from "./exchange.ts";
import { digits, table } from "./markdown.ts";

interface Plan {
  kind: Kind;
  watches: number;
  /** Milliseconds from look to look. */
  interval: number;
}

interface Setup {
  fetch: Fetch;
  interval: number;
  /** Of the whole program: all watches share it. */
  shutdown: AbortSignal;
}

type Fetch = (url: string, init: { headers: Record<string, string>; signal: AbortSignal }) => Promise<Response>;

/** Watches a batch until it is finished. */
type Watch = (batchTrackingId: string) => Promise<unknown>;

interface Memory {
  heap: number;
  rss: number;
}

interface Measured {
  /** Bytes per watch. */
  early: Memory;
  late: Memory;
  /** Microseconds. */
  cpuPerLook: number;
}

const EARLY = 3;
const LATE = 12;
/** With more watches longer ones, or their looks would take all the time. */
const INTERVALS = new Map([
  [100, 100],
  [1_000, 300],
  [10_000, 1_200],
]);
const BASE_URL = "https://api.partnercenter.microsoft.com";

const kinds = {
  "loop without a way to stop it": (setup: Setup) => watchByLoop(setup, () => AbortSignal.timeout(60_000)),
  "loop with `AbortSignal.any`": (setup: Setup) =>
    watchByLoop(setup, () => AbortSignal.any([setup.shutdown, AbortSignal.timeout(60_000)]), setup.shutdown),
  ours: watchByClient,
};
type Kind = keyof typeof kinds;

const plan = process.argv[2];
// Sound because only this very file starts it with a plan.
if (plan !== undefined) process.send?.(await measure(JSON.parse(plan) as Plan), () => process.exit());
else await report();

async function report() {
  const rows: string[][] = [];
  for (const [watches, interval] of INTERVALS) rows.push(...(await compareKinds(watches, interval)));
  console.log(`What a watch holds while all wait for their next look, after ${EARLY} looks of each and after ${LATE}; and the CPU that a look takes, with
its answer from memory, also over that of the first loop. All have a time limit of a minute for a look, and share the signal by which the
program would stop them, but for the loop that has no way to be stopped. Memory is what the process holds more than before it had the
watches. With 100 of them, what it holds for itself makes a difference of some kB a watch, and each look has to wake it.
`);
  const memory = [`heap after ${EARLY}`, `heap after ${LATE}`, `RSS after ${LATE}`];
  console.log(table(["watches", ...memory, "CPU per look", "over the loop"], rows));
}

/** Rows of the table. */
async function compareKinds(watches: number, interval: number): Promise<string[][]> {
  // Sound because Object.keys gives the object's own keys.
  const names = Object.keys(kinds) as Kind[];
  const measured: Measured[] = [];
  for (const kind of names) measured.push(await measureInChild({ kind, watches, interval }));
  return names.map((kind, index) => {
    const { early, late, cpuPerLook } = measured[index];
    const memory = [early.heap, late.heap, late.rss].map(kilobytes);
    const ratio = digits(cpuPerLook / measured[0].cpuPerLook);
    return [`${watches.toLocaleString("en-US")}, ${kind}`, ...memory, `${digits(cpuPerLook)} µs`, ratio];
  });
}

function kilobytes(bytes: number): string {
  return `${digits(bytes / 1_000)} kB`;
}

function measureInChild(plan: Plan): Promise<Measured> {
  console.error(`watches: ${plan.watches}, ${plan.kind}`);
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(plan)]);
    // Sound because the child is this very file.
    child.once("message", (measured) => resolve(measured as Measured));
    child.once("exit", (code) => reject(new Error(`${plan.watches} × ${plan.kind}: its process ended with ${code}`)));
  });
}

async function measure({ kind, watches, interval }: Plan): Promise<Measured> {
  const server = createServer();
  const setup = { fetch: server.fetch, interval, shutdown: new AbortController().signal };
  // Node would warn of a leak, for the loops have a listener each.
  setMaxListeners(0, setup.shutdown);
  await warmUp(kinds[kind]({ ...setup, interval: 10 }), server);
  const watch = kinds[kind](setup);

  const before = await memory();
  const held = async () => perWatch(before, await memory(), watches);
  const lookedBefore = server.looks;
  const looked = async (times: number) => {
    while (server.looks - lookedBefore < times * watches) await setTimeout(interval / 10);
  };

  await start(watch, watches, interval);
  await looked(EARLY);
  const early = await held();
  const looks = server.looks;
  const cpu = process.cpuUsage();
  await looked(LATE);
  const { user, system } = process.cpuUsage(cpu);
  const cpuPerLook = (user + system) / (server.looks - looks);
  return { early, late: await held(), cpuPerLook };
}

/** Watches some to their end: what the code itself takes is not a watch's, and what it costs to optimise it is not a look's. */
async function warmUp(watch: Watch, server: Server) {
  const random = createRandom(1);
  const watching = Array.from({ length: 100 }, () => watch(randomGuid(random)));
  await setTimeout(1_000);
  server.status = "finished";
  await Promise.all(watching);
  server.status = "processing";
}

/** Spread over an interval, as the batches of many customers are. */
async function start(watch: Watch, watches: number, interval: number) {
  const random = createRandom(2);
  const steps = 50;
  for (let i = 0; i < steps; i++) {
    for (let j = 0; j < watches / steps; j++) void watch(randomGuid(random));
    await setTimeout(interval / steps);
  }
}

/** After several collections, since what a finalizer lets go of is collected by the next one. */
async function memory(): Promise<Memory> {
  for (let i = 0; i < 8; i++) {
    if (globalThis.gc === undefined) throw new Error("to be run with --expose-gc");
    await setTimeout(1);
    globalThis.gc();
  }
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed, rss };
}

function perWatch(before: Memory, after: Memory, watches: number): Memory {
  return { heap: (after.heap - before.heap) / watches, rss: (after.rss - before.rss) / watches };
}

function watchByClient({ fetch, interval, shutdown }: Setup): Watch {
  const client = createBatchStatusClient({ token: TOKEN, fetch, baseUrl: BASE_URL });
  return (batchTrackingId) => client.waitForBatchUpload({ ...UPLOAD, batchTrackingId }, { signal: shutdown, interval });
}

function watchByLoop({ fetch, interval }: Setup, createSignal: () => AbortSignal, signal?: AbortSignal): Watch {
  const headers = { Authorization: `Bearer ${TOKEN}`, Accept: "application/json" };
  return async (batchTrackingId) => {
    const url = `${BASE_URL}/v1/customers/${UPLOAD.customerId}/batchJobStatus/${batchTrackingId}`;
    while (true) {
      const response = await fetch(url, { headers, signal: createSignal() });
      const details = await response.json();
      if (details.status === "finished") return details;
      await setTimeout(interval, undefined, { signal });
    }
  };
}

interface Server {
  fetch: Fetch;
  looks: number;
  status: "processing" | "finished";
}

/** Answers from memory. As fetch does, it reads the headers, and takes notice of the signal until it has answered. */
function createServer(): Server {
  const server: Server = {
    looks: 0,
    status: "processing",
    async fetch(url, { headers, signal }) {
      server.looks++;
      new Headers(headers);
      await new Promise<void>((resolve, reject) => {
        const abort = () => reject(signal.reason);
        signal.addEventListener("abort", abort);
        queueMicrotask(() => {
          signal.removeEventListener("abort", abort);
          resolve();
        });
      });
      return Response.json({
        batchTrackingId: url.slice(-36),
        status: server.status,
        startedTime: "2017-07-25T10:00:00",
        completedTime: "0001-01-01T00:00:00",
        attributes: { objectType: "BatchUploadDetails" },
      });
    },
  };
  return server;
}
