import {
  ApiError,
  type AttemptEvent,
  type BatchStatusClientOptions,
  type BatchUploadDetails,
  createBatchStatusClient,
  InvalidResponseError,
  NetworkError,
  parseBatchLocation,
  WatchDeadlineError,
  type WatchOptions,
} from "partner-center-batch-status";
import { createEmulator, type Fault } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { nextPause } from "../../src/watch.ts";
import { inVirtualTime } from "./clock.ts";
import { reasonOf, rejection } from "./rejection.ts";

const test = suite("watching");

const MINUTE = 60_000;
const devices = [{ serialNumber: "1" }, { serialNumber: "2", result: "808" as const }, { serialNumber: "3" }];

/** A batch of ten minutes, and a client to watch it. */
function setUp(options: Partial<BatchStatusClientOptions> = {}, duration = 10 * MINUTE) {
  const emulator = createEmulator();
  const upload = parseBatchLocation(emulator.submit({ devices, duration }));
  const client = createBatchStatusClient({ token: "token-1", fetch: emulator.fetch, ...options });
  const lookedAt = () => emulator.requests.map(({ at }) => at - (emulator.requests[0]?.at ?? 0));
  const header = (name: string) => emulator.requests.map(({ headers }) => headers[name]);
  return { emulator, upload, client, lookedAt, header };
}

test("gives each change until the batch is finished, and nothing twice", async () => {
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

test("waits for the last answer", async () => {
  await inVirtualTime(async () => {
    const { client, upload } = setUp();
    const details = await client.waitForBatchUpload(upload);
    assert.is(details.status, "finished");
    assert.is(details.devicesStatus?.length, 3);
  });
});

test("sees a job end soon after it does, relative to its length", async () => {
  for (const minutes of [1, 10, 30]) {
    await inVirtualTime(async () => {
      const begun = Date.now();
      const { client, upload } = setUp({}, minutes * MINUTE);
      await client.waitForBatchUpload(upload);
      const late = Date.now() - begun - minutes * MINUTE;
      assert.ok(late >= 0 && late <= Math.max(5_500, minutes * MINUTE * 0.25), `${late} ms after ${minutes} min`);
    });
  }
});

test("chooses each pause: a share of the time waited, between its bounds, varied by a tenth, lengthened by Retry-After", () => {
  const interval = { min: 5_000, growth: 0.2, max: 60_000 };
  const middle = () => 0.5;
  assert.is(nextPause(0, undefined, interval, middle), 5_000);
  assert.is(nextPause(100_000, undefined, interval, middle), 20_000);
  assert.is(nextPause(10_000_000, undefined, interval, middle), 60_000);
  assert.is(
    nextPause(0, undefined, interval, () => 0),
    4_500,
  );
  assert.ok(Math.abs(nextPause(0, undefined, interval, () => 1) - 5_500) < 1);
  assert.is(nextPause(0, 57_000, interval, middle), 57_000);
  assert.is(nextPause(0, 1_000, interval, middle), 5_000);
  assert.is(nextPause(1e9, 0, { min: 2_000, growth: 0, max: 2_000 }, middle), 2_000);
});

test("looks again within 50 s, however long it has waited", async () => {
  await inVirtualTime(async () => {
    const { client, upload, lookedAt } = setUp({}, 30 * MINUTE);
    await client.waitForBatchUpload(upload);
    const times = lookedAt();
    const longest = Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? 0)));
    assert.ok(longest > 45_000 && longest < 50_000, `${longest}`);
  });
});

test("an abort ends every step that is under way", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator } = setUp();
    const controller = new AbortController();
    const watch = client.watchBatchUpload(upload, { signal: controller.signal });
    const [first, second] = [watch.next(), watch.next()];
    await first;
    controller.abort("enough");
    assert.is(await second.catch((reason: unknown) => reason), "enough");
    assert.is(emulator.requests.length, 1);
  });
});

test("takes a fixed interval", async () => {
  await inVirtualTime(async () => {
    const { client, upload, lookedAt } = setUp({}, MINUTE);
    await client.waitForBatchUpload(upload, { interval: 2_000 });
    const times = lookedAt();
    assert.ok(times.length >= 27 && times.length <= 35, `${times.length}`);
  });
});

test("keeps one MS-CorrelationId, and gives each request its own MS-RequestId", async () => {
  await inVirtualTime(async () => {
    const { client, upload, header } = setUp({}, MINUTE);
    await client.waitForBatchUpload(upload);
    assert.is(new Set(header("ms-correlationid")).size, 1);
    assert.is(new Set(header("ms-requestid")).size, header("ms-requestid").length);
  });
});

test("a repeat keeps its MS-RequestId after no response, and gets a new one after any", async () => {
  const faults: [fault: Fault, isKept: boolean][] = [
    ["reset", true],
    [{ status: 503 }, false],
    [{ status: 200, body: "<html>" }, false],
  ];
  for (const [fault, isKept] of faults) {
    await inVirtualTime(async () => {
      const { client, upload, header, emulator } = setUp();
      emulator.fail(fault);
      await client.getBatchUploadStatus(upload);
      const [first, second] = header("ms-requestid");
      assert.is(first === second, isKept, JSON.stringify(fault));
      assert.is(new Set(header("ms-correlationid")).size, 1);
    });
  }
});

test("a call is repeated three times, with growing pauses, and then fails as it failed last", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator, lookedAt } = setUp();
    emulator.fail("reset", "reset", { status: 500 }, { status: 502 }, { status: 503 });
    const error = await rejection(client.getBatchUploadStatus(upload), ApiError);
    assert.is(error.status, 502);
    const [, second = 0, third = 0, fourth = 0] = lookedAt();
    assert.ok(second >= 250 && second <= 500);
    assert.ok(third - second >= 500 && third - second <= 1000);
    assert.ok(fourth - third >= 1000 && fourth - third <= 2000);
    assert.is(emulator.requests.length, 4);
  });
});

test("a call waits as long as Retry-After says, and no longer than maxDelay", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator, lookedAt } = setUp();
    emulator.fail({ status: 429, headers: { "Retry-After": "57" } });
    await client.getBatchUploadStatus(upload);
    assert.equal(lookedAt(), [0, 57_000]);
    emulator.fail({ status: 429, headers: { "Retry-After": "121" } });
    const error = await rejection(client.getBatchUploadStatus(upload), ApiError);
    assert.is(error.retryAfter, 121_000);
    assert.is(emulator.requests.length, 3);
  });
});

test("retry: false repeats nothing, in a watch neither", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator } = setUp({ retry: false });
    emulator.fail("reset", "reset");
    await rejection(client.getBatchUploadStatus(upload), NetworkError);
    await rejection(client.waitForBatchUpload(upload), NetworkError);
    assert.is(emulator.requests.length, 2);
  });
});

test("a watch outlasts more failures than a call, one attempt per look", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator, lookedAt } = setUp();
    const failures: Fault[] = Array.from({ length: 12 }, (_, index) => (index % 2 ? "reset" : { status: 503 }));
    emulator.fail(...failures);
    const details = await client.waitForBatchUpload(upload, { interval: 10_000 });
    assert.is(details.status, "finished");
    const gaps = lookedAt().map((at, index, all) => at - (all[index - 1] ?? 0));
    assert.ok(gaps.slice(1).every((gap) => gap >= 9_000));
  });
});

test("a watch waits as long as Retry-After says, however long", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator, lookedAt } = setUp();
    emulator.fail({ status: 429, headers: { "Retry-After": "300" } });
    await client.waitForBatchUpload(upload);
    assert.is(lookedAt()[1], 300_000);
  });
});

test("a failure that cannot pass ends a watch", async () => {
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

test("as many answers in a row that are not valid as the retry limit end a watch", async () => {
  await inVirtualTime(async () => {
    const garbage = { status: 200, body: "{}" };
    const { client, upload, emulator } = setUp();
    emulator.fail(garbage, garbage, { status: 500 }, garbage, garbage, garbage);
    await rejection(client.waitForBatchUpload(upload), InvalidResponseError);
    assert.is(emulator.requests.length, 6);
  });
});

test("a batch that is not finished in time ends in a deadline, with its last answer", async () => {
  await inVirtualTime(async () => {
    const { client, upload } = setUp();
    const begun = Date.now();
    const error = await rejection(client.waitForBatchUpload(upload, { totalTimeout: 2 * MINUTE }), WatchDeadlineError);
    assert.is(Date.now() - begun, 2 * MINUTE);
    assert.is(error.code, "ERR_DEADLINE");
    assert.is(error.lastDetails?.status, "processing");
    assert.match(error.message, /^The batch was not finished within 120 s: its last status was processing \(batch /);
    assert.not.match(JSON.stringify(error), "devicesStatus");
  });
});

test("the deadline holds over a request that gets no answer", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator } = setUp({ timeout: Infinity });
    emulator.fail("silence");
    const begun = Date.now();
    const error = await rejection(client.waitForBatchUpload(upload, { totalTimeout: MINUTE }), WatchDeadlineError);
    assert.is(Date.now() - begun, MINUTE);
    assert.is(error.lastDetails, undefined);
    assert.match(error.message, "no status arrived");
  });
});

test("the deadline passes while the caller is busy between two steps, and nothing more is sent", async () => {
  await inVirtualTime(async (clock) => {
    const { client, upload, emulator } = setUp();
    const watch = client.watchBatchUpload(upload, { totalTimeout: MINUTE });
    await watch.next();
    clock.tick(2 * MINUTE);
    await rejection(Promise.resolve(watch.next()), WatchDeadlineError);
    assert.is(emulator.requests.length, 1);
  });
});

test("a Retry-After beyond the deadline is respected: nothing is sent before it is over", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator } = setUp();
    emulator.fail({ status: 429, headers: { "Retry-After": "3000" } });
    await rejection(client.waitForBatchUpload(upload, { totalTimeout: 5 * MINUTE }), WatchDeadlineError);
    assert.is(emulator.requests.length, 1);
  });
});

test("a status that nobody knows is not final", async () => {
  await inVirtualTime(async () => {
    const emulator = createEmulator();
    const upload = parseBatchLocation(emulator.submit({ devices, duration: 0, status: "archived" }));
    const client = createBatchStatusClient({ token: "token-1", fetch: emulator.fetch });
    const error = await rejection(client.waitForBatchUpload(upload, { totalTimeout: MINUTE }), WatchDeadlineError);
    assert.is(error.lastDetails?.status, "archived");
  });
});

test("a jump of the wall clock changes nothing", async () => {
  await inVirtualTime(async (clock) => {
    const { client, upload, lookedAt } = setUp();
    const watch = client.watchBatchUpload(upload, { totalTimeout: 20 * MINUTE });
    await watch.next();
    clock.setSystemTime(Date.now() - 86_400_000);
    const error = reasonOf(Promise.resolve(watch.next()).then(() => watch.next()));
    assert.ok(lookedAt().length >= 1);
    assert.instance(await error, WatchDeadlineError);
    assert.ok(performance.now() >= 20 * MINUTE && performance.now() < 21 * MINUTE);
  });
});

test("arguments are checked at once, before the first step", () => {
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

test("nothing is sent before the first step", async () => {
  const { client, upload, emulator } = setUp();
  const watch = client.watchBatchUpload(upload);
  await Promise.resolve();
  assert.is(emulator.requests.length, 0);
  await watch.return?.();
  assert.equal(await watch.next(), { done: true, value: undefined });
  assert.is(emulator.requests.length, 0);
});

test("to leave the loop ends the watch, and leaves no timer", async () => {
  await inVirtualTime(async (clock) => {
    const { client, upload, emulator } = setUp();
    for await (const details of client.watchBatchUpload(upload)) if (details.status === "processing") break;
    const count = emulator.requests.length;
    assert.is(clock.countTimers(), 0);
    await clock.tickAsync(20 * MINUTE);
    assert.is(emulator.requests.length, count);
  });
});

test("return() ends at once a step that is under way, in a pause and in a request", async () => {
  for (const fault of [undefined, "silence" as const]) {
    await inVirtualTime(async (clock) => {
      const { client, upload, emulator } = setUp();
      const watch = client.watchBatchUpload(upload);
      if (fault === undefined) await watch.next();
      else emulator.fail(fault);
      const step = watch.next();
      await clock.tickAsync(100);
      assert.equal(await watch.return?.(), { done: true, value: undefined });
      assert.equal(await step, { done: true, value: undefined });
      assert.is(clock.countTimers(), 0);
    });
  }
});

test("an abort ends it with the signal's own reason: before, in a request, in a pause, between steps", async () => {
  const moments: Record<
    string,
    (clock: { tickAsync(ms: number): Promise<number> }, watch: AsyncIterator<BatchUploadDetails>) => Promise<unknown>
  > = {
    before: async () => {},
    "in a pause": async (clock, watch) => {
      await watch.next();
      await clock.tickAsync(0);
    },
    "between steps": async (_clock, watch) => watch.next(),
  };
  for (const [moment, come] of Object.entries(moments)) {
    await inVirtualTime(async (clock) => {
      const { client, upload } = setUp();
      const controller = new AbortController();
      const watch = client.watchBatchUpload(upload, { signal: controller.signal });
      await come(clock, watch);
      const step = moment === "in a pause" ? reasonOf(Promise.resolve(watch.next())) : undefined;
      await clock.tickAsync(10);
      const reason = { moment };
      controller.abort(reason);
      assert.is(await (step ?? reasonOf(Promise.resolve(watch.next()))), reason);
      assert.is(clock.countTimers(), 0);
      assert.equal(await watch.next(), { done: true, value: undefined });
    });
  }
});

test("an abort in the pause after an attempt that timed out ends it at once", async () => {
  await inVirtualTime(async (clock) => {
    const { client, upload, emulator } = setUp({ timeout: 1_000 });
    emulator.fail("silence");
    const controller = new AbortController();
    const pending = reasonOf(client.getBatchUploadStatus(upload, { signal: controller.signal }));
    await clock.tickAsync(1_100);
    controller.abort("enough");
    assert.is(await pending, "enough");
    assert.is(performance.now(), 1_100);
    assert.is(emulator.requests.length, 1);
  });
});

test("waits beyond what timers can hold are waited out", async () => {
  await inVirtualTime(async (clock) => {
    const { client, upload, lookedAt, emulator } = setUp();
    const watch = client.watchBatchUpload(upload, { totalTimeout: 2 ** 40, interval: 2 ** 33 });
    await watch.next();
    const step = watch.next();
    await clock.tickAsync(2 ** 32);
    assert.is(emulator.requests.length, 1);
    await clock.tickAsync(2 ** 33);
    await step;
    assert.ok((lookedAt()[1] ?? 0) >= 2 ** 33 * 0.9);
  });
});

test("the deadline tells why the last look failed, with the id that support asks for", async () => {
  await inVirtualTime(async () => {
    const { client, upload, emulator, header } = setUp();
    emulator.fail(...Array.from({ length: 50 }, () => ({ status: 503 })));
    const error = await rejection(client.waitForBatchUpload(upload, { totalTimeout: MINUTE }), WatchDeadlineError);
    assert.is(error.lastError?.code, "ERR_API");
    assert.match(error.message, "within 60 s: no status arrived, and the last look failed with status 503 (batch ");
    assert.is(error.requestId, header("ms-requestid").at(-1));
  });
});

test("an abort whose reason is one of the package's errors is told as an abort", async () => {
  const events: AttemptEvent[] = [];
  const { client, upload, emulator } = setUp({ onAttempt: (event) => void events.push(event) });
  emulator.fail({ status: 404 }, "silence");
  const foreign = await rejection(client.getBatchUploadStatus(upload), ApiError);
  const controller = new AbortController();
  const pending = reasonOf(client.getBatchUploadStatus(upload, { signal: controller.signal }));
  while (emulator.requests.length < 2) await Promise.resolve();
  controller.abort(foreign);
  assert.is(await pending, foreign);
  await new Promise((resolve) => setTimeout(resolve, 0));
  assert.equal(
    events.map(({ error, pause }) => [error, pause]),
    [
      [foreign, undefined],
      [undefined, undefined],
    ],
  );
});

test("the hook is told of each attempt: what was sent, what came of it, and how long the pause is", async () => {
  await inVirtualTime(async () => {
    const events: AttemptEvent[] = [];
    const { client, upload, emulator, header } = setUp({ onAttempt: (event) => void events.push(event) });
    emulator.fail("reset", { status: 429, headers: { "Retry-After": "57" } });
    const begun = Date.now();
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
      header("ms-requestid"),
    );
    const [first, , last] = events;
    assert.is(first?.method, "GET");
    assert.is(first?.url, emulator.requests[0]?.url);
    assert.is(first?.startedAt, begun);
    assert.type(first?.duration, "number");
    assert.is(first?.correlationId, header("ms-correlationid")[0]);
    assert.match(last?.correlationVector ?? "", /^[0-9a-f]{16}\.0$/);
    assert.match(last?.serverId ?? "", /^\d{9}$/);
  });
});

test("the hook is told of an attempt that is aborted, and of none where nothing was sent", async () => {
  const events: AttemptEvent[] = [];
  const { client, upload, emulator } = setUp({ onAttempt: (event) => void events.push(event) });
  await reasonOf(client.getBatchUploadStatus(upload, { signal: AbortSignal.abort() }));
  assert.is(events.length, 0);
  emulator.fail("silence");
  const controller = new AbortController();
  const pending = reasonOf(client.getBatchUploadStatus(upload, { signal: controller.signal }));
  while (emulator.requests.length === 0) await Promise.resolve();
  controller.abort();
  await pending;
  await Promise.resolve();
  assert.equal(
    events.map(({ status, error, pause }) => [status, error, pause]),
    [[undefined, undefined, undefined]],
  );
});

test("a hook that throws, or is rejected, breaks nothing", async () => {
  const broken = new Error("broken hook");
  const hooks = [
    () => {
      throw broken;
    },
    async () => Promise.reject(broken),
  ];
  for (const onAttempt of hooks) {
    const { client, upload } = setUp({ onAttempt });
    assert.is((await client.getBatchUploadStatus(upload)).status, "queued");
  }
});

test("in a watch, the hook is told that nothing comes after the end", async () => {
  await inVirtualTime(async () => {
    const pauses: (number | undefined)[] = [];
    const { client, upload } = setUp({ onAttempt: ({ pause }) => void pauses.push(pause) }, MINUTE);
    await client.waitForBatchUpload(upload);
    assert.is(pauses.at(-1), undefined);
    assert.ok(pauses.slice(0, -1).every((pause) => pause !== undefined && pause >= 4_500));
  });
});

test.run();
