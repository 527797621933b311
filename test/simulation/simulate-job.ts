import { getEventListeners } from "node:events";
import {
  type ApiError,
  type AttemptEvent,
  allSucceeded,
  type BatchStatusClientOptions,
  type BatchUploadDetails,
  createBatchStatusClient,
  isBatchStatusError,
  isFinished,
  type PollState,
  parseBatchLocation,
  type TokenSource,
  type WatchOptions,
} from "partner-center-batch-status";
import { createEmulator, type InjectedFault, type SubmittedDevice } from "partner-center-batch-status/emulator";
import { createRandom } from "../../src/emulator/random.ts";
import { installClock } from "../portable/clock.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const LONGEST_RETRY_AFTER = 200 * SECOND;
const PRODUCT_KEY = "ABCDE-FGHJK-LMNPQ-RTVWX-YZ234";
const realSetImmediate = globalThis.setImmediate;

/** An attempt as the emulator saw it. */
interface Attempt {
  sentAt: number;
  requestId: string;
  correlationId: string;
  /** The actual state of the batch; undefined if the response was not a valid one. */
  truth: { isFinished: boolean; isSuccess: boolean } | undefined;
  /** When a response had arrived in full; undefined if none did. */
  respondedAt: number | undefined;
  status: number | undefined;
  retryAfter: number | undefined;
}

/** What `fetch` does wrong: a fault of the emulator, or something in place of its response. */
type Trouble = InjectedFault | { instead: () => unknown };

export interface SimulatedJob {
  attempts: number;
  result: string;
  /** The invariants that were broken. */
  violations: string[];
}

/**
 * Runs the client on one batch of the emulator, in virtual time, with a random duration, random faults, expiring tokens, jumps of the
 * wall clock, aborts, loops that end early, other waits of the same client, and waits
 * whose polls each have a new client. Everything follows from the seed. Then checks the
 * invariants.
 */
export async function simulateJob(seed: number): Promise<SimulatedJob> {
  const clock = installClock();
  const { random } = Math;
  const simulation = createSimulation(seed, (milliseconds) => clock.setSystemTime(Date.now() + milliseconds));
  // The client's jitter must follow from the seed, too.
  Math.random = createRandom(seed ^ 0x5eed);
  try {
    let isDone = false;
    const done = simulation.run().finally(() => {
      isDone = true;
    });
    while (!isDone) {
      await flushPromises();
      if (isDone) break;
      if (clock.countTimers() === 0) throw new Error("the job waits, but not for a timer");
      clock.next();
    }
    const result = await done;
    await flushPromises();
    return simulation.checkInvariants(result, clock.countTimers());
  } finally {
    Math.random = random;
    clock.uninstall();
  }
}

/** Runs the promise callbacks that are due. In Node nothing that a job does takes more than them and timers. */
function flushPromises(): Promise<void> {
  return new Promise((resolve) => void realSetImmediate(resolve));
}

type Result =
  | { kind: "resolved"; details: BatchUploadDetails | undefined }
  | { kind: "rejected"; reason: unknown }
  | { kind: "ended early" };

function createSimulation(seed: number, jumpClock: (milliseconds: number) => void) {
  const random = createRandom(seed);
  const chance = (share: number) => random() < share;
  // Safe: no list is empty, and the index is within the list.
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
  const between = (least: number, most: number) => Math.floor(least * (most / least) ** random());

  const violations: string[] = [];
  const invariant = (holds: boolean, violation: string) => {
    if (!holds) violations.push(violation);
  };

  const duration = between(5 * SECOND, 12 * MINUTE);
  const deviceResults = ["success", "success", "success", "808", "806", { status: "archived" }] as const;
  const devices: SubmittedDevice[] = Array.from({ length: 1 + Math.floor(random() * 4) }, (_, index) => ({
    serialNumber: `S-${index}`,
    productKey: PRODUCT_KEY,
    result: pick(deviceResults),
  }));
  const willSucceed = devices.every(({ result }) => result === "success");
  const faultShare = pick([0, 0, 0.1, 0.3, 0.7]);
  const jumpShare = pick([0, 0, 0, 0.1]);
  const mode = pick(["watch", "watch", "wait", "poll", "poll", "get"] as const);
  const timeout = pick([5 * SECOND, 60 * SECOND]);
  const retry = pick([undefined, undefined, false, { limit: 1 }, { limit: 5, maxDelay: 10 * SECOND }] as const);
  const limit = retry === false ? 0 : (retry?.limit ?? 3);
  const totalTimeout = pick([60 * MINUTE, 60 * MINUTE, 5 * MINUTE, 20 * SECOND]);
  const interval = pick([undefined, undefined, 2 * SECOND, { min: SECOND, growth: 0.5, max: 30 * SECOND }]);
  const abortAfter = chance(0.1) ? between(1, duration) : undefined;
  /** Enough for every valid response. */
  const maxBodySize = pick([undefined, undefined, 4_000]);
  const isNeverValid = chance(0.02);
  const companions = mode !== "poll" && chance(0.3) ? 1 + Math.floor(random() * 3) : 0;
  const breakAfter = mode === "watch" && chance(0.1) ? Math.floor(random() * 3) : undefined;
  const returnAfter = mode === "watch" && chance(0.05) ? between(1, duration) : undefined;

  // A token can expire at a time other than the one it states.
  const lifetime = pick([Infinity, 10 * MINUTE, 2 * MINUTE, 30 * SECOND]);
  const isExpiryTrue = chance(0.7);
  const isRenewable = chance(0.8);
  let tokens = 0;
  const issuedAt = new Map<string, number>();
  const newToken = () => {
    const token = `token-${isRenewable ? ++tokens : 0}-${seed}`;
    if (!issuedAt.has(token)) issuedAt.set(token, performance.now());
    return token;
  };
  const source: TokenSource = pick<TokenSource>([
    newToken,
    () => ({ token: newToken(), expiresOnTimestamp: Date.now() + (isExpiryTrue ? lifetime : 60 * MINUTE) }),
    async () => ({ token: newToken(), expiresOnTimestamp: Date.now() + (isExpiryTrue ? lifetime : 60 * MINUTE) }),
    { getToken: async () => ({ token: newToken(), expiresOnTimestamp: Date.now() + lifetime }) },
  ]);

  const emulator = createEmulator({
    seed,
    refuseToken: (token) => (performance.now() - (issuedAt.get(token) ?? 0) > lifetime ? "expired" : undefined),
  });
  const upload = parseBatchLocation(emulator.submit({ devices, duration }));
  const submittedAt = Date.now();
  const attempts: Attempt[] = [];
  const events: AttemptEvent[] = [];
  const controller = new AbortController();
  const companionsEnd = new AbortController();
  /** When each hold of the client began and ends. */
  const holds: { from: number; until: number }[] = [];
  let startedAt = 0;
  let endedAt: number | undefined;

  const options: BatchStatusClientOptions = {
    token: source,
    timeout,
    retry,
    maxBodySize,
    onAttempt: (event) => {
      if (event.batchTrackingId === upload.batchTrackingId) events.push(event);
      if (chance(0.01)) throw new Error("onAttempt failed");
    },
    async fetch(url, init) {
      if (chance(jumpShare)) jumpClock(Math.floor((random() - 0.5) * 2 * 86_400_000));
      const isOwn = url.includes(upload.batchTrackingId);
      const trouble = isOwn && isNeverValid ? invalidResponse() : chance(faultShare) ? randomTrouble() : undefined;
      if (trouble !== undefined && !hasResponseInstead(trouble)) emulator.fail(trouble);
      const isComplete = Date.now() - submittedAt >= duration;
      const headers = new Headers(init.headers);
      const attempt: Attempt = {
        sentAt: performance.now(),
        requestId: headers.get("MS-RequestId") ?? "",
        correlationId: headers.get("MS-CorrelationId") ?? "",
        truth: isValidResponse(trouble) ? { isFinished: isComplete, isSuccess: isComplete && willSucceed } : undefined,
        respondedAt: undefined,
        status: undefined,
        retryAfter: undefined,
      };
      const hold = holds.find(({ from, until }) => attempt.sentAt > from && attempt.sentAt < until - 1);
      invariant(hold === undefined, "a request while a 429 holds the client");
      if (isOwn) {
        attempts.push(attempt);
        invariant(endedAt === undefined, "a request after the end");
        invariant(!controller.signal.aborted, "a request after the abort");
      }
      invariant(!companionsEnd.signal.aborted, "a request after everything was aborted");
      // Safe: whatever it is, the client must cope with it.
      if (hasResponseInstead(trouble)) return trouble.instead() as Response;
      const response = await emulator.fetch(url, init);
      if (hasStreamedBody(trouble)) return recordWhenRead(response, attempt);
      record(response, attempt);
      return response;
    },
  };
  const client = createBatchStatusClient(options);

  function record(response: Response, attempt: Attempt) {
    attempt.respondedAt = performance.now();
    attempt.status = response.status;
    attempt.retryAfter = millisecondsOf(response.headers.get("Retry-After"));
    if (response.status !== 429 || attempt.retryAfter === undefined) return;
    holds.push({ from: attempt.respondedAt, until: attempt.respondedAt + attempt.retryAfter });
  }

  /** A response counts only if its body arrives in full. */
  function recordWhenRead(response: Response, attempt: Attempt): Response {
    const reader = response.body?.getReader();
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(stream) {
          const chunk = await reader?.read();
          if (chunk?.value !== undefined) return stream.enqueue(chunk.value);
          record(response, attempt);
          stream.close();
        },
        cancel: (reason) => reader?.cancel(reason),
      },
      // Without a buffer, the end is seen only when the client has read everything before it.
      { highWaterMark: 0 },
    );
    return new Response(body, response);
  }

  function randomTrouble(): Trouble {
    const transient = () => ({ status: pick([408, 429, 500, 502, 503, 504]), headers: retryAfter() });
    return pick<() => Trouble>([
      () => "reset",
      () => "reset",
      () => "silence",
      transient,
      transient,
      transient,
      () => ({ status: pick([500, 502]), body: pick(["", "<html><title>Bad gateway</title>", "{", { code: "1" }, DEEP]) }),
      invalidResponse,
      () => ({ slowBody: between(10, 2 * timeout) }),
      () => ({ cutBody: Math.floor(random() * 80) }),
      () => (chance(0.2) ? { status: pick([400, 403, 404, 409]), body: pick([{ code: "1" }, DEEP]) } : transient()),
      () => (chance(0.2) ? { redirect: "https://elsewhere.example/" } : transient()),
      () => ({ status: 500, body: "x".repeat(10_000) }),
      () => ({ instead: pick(WRONG_RESPONSES) }),
    ])();
  }

  function invalidResponse(): InjectedFault {
    const otherBatch = { batchTrackingId: upload.customerId, status: "finished", devicesStatus: [{ status: "finished" }] };
    // Valid, except that it is too long.
    const huge = maxBodySize === undefined ? " ".repeat(10_000) : { status: "finished", padding: "x".repeat(maxBodySize) };
    return {
      status: 200,
      body: pick<unknown>(["", "<html>", "{}", '{"status":4}', "[]", '{"status":"fini', DEEP, huge, otherBatch]),
    };
  }

  function retryAfter(): Record<string, string> {
    const seconds = Math.floor(between(1, LONGEST_RETRY_AFTER / SECOND));
    const date = new Date(Math.ceil(Date.now() / 1000) * 1000 + seconds * 1000).toUTCString();
    const header = pick([undefined, undefined, String(seconds), date, "soon", "-5"]);
    return header === undefined ? {} : { "Retry-After": header };
  }

  async function run(): Promise<Result> {
    startedAt = performance.now();
    if (abortAfter !== undefined) setTimeout(() => controller.abort("aborted"), abortAfter);
    const others = Promise.allSettled(Array.from({ length: companions }, runCompanion));
    try {
      return await useClient();
    } catch (reason) {
      return { kind: "rejected", reason };
    } finally {
      endedAt = performance.now();
      companionsEnd.abort("ended");
      await others;
    }
  }

  /** Another wait of the same client, which begins some time later. Its faults hold the job, and those of the job hold it. */
  async function runCompanion() {
    const { signal } = companionsEnd;
    const start = between(1, duration);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, start);
      signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    });
    const other = parseBatchLocation(emulator.submit({ devices, duration }));
    await client.waitForBatchUpload(other, { signal, interval: pick([2 * SECOND, 10 * SECOND, undefined]) });
  }

  async function useClient(): Promise<Result> {
    const { signal } = controller;
    if (mode === "get") return { kind: "resolved", details: checkDetails(await client.getBatchUploadStatus(upload, { signal })) };
    const waitOptions: WatchOptions = { signal, totalTimeout, interval };
    if (mode === "wait") return { kind: "resolved", details: checkDetails(await client.waitForBatchUpload(upload, waitOptions)) };
    if (mode === "poll") return { kind: "resolved", details: await pollUntilFinished(waitOptions) };

    let steps = 0;
    let last: BatchUploadDetails | undefined;
    let isReturned = false;
    const watch = client.watchBatchUpload(upload, waitOptions);
    if (returnAfter !== undefined) {
      setTimeout(() => {
        isReturned = true;
        void watch.return?.();
      }, returnAfter);
    }
    for await (const details of watch) {
      invariant(JSON.stringify(details) !== JSON.stringify(last), "a watch yielded the same details twice");
      last = checkDetails(details);
      if (steps++ === breakAfter) return { kind: "ended early" };
    }
    return isReturned && !(last && isFinished(last)) ? { kind: "ended early" } : { kind: "resolved", details: last };
  }

  /** Waits as a queue does: each poll has a new client, and what it knows of the last poll is JSON. */
  async function pollUntilFinished(waitOptions: WatchOptions): Promise<BatchUploadDetails> {
    let state: PollState | undefined;
    while (true) {
      const poll = await createBatchStatusClient(options).pollBatchUpload(upload, { ...waitOptions, state });
      if (poll.details !== undefined) checkDetails(poll.details);
      if (poll.pause === undefined) return poll.details;
      state = JSON.parse(JSON.stringify(poll.state));
      invariant(!/token-|ABCDE/.test(JSON.stringify(state)), "a secret in the state of a poll");
      await sleep(poll.pause, controller.signal);
    }
  }

  /** The details must be what the server last sent, and never report more success than there was. */
  function checkDetails(details: BatchUploadDetails): BatchUploadDetails {
    const truth = attempts.at(-1)?.truth;
    invariant(truth !== undefined, "details without a valid response");
    invariant(isFinished(details) === truth?.isFinished, "isFinished differs from the batch");
    invariant(!allSucceeded(details) || truth?.isSuccess === true, "allSucceeded is true for a batch that did not succeed");
    return details;
  }

  function checkInvariants(result: Result, timersLeft: number): SimulatedJob {
    const elapsed = (endedAt ?? performance.now()) - startedAt;
    checkDeadline(elapsed);
    checkResult(result, elapsed);
    checkRequests();
    checkEvents();
    checkSecrets(result);
    // The simulation's own timers can be left: those of an abort or a return that came too late.
    const own = [abortAfter, returnAfter].filter((after) => after !== undefined && after >= elapsed).length;
    invariant(timersLeft <= own, `${timersLeft - own} timers left`);
    invariant(getEventListeners(controller.signal, "abort").length === 0, "a listener left on the signal");
    const name = result.kind === "rejected" ? nameOf(result.reason) : result.kind;
    return { attempts: attempts.length, result: name, violations };
  }

  /** A poll checks the deadline by the wall clock, after a last pause and a last poll. */
  function checkDeadline(elapsed: number) {
    if (mode === "get" || (mode === "poll" && jumpShare > 0)) return;
    const allowance = mode === "poll" ? LONGEST_RETRY_AFTER + 4 * timeout : 1;
    invariant(elapsed <= totalTimeout + allowance, `ended ${elapsed - totalTimeout} ms after its deadline`);
  }

  function checkResult(result: Result, elapsed: number) {
    if (result.kind === "ended early") return;
    if (result.kind === "resolved") {
      if (mode !== "get") invariant(result.details !== undefined && isFinished(result.details), "finished before the batch");
      return;
    }
    const { reason } = result;
    if (reason === "aborted") return invariant(controller.signal.aborted, "an abort without a cause");
    if (!isBatchStatusError(reason)) return invariant(false, `rejected with ${String(reason)}`);
    const last = attempts.at(-1);
    const isTransient = [408, 429, 500, 502, 503, 504].includes(last?.status ?? 0);
    switch (reason.code) {
      case "ERR_DEADLINE":
        if (mode === "poll" && jumpShare > 0) return;
        return invariant(mode !== "get" && elapsed >= totalTimeout - 1, "a deadline that came early");
      case "ERR_API":
        if (reason.message.includes("to another call")) return checkThrottled(reason);
        invariant(reason.status === last?.status, "an error with another status than the response");
        return invariant(!isTransient || mode === "get" || retry === false, "gave up after a transient error");
      case "ERR_NETWORK":
        return invariant(last?.respondedAt === undefined && (mode === "get" || retry === false), "gave up after a network error");
      case "ERR_INVALID_RESPONSE":
        invariant(last?.truth === undefined, "rejected a valid response");
        return invariant(mode === "get" || retry === false, "gave up after an invalid response");
    }
  }

  /** A call rejects without a request only if another one's hold is longer than its own longest delay. */
  function checkThrottled({ status, retryAfter }: ApiError) {
    const maxDelay = retry === false ? 0 : (retry?.maxDelay ?? 120 * SECOND);
    const remaining = Math.max(...holds.map(({ until }) => until)) - (endedAt ?? 0);
    invariant(mode === "get" && companions > 0, "throttled by a call that does not exist");
    invariant(status === 429 && remaining > maxDelay, `gave up although the client was held for ${remaining} ms only`);
    invariant(Math.abs((retryAfter ?? 0) - remaining) <= 1, `retryAfter ${retryAfter} instead of ${remaining}`);
  }

  function checkRequests() {
    const unauthorized = attempts.filter(({ status }) => status === 401).length;
    if (mode === "get") invariant(attempts.length <= limit + 1 + unauthorized, `${attempts.length} requests in one call`);
    for (const [index, attempt] of attempts.entries()) {
      const previous = attempts[index - 1];
      if (previous === undefined) continue;
      invariant(attempt.correlationId === previous.correlationId, "another MS-CorrelationId");
      const isKept = attempt.requestId === previous.requestId;
      invariant(isKept === (previous.respondedAt === undefined), isKept ? "kept an MS-RequestId" : "changed an MS-RequestId");
      const allowedAt = (previous.respondedAt ?? 0) + (previous.retryAfter ?? 0);
      invariant(attempt.sentAt >= allowedAt - 1, `${allowedAt - attempt.sentAt} ms sooner than Retry-After allowed`);
    }
  }

  function checkEvents() {
    invariant(events.length === attempts.length, `${events.length} events of ${attempts.length} attempts`);
    for (const [index, event] of events.entries()) {
      const attempt = attempts[index];
      invariant(event.attempt === index + 1, "attempts counted wrong");
      invariant(event.requestId === attempt?.requestId, "an event with another MS-RequestId");
      invariant(event.status === attempt?.status, `an event with status ${event.status} instead of ${attempt?.status}`);
      if (mode !== "get") checkPause(event, attempt?.retryAfter ?? 0);
    }
  }

  /** After a 401, an attempt with another token follows at once. */
  function checkPause({ pause, status }: AttemptEvent, retryAfter: number) {
    if (pause === undefined || (status === 401 && pause === 0)) return;
    const { min = 5 * SECOND, max = 45 * SECOND } =
      typeof interval === "number" ? { min: interval, max: interval } : (interval ?? {});
    const isWithin = pause >= min - 1 && pause <= Math.max(max, retryAfter + 1);
    invariant(isWithin, `a pause of ${pause} ms`);
  }

  function checkSecrets(result: Result) {
    const reason = result.kind === "rejected" ? result.reason : undefined;
    const error = reason instanceof Error ? `${reason.stack}${JSON.stringify(reason)}` : "";
    const shown = error + JSON.stringify(events) + JSON.stringify(emulator.requests);
    invariant(!shown.includes(PRODUCT_KEY), "a product key shown");
    invariant(!/token-\d+-/.test(shown), "a token shown");
  }

  return { run, checkInvariants };
}

/** Rejects with the signal's reason as soon as it aborts. */
function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      if (signal.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}

/** In place of a response. */
const WRONG_RESPONSES: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => ({}),
  () => "text",
  () => ({ status: 200, ok: true }),
  () => ({ status: 200, ok: true, headers: new Headers() }),
  () => ({ status: 200, ok: true, headers: new Headers(), text: async () => ({ status: "finished" }) }),
];

const DEEP = `${"[".repeat(5_000)}${"]".repeat(5_000)}`;

function hasResponseInstead(trouble: Trouble | undefined): trouble is { instead: () => unknown } {
  return typeof trouble === "object" && "instead" in trouble;
}

function hasStreamedBody(trouble: Trouble | undefined): boolean {
  return typeof trouble === "object" && ("slowBody" in trouble || "cutBody" in trouble);
}

/** Whether the emulator sends the status of the batch, if perhaps slowly or in part. */
function isValidResponse(trouble: Trouble | undefined): boolean {
  return trouble === undefined || hasStreamedBody(trouble);
}

function millisecondsOf(retryAfter: string | null): number | undefined {
  if (retryAfter === null || retryAfter === "soon" || retryAfter === "-5") return undefined;
  return /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Math.max(0, Date.parse(retryAfter) - Date.now());
}

function nameOf(reason: unknown): string {
  return isBatchStatusError(reason) ? reason.code : String(reason);
}
