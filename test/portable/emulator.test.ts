import { createBatchStatusClient, type DeviceUploadDetails, parseBatchLocation } from "partner-center-batch-status";
import { createEmulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const test = suite("the emulator");

const customerId = "47021739-3426-40bf-9601-61b4b6d7c793";
const batchTrackingId = "0127ed8e-ff72-4983-a3d8-e8d8bd378932";
const documented = `https://api.partnercenter.microsoft.com/v1/customers/${customerId}/batchJobStatus/${batchTrackingId}`;
const authorized = { headers: { Authorization: "Bearer any" } };

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());
const byteOrderMark = [0xef, 0xbb, 0xbf];

test("answers a string, a URL and a Request alike", async () => {
  const { fetch } = createEmulator();
  for (const input of [documented, new URL(documented)]) assert.is((await fetch(input, authorized)).status, 200);
  assert.is((await fetch(new Request(documented, authorized))).status, 200);
});

test("begins a success with a byte order mark, and a failure without one", async () => {
  const { fetch } = createEmulator();
  const success = await fetch(documented, authorized);
  assert.equal([...(await bytesOf(success)).slice(0, 3)], byteOrderMark);
  const failure = await fetch(documented);
  assert.is((await bytesOf(failure))[0], "{".charCodeAt(0));
});

test("echoes both ids, or makes them up", async () => {
  const { fetch } = createEmulator();
  const ids = { "MS-RequestId": "request-1", "MS-CorrelationId": "correlation-1" };
  const echoed = await fetch(documented, { headers: { ...authorized.headers, ...ids } });
  for (const [name, id] of Object.entries(ids)) assert.is(echoed.headers.get(name), id);
  const made = await fetch(documented, authorized);
  for (const name of ["MS-RequestId", "MS-CorrelationId", "MS-CV", "MS-ServerId"]) assert.ok(made.headers.get(name), name);
});

const asked: Record<string, [url: string, init: RequestInit, status: number, code: number | undefined]> = {
  "a path in lower case": [documented.toLowerCase(), authorized, 200, undefined],
  "a path in upper case": [documented.replace("/v1/customers/", "/V1/CUSTOMERS/"), authorized, 200, undefined],
  "no token": [documented, {}, 401, 800001],
  "a token without Bearer": [documented, { headers: { Authorization: "any" } }, 401, 800001],
  "a customer id that is no GUID": [documented.replace(customerId, "contoso"), authorized, 400, 900118],
  "a batch tracking id that is no GUID": [documented.replace(batchTrackingId, "42"), authorized, 400, 2000],
  "an unknown batch": [documented.replace(batchTrackingId, customerId), authorized, 404, 1000],
  "another customer's batch": [documented.replace(customerId, batchTrackingId), authorized, 404, 1000],
  "another resource": ["https://api.partnercenter.microsoft.com/v1/customers", authorized, 404, undefined],
  "another method": [documented, { method: "DELETE", ...authorized }, 405, undefined],
};
for (const [what, [url, init, status, code]] of Object.entries(asked)) {
  test(`answers ${what} with ${status}${code ? ` and code ${code}` : ""}`, async () => {
    const response = await createEmulator().fetch(url, init);
    assert.is(response.status, status);
    if (code !== undefined) assert.match(await response.text(), `"code":${code},`);
  });
}

test("holds the documented batch under the documented ids", async () => {
  const client = createBatchStatusClient({ token: "any", fetch: createEmulator().fetch });
  const details = await client.getBatchUploadStatus({ customerId, batchTrackingId });
  assert.is(details.status, "finished");
  assert.is(details.startedTime, "2017-07-25T10:00:00");
  assert.is(details.devicesStatus?.[0]?.errorCode, "808");
});

test("works a batch through: queued, then device by device, then finished with mixed results", async () => {
  const emulator = createEmulator();
  const client = createBatchStatusClient({ token: "any", fetch: emulator.fetch });
  const devices = [{ serialNumber: "1" }, { serialNumber: "2", result: "808" as const }, { hardwareHash: "hash" }];
  const upload = parseBatchLocation(emulator.submit({ devices, duration: 300 }));
  const seen: string[] = [];
  let details = await client.getBatchUploadStatus(upload);
  assert.is(details.status, "queued");
  assert.is(details.startedTime, "0001-01-01T00:00:00");
  assert.is(details.devicesStatus, undefined);
  while (details.status !== "finished") {
    seen.push([details.status, ...(details.devicesStatus ?? []).map((device: DeviceUploadDetails) => device.status)].join(" "));
    await new Promise((resolve) => setTimeout(resolve, 5));
    details = await client.getBatchUploadStatus(upload);
  }
  assert.equal(
    [...new Set(seen)],
    [
      "queued",
      "processing in-progress queued queued",
      "processing finished in-progress queued",
      "processing finished finished_with_errors in-progress",
    ],
  );
  assert.equal(
    details.devicesStatus?.map(({ status, errorCode }: DeviceUploadDetails) => [status, errorCode]),
    [
      ["finished", undefined],
      ["finished_with_errors", "808"],
      ["finished", undefined],
    ],
  );
  assert.is(details.devicesStatus?.[2]?.serialNumber, undefined);
  assert.not(JSON.stringify(details).includes("hash"));
});

test.run();
