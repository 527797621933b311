import fc from "fast-check";
import { createBatchStatusClient, isBatchStatusError } from "partner-center-batch-status";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const test = suite("arbitrary responses");

const upload = {
  customerId: "47021739-3426-40bf-9601-61b4b6d7c793",
  batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932",
};
const token = "test-token-Zm9vYmFy";

const property = fc.constantFrom(
  ...["status", "batchTrackingId", "devicesStatus", "productKey", "attributes", "errorCode", "code", "description", "data"],
  ...["message", "statusCode", "source", "__proto__", "constructor", "toString"],
);
const scalar = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(token),
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie("json"), { maxLength: 4 }),
    fc.dictionary(property, tie("json"), { maxKeys: 6 }),
  ),
}));
const jsonBytes = json.map((value) => new TextEncoder().encode(JSON.stringify(value)));
const device = fc.record(
  { status: fc.string(), errorCode: fc.option(fc.string()), productKey: fc.string() },
  { requiredKeys: [] },
);
const batch = fc
  .record({ status: fc.string(), devicesStatus: fc.array(device) })
  .map((value) => new TextEncoder().encode(JSON.stringify(value)));
const body = fc.oneof(fc.uint8Array({ maxLength: 200 }), jsonBytes, batch);
const bodyWithOptionalMark = fc
  .tuple(body, fc.boolean())
  .map(([bytes, hasMark]) => (hasMark ? new Uint8Array([0xef, 0xbb, 0xbf, ...bytes]) : bytes));
const status = fc.oneof(fc.constant(200), fc.integer({ min: 200, max: 599 }));
const headerText = fc.stringMatching(/^[\x21-\x7e]([\x20-\x7e]{0,40}[\x21-\x7e])?$/);
const headers = fc.dictionary(
  fc.constantFrom("MS-RequestId", "MS-CV", "MS-ServerId", "Retry-After", "Content-Type", "Location"),
  headerText,
);

test("a call resolves with a batch or rejects with one of the package's errors, whatever the server sends", async () => {
  await fc.assert(
    fc.asyncProperty(bodyWithOptionalMark, status, headers, async (bytes, status, headers) => {
      const fetch = async () =>
        new Response([204, 205, 304].includes(status) ? null : new Uint8Array(bytes), { status, headers });
      const client = createBatchStatusClient({ token, fetch, retry: false });
      const result = await client.getBatchUploadStatus(upload).catch((error: unknown) => {
        assert.ok(isBatchStatusError(error), String(error));
        assert.ok(error instanceof Error && error.message.length < 2_500);
        for (const shown of [String(error), JSON.stringify(error)]) assert.not(shown.includes(token));
        return undefined;
      });
      if (result !== undefined) assert.type(result.status, "string");
    }),
    { numRuns: 500 },
  );
});

test.run();
