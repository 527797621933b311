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

test("accepts a response of Partner Center and leaves it unchanged", async () => {
  const details: unknown = await (await response()).json();
  const before = JSON.stringify(details);
  assert.ok(isBatchUploadDetails(details));
  assertBatchUploadDetails(details);
  assert.is(details.status, "finished");
  assert.is(JSON.stringify(details), before);
});

test("accepts unknown properties and unknown statuses", () => {
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
  test(`rejects ${JSON.stringify(value)}`, () => {
    assert.not(isBatchUploadDetails(value));
    assert.instance(violation(value), InvalidDetailsError);
  });
}

test("names the first violation without quoting the value", () => {
  const error = violation({
    status: "finished",
    devicesStatus: [{}, { productKey: ["12345-67890-09876-54321-13579"], errorCode: 808 }, { errorCode: 808 }],
  });
  assert.equal(error.violations, [{ pointer: "/devicesStatus/1/productKey", message: "must be string" }]);
  assert.is(error.message, "not BatchUploadDetails: /devicesStatus/1/productKey must be string");
  assert.ok(error instanceof TypeError);
});

test("names the value if all of it is invalid", () => {
  const error = violation("12345-67890-09876-54321-13579");
  assert.equal(error.violations, [{ pointer: "", message: "must be object" }]);
  assert.is(error.message, "not BatchUploadDetails: the value must be object");
});

test("reports one violation, however many devices are invalid", () => {
  const error = violation(devices(200_000));
  assert.equal(error.violations, [{ pointer: "/devicesStatus/0/errorCode", message: "must be string" }]);
});

test("is a Standard Schema that returns the value itself or an issue with its path", () => {
  const { validate, version, vendor } = batchUploadDetails["~standard"];
  const details = { status: "queued" };
  assert.is(version, 1);
  assert.is(vendor, "partner-center-batch-status");
  assert.equal(validate(details), { value: details });
  assert.equal(validate(devices(1)), { issues: [{ message: "must be string", path: ["devicesStatus", 0, "errorCode"] }] });
});

test("validates the input of a tRPC procedure", async () => {
  // These tests run in browsers, too, which tRPC refuses by default.
  const t = initTRPC.create({ allowOutsideOfServer: true });
  const router = t.router({
    report: t.procedure.input(batchUploadDetails).query(({ input }) => input.devicesStatus?.length ?? 0),
  });
  const caller = t.createCallerFactory(router)({});
  assert.is(await caller.report({ status: "finished", devicesStatus: [{}, {}] }), 2);
  // @ts-expect-error: the status is missing
  const refused = caller.report({ devicesStatus: [] });
  assert.match(String(await reasonOf(refused)), "must have required property 'status'");
});

test.run();
