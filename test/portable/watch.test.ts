import {
  ApiError,
  type AttemptEvent,
  type BatchStatusClientOptions,
  createBatchStatusClient,
  NetworkError,
  parseBatchLocation,
  WatchDeadlineError,
  type WatchOptions,
} from "partner-center-batch-status";
import { createEmulator, type InjectedFault } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { choosePause } from "../../src/poll.ts";
import { flushPromises, holdTimeWhileReading, inStoppedTime, inVirtualTime } from "./clock.ts";
import { reasonOf, rejection } from "./rejection.ts";

const test = suite("waits and retries");

const MINUTE = 60_000;
const devices = [{ serialNumber: "1" }, { serialNumber: "2", result: "808" as const }, { serialNumber: "3" }];

/** A batch of ten minutes on an emulator, and a client for it. */
function setUp(options: Partial<BatchStatusClientOptions> = {}, duration = 10 * MINUTE) {
  const emulator = createEmulator();
  const upload = parseBatchLocation(emulator.submit({ devices, duration }));
  const hooks = holdTimeWhileReading({ fetch: emulator.fetch, onAttempt: options.onAttempt });
  const client = createBatchStatusClient({ token: "token-1", ...options, ...hooks });
  const requestTimes = () => emulator.requests.map(({ at }) => at - (emulator.requests[0]?.at ?? 0));
  const sentHeaders = (name: string) => emulator.requests.map(({ headers }) => headers[name]);
  return { emulator, upload, client, requestTimes, sentHeaders };
}

/** The next step of a watch, as a promise. */
const nextOf = async <T>(watch: AsyncIterator<T>) => watch.next();

test("a watch yields each change once, until the batch is finished", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator } = setUp();
    const seen: string[] = [];
    for await (const { status, devicesStatus } of client.watchBatchUpload(upload)) {
      seen.push([status, ...(devicesStatus ?? []).map((device) => device.status)].join(" "));
    }
    assert.equal(seen, [
      "queued",
      "processing in-progress queued queued",
      "processing finished in-progress queued",
      "processing finished finished_with_errors in-progress",
      "finished finished finished_with_errors finished",
    ]);
    assert.ok(emulator.requests.length <= 28, `${emulator.requests.length} requests`);
  });
});

test("a wait resolves with the last response", async () => {
  await inVirtualTime(async () => {
    const { client, upload } = setUp();
    const details = await client.waitForBatchUpload(upload);
    assert.is(details.status, "finished");
    assert.is(details.devicesStatus?.length, 3);
  });
});

test("a wait detects the end of a batch with a delay in proportion to its duration", async () => {
  for (const minutes of [1, 10, 30]) {
    await inVirtualTime(async () => {
      const startedAt = Date.now();
      const { client, upload } = setUp({}, minutes * MINUTE);
      await client.waitForBatchUpload(upload);
      const late = Date.now() - startedAt - minutes * MINUTE;
      assert.ok(late >= 0 && late <= Math.max(5_500, minutes * MINUTE * 0.25), `${late} ms after ${minutes} min`);
    });
  }
});

test("a pause is a share of the elapsed time, varied by a tenth, never outside the bounds, and lengthened by Retry-After", () => {
  const interval = { min: 5_000, growth: 0.2, max: 60_000 };
  const [lowest, middle, highest] = [() => 0, () => 0.5, () => 1];
  assert.is(choosePause(100_000, undefined, interval, lowest), 18_000);
  assert.is(choosePause(100_000, undefined, interval, middle), 20_000);
  assert.is(Math.round(choosePause(100_000, undefined, interval, highest)), 22_000);
  assert.is(choosePause(0, undefined, interval, lowest), 5_000);
  assert.is(Math.round(choosePause(0, undefined, interval, highest)), 5_500);
  assert.is(choosePause(290_000, undefined, interval, highest), 60_000);
  assert.is(choosePause(10_000_000, undefined, interval, middle), 60_000);
  assert.is(choosePause(0, 57_000, interval, middle), 57_000);
  assert.is(choosePause(0, 1_000, interval, middle), 5_000);
  assert.is(choosePause(10_000_000, 300_000, interval, highest), 300_000);
});

test("a fixed interval is exact, however long the wait has lasted", () => {
  const fixed = { min: 2_000, growth: 0, max: 2_000 };
  for (const waited of [0, 1_000, 1e9]) {
    for (const random of [0, 0.5, 0.999])
      assert.is(
        choosePause(waited, undefined, fixed, () => random),
        2_000,
      );
  }
});

/** The times between requests. */
const gapsOf = (times: readonly number[]) => times.slice(1).map((time, index) => time - (times[index] ?? 0));

test("pauses never exceed 45 s, however long the wait has lasted", async () => {
  await inVirtualTime(async () => {
    const { client, upload, requestTimes } = setUp({}, 30 * MINUTE);
    await client.waitForBatchUpload(upload);
    assert.is(Math.max(...gapsOf(requestTimes())), 45_000);
  });
});

test("pauses stay between interval.min and interval.max", async () => {
  await inVirtualTime(async () => {
    const { client, upload, requestTimes } = setUp({}, 30 * MINUTE);
    await client.waitForBatchUpload(upload, { interval: { min: 3_000, max: 11_000 } });
    const gaps = gapsOf(requestTimes());
    assert.ok(
      gaps.every((gap) => gap >= 3_000 && gap <= 11_000),
      gaps.join(" "),
    );
    assert.ok(gaps.includes(11_000));
  });
});

test("an abort ends all steps in flight", async () => {
  await inStoppedTime(async () => {
    const { client, upload, emulator } = setUp();
    const controller = new AbortController();
    const watch = client.watchBatchUpload(upload, { signal: controller.signal });
    const [first, second] = [nextOf(watch), nextOf(watch)];
    await first;
    controller.abort("enough");
    assert.is(await reasonOf(second), "enough");
    assert.is(emulator.requests.length, 1);
  });
});

test("a wait polls at exactly a fixed interval", async () => {
  await inVirtualTime(async () => {
    const { client, upload, requestTimes } = setUp({}, MINUTE);
    await client.waitForBatchUpload(upload, { interval: 2_000 });
    assert.equal(
      requestTimes(),
      Array.from({ length: 31 }, (_, index) => index * 2_000),
    );
  });
});

test("all requests of a wait share one MS-CorrelationId, and each has its own MS-RequestId", async () => {
  await inVirtualTime(async () => {
    const { client, upload, sentHeaders } = setUp({}, MINUTE);
    await client.waitForBatchUpload(upload);
    assert.is(new Set(sentHeaders("ms-correlationid")).size, 1);
    assert.is(new Set(sentHeaders("ms-requestid")).size, sentHeaders("ms-requestid").length);
  });
});

test("a retry keeps the MS-RequestId if there was no response, and gets a new one after any response", async () => {
  const faults: [fault: InjectedFault, isKept: boolean][] = [
    ["reset", true],
    [{ status: 503 }, false],
    [{ status: 200, body: "<html>" }, false],
  ];
  for (const [fault, isKept] of faults) {
    await inVirtualTime(async () => {
      const { client, upload, sentHeaders, emulator } = setUp();
      emulator.fail(fault);
      await client.getBatchUploadStatus(upload);
      const [first, second] = sentHeaders("ms-requestid");
      assert.is(first === second, isKept, JSON.stringify(fault));
      assert.is(new Set(sentHeaders("ms-correlationid")).size, 1);
    });
  }
});

test("a call retries three times with growing delays, then rejects with the last error", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator, requestTimes } = setUp();
    emulator.fail("reset", "reset", { status: 500 }, { status: 502 }, { status: 503 });
    const error = await rejection(client.getBatchUploadStatus(upload), ApiError);
    assert.is(error.status, 502);
    const [, second = 0, third = 0, fourth = 0] = requestTimes();
    assert.ok(second >= 250 && second <= 500);
    assert.ok(third - second >= 500 && third - second <= 1000);
    assert.ok(fourth - third >= 1000 && fourth - third <= 2000);
    assert.is(emulator.requests.length, 4);
  });
});

test("a call waits for as long as Retry-After requests, and rejects if that exceeds maxDelay", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator, requestTimes } = setUp();
    emulator.fail({ status: 429, headers: { "Retry-After": "57" } });
    await client.getBatchUploadStatus(upload);
    assert.equal(requestTimes(), [0, 57_000]);
    emulator.fail({ status: 429, headers: { "Retry-After": "121" } });
    const error = await rejection(client.getBatchUploadStatus(upload), ApiError);
    assert.is(error.retryAfter, 121_000);
    assert.is(emulator.requests.length, 3);
  });
});

test("retry: false turns off retries in calls and in waits", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator } = setUp({ retry: false });
    emulator.fail("reset", "reset");
    await rejection(client.getBatchUploadStatus(upload), NetworkError);
    await rejection(client.waitForBatchUpload(upload), NetworkError);
    assert.is(emulator.requests.length, 2);
  });
});

test("a wait outlasts more transient errors than a call, with one attempt per poll", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator, requestTimes } = setUp();
    const faults: InjectedFault[] = Array.from({ length: 12 }, (_, index) => (index % 2 ? "reset" : { status: 503 }));
    emulator.fail(...faults);
    const details = await client.waitForBatchUpload(upload, { interval: 10_000 });
    assert.is(details.status, "finished");
    assert.ok(gapsOf(requestTimes()).every((gap) => gap === 10_000));
  });
});

test("a wait pauses for as long as Retry-After requests, however long", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator, requestTimes } = setUp();
    emulator.fail({ status: 429, headers: { "Retry-After": "300" } });
    await client.waitForBatchUpload(upload);
    assert.is(requestTimes()[1], 300_000);
  });
});

test("a wait rejects with an error that is not transient", async () => {
  for (const status of [400, 401, 403, 404, 418]) {
    await inVirtualTime(async () => {
      const { client, upload, emulator } = setUp();
      emulator.fail({ status });
      const error = await rejection(client.waitForBatchUpload(upload), ApiError);
      assert.is(error.status, status);
      assert.is(emulator.requests.length, 1);
    });
  }
});

const signInPage = { status: 200, body: "<!doctype html><title>Sign in</title>" };

test("a wait outlasts a sign-in page, and any other invalid responses", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator } = setUp();
    emulator.fail(...Array.from({ length: 12 }, () => signInPage), { status: 200, body: "{}" });
    const details = await client.waitForBatchUpload(upload);
    assert.is(details.status, "finished");
    assert.ok(emulator.requests.length > 13);
  });
});

test("a sign-in page for ten seconds does not end a wait that polls every second", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator, requestTimes } = setUp({}, MINUTE);
    emulator.fail(...Array.from({ length: 11 }, () => signInPage));
    const details = await client.waitForBatchUpload(upload, { interval: 1_000 });
    assert.is(details.status, "finished");
    assert.is(requestTimes().at(-1), MINUTE);
  });
});

test("invalid responses alone are retried until the deadline, which reports them", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator } = setUp();
    emulator.fail(...Array.from({ length: 1_000 }, () => signInPage));
    const startedAt = Date.now();
    const error = await rejection(client.waitForBatchUpload(upload, { totalTimeout: 60 * MINUTE }), WatchDeadlineError);
    assert.is(Date.now() - startedAt, 60 * MINUTE);
    assert.is(error.lastError?.code, "ERR_INVALID_RESPONSE");
    assert.match(error.message, "the last attempt failed with ERR_INVALID_RESPONSE");
  });
});

test("a wait rejects at its deadline with the last response", async () => {
  await inVirtualTime(async () => {
    const { client, upload } = setUp();
    const startedAt = Date.now();
    const error = await rejection(client.waitForBatchUpload(upload, { totalTimeout: 2 * MINUTE }), WatchDeadlineError);
    assert.is(Date.now() - startedAt, 2 * MINUTE);
    assert.is(error.code, "ERR_DEADLINE");
    assert.is(error.lastDetails?.status, "processing");
    assert.match(error.message, /^The batch was not finished within 120 s: its last status was processing \(batch /);
    assert.not.match(JSON.stringify(error), "devicesStatus");
  });
});

test("the deadline ends a request in flight", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator } = setUp({ timeout: Infinity });
    emulator.fail("silence");
    const startedAt = Date.now();
    const error = await rejection(client.waitForBatchUpload(upload, { totalTimeout: MINUTE }), WatchDeadlineError);
    assert.is(Date.now() - startedAt, MINUTE);
    assert.is(error.lastDetails, undefined);
    assert.match(error.message, /^The batch was not finished within 60 s: no status was received/);
  });
});

test("a step rejects if the deadline passed while the caller was busy, and sends nothing", async () => {
  await inStoppedTime(async (clock) => {
    const { client, upload, emulator } = setUp();
    const watch = client.watchBatchUpload(upload, { totalTimeout: MINUTE });
    await watch.next();
    clock.tick(2 * MINUTE);
    const step = rejection(nextOf(watch), WatchDeadlineError);
    await clock.tickAsync(1);
    await step;
    assert.is(emulator.requests.length, 1);
  });
});

test("a wait sends nothing before Retry-After has passed, even if that is beyond the deadline", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator } = setUp();
    emulator.fail({ status: 429, headers: { "Retry-After": "3000" } });
    await rejection(client.waitForBatchUpload(upload, { totalTimeout: 5 * MINUTE }), WatchDeadlineError);
    assert.is(emulator.requests.length, 1);
  });
});

test("a wait does not treat an unknown status as final", async () => {
  await inVirtualTime(async () => {
    const { client, emulator } = setUp();
    const upload = parseBatchLocation(emulator.submit({ devices, duration: 0, status: "archived" }));
    const error = await rejection(client.waitForBatchUpload(upload, { totalTimeout: MINUTE }), WatchDeadlineError);
    assert.is(error.lastDetails?.status, "archived");
  });
});

test("a jump of the wall clock does not move the deadline", async () => {
  await inVirtualTime(async (clock) => {
    const { client, upload } = setUp();
    const startedAt = performance.now();
    const watch = client.watchBatchUpload(upload, { totalTimeout: 20 * MINUTE });
    await watch.next();
    // The emulator follows the wall clock, on which the batch has not begun yet.
    clock.setSystemTime(Date.now() - 86_400_000);
    await rejection(
      nextOf(watch).then(() => watch.next()),
      WatchDeadlineError,
    );
    assert.is(performance.now() - startedAt, 20 * MINUTE);
  });
});

test("a watch checks its arguments immediately, before the first step", () => {
  const { client, upload, emulator } = setUp();
  const wrong: [options: WatchOptions, message: RegExp][] = [
    [{ totalTimeout: 0 }, /"totalTimeout" must be/],
    [{ interval: 0 }, /"interval" must be/],
    [{ interval: -1 }, /"interval" must be/],
    [{ interval: { min: 0 } }, /"interval.min" must be/],
    [{ interval: { max: Number.NaN, min: 1 } }, /"interval.max" must be/],
    [{ interval: { growth: -1 } }, /"interval.growth" must be/],
    [{ interval: { min: 10, max: 5 } }, /"interval.max" must not be less/],
    [{ correlationId: "mine" }, /"correlationId" must be/],
  ];
  for (const [options, message] of wrong) assert.throws(() => client.watchBatchUpload(upload, options), message);
  assert.throws(() => client.watchBatchUpload({ ...upload, customerId: "" }), /"customerId" must be/);
  assert.is(emulator.requests.length, 0);
});

test("a watch sends nothing before the first step", async () => {
  const { client, upload, emulator } = setUp();
  const watch = client.watchBatchUpload(upload);
  await flushPromises();
  assert.is(emulator.requests.length, 0);
  await watch.return?.();
  assert.equal(await watch.next(), { done: true, value: undefined });
  assert.is(emulator.requests.length, 0);
});

test("leaving the loop ends the watch and leaves no timer", async () => {
  await inStoppedTime(async (clock) => {
    const { client, upload, emulator } = setUp();
    for await (const _details of client.watchBatchUpload(upload)) break;
    assert.is(clock.countTimers(), 0);
    await clock.tickAsync(20 * MINUTE);
    assert.is(emulator.requests.length, 1);
  });
});

test("return() immediately ends a step that is in a pause", async () => {
  await inStoppedTime(async (clock) => {
    const { client, upload, emulator } = setUp();
    const watch = client.watchBatchUpload(upload);
    await watch.next();
    const step = watch.next();
    await clock.tickAsync(100);
    assert.equal(await watch.return?.(), { done: true, value: undefined });
    assert.equal(await step, { done: true, value: undefined });
    assert.is(clock.countTimers(), 0);
    assert.is(emulator.requests.length, 1);
  });
});

test("return() immediately ends a step with a request in flight", async () => {
  await inStoppedTime(async (clock) => {
    const { client, upload, emulator } = setUp();
    emulator.fail("silence");
    const watch = client.watchBatchUpload(upload);
    const step = watch.next();
    await clock.tickAsync(100);
    assert.is(emulator.requests.length, 1);
    assert.equal(await watch.return?.(), { done: true, value: undefined });
    assert.equal(await step, { done: true, value: undefined });
    assert.is(clock.countTimers(), 0);
  });
});

const moments = {
  "before the first step": { isStarted: false, isInStep: false, fault: [] },
  "between two steps": { isStarted: true, isInStep: false, fault: [] },
  "during a request": { isStarted: false, isInStep: true, fault: ["silence"] },
  "during a pause": { isStarted: true, isInStep: true, fault: [] },
} as const;
for (const [moment, { isStarted, isInStep, fault }] of Object.entries(moments)) {
  test(`an abort ${moment} ends a watch with the signal's reason`, async () => {
    await inStoppedTime(async (clock) => {
      const { client, upload, emulator } = setUp();
      emulator.fail(...fault);
      const controller = new AbortController();
      const watch = client.watchBatchUpload(upload, { signal: controller.signal });
      if (isStarted) await watch.next();
      const step = isInStep ? reasonOf(nextOf(watch)) : undefined;
      await clock.tickAsync(10);
      const reason = { moment };
      controller.abort(reason);
      assert.is(await (step ?? reasonOf(nextOf(watch))), reason);
      assert.is(clock.countTimers(), 0);
      assert.equal(await watch.next(), { done: true, value: undefined });
    });
  });
}

test("an abort immediately ends the retry delay after an attempt that timed out", async () => {
  await inStoppedTime(async (clock) => {
    const { client, upload, emulator } = setUp({ timeout: 1_000 });
    emulator.fail("silence");
    const controller = new AbortController();
    const pending = reasonOf(client.getBatchUploadStatus(upload, { signal: controller.signal }));
    await clock.tickAsync(1_100);
    controller.abort("enough");
    assert.is(await pending, "enough");
    assert.is(clock.countTimers(), 0);
    assert.is(emulator.requests.length, 1);
  });
});

const LONGEST_TIMER = 2 ** 31 - 1;

test("a deadline, a pause and a timeout longer than a timer can hold are clamped to what it holds", async () => {
  await inStoppedTime(async (clock) => {
    const { client, upload, emulator } = setUp({ timeout: 2 ** 40 });
    emulator.fail({ status: 503 }, "silence");
    const pending = rejection(
      client.waitForBatchUpload(upload, { totalTimeout: Infinity, interval: 2 ** 33 }),
      WatchDeadlineError,
    );
    await clock.tickAsync(LONGEST_TIMER - 1);
    assert.is(emulator.requests.length, 1);
    await clock.tickAsync(1);
    assert.match((await pending).message, "within 2147483.647 s");
    assert.is(emulator.requests.length, 1);
    assert.is(clock.countTimers(), 0);
  });
});

/** Runs `work`, and returns the times for which it set timers. */
async function timersOf(work: () => Promise<unknown>): Promise<unknown[]> {
  const { setTimeout } = globalThis;
  const times: unknown[] = [];
  const recording: typeof setTimeout = Object.assign((...parameters: Parameters<typeof setTimeout>) => {
    times.push(parameters[1]);
    return setTimeout(...parameters);
  }, setTimeout);
  globalThis.setTimeout = recording;
  try {
    await work();
  } finally {
    globalThis.setTimeout = setTimeout;
  }
  return times;
}

test("no timer is set for a negative time, or for longer than a timer can hold", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator } = setUp({ timeout: Infinity });
    emulator.fail({ status: 429, headers: { "Retry-After": "Thu, 01 Jan 2026 00:00:00 GMT" } }, { status: 503 }, "reset");
    const times = await timersOf(async () => {
      const watch = client.watchBatchUpload(upload, { totalTimeout: MINUTE, interval: 2 ** 40 });
      await client.getBatchUploadStatus(upload);
      await watch.next();
      // The caller is busy until after the deadline.
      await new Promise((resolve) => setTimeout(resolve, 2 * MINUTE));
      await rejection(nextOf(watch), WatchDeadlineError);
      await client.waitForBatchUpload(upload, { totalTimeout: Infinity });
    });
    assert.ok(times.length > 10, `${times.length} timers`);
    const isValid = (time: unknown) => typeof time === "number" && time >= 0 && time <= LONGEST_TIMER;
    assert.ok(times.every(isValid), times.join(" "));
  });
});

test("a timeout longer than a timer can hold does not end a request early", async () => {
  await inStoppedTime(async (clock) => {
    const { client, upload, emulator } = setUp({ timeout: 2 ** 40 });
    emulator.fail("silence");
    const controller = new AbortController();
    const pending = reasonOf(client.getBatchUploadStatus(upload, { signal: controller.signal }));
    await clock.tickAsync(LONGEST_TIMER - 1);
    controller.abort("still waiting");
    assert.is(await pending, "still waiting");
    assert.is(emulator.requests.length, 1);
  });
});

test("a missed deadline reports why the last attempt failed, with the id that support asks for", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator, sentHeaders } = setUp();
    emulator.fail(...Array.from({ length: 50 }, () => ({ status: 503 })));
    const error = await rejection(client.waitForBatchUpload(upload, { totalTimeout: MINUTE }), WatchDeadlineError);
    assert.is(error.lastError?.code, "ERR_API");
    assert.match(error.message, "within 60 s: the last attempt failed with status 503 (batch ");
    assert.is(error.requestId, sentHeaders("ms-requestid").at(-1));
  });
});

test("an abort whose reason is one of the package's errors is still an abort", async () => {
  const events: AttemptEvent[] = [];
  const { client, upload, emulator } = setUp({ onAttempt: (event) => void events.push(event) });
  emulator.fail({ status: 404 }, "silence");
  const notFound = await rejection(client.getBatchUploadStatus(upload), ApiError);
  const controller = new AbortController();
  const pending = reasonOf(client.getBatchUploadStatus(upload, { signal: controller.signal }));
  await flushPromises();
  assert.is(emulator.requests.length, 2);
  controller.abort(notFound);
  assert.is(await pending, notFound);
  await flushPromises();
  assert.equal(
    events.map(({ error, pause }) => [error, pause]),
    [
      [notFound, undefined],
      [undefined, undefined],
    ],
  );
});

test("onAttempt receives what was sent, the result, and the pause that follows", async () => {
  await inVirtualTime(async () => {
    const events: AttemptEvent[] = [];
    const { client, upload, emulator, sentHeaders } = setUp({ onAttempt: (event) => void events.push(event) });
    emulator.fail("reset", { status: 429, headers: { "Retry-After": "57" } });
    const startedAt = Date.now();
    await client.getBatchUploadStatus(upload);
    assert.equal(
      events.map(({ attempt, status, error, pause }) => [attempt, status, error?.code, pause]),
      [
        [1, undefined, "ERR_NETWORK", events[0]?.pause],
        [2, 429, "ERR_API", 57_000],
        [3, 200, undefined, undefined],
      ],
    );
    assert.ok((events[0]?.pause ?? 0) >= 250);
    assert.equal(
      events.map(({ requestId }) => requestId),
      sentHeaders("ms-requestid"),
    );
    const [first, , last] = events;
    assert.is(first?.method, "GET");
    assert.is(first?.url, emulator.requests[0]?.url);
    assert.is(first?.startedAt, startedAt);
    assert.type(first?.duration, "number");
    assert.is(first?.correlationId, sentHeaders("ms-correlationid")[0]);
    assert.match(last?.correlationVector ?? "", /^[0-9a-f]{16}\.0$/);
    assert.match(last?.serverId ?? "", /^\d{9}$/);
  });
});

test("onAttempt is called for an aborted attempt, and not if nothing was sent", async () => {
  const events: AttemptEvent[] = [];
  const { client, upload, emulator } = setUp({ onAttempt: (event) => void events.push(event) });
  await reasonOf(client.getBatchUploadStatus(upload, { signal: AbortSignal.abort() }));
  await flushPromises();
  assert.is(events.length, 0);
  emulator.fail("silence");
  const controller = new AbortController();
  const pending = reasonOf(client.getBatchUploadStatus(upload, { signal: controller.signal }));
  await flushPromises();
  assert.is(emulator.requests.length, 1);
  controller.abort();
  await pending;
  await flushPromises();
  assert.equal(
    events.map(({ status, error, pause }) => [status, error, pause]),
    [[undefined, undefined, undefined]],
  );
});

test("an onAttempt that throws or rejects does not affect the call", async () => {
  const failure = new Error("onAttempt failed");
  const hooks = [
    () => {
      throw failure;
    },
    async () => Promise.reject(failure),
  ];
  for (const onAttempt of hooks) {
    const { client, upload } = setUp({ onAttempt });
    assert.is((await client.getBatchUploadStatus(upload)).status, "queued");
  }
});

test("onAttempt receives no pause after the last attempt of a wait", async () => {
  await inVirtualTime(async () => {
    const pauses: (number | undefined)[] = [];
    const { client, upload } = setUp({ onAttempt: ({ pause }) => void pauses.push(pause) }, MINUTE);
    await client.waitForBatchUpload(upload);
    assert.is(pauses.at(-1), undefined);
    assert.ok(pauses.slice(0, -1).every((pause) => pause !== undefined && pause >= 5_000));
  });
});

test.run();
