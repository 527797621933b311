import {
  allSucceeded,
  countDevices,
  type DeviceOutcome,
  type DeviceUploadDetails,
  deviceOutcome,
  failedDevices,
  isFinished,
  parseTimestamp,
} from "partner-center-batch-status";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const test = suite("batch and device details");

const succeeded = { status: "finished" };
const failed = { status: "finished_with_errors", errorCode: "808" };
const pending = { status: "in-progress" };
const unknown = { status: "archived" };

const outcomes: [device: DeviceUploadDetails, outcome: DeviceOutcome][] = [
  [{ status: "finished" }, "succeeded"],
  [{ status: "Finished" }, "succeeded"],
  [{ status: "finished", errorCode: null }, "succeeded"],
  [{ status: "finished", errorCode: "" }, "succeeded"],
  [{ status: "finished", errorCode: "0" }, "succeeded"],
  [{ status: "finished", errorCode: " 0 " }, "succeeded"],
  [{ status: "finished", errorCode: "808" }, "failed"],
  [{ status: "finished_with_errors" }, "failed"],
  [{ status: "FINISHED_WITH_ERRORS", errorCode: "0" }, "failed"],
  [{ status: "processing", errorCode: "640" }, "failed"],
  [{ status: null, errorCode: "640" }, "failed"],
  [{ status: "queued" }, "pending"],
  [{ status: "processing" }, "pending"],
  [{ status: "in-progress" }, "pending"],
  [{ status: "In-Progress" }, "pending"],
  [{ status: "unknown", errorCode: "0" }, "unknown"],
  [{ status: "archived" }, "unknown"],
  [{ status: "" }, "unknown"],
  [{ status: null }, "unknown"],
  [{ status: "constructor" }, "unknown"],
  [{ status: "__proto__" }, "unknown"],
  [{}, "unknown"],
];
for (const [device, outcome] of outcomes) {
  test(`the outcome of the device ${JSON.stringify(device)} is ${outcome}`, () => {
    assert.is(deviceOutcome(device), outcome);
  });
}

test("countDevices counts devices by outcome", () => {
  assert.equal(countDevices({ devicesStatus: [succeeded, failed, failed, pending, unknown] }), {
    total: 5,
    succeeded: 1,
    failed: 2,
    pending: 1,
    unknown: 1,
  });
  for (const devicesStatus of [null, []]) {
    assert.equal(countDevices({ devicesStatus }), { total: 0, succeeded: 0, failed: 0, pending: 0, unknown: 0 });
  }
  assert.is(countDevices({}).total, 0);
});

test("failedDevices returns the failed devices in order", () => {
  assert.equal(failedDevices({ devicesStatus: [failed, succeeded, { status: "finished", errorCode: "806" }] }), [
    failed,
    { status: "finished", errorCode: "806" },
  ]);
  assert.equal(failedDevices({ devicesStatus: null }), []);
});

test("allSucceeded is true if the batch is finished, has devices, and each of them succeeded", () => {
  assert.ok(allSucceeded({ status: "finished", devicesStatus: [succeeded, succeeded] }));
  assert.ok(allSucceeded({ status: "FINISHED", devicesStatus: [succeeded] }));
});

test("allSucceeded is false in every other case", () => {
  const notAll = [
    { status: "finished", devicesStatus: [succeeded, failed] },
    { status: "finished", devicesStatus: [succeeded, pending] },
    { status: "finished", devicesStatus: [succeeded, unknown] },
    { status: "finished", devicesStatus: [] },
    { status: "finished", devicesStatus: null },
    { status: "finished" },
    { status: "processing", devicesStatus: [succeeded] },
    { status: "finished_with_errors", devicesStatus: [succeeded] },
    { status: "", devicesStatus: [succeeded] },
  ];
  for (const details of notAll) assert.not(allSucceeded(details), JSON.stringify(details));
});

test("only two statuses are final, in any letter case", () => {
  for (const status of ["finished", "finished_with_errors", "Finished", "FINISHED_WITH_ERRORS"])
    assert.ok(isFinished({ status }));
  for (const status of ["queued", "processing", "unknown", "archived", "finishing", ""]) assert.not(isFinished({ status }));
});

const times: [timestamp: string, time: string][] = [
  ["2017-07-25T10:00:00", "2017-07-25T10:00:00.000Z"],
  ["2017-07-25T10:00:00Z", "2017-07-25T10:00:00.000Z"],
  ["2017-07-25t10:00:00z", "2017-07-25T10:00:00.000Z"],
  ["2017-07-25T10:00:00+00:00", "2017-07-25T10:00:00.000Z"],
  ["2017-07-25T10:00:00+05:30", "2017-07-25T04:30:00.000Z"],
  ["2017-07-25T03:00:00.1234567-07:00", "2017-07-25T10:00:00.123Z"],
  ["2017-07-25T10:00:00.5", "2017-07-25T10:00:00.500Z"],
  ["2017-12-31T23:30:00-01:00", "2018-01-01T00:30:00.000Z"],
  ["2016-02-29T00:00:00", "2016-02-29T00:00:00.000Z"],
  ["0050-01-01T00:00:00", "0050-01-01T00:00:00.000Z"],
  ["0002-01-01T00:00:00", "0002-01-01T00:00:00.000Z"],
  ["2017-07-25T10:00:00+23:59", "2017-07-24T10:01:00.000Z"],
  ["2017-07-25T10:00:00-0130", "2017-07-25T11:30:00.000Z"],
  [" 2017-07-25T10:00:00.05 ", "2017-07-25T10:00:00.050Z"],
  ["9999-12-31T23:59:59.9999999", "9999-12-31T23:59:59.999Z"],
];
for (const [timestamp, time] of times) {
  test(`parseTimestamp reads ${timestamp} as ${time}`, () => {
    assert.is(parseTimestamp(timestamp)?.toISOString(), time);
  });
}

test("parseTimestamp returns undefined for a time that is not set", () => {
  for (const timestamp of [
    undefined,
    null,
    "",
    " ",
    "0001-01-01T00:00:00",
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00-08:00",
  ]) {
    assert.is(parseTimestamp(timestamp), undefined);
  }
});

test("parseTimestamp returns undefined for a time that does not exist, never another time", () => {
  const impossible = [
    "2017-02-29T00:00:00",
    "2017-02-30T00:00:00Z",
    "2017-13-01T00:00:00",
    "2017-00-10T00:00:00",
    "2017-04-31T00:00:00",
    "2017-01-00T00:00:00",
    "2017-07-25T24:00:00",
    "2017-07-25T10:60:00",
    "2017-07-25T10:00:60",
    "2017-07-25T10:00:00+24:00",
    "2017-07-25T10:00:00+05:60",
    "2017-07-25",
    "25.07.2017 10:00",
    "on 2017-07-25T10:00:00Z",
    "12017-07-25T10:00:00Z",
    "2017-07-25T10:00:00Z or later",
    "2017-07-25T10:00:00.",
    "1500976800000",
    "tomorrow",
  ];
  for (const timestamp of impossible) assert.is(parseTimestamp(timestamp), undefined, timestamp);
});

test("statuses and error codes may have white space around them", () => {
  assert.is(deviceOutcome({ status: " finished " }), "succeeded");
  assert.is(deviceOutcome({ status: "finished", errorCode: "  " }), "succeeded");
  assert.ok(isFinished({ status: " Finished\n" }));
  assert.ok(allSucceeded({ status: " finished ", devicesStatus: [succeeded] }));
});

test.run();
