import { getEventListeners } from "node:events";
import FakeTimers from "@sinonjs/fake-timers";
import {
  type AttemptEvent,
  allSucceeded,
  type BatchUploadDetails,
  createBatchStatusClient,
  isBatchStatusError,
  isFinished,
  parseBatchLocation,
  type TokenSource,
  type WatchOptions,
} from "partner-center-batch-status";
import { createEmulator, type Fault, type SubmittedDevice } from "partner-center-batch-status/emulator";
import { createRandom } from "../../src/emulator/random.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const PRODUCT_KEY = "ABCDE-FGHJK-LMNPQ-RTVWX-YZ234";
const realSetImmediate = globalThis.setImmediate;

/** A request as the emulator saw it, and what it did with it. */
interface Exchange {
  sentAt: number;
  requestId: string;
  correlationId: string;
  fault: Fault | undefined;
  /** How the batch stood; undefined where no right answer was given. */
  truth: { isFinished: boolean; isSuccess: boolean } | undefined;
  /** When a response had arrived in full, as far as one did. */
  answeredAt: number | undefined;
  status: number | undefined;
  retryAfter: number | undefined;
}

export interface Report {
  looks: number;
  ending: string;
  violations: string[];
}

/**
 * Lets the client deal with one job on the emulator, in virtual time: of random length, with random faults, tokens that expire,
 * a wall clock that jumps, aborts, and loops that are broken off. All of it follows from the seed.
 *
 * @returns Which of the rules, that hold whatever happens, were broken.
 */
export async function simulateJob(seed: number): Promise<Report> {
  const clock = FakeTimers.install({
    now: Date.UTC(2026, 0, 1),
    toFake: ["Date", "performance", "setTimeout", "clearTimeout", "setInterval", "clearInterval"],
    loopLimit: 1e9,
  });
  const math = Math.random;
  const simulation = createSimulation(seed, (milliseconds) => clock.setSystemTime(Date.now() + milliseconds));
  // The client's jitter has to follow from the seed, too.
  Math.random = createRandom(seed ^ 0x5eed);
  try {
    let isDone = false;
    const done = simulation.run().finally(() => {
      isDone = true;
    });
    while (!isDone) {
      await new Promise((resolve) => realSetImmediate(resolve));
      if (isDone) break;
      if (clock.countTimers() === 0) throw new Error("the job waits for nothing");
      clock.next();
    }
    const ending = await done;
    await new Promise((resolve) => realSetImmediate(resolve));
    return { ...simulation.judge(ending, clock.countTimers()) };
  } finally {
    Math.random = math;
    clock.uninstall();
  }
}

type Ending =
  | { kind: "details"; details: BatchUploadDetails | undefined }
  | { kind: "rejected"; reason: unknown }
  | { kind: "broken off" };

function createSimulation(seed: number, jumpClock: (milliseconds: number) => void) {
  const random = createRandom(seed);
  const chance = (share: number) => random() < share;
  // Sound because no list to pick from is empty, and the index is within it.
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
  const between = (least: number, most: number) => Math.floor(least * (most / least) ** random());

  const violations: string[] = [];
  const rule = (isKept: boolean, what: string) => {
    if (!isKept) violations.push(what);
  };

  // What is to happen.
  const duration = between(5 * SECOND, 12 * MINUTE);
  const results = ["success", "success", "success", "808", "806", { status: "archived" }] as const;
  const devices: SubmittedDevice[] = Array.from({ length: 1 + Math.floor(random() * 4) }, (_, index) => ({
    serialNumber: `S-${index}`,
    productKey: PRODUCT_KEY,
    result: pick(results),
  }));
  const willSucceed = devices.every(({ result }) => result === "success");
  const faultShare = pick([0, 0, 0.1, 0.3, 0.7]);
  const jumpShare = pick([0, 0, 0, 0.1]);
  const mode = pick(["watch", "watch", "wait", "get"] as const);
  const timeout = pick([5 * SECOND, 60 * SECOND]);
  const retry = pick([undefined, undefined, false, { limit: 1 }, { limit: 5, maxDelay: 10 * SECOND }] as const);
  const limit = retry === false ? 0 : (retry?.limit ?? 3);
  const totalTimeout = pick([60 * MINUTE, 60 * MINUTE, 5 * MINUTE, 20 * SECOND]);
  const interval = pick([undefined, undefined, 2 * SECOND, { min: SECOND, growth: 0.5, max: 30 * SECOND }]);
  const abortAfter = chance(0.1) ? between(1, duration) : undefined;
  const breakAfter = mode === "watch" && chance(0.1) ? Math.floor(random() * 3) : undefined;
  const returnAfter = mode === "watch" && chance(0.05) ? between(1, duration) : undefined;

  // The token, which may die before or after its time.
  const lifetime = pick([Infinity, 10 * MINUTE, 2 * MINUTE, 30 * SECOND]);
  const isTruthful = chance(0.7);
  const isRenewable = chance(0.8);
  let tokens = 0;
  const bornAt = new Map<string, number>();
  const newToken = () => {
    const token = `token-${isRenewable ? ++tokens : 0}-${seed}`;
    if (!bornAt.has(token)) bornAt.set(token, performance.now());
    return token;
  };
  const source: TokenSource = pick<TokenSource>([
    newToken,
    () => ({ token: newToken(), expiresOnTimestamp: Date.now() + (isTruthful ? lifetime : 60 * MINUTE) }),
    async () => ({ token: newToken(), expiresOnTimestamp: Date.now() + (isTruthful ? lifetime : 60 * MINUTE) }),
    { getToken: async () => ({ token: newToken(), expiresOnTimestamp: Date.now() + lifetime }) },
  ]);

  const emulator = createEmulator({
    seed,
    refuseToken: (token) => (performance.now() - (bornAt.get(token) ?? 0) > lifetime ? "expired" : undefined),
  });
  const upload = parseBatchLocation(emulator.submit({ devices, duration }));
  const beganAt = Date.now();
  const exchanges: Exchange[] = [];
  const events: AttemptEvent[] = [];
  const controller = new AbortController();
  let begunAt = 0;
  let endedAt: number | undefined;

  const client = createBatchStatusClient({
    token: source,
    timeout,
    retry,
    onAttempt: (event) => {
      events.push(event);
      if (chance(0.01)) throw new Error("a broken hook");
    },
    async fetch(url, init) {
      if (chance(jumpShare)) jumpClock(Math.floor((random() - 0.5) * 2 * 86_400_000));
      const fault = chance(faultShare) ? randomFault() : undefined;
      if (fault !== undefined) emulator.fail(fault);
      const isComplete = Date.now() - beganAt >= duration;
      const exchange: Exchange = {
        sentAt: performance.now(),
        requestId: init.headers["MS-RequestId"] ?? "",
        correlationId: init.headers["MS-CorrelationId"] ?? "",
        fault,
        truth: isRightAnswer(fault) ? { isFinished: isComplete, isSuccess: isComplete && willSucceed } : undefined,
        answeredAt: undefined,
        status: undefined,
        retryAfter: undefined,
      };
      exchanges.push(exchange);
      rule(endedAt === undefined, "a request after the end");
      rule(!controller.signal.aborted, "a request after the abort");
      const response = await emulator.fetch(url, init);
      if (typeof fault === "object" && ("slowBody" in fault || "cutBody" in fault)) return noteWhenRead(response, exchange);
      note(response, exchange);
      return response;
    },
  });

  function note(response: Response, exchange: Exchange) {
    exchange.answeredAt = performance.now();
    exchange.status = response.status;
    exchange.retryAfter = millisecondsOf(response.headers.get("Retry-After"));
  }

  /** A response counts only when its body has arrived. */
  function noteWhenRead(response: Response, exchange: Exchange): Response {
    const text = response.text.bind(response);
    return Object.assign(response, {
      async text() {
        const body = await text();
        note(response, exchange);
        return body;
      },
    });
  }

  function randomFault(): Fault {
    const passing = () => ({ status: pick([408, 429, 500, 502, 503, 504]), headers: retryAfter() });
    return pick<() => Fault>([
      () => "reset",
      () => "reset",
      () => "silence",
      passing,
      passing,
      passing,
      () => ({ status: pick([500, 502]), body: pick(["", "<html><title>Bad gateway</title>", "{", { code: "1" }]) }),
      () => ({ status: 200, body: pick(["", "<html>", "{}", '{"status":4}', "[]", '{"status":"fini']) }),
      () => ({
        status: 200,
        body: { batchTrackingId: upload.customerId, status: "finished", devicesStatus: [{ status: "finished" }] },
      }),
      () => ({ slowBody: between(10, 2 * timeout) }),
      () => ({ cutBody: Math.floor(random() * 80) }),
      () => (chance(0.2) ? { status: pick([400, 403, 404, 409]) } : passing()),
      () => (chance(0.2) ? { redirect: "https://elsewhere.example/" } : passing()),
    ])();
  }

  function retryAfter(): Record<string, string> {
    const seconds = Math.floor(between(1, 200));
    const date = new Date(Math.ceil(Date.now() / 1000) * 1000 + seconds * 1000).toUTCString();
    const header = pick([undefined, undefined, String(seconds), date, "soon", "-5"]);
    return header === undefined ? {} : { "Retry-After": header };
  }

  async function run(): Promise<Ending> {
    begunAt = performance.now();
    if (abortAfter !== undefined) setTimeout(() => controller.abort("aborted"), abortAfter);
    try {
      return await follow();
    } catch (reason) {
      return { kind: "rejected", reason };
    } finally {
      endedAt = performance.now();
    }
  }

  async function follow(): Promise<Ending> {
    const { signal } = controller;
    if (mode === "get") return { kind: "details", details: seen(await client.getBatchUploadStatus(upload, { signal })) };
    const options: WatchOptions = { signal, totalTimeout, interval };
    if (mode === "wait") return { kind: "details", details: seen(await client.waitForBatchUpload(upload, options)) };

    let steps = 0;
    let last: BatchUploadDetails | undefined;
    let isReturned = false;
    const watch = client.watchBatchUpload(upload, options);
    if (returnAfter !== undefined) {
      setTimeout(() => {
        isReturned = true;
        void watch.return?.();
      }, returnAfter);
    }
    for await (const details of watch) {
      rule(JSON.stringify(details) !== JSON.stringify(last), "the same answer twice");
      last = seen(details);
      if (steps++ === breakAfter) return { kind: "broken off" };
    }
    return isReturned && !(last && isFinished(last)) ? { kind: "broken off" } : { kind: "details", details: last };
  }

  /** What is given has to be what the server last said, and nothing better. */
  function seen(details: BatchUploadDetails): BatchUploadDetails {
    const truth = exchanges.at(-1)?.truth;
    rule(truth !== undefined, "an answer out of nothing");
    rule(isFinished(details) === truth?.isFinished, "a false finished");
    rule(!allSucceeded(details) || truth?.isSuccess === true, "a false success");
    return details;
  }

  function judge(ending: Ending, timersLeft: number): Report {
    const elapsed = (endedAt ?? performance.now()) - begunAt;
    if (mode !== "get") rule(elapsed <= totalTimeout + 1, `ended ${elapsed - totalTimeout} ms after its deadline`);
    judgeEnding(ending, elapsed);
    judgeRequests();
    judgeEvents();
    judgeSecrets(ending);
    // The simulation's own timers may be left: those of an abort or a return that came too late.
    const own = [abortAfter, returnAfter].filter((after) => after !== undefined && after >= elapsed).length;
    rule(timersLeft <= own, `${timersLeft - own} timers left`);
    rule(getEventListeners(controller.signal, "abort").length === 0, "a listener left on the signal");
    const name = ending.kind === "rejected" ? nameOf(ending.reason) : ending.kind;
    return { looks: exchanges.length, ending: name, violations };
  }

  function judgeEnding(ending: Ending, elapsed: number) {
    if (ending.kind === "broken off") return;
    if (ending.kind === "details") {
      if (mode !== "get") rule(ending.details !== undefined && isFinished(ending.details), "ended before the batch did");
      return;
    }
    const { reason } = ending;
    if (reason === "aborted") return rule(controller.signal.aborted, "an abort that nobody asked for");
    if (!isBatchStatusError(reason)) return rule(false, `rejected with ${String(reason)}`);
    const last = exchanges.at(-1);
    const mayPass = [408, 429, 500, 502, 503, 504].includes(last?.status ?? 0);
    switch (reason.code) {
      case "ERR_DEADLINE":
        return rule(mode !== "get" && elapsed >= totalTimeout - 1, "a deadline before its time");
      case "ERR_API":
        rule(reason.status === last?.status, "an error that nobody answered");
        return rule(!mayPass || mode === "get" || retry === false, "gave up on what may pass");
      case "ERR_NETWORK":
        return rule(last?.answeredAt === undefined && (mode === "get" || retry === false), "gave up on the network");
      case "ERR_INVALID_RESPONSE": {
        // A 401 and its repeat with another token are one look.
        const looks = exchanges.filter(({ status }) => status !== 401);
        const inARow = looks.length - 1 - looks.findLastIndex(({ status, truth }) => status !== 200 || truth !== undefined);
        if (mode === "get") return rule(last?.truth === undefined, "refused a right answer");
        return rule(inARow >= Math.max(1, limit), `gave up after ${inARow} answers that are not valid`);
      }
    }
  }

  function judgeRequests() {
    const refused = exchanges.filter(({ status }) => status === 401).length;
    if (mode === "get") rule(exchanges.length <= limit + 1 + refused, `${exchanges.length} requests in one call`);
    for (const [index, exchange] of exchanges.entries()) {
      const previous = exchanges[index - 1];
      if (previous === undefined) continue;
      rule(exchange.correlationId === previous.correlationId, "another MS-CorrelationId");
      const isKept = exchange.requestId === previous.requestId;
      rule(isKept === (previous.answeredAt === undefined), isKept ? "kept an MS-RequestId" : "changed an MS-RequestId");
      const allowedAt = (previous.answeredAt ?? 0) + (previous.retryAfter ?? 0);
      rule(exchange.sentAt >= allowedAt - 1, `${allowedAt - exchange.sentAt} ms sooner than Retry-After allowed`);
    }
  }

  function judgeEvents() {
    rule(events.length === exchanges.length, `${events.length} events of ${exchanges.length} attempts`);
    for (const [index, event] of events.entries()) {
      const exchange = exchanges[index];
      rule(event.attempt === index + 1, "attempts counted wrong");
      rule(event.requestId === exchange?.requestId, "an event with another MS-RequestId");
      rule(event.status === exchange?.status, `an event with status ${event.status} instead of ${exchange?.status}`);
    }
  }

  function judgeSecrets(ending: Ending) {
    const reason = ending.kind === "rejected" ? ending.reason : undefined;
    const error = reason instanceof Error ? `${reason.stack}${JSON.stringify(reason)}` : "";
    const shown = error + JSON.stringify(events) + JSON.stringify(emulator.requests);
    rule(!shown.includes(PRODUCT_KEY), "a product key shown");
    rule(!/token-\d+-/.test(shown), "a token shown");
  }

  return { run, judge };
}

/** Whether the emulator answers as it should, if perhaps slowly. */
function isRightAnswer(fault: Fault | undefined): boolean {
  return fault === undefined || (typeof fault === "object" && ("slowBody" in fault || "cutBody" in fault));
}

function millisecondsOf(retryAfter: string | null): number | undefined {
  if (retryAfter === null || retryAfter === "soon" || retryAfter === "-5") return undefined;
  return /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Math.max(0, Date.parse(retryAfter) - Date.now());
}

function nameOf(reason: unknown): string {
  return isBatchStatusError(reason) ? reason.code : String(reason);
}
