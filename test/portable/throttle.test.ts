import {
  ApiError,
  createBatchStatusClient,
  type Fetch,
  parseBatchLocation,
  WatchDeadlineError,
} from "partner-center-batch-status";
import { createEmulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inVirtualTime } from "./clock.ts";
import { reasonOf, rejection } from "./rejection.ts";

const test = suite("throttling");

/** Partner Center behind a limit of `perSecond` requests in each second, with the times and statuses of its responses. */
function throttledServer({ perSecond, retryAfter }: { perSecond: number; retryAfter: number }) {
  const emulator = createEmulator();
  const responses: { at: number; status: number }[] = [];
  let second = 0;
  let accepted = 0;
  const fetch: Fetch = async (url, init) => {
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) [second, accepted] = [now, 0];
    const isAccepted = ++accepted <= perSecond;
    responses.push({ at: performance.now(), status: isAccepted ? 200 : 429 });
    // Responses take time, as over a network.
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (isAccepted) return emulator.fetch(url, init);
    return new Response("", { status: 429, headers: { "Retry-After": String(retryAfter) } });
  };
  const submit = () => parseBatchLocation(emulator.submit({ devices: [{ serialNumber: "1" }], duration: 0 }));
  return { fetch, submit, responses };
}

test("300 waits of one client on a throttled server take at most 1,300 requests", async () => {
  await inVirtualTime(async () => {
    const server = throttledServer({ perSecond: 15, retryAfter: 3 });
    const client = createBatchStatusClient({ token: "any", fetch: server.fetch });
    const waits = Array.from({ length: 300 }, () => client.waitForBatchUpload(server.submit()));
    const details = await Promise.all(waits);
    assert.ok(details.every(({ status }) => status === "finished"));
    assert.ok(server.responses.length <= 1_300, `${server.responses.length} requests`);
  });
});

test("a 429 with Retry-After holds the client's other calls and watches until it has passed", async () => {
  await inVirtualTime(async (clock) => {
    const emulator = createEmulator();
    const client = createBatchStatusClient({ token: "any", fetch: emulator.fetch });
    const submit = () => parseBatchLocation(emulator.submit({ devices: [{ serialNumber: "1" }], duration: 0 }));
    emulator.fail({ status: 429, headers: { "Retry-After": "57" } });
    const start = Date.now();
    const first = client.getBatchUploadStatus(submit());
    await clock.tickAsync(1_000);
    await Promise.all([first, client.getBatchUploadStatus(submit()), client.waitForBatchUpload(submit())]);
    const times = emulator.requests.map(({ at }) => at - start);
    assert.is(times[0], 0);
    assert.ok(
      times.slice(1).every((time) => time >= 57_000 && time < 58_000),
      times.join(" "),
    );
  });
});

test("of two responses with Retry-After the longer one counts, in either order", async () => {
  for (const seconds of [
    ["57", "5"],
    ["5", "57"],
  ]) {
    await inVirtualTime(async (clock) => {
      const emulator = createEmulator();
      const client = createBatchStatusClient({ token: "any", fetch: emulator.fetch });
      const submit = () => parseBatchLocation(emulator.submit({ devices: [{ serialNumber: "1" }], duration: 0 }));
      emulator.fail(...seconds.map((value) => ({ status: 429, headers: { "Retry-After": value } })));
      const start = Date.now();
      const calls = [client.getBatchUploadStatus(submit()), client.getBatchUploadStatus(submit())];
      await clock.tickAsync(1_000);
      await Promise.all([...calls, client.getBatchUploadStatus(submit())]);
      const times = emulator.requests.map(({ at }) => at - start);
      assert.is(times.length, 5);
      assert.ok(
        times.slice(2).every((time) => time >= 57_000 && time < 58_000),
        times.join(" "),
      );
    });
  }
});

test("held calls are released 50 ms apart, in their order, also after the first refusal holds the others again", async () => {
  await inVirtualTime(async (clock) => {
    const emulator = createEmulator();
    const client = createBatchStatusClient({ token: "any", fetch: emulator.fetch });
    const submit = () => parseBatchLocation(emulator.submit({ devices: [{ serialNumber: "1" }], duration: 0 }));
    const throttled = { status: 429, headers: { "Retry-After": "57" } };
    emulator.fail(throttled, throttled);
    const start = Date.now();
    const first = client.waitForBatchUpload(submit());
    await clock.tickAsync(1_000);
    const uploads = Array.from({ length: 20 }, submit);
    await Promise.all([first, ...uploads.map((upload) => client.waitForBatchUpload(upload))]);
    const ids = uploads.map(({ batchTrackingId }) => batchTrackingId);
    const released = emulator.requests
      .map(({ url, at }) => ({ place: ids.indexOf(url.slice(-36)), at: at - start }))
      .filter(({ place, at }) => place !== -1 && at > 58_000);
    const places = released.map(({ place }) => place);
    assert.equal(
      places,
      [...places].sort((one, other) => one - other),
    );
    assert.ok(released.length >= 18);
    for (const [index, { at }] of released.entries()) assert.is(at, 114_000 + index * 50);
  });
});

test("a 503 with Retry-After delays only its own call", async () => {
  await inVirtualTime(async (clock) => {
    const emulator = createEmulator();
    const client = createBatchStatusClient({ token: "any", fetch: emulator.fetch });
    const submit = () => parseBatchLocation(emulator.submit({ devices: [{ serialNumber: "1" }], duration: 0 }));
    emulator.fail({ status: 503, headers: { "Retry-After": "57" } });
    const start = Date.now();
    const first = client.getBatchUploadStatus(submit());
    await clock.tickAsync(1_000);
    await client.getBatchUploadStatus(submit());
    assert.is(Date.now() - start, 1_000);
    await first;
  });
});

test("clients do not hold each other", async () => {
  await inVirtualTime(async (clock) => {
    const emulator = createEmulator();
    const submit = () => parseBatchLocation(emulator.submit({ devices: [{ serialNumber: "1" }], duration: 0 }));
    const create = () => createBatchStatusClient({ token: "any", fetch: emulator.fetch });
    emulator.fail({ status: 429, headers: { "Retry-After": "57" } });
    const first = create().getBatchUploadStatus(submit());
    await clock.tickAsync(1_000);
    const start = Date.now();
    await create().getBatchUploadStatus(submit());
    assert.is(Date.now(), start);
    await first;
  });
});

test("a held call rejects at once if the hold is longer than its maxDelay, and sends nothing", async () => {
  await inVirtualTime(async (clock) => {
    const emulator = createEmulator();
    const submit = () => parseBatchLocation(emulator.submit({ devices: [{ serialNumber: "1" }], duration: 0 }));
    const client = createBatchStatusClient({ token: "any", fetch: emulator.fetch, retry: { maxDelay: 10_000 } });
    emulator.fail({ status: 429, headers: { "Retry-After": "57" } });
    await rejection(client.getBatchUploadStatus(submit()), ApiError);
    await clock.tickAsync(1_000);
    const error = await rejection(client.getBatchUploadStatus(submit()), ApiError);
    assert.is(error.status, 429);
    assert.is(error.retryAfter, 56_000);
    assert.match(error.message, /^Partner Center responded with 429 to another call, asking to wait for 56 s \(batch /);
    assert.is(emulator.requests.length, 1);
  });
});

test("a held call that rejects names the rest of the hold in whole milliseconds", async () => {
  const emulator = createEmulator();
  const client = createBatchStatusClient({ token: "any", fetch: emulator.fetch, retry: { maxDelay: 10_000 } });
  const upload = parseBatchLocation(emulator.submit({ devices: [{ serialNumber: "1" }], duration: 0 }));
  emulator.fail({ status: 429, headers: { "Retry-After": "57" } });
  await rejection(client.getBatchUploadStatus(upload), ApiError);
  const error = await rejection(client.getBatchUploadStatus(upload), ApiError);
  assert.ok(Number.isInteger(error.retryAfter), String(error.retryAfter));
});

test("a hold that is prolonged does not hold a call for longer than maxDelay in total", async () => {
  await inVirtualTime(async () => {
    const emulator = createEmulator();
    const submit = () => parseBatchLocation(emulator.submit({ devices: [{ serialNumber: "1" }], duration: 0 }));
    const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    const latencies = [0, 40_000];
    const fetch: Fetch = async () => {
      await sleep(latencies.shift() ?? 0);
      return new Response("", { status: 429, headers: { "Retry-After": "50" } });
    };
    const client = createBatchStatusClient({ token: "any", fetch, retry: { limit: 0, maxDelay: 60_000 } });
    const others = [1, 2].map(() => rejection(client.getBatchUploadStatus(submit()), ApiError));
    await sleep(1_000);
    const start = Date.now();
    const error = await rejection(client.getBatchUploadStatus(submit()), ApiError);
    assert.is(Date.now() - start, 49_000);
    assert.is(error.retryAfter, 40_000);
    await Promise.all(others);
  });
});

test("a held watch ends at its deadline, and a held call with its signal's reason", async () => {
  await inVirtualTime(async (clock) => {
    const emulator = createEmulator();
    const submit = () => parseBatchLocation(emulator.submit({ devices: [{ serialNumber: "1" }], duration: 0 }));
    const client = createBatchStatusClient({ token: "any", fetch: emulator.fetch });
    emulator.fail({ status: 429, headers: { "Retry-After": "57" } });
    const first = client.getBatchUploadStatus(submit());
    await clock.tickAsync(1_000);
    const controller = new AbortController();
    const aborted = reasonOf(client.getBatchUploadStatus(submit(), { signal: controller.signal }));
    const late = rejection(client.waitForBatchUpload(submit(), { totalTimeout: 10_000 }), WatchDeadlineError);
    await clock.tickAsync(5_000);
    controller.abort("enough");
    assert.is(await aborted, "enough");
    await late;
    assert.is(emulator.requests.length, 1);
    await first;
    assert.is(clock.countTimers(), 0);
  });
});

test.run();
