import { createBatchStatusClient, type DeviceUploadDetails, parseBatchLocation } from "partner-center-batch-status";
import { createEmulator, type InjectedFault, type Quirks, type Submission } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { flushPromises, inStoppedTime, inVirtualTime } from "./clock.ts";
import { reasonOf, rejection } from "./rejection.ts";

const test = suite("the emulator");

const customerId = "47021739-3426-40bf-9601-61b4b6d7c793";
const batchTrackingId = "0127ed8e-ff72-4983-a3d8-e8d8bd378932";
const documented = `https://api.partnercenter.microsoft.com/v1/customers/${customerId}/batchJobStatus/${batchTrackingId}`;
const authorized = { headers: { Authorization: "Bearer any" } };

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());
const byteOrderMark = [0xef, 0xbb, 0xbf];

test("accepts a string, a URL or a Request", async () => {
  const { fetch } = createEmulator();
  for (const input of [documented, new URL(documented)]) assert.is((await fetch(input, authorized)).status, 200);
  assert.is((await fetch(new Request(documented, authorized))).status, 200);
});

test("starts successful responses with a byte order mark, and errors without one", async () => {
  const { fetch } = createEmulator();
  const success = await fetch(documented, authorized);
  assert.equal([...(await bytesOf(success)).slice(0, 3)], byteOrderMark);
  const failure = await fetch(documented);
  assert.is((await bytesOf(failure))[0], "{".charCodeAt(0));
});

test("echoes both ids, or generates them", async () => {
  const { fetch } = createEmulator();
  const ids = { "MS-RequestId": "request-1", "MS-CorrelationId": "correlation-1" };
  const echoed = await fetch(documented, { headers: { ...authorized.headers, ...ids } });
  for (const [name, id] of Object.entries(ids)) assert.is(echoed.headers.get(name), id);
  const made = await fetch(documented, authorized);
  for (const name of ["MS-RequestId", "MS-CorrelationId", "MS-CV", "MS-ServerId"]) assert.ok(made.headers.get(name), name);
});

const routes: Record<string, [url: string, init: RequestInit, status: number, code: number | undefined]> = {
  "a path in lower case": [documented.toLowerCase(), authorized, 200, undefined],
  "a path in upper case": [documented.replace("/v1/customers/", "/V1/CUSTOMERS/"), authorized, 200, undefined],
  "no token": [documented, {}, 401, 800001],
  "a token without Bearer": [documented, { headers: { Authorization: "any" } }, 401, 800001],
  "a customer id that is not a GUID": [documented.replace(customerId, "contoso"), authorized, 400, 900118],
  "a batch tracking id that is not a GUID": [documented.replace(batchTrackingId, "42"), authorized, 400, 2000],
  "an unknown batch": [documented.replace(batchTrackingId, customerId), authorized, 404, 1000],
  "another customer's batch": [documented.replace(customerId, batchTrackingId), authorized, 404, 1000],
  "another resource": ["https://api.partnercenter.microsoft.com/v1/customers", authorized, 404, undefined],
  "another method": [documented, { method: "DELETE", ...authorized }, 405, undefined],
};
for (const [what, [url, init, status, code]] of Object.entries(routes)) {
  test(`responds to ${what} with ${status}${code ? ` and code ${code}` : ""}`, async () => {
    const response = await createEmulator().fetch(url, init);
    assert.is(response.status, status);
    if (code !== undefined) assert.match(await response.text(), `"code":${code},`);
  });
}

test("names the supported method in the response to another", async () => {
  const response = await createEmulator().fetch(documented, { method: "DELETE" });
  assert.is(response.headers.get("Allow"), "GET");
});

test("contains the documented batch with the documented ids", async () => {
  const client = createBatchStatusClient({ token: "any", fetch: createEmulator().fetch });
  const details = await client.getBatchUploadStatus({ customerId, batchTrackingId });
  assert.is(details.status, "finished");
  assert.is(details.startedTime, "2017-07-25T10:00:00");
  assert.is(details.devicesStatus?.[0]?.errorCode, "808");
});

test("processes a batch: queued, then device by device, then finished with mixed results", async () => {
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

/** The body of a response about a batch, which is finished unless the submission says otherwise. */
async function bodyWith(quirks: Quirks, submission: Partial<Submission> = {}): Promise<string> {
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
  ["null for an unset time", { unsetTimes: "null" }, queued, /"completedTime":null/],
  ["an empty time", { unsetTimes: "empty" }, queued, /"completedTime":""/],
  ["no property for an unset time", { unsetTimes: "absent" }, queued, /^(?!.*completedTime)/],
  ["no devices while queued, by default", {}, queued, /^(?!.*devicesStatus)/],
  ["devices while queued", { devicesWhileQueued: true }, queued, /^(?!.*in-progress).*"devicesStatus":\[.*"queued"/],
  ["no properties without a value, by default", {}, {}, /^(?!.*null)/],
  ["null for properties without a value", { unsetMembers: "null" }, {}, /"productKey":null/],
  ["finished with failed devices, by default", {}, {}, /"status":"finished","startedTime.*finished_with_errors/],
  ["finished with errors", { finishedDespiteFailures: false }, {}, /"status":"finished_with_errors","startedTime/],
  [
    "finished with errors, because of an error code only",
    { finishedDespiteFailures: false },
    { devices: [{ result: { errorCode: "640" } }] },
    /"status":"finished_with_errors","startedTime/,
  ],
  [
    "finished without errors if no device failed",
    { finishedDespiteFailures: false },
    { devices: [{ serialNumber: "1" }] },
    /"status":"finished","startedTime/,
  ],
  ["undocumented properties", { unknownMembers: true }, {}, /"groupTag".*"links".*"origin"/],
  ["an undocumented status", {}, { status: "archived" }, /"status":"archived"/],
  ["an undocumented device status", {}, { devices: [{ result: { status: "lost" } }] }, /"status":"lost"/],
  [
    "a batch's quirks in place of the emulator's",
    { times: "utc" },
    { quirks: { times: "offset-less" } },
    /"completedTime":"[^Z]*"/,
  ],
];
for (const [what, quirks, submission, shown] of quirky) {
  test(`responds with ${what}`, async () => {
    assert.match(await bodyWith(quirks, submission), shown);
  });
}

test("matches the path case-sensitively on request", async () => {
  const { fetch } = createEmulator({ quirks: { anyPathCase: false } });
  assert.is((await fetch(documented, authorized)).status, 200);
  assert.is((await fetch(documented.toLowerCase(), authorized)).status, 404);
});

test("returns the location as Partner Center does, with /v1, or as an absolute URL", () => {
  const emulator = createEmulator();
  const ids = { devices, customerId: batchTrackingId, batchTrackingId: customerId };
  const path = `/customers/${batchTrackingId}/batchJobStatus/${customerId}`;
  assert.is(emulator.submit(ids), path);
  assert.is(emulator.submit({ ...ids, location: "versioned" }), `/v1${path}`);
  assert.is(emulator.submit({ ...ids, location: "absolute" }), `https://api.partnercenter.microsoft.com/v1${path}`);
});

test("rejects invalid submissions, faults and quirks immediately, and names the place", () => {
  const emulator = createEmulator();
  const submit = (submission: unknown) => () => emulator.submit(submission as Submission); // Safe: it is invalid on purpose.
  const fail =
    (...faults: unknown[]) =>
    () =>
      emulator.fail(...(faults as InjectedFault[])); // Safe: it is invalid on purpose.
  const invalid: [work: () => unknown, message: RegExp][] = [
    [submit(undefined), /^"submission" must be an object, but is missing$/],
    [submit({}), /^"devices" must be an array, but is missing$/],
    [submit({ devices: {} }), /^"devices" must be an array, but is of type object$/],
    [submit({ devices, customerId: "contoso" }), /^"customerId" must be GUID-formatted .*, but is "contoso"$/],
    [submit({ devices, batchTrackingId: "42" }), /^"batchTrackingId" must be GUID-formatted/],
    [submit({ devices: [{}, { result: "999" }] }), /^"devices\.1\.result" must be "success", a known error code .*"999"$/],
    [submit({ devices: [{ result: 808 }] }), /^"devices\.0\.result" must be "success".*, but is 808$/],
    [submit({ devices: [{ result: { code: "1" } }] }), /^"devices\.0\.result\.code" is an unknown property$/],
    [submit({ devices: [{ serial: "1" }] }), /^"devices\.0\.serial" is an unknown property$/],
    [submit({ devices, duration: Number.NaN }), /^"duration" must be a finite number of milliseconds, 0 or more, but is NaN$/],
    [submit({ devices, begins: "soon" }), /^"begins" must be "submission" or "first-request", but is "soon"$/],
    [submit({ devices, location: "x" }), /^"location" must be "relative", "versioned" or "absolute"/],
    [submit({ devices, quirks: { times: "local" } }), /^"quirks\.times" must be/],
    [() => createEmulator({ quirks: JSON.parse('{ "time": "utc" }') }), /^"quirks\.time" is an unknown property$/],
    [fail("reset", "rest"), /^"faults\.1" must be "reset", "silence", \{ status, .*, but is "rest"$/],
    [fail({ staus: 429 }), /^"faults\.0" must be "reset"/],
    [fail({ status: 429, redirect: "/" }), /^"faults\.0\.redirect" is an unknown property$/],
    [
      fail({ status: 429, headers: { "Retry-After": 5 } }),
      /^"faults\.0\.headers\.Retry-After" must be a string that a header can contain, but is 5$/,
    ],
    [fail({ status: 429, headers: { "Retry After": "5" } }), /^"faults\.0\.headers" contains the invalid name "Retry After"$/],
    ...["a\r\nb", "\0", "…"].flatMap((text): [() => unknown, RegExp][] => [
      [fail({ status: 429, headers: { "X-A": text } }), /^"faults\.0\.headers\.X-A" must be a string that a header can contain/],
      [fail({ redirect: text }), /^"faults\.0\.redirect" must be a string that a header can contain/],
    ]),
    ...[0, 101, 600, 200.5].map((status): [() => unknown, RegExp] => [
      fail({ status }),
      /^"faults\.0\.status" must be a whole number from 200 to 599/,
    ]),
    ...[-5, 1.5, Number.NaN].map((cutBody): [() => unknown, RegExp] => [
      fail({ cutBody }),
      /^"faults\.0\.cutBody" must be a whole number, 0 or more/,
    ]),
    ...[-1, Number.NaN, Infinity].map((slowBody): [() => unknown, RegExp] => [
      fail({ slowBody }),
      /^"faults\.0\.slowBody" must be a finite number of milliseconds, 0 or more/,
    ]),
    [() => emulator.advance(-1), /^"milliseconds" must be a finite number of milliseconds, 0 or more, but is -1$/],
  ];
  for (const [work, message] of invalid) {
    assert.throws(work, (error: unknown) => error instanceof TypeError && message.test(error.message), String(message));
  }
});

test("makes progress only when its clock is advanced, while it is paused", async () => {
  await inStoppedTime(async (clock) => {
    const emulator = createEmulator();
    const client = createBatchStatusClient({ token: "any", fetch: emulator.fetch });
    const upload = parseBatchLocation(emulator.submit({ devices, duration: 1000 }));
    const status = async () => (await client.getBatchUploadStatus(upload)).status;
    clock.tick(50);
    emulator.pause();
    clock.tick(10_000);
    emulator.pause();
    assert.is(await status(), "queued");
    emulator.advance(49);
    assert.is(await status(), "queued");
    emulator.advance(1);
    assert.is(await status(), "processing");
    emulator.resume();
    clock.tick(899);
    assert.is(await status(), "processing");
    emulator.advance(1);
    assert.is(await status(), "finished");
  });
});

test("shows the time of its clock in responses and requests, and the system's time after a reset", async () => {
  await inStoppedTime(async () => {
    const emulator = createEmulator({ quirks: { times: "utc" } });
    emulator.pause();
    emulator.advance(3_600_000);
    const location = emulator.submit({ devices, duration: 0, location: "absolute" });
    assert.match(await (await emulator.fetch(location, authorized)).text(), '"completedTime":"2026-01-01T01:00:00Z"');
    assert.is(emulator.requests[0]?.at, Date.UTC(2026, 0, 1, 1));
    emulator.reset();
    await emulator.fetch(documented, authorized);
    assert.is(emulator.requests[0]?.at, Date.UTC(2026, 0, 1));
  });
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
  test(`rejects the token "${token}" with ${status} and code ${code}`, async () => {
    const response = await createEmulator().fetch(documented, { headers: { Authorization: `Bearer ${token}` } });
    assert.is(response.status, status);
    assert.match(await response.text(), `"code":${code},`);
  });
}

test("rejects the tokens that refuseToken names", async () => {
  const { fetch } = createEmulator({ refuseToken: (token) => (token === "old" ? "expired" : undefined) });
  assert.is((await fetch(documented, { headers: { Authorization: "Bearer old" } })).status, 401);
  assert.is((await fetch(documented, { headers: { Authorization: "Bearer expired" } })).status, 200);
});

test("injects the given faults into the next requests, one each, and then none", async () => {
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

test("responds with any status, including those without a body", async () => {
  const emulator = createEmulator();
  for (const status of [200, 201, 204, 205, 304, 400, 404, 429, 500, 502, 503, 504, 599]) {
    emulator.fail({ status, headers: { "Content-Type": "text/plain" } });
    const response = await emulator.fetch(documented, authorized);
    assert.is(response.status, status);
    assert.is(response.headers.get("Content-Type"), "text/plain");
  }
});

test("resets connections before the response and within the body", async () => {
  const emulator = createEmulator();
  emulator.fail("reset", { cutBody: 5 });
  const error = await rejection(emulator.fetch(documented, authorized), TypeError);
  assert.match(String(error.cause), "ECONNRESET");
  const cut = await emulator.fetch(documented, authorized);
  await rejection(cut.text(), TypeError);
});

test("sends no response until the caller aborts", async () => {
  const emulator = createEmulator();
  emulator.fail("silence");
  const controller = new AbortController();
  const pending = reasonOf(emulator.fetch(documented, { ...authorized, signal: controller.signal }));
  controller.abort("enough");
  assert.is(await pending, "enough");
  assert.is(await reasonOf(emulator.fetch(documented, { ...authorized, signal: controller.signal })), "enough");
});

test("spreads a slow body over the given time, or stops when the caller aborts", async () => {
  const emulator = createEmulator();
  emulator.fail({ slowBody: 50 }, { slowBody: 60_000 });
  await inVirtualTime(async () => {
    const start = Date.now();
    assert.match(await (await emulator.fetch(documented, authorized)).text(), '"status":"finished"');
    assert.is(Date.now() - start, 50);
  });
  const controller = new AbortController();
  const slow = await emulator.fetch(documented, { ...authorized, signal: controller.signal });
  const pending = reasonOf(slow.text());
  controller.abort(new Error("enough"));
  // Chromium rejects with an error of its own.
  assert.instance(await pending, Error);
});

test("takes the given time for an empty slow body as well", async () => {
  const emulator = createEmulator();
  emulator.fail({ slowBody: 50 });
  await inVirtualTime(async () => {
    const start = Date.now();
    assert.is(await (await emulator.fetch("https://api.partnercenter.microsoft.com/v1/other", authorized)).text(), "");
    assert.is(Date.now() - start, 50);
  });
});

test("a slow body that takes longer than a timer can hold is not sent at once", async () => {
  await inStoppedTime(async (clock) => {
    const emulator = createEmulator();
    emulator.fail({ slowBody: 1e12 });
    const controller = new AbortController();
    const { body } = await emulator.fetch(documented, { ...authorized, signal: controller.signal });
    let isReceived = false;
    const reading = body
      ?.getReader()
      .read()
      .then(
        () => {
          isReceived = true;
        },
        () => {},
      );
    clock.tick(2_147_483_646);
    await flushPromises();
    assert.not(isReceived);
    controller.abort();
    await reading;
  });
});

test("lists the received requests in order, tokens replaced by fingerprints", async () => {
  const emulator = createEmulator();
  const send = (token: string) => emulator.fetch(documented, { headers: { Authorization: token, "X-Locale": "de-DE" } });
  for (const token of ["Bearer secret-1", "Bearer secret-2", "Bearer secret-1", "Bearer secret-1, Bearer secret-2", "secret-1"])
    await send(token);
  assert.equal(
    emulator.requests.map(({ method, url, headers }) => [method, url, headers["x-locale"]]),
    Array(5).fill(["GET", documented, "de-DE"]),
  );
  const [first, second, third] = emulator.requests.map(({ headers }) => headers["authorization"]);
  assert.match(first ?? "", /^Bearer #[0-9a-f]{8}$/);
  assert.is(first, third);
  assert.is.not(first, second);
  // A token in place of the scheme is the caller's mistake, but must not be shown either.
  assert.not.match(JSON.stringify(emulator.requests), "secret-");
});

test("replaces cookies, the credentials of a proxy, and those in a URL with fingerprints", async () => {
  const emulator = createEmulator();
  const send = (secret: string) =>
    emulator.fetch(documented.replace("https://", `https://user-${secret}:password-${secret}@`), {
      // A list, because browsers drop these headers from a Request only.
      headers: [
        ["Proxy-Authorization", `Basic ${secret}`],
        ["Cookie", `session=${secret}`],
      ],
    });
  for (const secret of ["secret-1", "secret-1", "secret-2"]) await send(secret);
  const [first, second, third] = emulator.requests.map(({ url, headers }) => ({ url, headers }));
  assert.match(first?.url ?? "", /^https:\/\/[0-9a-f]{8}:[0-9a-f]{8}@api\.partnercenter\.microsoft\.com\/v1\//);
  assert.match(first?.headers["proxy-authorization"] ?? "", /^Basic #[0-9a-f]{8}$/);
  assert.match(first?.headers["cookie"] ?? "", /^#[0-9a-f]{8}$/);
  assert.equal(first, second);
  assert.is.not(first?.url, third?.url);
  assert.is.not(first?.headers["cookie"], third?.headers["cookie"]);
  assert.not.match(JSON.stringify(emulator.requests), "secret-");
});

test("is determined by its seed, and returns to its initial state on reset", async () => {
  const play = async (emulator: ReturnType<typeof createEmulator>) => {
    const location = emulator.submit({ devices, duration: 0, location: "absolute" });
    const response = await emulator.fetch(location, authorized);
    return [location, response.headers.get("MS-CV"), await response.text()];
  };
  await inStoppedTime(async () => {
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
});

test.run();
