import { failedDevices, parseTimestamp } from "partner-center-batch-status";
import { suite } from "uvu";
import * as assert from "uvu/assert";

// conformance/readings.json has most cases of these functions; readings.test.ts runs them.
const test = suite("batch and device details");

const succeeded = { status: "finished" };
const failed = { status: "finished_with_errors", errorCode: "808" };

test("failedDevices returns the failed devices in order", () => {
  assert.equal(failedDevices({ devicesStatus: [failed, succeeded, { status: "finished", errorCode: "806" }] }), [
    failed,
    { status: "finished", errorCode: "806" },
  ]);
  assert.equal(failedDevices({ devicesStatus: null }), []);
});

test("parseTimestamp returns undefined for an absent time", () => {
  assert.is(parseTimestamp(undefined), undefined);
});

test.run();
