import { parseBatchLocation } from "partner-center-batch-status";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isGuid } from "../../src/location.ts";

const test = suite("parseBatchLocation");

const customerId = "47021739-3426-40bf-9601-61b4b6d7c793";
const batchTrackingId = "0127ed8e-ff72-4983-a3d8-e8d8bd378932";
const path = `/customers/${customerId}/batchJobStatus/${batchTrackingId}`;

// conformance/readings.json has the locations that are accepted; readings.test.ts parses them.
test("accepts a location as a URL object", () => {
  assert.equal(parseBatchLocation(new URL(`https://api.partnercenter.microsoft.com${path}`)), { customerId, batchTrackingId });
});

const rejected: Record<string, string | null> = {
  "that is missing": null,
  "that is empty": "",
  "with one id": `/customers/${customerId}/batchJobStatus/`,
  "of another resource": `/customers/${customerId}/devices/${batchTrackingId}`,
  "with an id that is not GUID-formatted": `/customers/${customerId}/batchJobStatus/42`,
  "with an id that is too long": `${path}0`,
  "with two versions": `/v1//v1${path}`,
  "with a version that does not exist": `/v2${path}`,
  "with a path after the id": `${path}/devices`,
  "with another scheme": `ftp://api.partnercenter.microsoft.com${path}`,
  "with a scheme that ends like https": `shttps://api.partnercenter.microsoft.com${path}`,
  "with a customer id that is too long": `/customers/0${customerId}/batchJobStatus/${batchTrackingId}`,
  "that cannot be parsed": "http://[",
};
for (const [how, location] of Object.entries(rejected)) {
  test(`rejects a location ${how} and quotes it`, () => {
    assert.throws(
      () => parseBatchLocation(location),
      (error: unknown) =>
        error instanceof TypeError &&
        error.message.startsWith('"location" must') &&
        error.message.includes(JSON.stringify(location)),
    );
  });
}

test("rejects values of other types, which an untyped caller can pass", () => {
  for (const location of [undefined, 42, {}, [], Object.create(null)]) {
    assert.throws(() => parseBatchLocation(location), TypeError);
  }
});

test("does not quote a product key, or a text as long as a token", () => {
  const key = "12345-67890-09876-54321-13579";
  const long = "e".repeat(300);
  for (const secret of [key, long]) {
    assert.throws(
      () => parseBatchLocation(secret),
      (error: unknown) => error instanceof TypeError && !error.message.includes(secret),
    );
  }
});

test("an id is GUID-formatted from its first to its last character", () => {
  assert.ok(isGuid(customerId));
  assert.ok(isGuid(customerId.toUpperCase()));
  for (const id of [`0${customerId}`, `${customerId}0`, ` ${customerId}`, customerId.replaceAll("-", ""), "", undefined, 42]) {
    assert.not(isGuid(id));
  }
});

test("a rejected location is quoted without password and query", () => {
  for (const location of ["https://user:pa55word@host/x?sig=5ecret", new URL("https://host/?sig=5ecret#pa55word")]) {
    assert.throws(
      () => parseBatchLocation(location),
      (error: Error) => /but is "https:.*host\/.*…"/.test(error.message) && !/pa55word|5ecret/.test(error.message),
    );
  }
});

test.run();
