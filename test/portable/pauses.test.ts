import { ApiError, type AttemptEvent, createBatchStatusClient, type Fetch } from "partner-center-batch-status";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { choosePause } from "../../src/poll.ts";
import { flushPromises, inStoppedTime } from "./clock.ts";
import { deferred } from "./deferred.ts";
import { reasonOf, rejection } from "./rejection.ts";

const test = suite("pauses and steps");

const upload = {
  customerId: "47021739-3426-40bf-9601-61b4b6d7c793",
  batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932",
};
const queued = () => new Response('{"status":"queued"}');

test("a pause may be shorter than a millisecond", () => {
  assert.is(
    choosePause(0, undefined, { min: 0.5, growth: 0, max: 0.5 }, () => 0.5),
    0.5,
  );
});

test("a pause depends on the time since the first poll, however long the program has run before", async () => {
  await inStoppedTime(async (clock) => {
    clock.tick(86_400_000);
    const attempted = deferred<AttemptEvent>();
    const client = createBatchStatusClient({ token: "any", fetch: async () => queued(), onAttempt: attempted.resolve });
    const watch = client.watchBatchUpload(upload);
    await watch.next();
    const { pause = 0 } = await attempted.promise;
    assert.ok(pause >= 5_000 && pause <= 5_500, `${pause} ms`);
  });
});

test("the deadline counts from the first poll, however long the program has run before", async () => {
  await inStoppedTime(async (clock) => {
    clock.tick(86_400_000);
    const client = createBatchStatusClient({ token: "any", fetch: async () => queued() });
    const watch = client.watchBatchUpload(upload, { totalTimeout: 1_000 });
    clock.tick(2_000);
    assert.is((await watch.next()).value?.status, "queued");
  });
});

test("return() resolves once the attempt in flight has ended", async () => {
  const events: AttemptEvent[] = [];
  const sent = deferred<AbortSignal>();
  const client = createBatchStatusClient({
    token: "any",
    onAttempt: (event) => void events.push(event),
    fetch(_url, { signal }) {
      sent.resolve(signal);
      return new Promise(() => {});
    },
  });
  const watch = client.watchBatchUpload(upload);
  const step = watch.next();
  const signal = await sent.promise;
  assert.equal(await watch.return(), { done: true, value: undefined });
  assert.equal(
    events.map(({ attempt, status, error, pause }) => [attempt, status, error, pause]),
    [[1, undefined, undefined, undefined]],
  );
  assert.match(String(signal.reason), "return() ended the watch");
  assert.equal(await step, { done: true, value: undefined });
  assert.equal(await watch.next(), { done: true, value: undefined });
});

test("calls that were held by a 429 are sent 50 ms apart, in order", async () => {
  await inStoppedTime(async (clock) => {
    const times: number[] = [];
    const responses = [new Response(null, { status: 429, headers: { "Retry-After": "10" } }), queued(), queued(), queued()];
    const fetch = async () => {
      times.push(performance.now());
      return responses.shift() as Response;
    };
    const client = createBatchStatusClient({ token: "any", fetch, retry: { limit: 0 } });
    await reasonOf(client.getBatchUploadStatus(upload));
    const calls = [1, 2, 3].map(() => client.getBatchUploadStatus(upload));
    await flushPromises();
    for (const milliseconds of [9_999, 1, 49, 1, 49, 1]) {
      clock.tick(milliseconds);
      await flushPromises();
    }
    await Promise.all(calls);
    assert.equal(times, [0, 10_000, 10_050, 10_100]);

    // The calls of an earlier hold do not delay those of a later one.
    responses.push(new Response(null, { status: 429, headers: { "Retry-After": "10" } }), queued());
    await reasonOf(client.getBatchUploadStatus(upload));
    const late = client.getBatchUploadStatus(upload);
    await flushPromises();
    clock.tick(10_000);
    await late;
    assert.equal(times.slice(4), [10_100, 20_100]);
  });
});

test("a call in the last millisecond of a hold waits for its end", async () => {
  await inStoppedTime(async (clock) => {
    const times: number[] = [];
    const responses = [new Response(null, { status: 429, headers: { "Retry-After": "10" } }), queued()];
    const fetch = async () => {
      times.push(performance.now());
      return responses.shift() as Response;
    };
    const client = createBatchStatusClient({ token: "any", fetch, retry: { limit: 0 } });
    await reasonOf(client.getBatchUploadStatus(upload));
    clock.tick(9_999);
    const held = client.getBatchUploadStatus(upload);
    await flushPromises();
    clock.tick(1);
    await held;
    assert.equal(times, [0, 10_000]);
  });
});

test("a watch repeats a rejected poll at once with another token, and only once", async () => {
  await inStoppedTime(async () => {
    const pauses: AttemptEvent["pause"][] = [];
    const tokens: (string | null)[] = [];
    const fetch: Fetch = async (_url, { headers }) => {
      tokens.push(new Headers(headers).get("Authorization"));
      return tokens.length === 2 ? queued() : new Response(null, { status: 401 });
    };
    let requested = 0;
    const token = () => `token-${++requested}`;
    const onAttempt = ({ pause }: AttemptEvent) => void pauses.push(pause);
    const client = createBatchStatusClient({ token, fetch, onAttempt });
    assert.is((await client.watchBatchUpload(upload).next()).value?.status, "queued");
    assert.equal(tokens, ["Bearer token-1", "Bearer token-2"]);
    assert.is(pauses[0], 0);
    const error = await rejection(client.watchBatchUpload(upload).next(), ApiError);
    assert.equal([error.status, tokens.length], [401, 4]);
  });
});

test("a call repeats a rejected attempt at once with another token", async () => {
  await inStoppedTime(async (clock) => {
    const pauses: AttemptEvent["pause"][] = [];
    const fetch = async () => (pauses.length === 0 ? new Response(null, { status: 401 }) : queued());
    let requested = 0;
    const onAttempt = ({ pause }: AttemptEvent) => void pauses.push(pause);
    const client = createBatchStatusClient({ token: () => `token-${++requested}`, fetch, onAttempt, retry: false });
    assert.is((await client.getBatchUploadStatus(upload)).status, "queued");
    assert.equal(pauses, [0, undefined]);
    assert.is(clock.countTimers(), 0);
  });
});

test("a poll is the last if its pause would reach the deadline", async () => {
  await inStoppedTime(async (clock) => {
    const pausesOf = async (interval: number, totalTimeout: number, polls: number) => {
      const pauses: AttemptEvent["pause"][] = [];
      const onAttempt = ({ pause }: AttemptEvent) => void pauses.push(pause);
      let count = 0;
      const fetch = async () => new Response(JSON.stringify({ status: `poll ${++count}` }));
      const watch = createBatchStatusClient({ token: "any", fetch, onAttempt }).watchBatchUpload(upload, {
        interval,
        totalTimeout,
      });
      for (let poll = 0; poll < polls; poll++) {
        const step = watch.next();
        await flushPromises();
        if (poll > 0) clock.tick(interval);
        await step;
      }
      await watch.return();
      return pauses;
    };
    assert.equal(await pausesOf(1_000, 1_001, 1), [1_000]);
    assert.equal(await pausesOf(1_000, 1_000, 1), [undefined]);
    assert.equal(await pausesOf(600, 1_201, 2), [600, 600]);
    assert.equal(await pausesOf(600, 1_200, 2), [600, undefined]);
  });
});

test.run();
