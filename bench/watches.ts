/**
 * The memory of a watch between polls, and the CPU of a poll, with many watches in one process: those of the client, and loops as a
 * careful user would write them. Each combination of kind and number runs in its own process and so starts with a clean heap.
 */
import { fork } from "node:child_process";
import { setMaxListeners } from "node:events";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createBatchStatusClient } from "../dist/index.js";
import { createRandom, randomGuid } from "../src/emulator/random.ts";
import { TOKEN, UPLOAD } from "./fixture.ts";
import { formatNumber, table } from "./markdown.ts";

interface Plan {
  kind: Kind;
  watches: number;
  /** Milliseconds between two polls. */
  interval: number;
}

interface Setup {
  fetch: Fetch;
  interval: number;
  /** Aborts when the program stops. All watches share it. */
  shutdown: AbortSignal;
}

type Fetch = (url: string, init: { headers: HeadersInit; signal: AbortSignal }) => Promise<Response>;

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
  cpuPerPoll: number;
}

const EARLY = 3;
const LATE = 12;
/** Milliseconds between polls by number of watches. Longer for more watches, or their polls would saturate the process. */
const INTERVALS = new Map([
  [100, 100],
  [1_000, 300],
  [10_000, 1_200],
]);
const BASE_URL = "https://api.partnercenter.microsoft.com";

const kinds = {
  "loop without a stop signal": (setup: Setup) => watchInLoop(setup, () => AbortSignal.timeout(60_000)),
  "loop with `AbortSignal.any`": (setup: Setup) =>
    watchInLoop(setup, () => AbortSignal.any([setup.shutdown, AbortSignal.timeout(60_000)]), setup.shutdown),
  "this package": watchWithClient,
};
type Kind = keyof typeof kinds;

const plan = process.argv[2];
// Safe: only measureInChild starts this file with a plan.
if (plan !== undefined) process.send?.(await measure(JSON.parse(plan) as Plan), () => process.exit());
else await compareAll();

async function compareAll() {
  const rows: string[][] = [];
  for (const [watches, interval] of INTERVALS) rows.push(...(await compareKinds(watches, interval)));
  console.log(`Memory is measured while all watches wait for their next poll, after ${EARLY} polls each and after ${LATE}. It is the growth of the process since
before the watches started, divided by their number. CPU per poll is measured with responses from memory. Every poll is limited to one
minute. All watches share one signal that would stop them, except for the loop without a stop signal. With only 100 watches, the
memory of the process itself adds a few kB per watch, and every poll has to wake the process.
`);
  const memory = [`heap after ${EARLY}`, `heap after ${LATE}`, `RSS after ${LATE}`];
  console.log(table(["watches", ...memory, "CPU per poll", "over the first loop"], rows));
}

/** Returns the rows of the table for this number of watches. */
async function compareKinds(watches: number, interval: number): Promise<string[][]> {
  // Safe: Object.keys returns the object's own keys.
  const names = Object.keys(kinds) as Kind[];
  const measured: Measured[] = [];
  for (const kind of names) measured.push(await measureInChild({ kind, watches, interval }));
  return names.map((kind, index) => {
    const { early, late, cpuPerPoll } = measured[index];
    const memory = [early.heap, late.heap, late.rss].map(kilobytes);
    const ratio = formatNumber(cpuPerPoll / measured[0].cpuPerPoll);
    return [`${watches.toLocaleString("en-US")}, ${kind}`, ...memory, `${formatNumber(cpuPerPoll)} µs`, ratio];
  });
}

function kilobytes(bytes: number): string {
  return `${formatNumber(bytes / 1_000)} kB`;
}

function measureInChild(plan: Plan): Promise<Measured> {
  console.error(`watches: ${plan.watches}, ${plan.kind}`);
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(plan)]);
    // Safe: the child runs this file.
    child.once("message", (measured) => resolve(measured as Measured));
    child.once("exit", (code) => reject(new Error(`${plan.watches} × ${plan.kind}: its process exited with ${code}`)));
  });
}

async function measure({ kind, watches, interval }: Plan): Promise<Measured> {
  const server = createServer();
  const setup = { fetch: server.fetch, interval, shutdown: new AbortController().signal };
  // Prevents a leak warning: every loop adds a listener.
  setMaxListeners(0, setup.shutdown);
  await warmUp(kinds[kind]({ ...setup, interval: 10 }), server);
  const watch = kinds[kind](setup);

  const before = await memory();
  const memoryPerWatch = async () => perWatch(before, await memory(), watches);
  const waitForPolls = async (pollsPerWatch: number) => {
    const last = server.requests + pollsPerWatch * watches;
    while (server.requests < last) await setTimeout(interval / 10);
  };

  await start(watch, watches, interval);
  await waitForPolls(EARLY);
  const early = await memoryPerWatch();
  const requestsEarly = server.requests;
  const cpu = process.cpuUsage();
  await waitForPolls(LATE - EARLY);
  const { user, system } = process.cpuUsage(cpu);
  const cpuPerPoll = (user + system) / (server.requests - requestsEarly);
  return { early, late: await memoryPerWatch(), cpuPerPoll };
}

/** Runs some watches to their end, so that loading and optimising the code is not charged to the measured ones. */
async function warmUp(watch: Watch, server: Server) {
  const random = createRandom(1);
  const watching = Array.from({ length: 100 }, () => watch(randomGuid(random)));
  await setTimeout(1_000);
  server.status = "finished";
  await Promise.all(watching);
  server.status = "processing";
}

/** Spreads the starts over an interval, like the batches of many customers. */
async function start(watch: Watch, watches: number, interval: number) {
  const random = createRandom(2);
  const steps = 50;
  for (let i = 0; i < steps; i++) {
    for (let j = 0; j < watches / steps; j++) void watch(randomGuid(random));
    await setTimeout(interval / steps);
  }
}

/** Collects garbage several times, because what a finalizer releases is only freed by the next collection. */
async function memory(): Promise<Memory> {
  for (let i = 0; i < 8; i++) {
    if (globalThis.gc === undefined) throw new Error("run with --expose-gc");
    await setTimeout(1);
    globalThis.gc();
  }
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed, rss };
}

function perWatch(before: Memory, after: Memory, watches: number): Memory {
  return { heap: (after.heap - before.heap) / watches, rss: (after.rss - before.rss) / watches };
}

function watchWithClient({ fetch, interval, shutdown }: Setup): Watch {
  const client = createBatchStatusClient({ token: TOKEN, fetch, baseUrl: BASE_URL });
  return (batchTrackingId) => client.waitForBatchUpload({ ...UPLOAD, batchTrackingId }, { signal: shutdown, interval });
}

function watchInLoop({ fetch, interval }: Setup, createSignal: () => AbortSignal, signal?: AbortSignal): Watch {
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
  requests: number;
  status: "processing" | "finished";
}

/** Responds from memory. Like fetch, it copies the headers and listens to the signal until it responds. */
function createServer(): Server {
  const server: Server = {
    requests: 0,
    status: "processing",
    async fetch(url, { headers, signal }) {
      server.requests++;
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
