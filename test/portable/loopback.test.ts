import {
  ApiError,
  allSucceeded,
  createBatchStatusClient,
  failedDevices,
  InvalidResponseError,
  NetworkError,
} from "partner-center-batch-status";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emulatorUrl, SHORT_BATCH } from "./emulator-url.ts";
import { reasonOf, rejection } from "./rejection.ts";

const test = suite("the client over HTTP");

const customerId = "47021739-3426-40bf-9601-61b4b6d7c793";
const sample = (batchTrackingId: string) => ({ customerId, batchTrackingId });
const client = () => createBatchStatusClient({ token: "any", baseUrl: emulatorUrl(), retry: false });

test("reads the documented answer, which begins with a byte order mark", async () => {
  const details = await client().getBatchUploadStatus(sample("0127ed8e-ff72-4983-a3d8-e8d8bd378932"));
  assert.is(details.status, "finished");
  assert.is(failedDevices(details)[0]?.errorDescription, "ZtdDeviceAssignedToOtherTenant");
});

test("watches a batch until it is finished", async () => {
  const statuses = [];
  for await (const { status } of client().watchBatchUpload(SHORT_BATCH, { interval: 100 })) statuses.push(status);
  assert.is(statuses[0], "queued");
  assert.is(statuses.at(-1), "finished");
  assert.ok(statuses.includes("processing"));
});

test("waits for a batch that is finished already", async () => {
  assert.ok(allSucceeded(await client().waitForBatchUpload(sample("a0000000-0000-4000-8000-000000000003"))));
});

test("tells what Partner Center refuses, with the ids that support asks for", async () => {
  const error = await rejection(client().getBatchUploadStatus(sample("e0000000-0000-4000-8000-000000403001")), ApiError);
  assert.is(error.status, 403);
  assert.is(error.faultCode, "20002");
  assert.match(error.requestId ?? "", /^[0-9a-f-]{36}$/);
});

test("tells how long a throttled request has to wait", async () => {
  const error = await rejection(client().getBatchUploadStatus(sample("e0000000-0000-4000-8000-000000429001")), ApiError);
  assert.is(error.retryAfter, 57_000);
});

test("follows no redirect", async () => {
  const error = await rejection(client().getBatchUploadStatus(sample("f0000000-0000-4000-8000-000000000004")), ApiError);
  assert.match(error.message, "redirect");
});

test("refuses a web page", async () => {
  await rejection(client().getBatchUploadStatus(sample("f0000000-0000-4000-8000-000000000001")), InvalidResponseError);
});

for (const [what, number] of Object.entries({ "before the answer": 5, "within the body": 8 })) {
  test(`tells of a connection that breaks off ${what}`, async () => {
    await rejection(client().getBatchUploadStatus(sample(`f0000000-0000-4000-8000-00000000000${number}`)), NetworkError);
  });
}

for (const [what, number] of Object.entries({ "no answer": 6, "a slow body": 7 })) {
  const upload = sample(`f0000000-0000-4000-8000-00000000000${number}`);
  const patient = (timeout: number) => createBatchStatusClient({ token: "any", baseUrl: emulatorUrl(), retry: false, timeout });

  test(`does not wait longer than the timeout for ${what}`, async () => {
    const error = await rejection(patient(100).getBatchUploadStatus(upload), NetworkError);
    assert.match(error.message, "within 0.1 s");
  });

  test(`stops waiting for ${what} when it is told to`, async () => {
    const controller = new AbortController();
    const reason = new Error("no longer needed");
    setTimeout(() => controller.abort(reason), 100);
    assert.is(await reasonOf(patient(60_000).getBatchUploadStatus(upload, { signal: controller.signal })), reason);
  });
}

test.run();
