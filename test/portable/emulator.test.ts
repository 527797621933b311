import { createBatchStatusClient, type DeviceUploadDetails, parseBatchLocation } from "partner-center-batch-status";
import { createEmulator, type Quirks, type Submission } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inStoppedTime } from "./clock.ts";
import { reasonOf, rejection } from "./rejection.ts";

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

test("tells which method it takes when it is asked by another", async () => {
  const response = await createEmulator().fetch(documented, { method: "DELETE" });
  assert.is(response.headers.get("Allow"), "GET");
});

test("holds the documented batch under the documented ids", async () => {
  const client = createBatchStatusClient({ token: "any", fetch: createEmulator().fetch });
  const details = await client.getBatchUploadStatus({ customerId, batchTrackingId });
  assert.is(details.status, "finished");
  assert.is(details.startedTime, "2017-07-25T10:00:00");
  assert.is(details.devicesStatus?.[0]?.errorCode, "808");
});

test("works a batch through: queued, then device by device, then finished with mixed results", async () => {
  await inStoppedTime(async (clock) => {
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
      clock.tick(5);
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
});

const devices = [
  { serialNumber: "1", productKey: "ABCDE-FGHJK-LMNPQ-RTVWX-YZ234" },
  { serialNumber: "2", result: "808" as const },
];

/** The text of the answer about a batch that has ended, or has only begun. */
async function answered(quirks: Quirks, submission: Partial<Submission> = {}): Promise<string> {
  const emulator = createEmulator({ quirks });
  const location = emulator.submit({ devices, duration: 0, location: "absolute", ...submission });
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await bytesOf(await emulator.fetch(location, authorized)));
}

const queued = { duration: 1e9 };
const quirky: [what: string, quirks: Quirks, submission: Partial<Submission>, shown: RegExp][] = [
  ["a byte order mark, by default", {}, {}, /^\uFEFF\{/],
  ["no byte order mark", { byteOrderMark: false }, {}, /^\{/],
  ["times without an offset, by default", {}, {}, /"completedTime":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"/],
  ["times in UTC", { times: "utc" }, {}, /"completedTime":"[^"]*\dZ"/],
  ["times with seven digits", { times: "seven-digits" }, {}, /"completedTime":"[^"]*\.\d{7}-07:00"/],
  ["year 0001, by default", {}, queued, /"completedTime":"0001-01-01T00:00:00"/],
  ["null for a time that is not set", { unsetTimes: "null" }, queued, /"completedTime":null/],
  ["an empty time", { unsetTimes: "empty" }, queued, /"completedTime":""/],
  ["no time that is not set", { unsetTimes: "absent" }, queued, /^(?!.*completedTime)/],
  ["no devices while queued, by default", {}, queued, /^(?!.*devicesStatus)/],
  ["devices while queued", { devicesWhileQueued: true }, queued, /"devicesStatus":\[.*"queued"/],
  ["no members without a value, by default", {}, {}, /^(?!.*null)/],
  ["null for members without a value", { unsetMembers: "null" }, {}, /"productKey":null/],
  ["finished with failed devices, by default", {}, {}, /"status":"finished","startedTime.*finished_with_errors/],
  ["finished with errors", { finishedDespiteFailures: false }, {}, /"status":"finished_with_errors","startedTime/],
  [
    "finished with errors, told by an error code alone",
    { finishedDespiteFailures: false },
    { devices: [{ result: { errorCode: "640" } }] },
    /"status":"finished_with_errors","startedTime/,
  ],
  ["members that nobody documented", { unknownMembers: true }, {}, /"groupTag".*"links".*"origin"/],
  ["a status that nobody documented", {}, { status: "archived" }, /"status":"archived"/],
  ["a device's status that nobody documented", {}, { devices: [{ result: { status: "lost" } }] }, /"status":"lost"/],
  [
    "a batch's own quirks before the emulator's",
    { times: "utc" },
    { quirks: { times: "offset-less" } },
    /"completedTime":"[^Z]*"/,
  ],
];
for (const [what, quirks, submission, shown] of quirky) {
  test(`answers with ${what}`, async () => {
    assert.match(await answered(quirks, submission), shown);
  });
}

test("matches the path to the letter where that is asked for", async () => {
  const { fetch } = createEmulator({ quirks: { anyPathCase: false } });
  assert.is((await fetch(documented, authorized)).status, 200);
  assert.is((await fetch(documented.toLowerCase(), authorized)).status, 404);
});

test("forms the location as Partner Center does, with /v1, or with the host", () => {
  const emulator = createEmulator();
  const ids = { devices, customerId: batchTrackingId, batchTrackingId: customerId };
  const path = `/customers/${batchTrackingId}/batchJobStatus/${customerId}`;
  assert.is(emulator.submit(ids), path);
  assert.is(emulator.submit({ ...ids, location: "versioned" }), `/v1${path}`);
  assert.is(emulator.submit({ ...ids, location: "absolute" }), `https://api.partnercenter.microsoft.com/v1${path}`);
});

test("refuses at once what it could not do later", () => {
  const emulator = createEmulator();
  assert.throws(() => emulator.submit({ devices, customerId: "contoso" }), /"customerId" must be/);
  assert.throws(() => emulator.submit({ devices, batchTrackingId: "42" }), /"batchTrackingId" must be/);
  // @ts-expect-error: no such result
  assert.throws(() => emulator.submit({ devices: [{ result: "999" }] }), /"result" must be/);
  for (const status of [0, 101, 600, 200.5]) assert.throws(() => emulator.fail({ status }), /"status" must be/);
  for (const cutBody of [-5, Number.NaN]) assert.throws(() => emulator.fail({ cutBody }), /"cutBody" must be/);
  assert.throws(() => emulator.fail({ slowBody: Number.NaN }), /"slowBody" must be/);
  // @ts-expect-error: no such fault
  assert.throws(() => emulator.fail("rest"), /a fault must be "reset"/);
  // @ts-expect-error: no such fault
  assert.throws(() => emulator.fail({ staus: 429 }), /a fault must be "reset"/);
  // @ts-expect-error: devices are missing
  assert.throws(() => emulator.submit({}), /"devices" must be an array/);
  assert.throws(() => emulator.submit({ devices, duration: Number.NaN }), /"duration" must be/);
  // @ts-expect-error: no such location
  assert.throws(() => emulator.submit({ devices, location: "x" }), /"location" must be/);
});

const refusals: Record<string, [status: number, code: string]> = {
  expired: [401, "400"],
  "wrong-audience": [401, '"900420"'],
  "missing-role": [403, "900150"],
  "no-relationship": [403, "20002"],
  "conditional-access": [403, "900309"],
  "app-only": [403, "900329"],
};
for (const [token, [status, code]] of Object.entries(refusals)) {
  test(`refuses the token "${token}" with ${status} and code ${code}`, async () => {
    const response = await createEmulator().fetch(documented, { headers: { Authorization: `Bearer ${token}` } });
    assert.is(response.status, status);
    assert.match(await response.text(), `"code":${code},`);
  });
}

test("refuses tokens as it is told", async () => {
  const { fetch } = createEmulator({ refuseToken: (token) => (token === "old" ? "expired" : undefined) });
  assert.is((await fetch(documented, { headers: { Authorization: "Bearer old" } })).status, 401);
  assert.is((await fetch(documented, { headers: { Authorization: "Bearer expired" } })).status, 200);
});

test("lets as many requests go wrong as it is told, each in its way, and then none", async () => {
  const emulator = createEmulator();
  emulator.fail(
    { status: 503, headers: { "Retry-After": "7" } },
    { status: 418, body: "teapot" },
    { redirect: "https://elsewhere.example/" },
  );
  const busy = await emulator.fetch(documented, authorized);
  assert.equal([busy.status, busy.headers.get("Retry-After")], [503, "7"]);
  assert.match(await busy.text(), '"code":800003');
  const teapot = await emulator.fetch(documented, authorized);
  assert.equal([teapot.status, await teapot.text()], [418, "teapot"]);
  const redirect = await emulator.fetch(documented, authorized);
  assert.equal([redirect.status, redirect.headers.get("Location")], [302, "https://elsewhere.example/"]);
  assert.is((await emulator.fetch(documented, authorized)).status, 200);
});

test("gives every status there is, those without a body too", async () => {
  const emulator = createEmulator();
  for (const status of [200, 201, 204, 205, 304, 400, 404, 429, 500, 502, 503, 504, 599]) {
    emulator.fail({ status, headers: { "Content-Type": "text/plain" } });
    const response = await emulator.fetch(documented, authorized);
    assert.is(response.status, status);
    assert.is(response.headers.get("Content-Type"), "text/plain");
  }
});

test("breaks connections and bodies off", async () => {
  const emulator = createEmulator();
  emulator.fail("reset", { cutBody: 5 });
  const error = await rejection(emulator.fetch(documented, authorized), TypeError);
  assert.match(String(error.cause), "ECONNRESET");
  const cut = await emulator.fetch(documented, authorized);
  await rejection(cut.text(), TypeError);
});

test("keeps silent until the caller gives up", async () => {
  const emulator = createEmulator();
  emulator.fail("silence");
  const controller = new AbortController();
  const pending = reasonOf(emulator.fetch(documented, { ...authorized, signal: controller.signal }));
  controller.abort("enough");
  assert.is(await pending, "enough");
  assert.is(await reasonOf(emulator.fetch(documented, { ...authorized, signal: controller.signal })), "enough");
});

test("sends a slow body in its time, or until the caller gives up", async () => {
  const emulator = createEmulator();
  emulator.fail({ slowBody: 50 }, { slowBody: 60_000 });
  const begun = Date.now();
  assert.match(await (await emulator.fetch(documented, authorized)).text(), '"status":"finished"');
  assert.ok(Date.now() - begun >= 40);
  const controller = new AbortController();
  const slow = await emulator.fetch(documented, { ...authorized, signal: controller.signal });
  const pending = reasonOf(slow.text());
  controller.abort(new Error("enough"));
  // Chromium has an error of its own for it.
  assert.instance(await pending, Error);
});

test("lists what arrived, in order, its tokens replaced by fingerprints", async () => {
  const emulator = createEmulator();
  const ask = (token: string) => emulator.fetch(documented, { headers: { Authorization: token, "X-Locale": "de-DE" } });
  for (const token of ["Bearer secret-1", "Bearer secret-2", "Bearer secret-1", "Bearer secret-1, Bearer secret-2", "secret-1"])
    await ask(token);
  assert.equal(
    emulator.requests.map(({ method, url, headers }) => [method, url, headers["x-locale"]]),
    Array(5).fill(["GET", documented, "de-DE"]),
  );
  const [first, second, third] = emulator.requests.map(({ headers }) => headers["authorization"]);
  assert.match(first ?? "", /^Bearer #[0-9a-f]{8}$/);
  assert.is(first, third);
  assert.is.not(first, second);
  // A token that stands where the scheme should be is the caller's mistake, and no reason to show it.
  assert.not.match(JSON.stringify(emulator.requests), "secret-");
});

test("is decided by its seed, and begins anew on reset", async () => {
  const play = async (emulator: ReturnType<typeof createEmulator>) => {
    const location = emulator.submit({ devices, duration: 0, location: "absolute" });
    const response = await emulator.fetch(location, authorized);
    return [location, response.headers.get("MS-CV"), await response.text()];
  };
  const emulator = createEmulator({ seed: 7 });
  const first = await play(emulator);
  assert.equal(await play(createEmulator({ seed: 7 })), first);
  assert.not.equal(await play(createEmulator({ seed: 8 })), first);
  emulator.fail({ status: 500 });
  emulator.reset();
  assert.is(emulator.requests.length, 0);
  assert.is((await emulator.fetch(String(first[0]), authorized)).status, 404);
  emulator.reset();
  assert.equal(await play(emulator), first);
});

test.run();
