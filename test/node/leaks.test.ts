import { getEventListeners } from "node:events";
import { createBatchStatusClient, parseBatchLocation } from "partner-center-batch-status";
import { createEmulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { reasonOf } from "../portable/rejection.ts";

const test = suite("what stays behind");

const upload = {
  customerId: "47021739-3426-40bf-9601-61b4b6d7c793",
  batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932",
};
const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

test("10,000 calls on one long-lived signal leave no listener and no timer, however they end", async () => {
  const emulator = createEmulator();
  const { signal } = new AbortController();
  let mostListeners = 0;
  const client = createBatchStatusClient({
    token: "token-1",
    retry: false,
    fetch(url, init) {
      mostListeners = Math.max(mostListeners, getEventListeners(signal, "abort").length);
      return emulator.fetch(url, init);
    },
  });
  const before = timers();
  for (let batch = 0; batch < 100; batch++) {
    if (batch % 4 === 0) emulator.fail(...Array.from({ length: 50 }, () => "reset" as const));
    if (batch % 4 === 1) emulator.fail(...Array.from({ length: 50 }, () => ({ status: 404 })));
    if (batch % 4 === 2) emulator.fail(...Array.from({ length: 50 }, () => ({ status: 200, body: "{}" })));
    const calls = Array.from({ length: 100 }, () => client.getBatchUploadStatus(upload, { signal }).catch(() => {}));
    await Promise.all(calls);
    emulator.reset();
  }
  assert.is(mostListeners, 1, "one listener for all calls under way");
  assert.is(getEventListeners(signal, "abort").length, 0, "listeners");
  assert.is(timers(), before, "timers");
});

test("a call that is aborted in its pause leaves nothing", async () => {
  const emulator = createEmulator();
  const client = createBatchStatusClient({ token: "token-1", fetch: emulator.fetch });
  emulator.fail({ status: 429, headers: { "Retry-After": "100" } });
  const controller = new AbortController();
  const before = timers();
  const pending = reasonOf(client.getBatchUploadStatus(upload, { signal: controller.signal }));
  while (timers() === before || emulator.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  controller.abort("enough");
  assert.is(await pending, "enough");
  assert.is(timers(), before);
  assert.is(getEventListeners(controller.signal, "abort").length, 0);
});

test("a watch that is dropped between two steps holds no listener and no timer", async () => {
  const emulator = createEmulator();
  const client = createBatchStatusClient({ token: "token-1", fetch: emulator.fetch });
  const location = emulator.submit({ devices: [{ serialNumber: "1" }] });
  const controller = new AbortController();
  const before = timers();
  const watch = client.watchBatchUpload(parseBatchLocation(location), { signal: controller.signal });
  await watch.next();
  assert.is(getEventListeners(controller.signal, "abort").length, 0);
  assert.is(timers(), before);
});

test.run();
