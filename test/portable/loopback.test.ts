import {
  ApiError,
  allSucceeded,
  type BatchStatusClientOptions,
  createBatchStatusClient,
  failedDevices,
  InvalidResponseError,
  NetworkError,
} from "partner-center-batch-status";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { deferred } from "./deferred.ts";
import { emulatorUrl, SHORT_BATCH } from "./emulator-url.ts";
import { reasonOf, rejection } from "./rejection.ts";

const test = suite("the client over HTTP");

const customerId = "47021739-3426-40bf-9601-61b4b6d7c793";
const sample = (batchTrackingId: string) => ({ customerId, batchTrackingId });
const clientOf = (options: Partial<BatchStatusClientOptions> = {}) =>
  createBatchStatusClient({ token: "any", baseUrl: emulatorUrl(), retry: false, ...options });

test("reads the documented response, which starts with a byte order mark", async () => {
  const details = await clientOf().getBatchUploadStatus(sample("0127ed8e-ff72-4983-a3d8-e8d8bd378932"));
  assert.is(details.status, "finished");
  assert.is(failedDevices(details)[0]?.errorDescription, "ZtdDeviceAssignedToOtherTenant");
});

test("watches a batch until it is finished", async () => {
  const statuses = [];
  for await (const { status } of clientOf().watchBatchUpload(SHORT_BATCH, { interval: 100 })) statuses.push(status);
  // On a slow machine the batch can be finished before a poll sees it in progress.
  assert.match(statuses.join(" "), /^queued (processing )*finished$/);
});

test("waits for a batch that is already finished", async () => {
  assert.ok(allSucceeded(await clientOf().waitForBatchUpload(sample("a0000000-0000-4000-8000-000000000003"))));
});

test("reports an API error with the ids that support asks for", async () => {
  const error = await rejection(clientOf().getBatchUploadStatus(sample("e0000000-0000-4000-8000-000000403001")), ApiError);
  assert.is(error.status, 403);
  assert.is(error.faultCode, "20002");
  assert.match(error.requestId ?? "", /^[0-9a-f-]{36}$/);
});

test("reports how long a throttled client must wait", async () => {
  const error = await rejection(clientOf().getBatchUploadStatus(sample("e0000000-0000-4000-8000-000000429001")), ApiError);
  assert.is(error.retryAfter, 57_000);
});

test("does not follow a redirect", async () => {
  const error = await rejection(clientOf().getBatchUploadStatus(sample("f0000000-0000-4000-8000-000000000004")), ApiError);
  assert.match(error.message, "redirect");
});

test("rejects a web page", async () => {
  await rejection(clientOf().getBatchUploadStatus(sample("f0000000-0000-4000-8000-000000000001")), InvalidResponseError);
});

for (const [when, number] of Object.entries({ "before the response": 5, "within the body": 8 })) {
  test(`reports a connection that breaks off ${when} as a network error`, async () => {
    await rejection(clientOf().getBatchUploadStatus(sample(`f0000000-0000-4000-8000-00000000000${number}`)), NetworkError);
  });
}

const silence = sample("f0000000-0000-4000-8000-000000000006");
const slowBody = sample("f0000000-0000-4000-8000-000000000007");

for (const [what, upload] of Object.entries({ "a response": silence, "a slow body": slowBody })) {
  test(`stops waiting for ${what} after the timeout`, async () => {
    const error = await rejection(clientOf({ timeout: 100 }).getBatchUploadStatus(upload), NetworkError);
    assert.match(error.message, "within 0.1 s");
  });
}

test("stops waiting for a response when the call is aborted", async () => {
  const isSent = deferred();
  const client = clientOf({
    fetch(url, init) {
      isSent.resolve();
      return fetch(url, init);
    },
  });
  const controller = new AbortController();
  const pending = reasonOf(client.getBatchUploadStatus(silence, { signal: controller.signal }));
  await isSent.promise;
  controller.abort("no longer needed");
  assert.is(await pending, "no longer needed");
});

test("stops waiting for a slow body when the call is aborted", async () => {
  const hasArrived = deferred();
  const client = clientOf({
    async fetch(url, init) {
      const response = await fetch(url, init);
      hasArrived.resolve();
      return response;
    },
  });
  const controller = new AbortController();
  const pending = reasonOf(client.getBatchUploadStatus(slowBody, { signal: controller.signal }));
  await hasArrived.promise;
  controller.abort("no longer needed");
  assert.is(await pending, "no longer needed");
});

test.run();
