import {
  ApiError,
  ArgumentError,
  type AttemptEvent,
  type BatchStatusClientOptions,
  type BatchUploadDetails,
  createBatchStatusClient,
  InvalidResponseError,
  NetworkError,
  type PollOptions,
  type PollState,
  parseBatchLocation,
  WatchDeadlineError,
} from "partner-center-batch-status";
import { createEmulator, type InjectedFault } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createRandom } from "../../src/emulator/random.ts";
import { holdTimeWhileReading, inStoppedTime, inVirtualTime } from "./clock.ts";
import { reasonOf, rejection } from "./rejection.ts";

const test = suite("polls");

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const TOKEN = "token-that-must-not-be-stored";
const PRODUCT_KEY = "ABCDE-FGHJK-LMNPQ-RTVWX-YZ234";
const devices = [
  { serialNumber: "1", productKey: PRODUCT_KEY },
  { serialNumber: "2", result: "808" as const },
];

/** A batch of ten minutes on an emulator, and new clients for it, each of which knows nothing of the others. */
function setUp(options: Partial<BatchStatusClientOptions> = {}, duration = 10 * MINUTE) {
  const emulator = createEmulator({ seed: 1 });
  const upload = parseBatchLocation(emulator.submit({ devices, duration }));
  const newClient = () => {
    const hooks = holdTimeWhileReading({ fetch: emulator.fetch, onAttempt: options.onAttempt });
    return createBatchStatusClient({ token: TOKEN, ...options, ...hooks });
  };
  const sentHeaders = (name: string) => emulator.requests.map(({ headers }) => headers[name]);
  return { emulator, upload, newClient, sentHeaders };
}

type SetUp = ReturnType<typeof setUp>;

const sleep = (milliseconds: number) => new Promise<void>((resolve) => void setTimeout(resolve, milliseconds));
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value));

/** Waits as a queue does: each poll has a new client, and what it knows of the last poll is JSON. */
async function pollUntilFinished({ newClient, upload }: SetUp, options: PollOptions = {}): Promise<BatchUploadDetails> {
  let state: PollState | undefined;
  while (true) {
    const poll = await newClient().pollBatchUpload(upload, { ...options, state });
    if (poll.pause === undefined) return poll.details;
    state = copy(poll.state);
    await sleep(poll.pause);
  }
}

/** Runs `work` with the same jitter each time. */
async function withSameJitter<T>(work: () => Promise<T>): Promise<T> {
  const { random } = Math;
  Math.random = createRandom(7);
  try {
    return await work();
  } finally {
    Math.random = random;
  }
}

const TROUBLE: InjectedFault[] = [
  "reset",
  { status: 503 },
  { status: 429, headers: { "Retry-After": "57" } },
  { status: 200, body: "<html>garbage" },
  { status: 503, headers: { "Retry-After": "90" } },
  "silence",
];

test("polls by new clients happen at the same milliseconds as a watch's, whatever goes wrong", async () => {
  const observe = (wait: (job: SetUp) => Promise<BatchUploadDetails>, options: Partial<BatchStatusClientOptions>) =>
    inVirtualTime(() =>
      withSameJitter(async () => {
        const events: Partial<AttemptEvent>[] = [];
        const onAttempt = ({ attempt, status, pause }: AttemptEvent) => events.push({ attempt, status, pause });
        const job = setUp({ ...options, onAttempt });
        job.emulator.fail(...TROUBLE);
        const details = await wait(job);
        const times = job.emulator.requests.map(({ at }) => at);
        const ids = job.sentHeaders("ms-requestid");
        return { times, events, details, repeated: ids.map((id, index) => id === ids[index - 1]) };
      }),
    );
  const lifetime = 4 * MINUTE;
  const source = () => ({ token: `${TOKEN}-${Math.floor(Date.now() / lifetime)}`, expiresOnTimestamp: Date.now() + HOUR });
  for (const token of [TOKEN, source]) {
    const watched = await observe(({ newClient, upload }) => newClient().waitForBatchUpload(upload), { token });
    const polled = await observe(pollUntilFinished, { token });
    assert.equal(polled, watched);
    assert.ok(watched.times.length > 10, `${watched.times.length} requests`);
    assert.is(watched.events.at(-1)?.pause, undefined);
  }
});

test("the state is JSON, and contains no token, no product key and nothing else of a response", async () => {
  await inVirtualTime(async () => {
    const { newClient, upload, emulator } = setUp();
    for (const fault of [undefined, "reset", { status: 503, body: { code: TOKEN, description: PRODUCT_KEY } }] as const) {
      if (fault !== undefined) emulator.fail(fault);
      const { state, pause } = await newClient().pollBatchUpload(upload);
      assert.type(pause, "number");
      assert.equal(Object.keys(state).sort(), ["attempts", "correlationId", "requestId", "startedAt"]);
      assert.is(state.startedAt, Date.now());
      assert.is(state.attempts, 1);
      assert.not.match(JSON.stringify(state), TOKEN);
      assert.not.match(JSON.stringify(state), PRODUCT_KEY);
    }
  });
});

test("a finished batch has no pause, and its details are final", async () => {
  await inVirtualTime(async () => {
    const { newClient, upload } = setUp({}, 0);
    const poll = await newClient().pollBatchUpload(upload);
    assert.is(poll.pause, undefined);
    assert.is(poll.error, undefined);
    assert.is(poll.details?.status, "finished");
  });
});

test("a transient error comes back with the pause before the next poll", async () => {
  await inVirtualTime(async () => {
    const { newClient, upload, emulator } = setUp({ timeout: SECOND });
    const classes = [NetworkError, ApiError, ApiError, InvalidResponseError, ApiError, NetworkError];
    for (const [index, fault] of TROUBLE.entries()) {
      emulator.fail(fault);
      const { error, details, pause = 0 } = await newClient().pollBatchUpload(upload);
      assert.instance(error, classes[index]);
      assert.is(details, undefined);
      assert.ok(pause >= 5 * SECOND, `${pause} ms`);
      if (error instanceof ApiError) assert.ok(pause >= (error.retryAfter ?? 0), `${pause} ms`);
    }
  });
});

test("an error that is not transient rejects, and so does any error without retries", async () => {
  await inVirtualTime(async () => {
    const { newClient, upload, emulator } = setUp();
    emulator.fail({ status: 403 });
    assert.is((await rejection(newClient().pollBatchUpload(upload), ApiError)).status, 403);
    emulator.fail({ status: 503 });
    const impatient = createBatchStatusClient({ token: TOKEN, fetch: emulator.fetch, retry: false });
    assert.is((await rejection(impatient.pollBatchUpload(upload), ApiError)).status, 503);
  });
});

test("a poll rejects with the token source's own error, and with the signal's reason", async () => {
  await inVirtualTime(async () => {
    const outage = new Error("no token today");
    const { newClient, upload, emulator } = setUp({ token: () => Promise.reject(outage) });
    assert.is(await reasonOf(newClient().pollBatchUpload(upload)), outage);
    assert.is(await reasonOf(newClient().pollBatchUpload(upload, { signal: AbortSignal.abort("shutdown") })), "shutdown");
    assert.equal(emulator.requests, []);
  });
});

test("a 401 is repeated once with another token, within the same poll", async () => {
  await inVirtualTime(async () => {
    let tokens = 0;
    const pauses: (number | undefined)[] = [];
    const { newClient, upload, emulator } = setUp({
      token: () => `${TOKEN}-${++tokens}`,
      onAttempt: ({ pause }) => void pauses.push(pause),
    });
    emulator.fail({ status: 401 });
    const { state, details, pause } = await newClient().pollBatchUpload(upload);
    assert.is(details?.status, "queued");
    assert.is(state.attempts, 2);
    assert.equal(pauses, [0, pause]);
  });
});

test("all polls of a wait share a correlation id, and count their attempts on", async () => {
  await inVirtualTime(async () => {
    const attempts: number[] = [];
    const job = setUp({ onAttempt: ({ attempt }) => void attempts.push(attempt) }, 3 * MINUTE);
    const correlationId = "aaaa0000-bb11-2222-33cc-444444dddddd";
    await pollUntilFinished(job, { correlationId });
    assert.equal([...new Set(job.sentHeaders("ms-correlationid"))], [correlationId]);
    assert.equal(
      attempts,
      [...attempts.keys()].map((index) => index + 1),
    );

    const other = setUp({}, 3 * MINUTE);
    await pollUntilFinished(other);
    assert.is(new Set(other.sentHeaders("ms-correlationid")).size, 1);
  });
});

test("a request id without a response is repeated by the next poll, and replaced after a response", async () => {
  await inVirtualTime(async () => {
    const { newClient, upload, emulator, sentHeaders } = setUp();
    emulator.fail("reset", { status: 503 });
    let state: PollState | undefined;
    for (let poll = 0; poll < 3; poll++) ({ state } = await newClient().pollBatchUpload(upload, { state }));
    const [lost, refused, accepted] = sentHeaders("ms-requestid");
    assert.is(lost, refused);
    assert.is.not(refused, accepted);
    assert.is(state?.requestId, undefined);
  });
});

test("the deadline is checked after the poll: a batch that finished while nobody polled is still reported", async () => {
  await inVirtualTime(async () => {
    const { newClient, upload } = setUp();
    const { state } = await newClient().pollBatchUpload(upload);
    await sleep(48 * HOUR);
    const { details, pause } = await newClient().pollBatchUpload(upload, { state });
    assert.is(details?.status, "finished");
    assert.is(pause, undefined);
  });
});

test("a batch that is not finished by the deadline rejects, with the last response or the last error", async () => {
  await inVirtualTime(async () => {
    const pauses: (number | undefined)[] = [];
    const { newClient, upload, emulator } = setUp({ onAttempt: ({ pause }) => void pauses.push(pause) }, 3 * HOUR);
    const { state } = await newClient().pollBatchUpload(upload);
    await sleep(HOUR - 1);
    assert.type((await newClient().pollBatchUpload(upload, { state })).pause, "number");
    await sleep(1);
    const late = await rejection(newClient().pollBatchUpload(upload, { state }), WatchDeadlineError);
    assert.match(late.message, /^The batch was not finished within 3600 s: its last status was processing \(batch /);
    assert.is(late.lastDetails?.status, "processing");
    emulator.fail({ status: 503 });
    const failed = await rejection(newClient().pollBatchUpload(upload, { state }), WatchDeadlineError);
    assert.match(failed.message, /^The batch was not finished within 3600 s: the last attempt failed with status 503 \(batch /);
    assert.equal(
      pauses.map((pause) => typeof pause),
      ["number", "number", "undefined", "undefined"],
    );
  });
});

test("a clock that was set back neither shortens a pause nor prolongs the wait by more than its length", async () => {
  await inVirtualTime(async () => {
    const { newClient, upload } = setUp({}, 3 * HOUR);
    const first = await newClient().pollBatchUpload(upload);
    const ahead = { ...first.state, startedAt: first.state.startedAt + 24 * HOUR };
    const { state, pause = 0 } = await newClient().pollBatchUpload(upload, { state: ahead });
    assert.ok(pause >= 5 * SECOND && pause <= 5.5 * SECOND, `${pause} ms`);
    assert.is(state.startedAt, Date.now());
    await sleep(HOUR);
    await rejection(newClient().pollBatchUpload(upload, { state }), WatchDeadlineError);
  });
});

test("while another call's 429 holds the client, a poll waits, or comes back if the hold is longer than maxDelay", async () => {
  await inVirtualTime(async () => {
    const { newClient, upload, emulator } = setUp();
    const client = newClient();
    const start = Date.now();
    emulator.fail({ status: 429, headers: { "Retry-After": "100" } });
    await client.pollBatchUpload(upload);
    await client.pollBatchUpload(upload);
    assert.equal(
      emulator.requests.map(({ at }) => at - start),
      [0, 100 * SECOND],
    );

    emulator.fail({ status: 429, headers: { "Retry-After": "121" } });
    await client.pollBatchUpload(upload);
    const held = await client.pollBatchUpload(upload);
    assert.is(emulator.requests.length, 3);
    assert.instance(held.error, ApiError);
    assert.is(held.pause, 121 * SECOND);
    assert.is(held.state.attempts, 0);
  });
});

test("a state in which an engine stored null for undefined is accepted", async () => {
  await inVirtualTime(async () => {
    const { newClient, upload } = setUp();
    const { state } = await newClient().pollBatchUpload(upload);
    const stored = JSON.parse(JSON.stringify(state, (_name, value) => value ?? null));
    assert.is(stored.requestId, null);
    assert.is((await newClient().pollBatchUpload(upload, { state: stored })).state.attempts, 2);
  });
});

test("a state that no poll returned is a TypeError that names the member", async () => {
  await inStoppedTime(async () => {
    const { newClient, upload, emulator } = setUp();
    const { state } = await newClient().pollBatchUpload(upload);
    const wrong: [unknown, RegExp][] = [
      ["{}", /"state" must be the state that the last poll returned, or undefined/],
      [null, /"state" must be the state that the last poll returned, or undefined/],
      [{}, /"state.startedAt" must be a number/],
      [{ ...state, startedAt: "2026" }, /"state.startedAt" must be a number .*"2026"/],
      [{ ...state, startedAt: NaN }, /"state.startedAt"/],
      [{ ...state, attempts: undefined }, /"state.attempts" must be a number/],
      [{ ...state, attempts: -1 }, /"state.attempts"/],
      [{ ...state, correlationId: "x" }, /"state.correlationId" must be GUID-formatted/],
      [{ ...state, requestId: 7 }, /"state.requestId" must be GUID-formatted/],
    ];
    const sent = emulator.requests.length;
    for (const [given, message] of wrong) {
      // Safe: the wrong type is the point.
      const error = await rejection(newClient().pollBatchUpload(upload, { state: given as PollState }), ArgumentError);
      assert.match(error.message, message);
    }
    assert.is(emulator.requests.length, sent);
    await newClient().pollBatchUpload(upload, { state: { ...copy(state), version: 2 } as PollState });
  });
});

test.run();
