import { initTRPC } from "@trpc/server";
import { createEmulator } from "partner-center-batch-status/emulator";
import {
  assertBatchUploadDetails,
  batchUploadDetails,
  InvalidDetailsError,
  isBatchUploadDetails,
} from "partner-center-batch-status/validators";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { reasonOf } from "./rejection.ts";

const test = suite("validators");

const path = "/v1/customers/47021739-3426-40bf-9601-61b4b6d7c793/batchJobStatus/0127ed8e-ff72-4983-a3d8-e8d8bd378932";
const emulator = createEmulator({ quirks: { byteOrderMark: false } });
const response = () =>
  emulator.fetch(`https://api.partnercenter.microsoft.com${path}`, { headers: { Authorization: "Bearer any" } });
const devices = (count: number) => ({
  status: "finished",
  devicesStatus: Array.from({ length: count }, () => ({ errorCode: 808 })),
});

function violation(value: unknown): InvalidDetailsError {
  try {
    assertBatchUploadDetails(value);
  } catch (error) {
    if (error instanceof InvalidDetailsError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

test("knows an answer of Partner Center, and leaves it as it is", async () => {
  const details: unknown = await (await response()).json();
  const before = JSON.stringify(details);
  assert.ok(isBatchUploadDetails(details));
  assertBatchUploadDetails(details);
  assert.is(details.status, "finished");
  assert.is(JSON.stringify(details), before);
});

test("lets unknown members and unknown statuses pass", () => {
  assert.ok(isBatchUploadDetails({ status: "paused", addedLater: 1, devicesStatus: [{ status: "waiting", more: {} }] }));
});

for (const value of [
  undefined,
  null,
  "finished",
  42,
  [],
  {},
  { status: null },
  { status: "finished", devicesStatus: {} },
  devices(1),
]) {
  test(`refuses ${JSON.stringify(value)}`, () => {
    assert.not(isBatchUploadDetails(value));
    assert.instance(violation(value), InvalidDetailsError);
  });
}

test("points to what is wrong, and counts it, without quoting it", () => {
  const error = violation({ status: 1, devicesStatus: [{}, { productKey: ["12345-67890-09876-54321-13579"] }] });
  assert.equal(error.violations, [
    { pointer: "/status", message: "must be string" },
    { pointer: "/devicesStatus/1/productKey", message: "must be string" },
  ]);
  assert.is(error.count, 2);
  assert.is(error.message, "not BatchUploadDetails: /status must be string, and 1 more");
  assert.ok(error instanceof TypeError);
});

test("names the whole when the whole is wrong", () => {
  const error = violation("12345-67890-09876-54321-13579");
  assert.equal(error.violations, [{ pointer: "", message: "must be object" }]);
  assert.is(error.message, "not BatchUploadDetails: the value must be object");
});

test("lists the first twenty of many, and says how many there are", () => {
  const error = violation(devices(5000));
  assert.is(error.count, 5000);
  assert.is(error.violations.length, 20);
  assert.is(error.violations[19]?.pointer, "/devicesStatus/19/errorCode");
});

test("counts very many wrong devices, too", () => {
  // Did each error copy those before it, as ajv would have it, this would take minutes.
  assert.is(violation(devices(200_000)).count, 200_000);
});

test("is a Standard Schema: gives the value itself, or issues with paths", () => {
  const { validate, version, vendor } = batchUploadDetails["~standard"];
  const details = { status: "queued" };
  assert.is(version, 1);
  assert.is(vendor, "partner-center-batch-status");
  assert.equal(validate(details), { value: details });
  assert.equal(validate(devices(1)), { issues: [{ message: "must be string", path: ["devicesStatus", 0, "errorCode"] }] });
});

test("checks the input of a tRPC procedure", async () => {
  // Browsers run these tests, too.
  const t = initTRPC.create({ allowOutsideOfServer: true });
  const router = t.router({
    report: t.procedure.input(batchUploadDetails).query(({ input }) => input.devicesStatus?.length ?? 0),
  });
  const caller = t.createCallerFactory(router)({});
  assert.is(await caller.report({ status: "finished", devicesStatus: [{}, {}] }), 2);
  // @ts-expect-error: a batch has a status.
  const refused = caller.report({ devicesStatus: [] });
  assert.match(String(await reasonOf(refused)), "must have required property 'status'");
});

test.run();
