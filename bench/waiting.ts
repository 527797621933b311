/**
 * How many requests it takes to wait for a batch, and how late one knows that it has ended. In virtual time and by seeds: the figures are
 * the same in every run.
 *
 * `--quick` takes fewer batches, needs no package but those of the repository's root, and fails where the client is over its budgets
 * in package.json.
 */
import { readFileSync } from "node:fs";
import FakeTimers, { type Clock } from "@sinonjs/fake-timers";
import { createBatchStatusClient } from "../dist/index.js";
import { createRandom } from "../src/emulator/random.ts";
import { UPLOAD } from "./exchange.ts";
import { digits, table } from "./markdown.ts";

/** A batch on the server. Milliseconds. */
interface Job {
  length: number;
  /** How long after the batch the wait for it begins. */
  delay: number;
  seed: number;
}

/** Sends one request, and tells whether the batch is finished. */
type Ask = () => Promise<boolean>;

/** Asks until the batch is finished. */
type Strategy = (ask: Ask) => Promise<unknown>;

interface Waited {
  requests: number;
  /** From the end of the batch until it is known, as a share of the batch's length. */
  lateness: number;
}

interface Measured {
  allLengths: Waited[];
  tenMinutes: Waited[];
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const LONGEST_DELAY = 5 * SECOND;
const ANSWER_TIME = 200;
const LOOKS_OF_CIPP = 15;
const realSetImmediate = globalThis.setImmediate;

const isQuick = process.argv.includes("--quick");
const allLengths = createJobs(isQuick ? 100 : 400, (share) => 10 * SECOND * 360 ** share);
const tenMinutes = createJobs(isQuick ? 50 : 200, () => 10 * MINUTE);

const ours = await measure(waitByClient);
const powerShell = await measure(waitByLoop(5 * SECOND));
const cipp = await measure(waitByLoop(2 * SECOND));
report({
  ours,
  "PowerShell, every 5 s": powerShell,
  "CIPP, every 2 s": cipp,
  ...(isQuick ? {} : { "@azure/core-lro, every 2 s": await measure(await createWaitByLro()) }),
});
if (isQuick) checkBudgets();

function report(all: Record<string, Measured>) {
  const givenUp = cipp.allLengths.filter(({ requests }) => requests > LOOKS_OF_CIPP).length / cipp.allLengths.length;
  const aboutLro = isQuick ? "" : "\ncore-lro does not know `finished`, and is told `succeeded` in its place.";
  const requests = ({ tenMinutes }: Measured) => digits(meanOf(tenMinutes, "requests"));
  const lateness = ({ tenMinutes }: Measured) => percent(meanOf(tenMinutes, "lateness"));
  console.log(`**A batch of ten minutes is seen to end after ${requests(ours)} requests, ${lateness(ours)} of its time late; a loop that asks every 5 s sends ${requests(powerShell)} for ${lateness(powerShell)}, one every 2 s ${requests(cipp)} for ${lateness(cipp)}.**

Requests until a batch is known to have ended, and how late that is on average and at most, as a share of the batch's
length: for ${allLengths.length} batches of 10 s to 1 h, spread evenly on a logarithmic scale, and for ${tenMinutes.length} of exactly ten minutes. In virtual
time: the wait begins up to ${LONGEST_DELAY / SECOND} s after the batch; an answer takes ${ANSWER_TIME} ms, and tells how the batch stood half-way.
The loops are those of a PowerShell module for Partner Center, and of the partners' portal CIPP. CIPP gives up after ${LOOKS_OF_CIPP} looks, with ${percent(givenUp)} of the batches of 10 s to 1 h, and is counted here as if it went on.${aboutLro}
`);
  const headings = ["requests", "late", "at most"];
  const rows = Object.entries(all).map(([name, { allLengths, tenMinutes }]) => [
    name,
    ...cells(allLengths),
    ...cells(tenMinutes),
  ]);
  console.log(table(["", ...headings, ...headings.map((heading) => `10 min: ${heading}`)], rows));
}

function cells(waited: readonly Waited[]): string[] {
  return [
    digits(meanOf(waited, "requests")),
    percent(meanOf(waited, "lateness")),
    percent(Math.max(...waited.map(({ lateness }) => lateness))),
  ];
}

function checkBudgets() {
  const { budgets } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  console.log(`\nOurs, with a batch of ten minutes:\n`);
  check("requests", "", meanOf(ours.tenMinutes, "requests"), budgets.requests);
  check("late by", " %", 100 * meanOf(ours.tenMinutes, "lateness"), budgets.delay);
}

function check(name: string, unit: string, value: number, budget: number) {
  const isWithin = value <= budget;
  console.log(`- ${name} ${digits(value)}${unit}, ${isWithin ? "of at most" : "OVER its budget of"} ${budget}${unit}`);
  if (!isWithin) process.exitCode = 1;
}

function meanOf(waited: readonly Waited[], key: keyof Waited): number {
  return waited.reduce((sum, { [key]: value }) => sum + value, 0) / waited.length;
}

function percent(share: number): string {
  return `${digits(100 * share)} %`;
}

/** One from each of `count` equal parts of the distribution that `lengthAt` gives for 0 to 1, so that few stand for all. */
function createJobs(count: number, lengthAt: (share: number) => number): Job[] {
  const random = createRandom(1);
  return Array.from({ length: count }, (_, index) => ({
    length: lengthAt((index + random()) / count),
    delay: random() * LONGEST_DELAY,
    seed: index,
  }));
}

async function measure(strategy: Strategy): Promise<Measured> {
  const each = async (jobs: readonly Job[]) => {
    const waited: Waited[] = [];
    for (const job of jobs) waited.push(await waitFor(job, strategy));
    return waited;
  };
  return { allLengths: await each(allLengths), tenMinutes: await each(tenMinutes) };
}

async function waitFor({ length, delay, seed }: Job, strategy: Strategy): Promise<Waited> {
  const clock = FakeTimers.install({ toFake: ["Date", "performance", "setTimeout", "clearTimeout"] });
  const { random } = Math;
  // The client's jitter has to follow from the seed, too.
  Math.random = createRandom(seed);
  try {
    let requests = 0;
    const ask = async () => {
      requests++;
      const isFinished = performance.now() + ANSWER_TIME / 2 >= length;
      await sleep(ANSWER_TIME);
      return isFinished;
    };
    await inVirtualTime(clock, async () => {
      await sleep(delay);
      await strategy(ask);
    });
    return { requests, lateness: (performance.now() - length) / length };
  } finally {
    Math.random = random;
    clock.uninstall();
  }
}

/** Fires one timer after the other, each when all that followed from the one before is done. */
async function inVirtualTime(clock: Clock, task: () => Promise<void>) {
  let isDone = false;
  const fireTimers = async () => {
    while (true) {
      await new Promise((resolve) => realSetImmediate(resolve));
      if (isDone) return;
      if (clock.countTimers() === 0) throw new Error("the wait waits for nothing");
      clock.next();
    }
  };
  const done = task().finally(() => {
    isDone = true;
  });
  await Promise.all([done, fireTimers()]);
}

/** As it is by default, but for the deadline of an hour, which a batch of nearly an hour may miss. */
function waitByClient(ask: Ask): Promise<unknown> {
  const client = createBatchStatusClient({
    token: "any",
    fetch: async () => Response.json({ status: (await ask()) ? "finished" : "processing" }),
  });
  return client.waitForBatchUpload(UPLOAD, { totalTimeout: 2 * HOUR });
}

function waitByLoop(interval: number): Strategy {
  return async (ask) => {
    while (!(await ask())) await sleep(interval);
  };
}

/** The poller of Azure's SDKs, with its defaults. The first request, which it takes for the upload, is not counted. */
async function createWaitByLro(): Promise<Strategy> {
  const { createHttpPoller } = await import("@azure/core-lro");
  const answer = (statusCode: number, status: string) => {
    const request = { method: "POST", url: "/upload" };
    return {
      flatResponse: {},
      rawResponse: { statusCode, request, headers: { "operation-location": "/batch" }, body: { status } },
    };
  };
  return (ask) =>
    createHttpPoller({
      sendInitialRequest: async () => answer(202, "processing"),
      sendPollRequest: async () => answer(200, (await ask()) ? "succeeded" : "processing"),
    }).pollUntilDone();
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
