/**
 * How many requests a wait for a batch takes, and how late it detects the end of the batch. Runs in virtual time from fixed seeds, so
 * that every run gives the same figures.
 *
 * `--quick` uses fewer batches, needs only the packages of the repository's root, and fails if the client exceeds its budgets in
 * package.json.
 */
import { readFileSync } from "node:fs";
import FakeTimers, { type Clock } from "@sinonjs/fake-timers";
import { createBatchStatusClient } from "../dist/index.js";
import { createRandom } from "../src/emulator/random.ts";
import { UPLOAD } from "./fixture.ts";
import { formatNumber, table } from "./markdown.ts";

/** A batch on the server. Times are in milliseconds. */
interface Batch {
  duration: number;
  /** Time from the start of the batch to the start of the wait. */
  delay: number;
  seed: number;
}

/** Sends one request and returns whether the batch is finished. */
type Poll = () => Promise<boolean>;

/** Polls until the batch is finished. */
type Strategy = (poll: Poll) => Promise<unknown>;

interface Wait {
  requests: number;
  /** Time from the end of the batch to its detection, divided by the duration of the batch. */
  lateness: number;
}

interface Measured {
  allDurations: Wait[];
  tenMinutes: Wait[];
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const LONGEST_DELAY = 5 * SECOND;
const RESPONSE_TIME = 200;
const POLLS_OF_CIPP = 15;
const realSetImmediate = globalThis.setImmediate;

const isQuick = process.argv.includes("--quick");
const allDurations = createBatches(isQuick ? 100 : 400, (share) => 10 * SECOND * 360 ** share);
const tenMinutes = createBatches(isQuick ? 50 : 200, () => 10 * MINUTE);

const ours = await measure(waitWithClient);
const powerShell = await measure(waitInLoop(5 * SECOND));
const cipp = await measure(waitInLoop(2 * SECOND));
printResults({
  "this package": ours,
  "PowerShell, every 5 s": powerShell,
  "CIPP, every 2 s": cipp,
  ...(isQuick ? {} : { "@azure/core-lro, every 2 s": await measure(await createWaitWithLro()) }),
});
if (isQuick) checkBudgets();

function printResults(all: Record<string, Measured>) {
  const givenUp = cipp.allDurations.filter(({ requests }) => requests > POLLS_OF_CIPP).length / cipp.allDurations.length;
  const aboutLro = isQuick ? "" : " core-lro does not recognise `finished` and gets `succeeded` instead.";
  const requests = ({ tenMinutes }: Measured) => formatNumber(meanOf(tenMinutes, "requests"));
  const lateness = ({ tenMinutes }: Measured) => percent(meanOf(tenMinutes, "lateness"));
  console.log(`**The end of a ten-minute batch is detected after ${requests(ours)} requests, ${lateness(ours)} late; a loop that polls every 5 s sends ${requests(powerShell)} for ${lateness(powerShell)}, one that polls every 2 s sends ${requests(cipp)} for ${lateness(cipp)}.**

Requests are counted until the end of a batch is detected. "Late" is the delay of the detection in percent of the batch's duration,
on average and at most. Each strategy waits in virtual time for ${allDurations.length} batches of 10 s to 1 h, evenly distributed on a logarithmic
scale, and for ${tenMinutes.length} batches of exactly ten minutes. A wait starts up to ${LONGEST_DELAY / SECOND} s after its batch. A response takes ${RESPONSE_TIME} ms and reports
the status half-way through that time. The loops are those of a PowerShell module for Partner Center and of the partner portal
CIPP. CIPP gives up after ${POLLS_OF_CIPP} polls, before the end of ${percent(givenUp)} of the batches of 10 s to 1 h; here it is counted as if it
continued.${aboutLro}
`);
  const headings = ["requests", "late", "late at most"];
  const rows = Object.entries(all).map(([name, { allDurations, tenMinutes }]) => [
    name,
    ...cells(allDurations),
    ...cells(tenMinutes),
  ]);
  console.log(table(["strategy", ...headings, ...headings.map((heading) => `10 min: ${heading}`)], rows));
}

function cells(waits: readonly Wait[]): string[] {
  return [
    formatNumber(meanOf(waits, "requests")),
    percent(meanOf(waits, "lateness")),
    percent(Math.max(...waits.map(({ lateness }) => lateness))),
  ];
}

function checkBudgets() {
  const { budgets } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  console.log(`\nThe client with a ten-minute batch:\n`);
  check("requests", "", meanOf(ours.tenMinutes, "requests"), budgets.requests);
  check("detected late by", " %", 100 * meanOf(ours.tenMinutes, "lateness"), budgets.delay);
}

function check(name: string, unit: string, value: number, budget: number) {
  const isWithin = value <= budget;
  console.log(`- ${name} ${formatNumber(value)}${unit}, ${isWithin ? "within" : "OVER"} its budget of ${budget}${unit}`);
  if (!isWithin) process.exitCode = 1;
}

function meanOf(waits: readonly Wait[], key: keyof Wait): number {
  return waits.reduce((sum, { [key]: value }) => sum + value, 0) / waits.length;
}

function percent(share: number): string {
  return `${formatNumber(100 * share)} %`;
}

/** One batch from each of `count` equal parts of the distribution that `durationAt` defines for 0 to 1, so that few batches represent it well. */
function createBatches(count: number, durationAt: (share: number) => number): Batch[] {
  const random = createRandom(1);
  return Array.from({ length: count }, (_, index) => ({
    duration: durationAt((index + random()) / count),
    delay: random() * LONGEST_DELAY,
    seed: index,
  }));
}

async function measure(strategy: Strategy): Promise<Measured> {
  const waitForEach = async (batches: readonly Batch[]) => {
    const waits: Wait[] = [];
    for (const batch of batches) waits.push(await waitFor(batch, strategy));
    return waits;
  };
  return { allDurations: await waitForEach(allDurations), tenMinutes: await waitForEach(tenMinutes) };
}

async function waitFor({ duration, delay, seed }: Batch, strategy: Strategy): Promise<Wait> {
  const clock = FakeTimers.install({ toFake: ["Date", "performance", "setTimeout", "clearTimeout"] });
  const { random } = Math;
  // Makes the client's jitter depend on the seed as well.
  Math.random = createRandom(seed);
  try {
    let requests = 0;
    const poll = async () => {
      requests++;
      const isFinished = performance.now() + RESPONSE_TIME / 2 >= duration;
      await sleep(RESPONSE_TIME);
      return isFinished;
    };
    await inVirtualTime(clock, async () => {
      await sleep(delay);
      await strategy(poll);
    });
    return { requests, lateness: (performance.now() - duration) / duration };
  } finally {
    Math.random = random;
    clock.uninstall();
  }
}

/** Fires one timer after the other, each after all work caused by the previous one is done. */
async function inVirtualTime(clock: Clock, task: () => Promise<void>) {
  let isDone = false;
  const fireTimers = async () => {
    while (true) {
      await new Promise((resolve) => realSetImmediate(resolve));
      if (isDone) return;
      if (clock.countTimers() === 0) throw new Error("the wait is not finished, but has no timer");
      clock.next();
    }
  };
  const done = task().finally(() => {
    isDone = true;
  });
  await Promise.all([done, fireTimers()]);
}

/** With its defaults, except for the deadline of one hour, which a batch of nearly an hour could miss. */
function waitWithClient(poll: Poll): Promise<unknown> {
  const client = createBatchStatusClient({
    token: "any",
    fetch: async () => Response.json({ status: (await poll()) ? "finished" : "processing" }),
  });
  return client.waitForBatchUpload(UPLOAD, { totalTimeout: 2 * HOUR });
}

function waitInLoop(interval: number): Strategy {
  return async (poll) => {
    while (!(await poll())) await sleep(interval);
  };
}

/** The poller of Azure's SDKs with its defaults. Its first request, which represents the upload, is not counted. */
async function createWaitWithLro(): Promise<Strategy> {
  const { createHttpPoller } = await import("@azure/core-lro");
  const createResponse = (statusCode: number, status: string) => {
    const request = { method: "POST", url: "/upload" };
    return {
      flatResponse: {},
      rawResponse: { statusCode, request, headers: { "operation-location": "/batch" }, body: { status } },
    };
  };
  return (poll) =>
    createHttpPoller({
      sendInitialRequest: async () => createResponse(202, "processing"),
      sendPollRequest: async () => createResponse(200, (await poll()) ? "succeeded" : "processing"),
    }).pollUntilDone();
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
