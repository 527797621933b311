import { fork } from "node:child_process";
import { getEventListeners, once } from "node:events";
import { fileURLToPath } from "node:url";
import { type AttemptEvent, createBatchStatusClient, parseBatchLocation } from "partner-center-batch-status";
import { createEmulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { flushPromises, inStoppedTime } from "../portable/clock.ts";
import { deferred } from "../portable/deferred.ts";
import { reasonOf } from "../portable/rejection.ts";

const test = suite("leaks");

const upload = {
  customerId: "47021739-3426-40bf-9601-61b4b6d7c793",
  batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932",
};

const CONCURRENT_CALLS = 100;

const results = {
  success: [],
  "network error": ["reset"],
  "API error": [{ status: 404 }],
  "invalid response": [{ status: 200, body: "{}" }],
} as const;

for (const [result, faults] of Object.entries(results)) {
  test(`${CONCURRENT_CALLS} concurrent calls share one listener on their signal, and leave no listener and no timer after: ${result}`, async () => {
    await inStoppedTime(async (clock) => {
      const emulator = createEmulator();
      const { signal } = new AbortController();
      let mostListeners = 0;
      let mostTimers = 0;
      const client = createBatchStatusClient({
        token: "token-1",
        retry: false,
        fetch(url, init) {
          mostListeners = Math.max(mostListeners, getEventListeners(signal, "abort").length);
          mostTimers = Math.max(mostTimers, clock.countTimers());
          return emulator.fetch(url, init);
        },
      });
      for (let round = 0; round < 2; round++) {
        emulator.fail(...Array.from({ length: CONCURRENT_CALLS }, () => faults).flat());
        const calls = Array.from({ length: CONCURRENT_CALLS }, () => client.getBatchUploadStatus(upload, { signal }));
        const settled = await Promise.allSettled(calls);
        assert.ok(settled.every(({ status }) => status === (result === "success" ? "fulfilled" : "rejected")));
        assert.is(getEventListeners(signal, "abort").length, 0, "listeners");
        assert.is(clock.countTimers(), 0, "timers");
      }
      assert.is(mostListeners, 1, "listeners in flight");
      assert.ok(mostTimers > 0, "timers in flight");
    });
  });
}

test("a call that is aborted during its retry delay leaves no listener and no timer", async () => {
  await inStoppedTime(async (clock) => {
    const emulator = createEmulator();
    const failed = deferred<AttemptEvent>();
    const client = createBatchStatusClient({ token: "token-1", fetch: emulator.fetch, onAttempt: failed.resolve });
    emulator.fail({ status: 429, headers: { "Retry-After": "100" } });
    const controller = new AbortController();
    const pending = reasonOf(client.getBatchUploadStatus(upload, { signal: controller.signal }));
    assert.is((await failed.promise).pause, 100_000);
    await flushPromises();
    assert.is(clock.countTimers(), 1);
    assert.is(getEventListeners(controller.signal, "abort").length, 1);
    controller.abort("enough");
    assert.is(await pending, "enough");
    assert.is(clock.countTimers(), 0);
    assert.is(getEventListeners(controller.signal, "abort").length, 0);
  });
});

test("a watch that is abandoned between two steps leaves no listener and no timer", async () => {
  await inStoppedTime(async (clock) => {
    const emulator = createEmulator();
    const client = createBatchStatusClient({ token: "token-1", fetch: emulator.fetch });
    const location = emulator.submit({ devices: [{ serialNumber: "1" }] });
    const controller = new AbortController();
    const watch = client.watchBatchUpload(parseBatchLocation(location), { signal: controller.signal });
    await watch.next();
    assert.is(getEventListeners(controller.signal, "abort").length, 0);
    assert.is(clock.countTimers(), 0);
  });
});

test("errors that nobody inspected retain no token, no secret and no body", async () => {
  const child = fork(fileURLToPath(new URL("heap-of-errors.ts", import.meta.url)), {
    execArgv: ["--expose-gc", "--heap-snapshot-string-limit=100000000", "--import", "tsx"],
  });
  const report = await Promise.race([
    once(child, "message").then(([message]) => message),
    once(child, "exit").then(([code]) => assert.unreachable(`the child process exited with code ${code}`)),
  ]);
  const api = ["ApiError", "ApiError", "ApiError"];
  const invalid = ["InvalidResponseError", "InvalidResponseError"];
  assert.equal(report.names, ["NetworkError", "NetworkError", ...api, ...invalid, "TokenError"]);
  assert.equal(report.inErrors, []);
  // Shows that the search finds what is in the heap.
  assert.equal(report.withControl, ["the control"]);
});

test.run();
