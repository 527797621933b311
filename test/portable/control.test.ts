import fc from "fast-check";
import { countDevices, createBatchStatusClient, parseBatchLocation } from "partner-center-batch-status";
import {
  createEmulator,
  type Emulator,
  type EmulatorState,
  type InjectedFault,
  type Submission,
} from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inStoppedTime, inVirtualTime } from "./clock.ts";
import { reasonOf } from "./rejection.ts";

const test = suite("control of the emulator");

const origin = "http://127.0.0.1:4010";
const customerId = "47021739-3426-40bf-9601-61b4b6d7c793";
const documented = `${origin}/v1/customers/${customerId}/batchJobStatus/0127ed8e-ff72-4983-a3d8-e8d8bd378932`;
const authorized = { headers: { Authorization: "Bearer secret-token" } };
const devices = [{ serialNumber: "1" }, { serialNumber: "2", result: "808" as const }];

const POST_ROUTES = ["batches", "faults", "clock", "reset"] as const;

function send(emulator: Emulator, route: string, body: unknown): Promise<Response> {
  return sendText(emulator, route, JSON.stringify(body));
}

function sendText(emulator: Emulator, route: string, body: string): Promise<Response> {
  const headers = { "Content-Type": "application/json" };
  return emulator.fetch(`${origin}/_emulator/${route}`, { method: "POST", headers, body });
}

async function stateOf(emulator: Emulator): Promise<EmulatorState> {
  const response = await emulator.fetch(`${origin}/_emulator/state`);
  assert.is(response.status, 200);
  return JSON.parse(await response.text());
}

async function messageOf(response: Response): Promise<string> {
  assert.is(response.headers.get("Content-Type"), "application/json; charset=utf-8");
  const { message } = JSON.parse(await response.text());
  return message;
}

test("submits a batch, and returns its location as Partner Center does", async () => {
  const emulator = createEmulator();
  const response = await send(emulator, "batches", { devices, duration: 0 });
  assert.is(response.status, 201);
  const upload = parseBatchLocation(response.headers.get("Location"));
  const client = createBatchStatusClient({ token: "any", fetch: emulator.fetch });
  const { status, devicesStatus } = await client.getBatchUploadStatus(upload);
  assert.is(status, "finished");
  assert.is(devicesStatus?.[1]?.errorCode, "808");
});

test("queues faults for the next requests, in order, which requests to control the emulator do not use up", async () => {
  const emulator = createEmulator();
  const faults = ["reset", { status: 429, headers: { "Retry-After": "5" } }];
  assert.is((await send(emulator, "faults", { faults })).status, 204);
  assert.equal((await stateOf(emulator)).faults, faults);
  await reasonOf(emulator.fetch(documented, authorized));
  const throttled = await emulator.fetch(documented, authorized);
  assert.equal([throttled.status, throttled.headers.get("Retry-After")], [429, "5"]);
  assert.equal((await stateOf(emulator)).faults, []);
});

test("queues none of the faults if one is invalid", async () => {
  const emulator = createEmulator();
  assert.is((await send(emulator, "faults", { faults: ["reset", "rest"] })).status, 400);
  assert.equal(emulator.state().faults, []);
});

test("queues more faults at once than a call can have arguments", async () => {
  const emulator = createEmulator();
  assert.is((await send(emulator, "faults", { faults: Array(125_000).fill("reset") })).status, 204);
  assert.is(emulator.state().faults.length, 125_000);
});

test("pauses, advances and resumes the emulator's time", async () => {
  await inStoppedTime(async (clock) => {
    const emulator = createEmulator();
    await send(emulator, "batches", { devices, duration: 1000 });
    const state = async () => {
      const { now, paused, batches } = await stateOf(emulator);
      return [now - Date.UTC(2026, 0, 1), paused, batches.at(-1)?.status];
    };
    assert.is((await send(emulator, "clock", { paused: true })).status, 204);
    clock.tick(5_000);
    assert.equal(await state(), [0, true, "queued"]);
    assert.is((await send(emulator, "clock", { advance: 500 })).status, 204);
    assert.equal(await state(), [500, true, "processing"]);
    assert.is((await send(emulator, "clock", { paused: false, advance: 100 })).status, 204);
    clock.tick(400);
    assert.equal(await state(), [1000, false, "finished"]);
  });
});

test("time does not advance beyond what a date can hold", async () => {
  const emulator = createEmulator();
  const location = emulator.submit({ devices, location: "absolute", quirks: { times: "seven-digits" } });
  for (const advance of [1.7e308, 1.7e308]) assert.is((await send(emulator, "clock", { advance })).status, 204);
  assert.is((await stateOf(emulator)).now, 8.64e15);
  assert.match(await (await emulator.fetch(location, authorized)).text(), '"status":"finished"');
  await send(emulator, "clock", { paused: true, advance: 1 });
  assert.is((await stateOf(emulator)).now, 8.64e15);
});

test("starts over: time, requests, submitted batches and queued faults are gone", async () => {
  await inStoppedTime(async (clock) => {
    const emulator = createEmulator();
    const initial = await stateOf(emulator);
    const response = await send(emulator, "batches", { devices });
    await emulator.fetch(documented, authorized);
    emulator.fail("silence");
    await send(emulator, "clock", { paused: true, advance: 60_000 });
    assert.is((await emulator.fetch(`${origin}/_emulator/reset`, { method: "POST" })).status, 204);
    assert.equal(await stateOf(emulator), initial);
    clock.tick(1);
    assert.is((await stateOf(emulator)).now, initial.now + 1);
    // The seed has started over, too.
    assert.is((await send(emulator, "batches", { devices })).headers.get("Location"), response.headers.get("Location"));
  });
});

test("starts over with the batches, faults and quirks that it was created with", async () => {
  const faults: InjectedFault[] = [{ status: 503 }];
  const emulator = createEmulator({ batches: [{ devices, duration: 0 }], faults, quirks: { byteOrderMark: false } });
  for (let round = 0; round < 2; round++) {
    const { batches, faults: queued } = emulator.state();
    const batch = batches.at(-1);
    assert.equal(queued, faults);
    // It begins with its first request, however short it is.
    assert.equal([batch?.status, batch?.beganAt, batch?.devices.pending], ["queued", undefined, 2]);
    const url = `${origin}/v1/customers/${batch?.customerId}/batchJobStatus/${batch?.batchTrackingId}`;
    assert.is((await emulator.fetch(url, authorized)).status, 503);
    assert.match(await (await emulator.fetch(url, authorized)).text(), /^\{/);
    assert.type(emulator.state().batches.at(-1)?.beganAt, "number");
    assert.is(emulator.state().batches.at(-1)?.status, "finished");
    assert.equal(
      emulator.requests.map(({ number }) => number),
      [1, 2],
    );
    emulator.submit({ devices });
    emulator.reset();
  }
});

test("lists its samples with what they demonstrate", async () => {
  const { samples } = await stateOf(createEmulator());
  assert.ok(samples.length > 30);
  assert.equal(samples[0], {
    name: "documented",
    about: "The documented response. The batch is finished, yet its only device failed",
    customerId,
    batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932",
  });
});

test("counts the devices of a batch by outcome, as its responses show them", async () => {
  await inStoppedTime(async (clock) => {
    const emulator = createEmulator();
    const client = createBatchStatusClient({ token: "any", fetch: emulator.fetch });
    const results: NonNullable<Submission["devices"][number]["result"]>[] = [
      "success",
      "806",
      { status: "lost" },
      { status: "processing" },
      { status: "finished", errorCode: "640" },
      {},
      "success",
    ];
    const quirks = { devicesWhileQueued: true, finishedDespiteFailures: false };
    const batch = { devices: results.map((result) => ({ result })), duration: 1000, quirks };
    const upload = parseBatchLocation(emulator.submit(batch));
    for (let time = 0; time <= 1100; time += 20) {
      const details = await client.getBatchUploadStatus(upload);
      const state = emulator.state().batches.at(-1);
      assert.equal(state?.devices, countDevices(details), `after ${time} ms`);
      assert.is(state?.status, details.status);
      clock.tick(20);
    }
    assert.equal(emulator.state().batches.at(-1), {
      ...upload,
      status: "finished_with_errors",
      beganAt: Date.UTC(2026, 0, 1),
      duration: 1000,
      devices: { total: 7, succeeded: 2, failed: 2, pending: 1, unknown: 2 },
    });
  });
});

test("shows the last 200 requests with number, status and duration, and tokens as fingerprints", async () => {
  const emulator = createEmulator();
  for (let index = 0; index < 205; index++) await emulator.fetch(index % 2 ? documented : `${origin}/v1`, authorized);
  const { requests } = await stateOf(emulator);
  assert.equal(
    requests.map(({ number }) => number),
    Array.from({ length: 200 }, (_, index) => index + 6),
  );
  const { url, method, headers, status, milliseconds } = requests.at(-2) ?? {};
  assert.equal([url, method, status], [documented, "GET", 200]);
  assert.type(milliseconds, "number");
  assert.match(headers?.["authorization"] ?? "", /^Bearer #[0-9a-f]{8}$/);
  assert.is(requests.at(-1)?.status, 404);
  assert.not.match(JSON.stringify(requests), "secret-token");
});

test("shows how long a slow body took, and what was not sent as absent", async () => {
  await inVirtualTime(async () => {
    const emulator = createEmulator();
    emulator.fail({ slowBody: 5_000 }, "reset", { cutBody: 5 });
    const slow = await emulator.fetch(documented, authorized);
    assert.equal([emulator.requests[0]?.status, emulator.requests[0]?.milliseconds], [200, undefined]);
    await slow.text();
    await reasonOf(emulator.fetch(documented, authorized));
    await reasonOf((await emulator.fetch(documented, authorized)).text());
    assert.equal(
      emulator.requests.map(({ status, milliseconds }) => [status, milliseconds]),
      [
        [200, 5_000],
        [undefined, undefined],
        [200, undefined],
      ],
    );
  });
});

test("keeps the last 1,000 requests, or as many as it is told to", async () => {
  for (const [options, kept] of [
    [{}, 1000],
    [{ keepRequests: 3 }, 3],
    [{ keepRequests: 0 }, 0],
  ] as const) {
    const emulator = createEmulator(options);
    for (let index = 0; index < 1005; index++) await emulator.fetch(`${origin}/v1`);
    assert.is(emulator.requests.length, kept);
    if (kept > 0) assert.is(emulator.requests.at(-1)?.number, 1005);
  }
  for (const keepRequests of [-1, 1.5, Number.NaN]) {
    assert.throws(() => createEmulator({ keepRequests }), /"keepRequests" must be a whole number, 0 or more, but is /);
  }
});

test("accepts a Request as well, and a charset", async () => {
  const emulator = createEmulator();
  const headers = { "Content-Type": "application/json; charset=utf-8" };
  const request = new Request(`${origin}/_emulator/faults`, { method: "POST", headers, body: '{"faults":["reset"]}' });
  assert.is((await emulator.fetch(request)).status, 204);
  assert.equal(emulator.state().faults, ["reset"]);
});

test("responds to an unknown route with 404 and the routes", async () => {
  for (const route of ["", "states", "batches/", "constructor"]) {
    const response = await send(createEmulator(), route, {});
    assert.is(response.status, 404);
    assert.match(await messageOf(response), "/_emulator/state, /_emulator/batches, ");
  }
});

test("responds to another method with 405 and the method to use", async () => {
  const routes = [["state", "POST"], ...POST_ROUTES.map((route) => [route, "GET"])] as const;
  for (const [route = "", method = ""] of routes) {
    const response = await createEmulator().fetch(`${origin}/_emulator/${route}`, { method });
    assert.is(response.status, 405);
    assert.is(response.headers.get("Allow"), method === "GET" ? "POST" : "GET");
  }
});

test("responds to another content type with 415, also if there is none", async () => {
  for (const route of ["batches", "faults", "clock"]) {
    for (const type of ["text/plain", "application/jsonp", "application/x-www-form-urlencoded"]) {
      const init = { method: "POST", headers: { "Content-Type": type }, body: "{}" };
      const response = await createEmulator().fetch(`${origin}/_emulator/${route}`, init);
      assert.is(response.status, 415);
      assert.is(await messageOf(response), "the content type must be application/json");
    }
    assert.is((await createEmulator().fetch(`${origin}/_emulator/${route}`, { method: "POST" })).status, 415);
  }
});

const invalid: [route: string, body: string, message: string][] = [
  ["batches", "", '"body" must be JSON'],
  ["batches", "{", '"body" must be JSON'],
  ["batches", "null", '"body" must be an object, but is null'],
  ["batches", "{}", '"devices" must be an array, but is missing'],
  ["batches", '{"devices":[{"result":"999"}]}', '"devices.0.result" must be "success", a known error code'],
  ["batches", '{"devices":[],"customerId":"contoso"}', '"customerId" must be GUID-formatted'],
  ["batches", '{"devices":[],"quirks":{"time":"utc"}}', '"quirks.time" is an unknown property'],
  ["faults", "[]", '"body" must be an object, but is an array'],
  ["faults", "{}", '"faults" must be an array, but is missing'],
  ["faults", '{"faults":[{"status":99}]}', '"faults.0.status" must be a whole number from 200 to 599, but is 99'],
  ["faults", '{"faults":[{"status":429,"headers":{"a b":""}}]}', '"faults.0.headers" contains the invalid name "a b"'],
  ["faults", '{"faults":[{"status":429,"headers":{"a/~b":"\\n"}}]}', '"faults.0.headers.a/~b" must be a string that a header'],
  ["clock", '{"pause":true}', '"pause" is an unknown property'],
  ["clock", '{"paused":"yes"}', '"paused" must be true or false, but is "yes"'],
  ["clock", '{"advance":-1}', '"advance" must be a finite number of milliseconds, 0 or more, but is -1'],
  ["clock", '{"advance":1e999}', '"advance" must be a finite number of milliseconds, 0 or more, but is Infinity'],
  [
    "faults",
    `{"faults":[{"status":200,"body":${"[".repeat(200)}${"]".repeat(200)}}]}`,
    '"body" must not be nested more than 100',
  ],
];
for (const [route, body, message] of invalid) {
  test(`responds to ${route} with 400 for ${body.slice(0, 60)}, and names the place`, async () => {
    const emulator = createEmulator();
    const response = await sendText(emulator, route, body);
    assert.is(response.status, 400);
    const actual = await messageOf(response);
    assert.ok(actual.startsWith(message), actual);
    assert.equal([emulator.state().faults, emulator.state().batches.length], [[], 1]);
  });
}

test("does not quote a body that is not JSON, which may contain product keys", async () => {
  const response = await sendText(createEmulator(), "batches", '{"productKey":"ABCDE-FGHJK-LMNPQ-RTVWX-YZ234"');
  assert.is(await messageOf(response), '"body" must be JSON');
});

const names = [
  "devices",
  "duration",
  "begins",
  "status",
  "quirks",
  "location",
  "faults",
  "headers",
  "body",
  "redirect",
  "slowBody",
];
const property = fc.oneof(
  fc.constantFrom(...names, "cutBody", "paused", "advance", "result", "__proto__", "constructor", "toString"),
  fc.string(),
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(fc.string({ unit: "binary" }), fc.double(), fc.integer(), fc.boolean(), fc.constantFrom(null, "reset", "success")),
    fc.array(tie("json"), { maxLength: 4 }),
    fc.dictionary(property, tie("json"), { maxKeys: 6 }),
  ),
}));
const body = fc.oneof(
  json,
  fc.record({ devices: fc.array(fc.dictionary(property, json)), duration: fc.double() }, { requiredKeys: ["devices"] }),
  fc.record({ faults: fc.array(fc.oneof(fc.record({ status: fc.integer(), body: json }), json)) }),
  fc.record({ paused: fc.boolean(), advance: fc.double() }, { requiredKeys: [] }),
);

test("responds to any JSON with success, or with an error that says what is wrong, and still has a state", async () => {
  const emulator = createEmulator();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...POST_ROUTES), body, async (route, body) => {
      const response = await send(emulator, route, body);
      if (response.status >= 300) {
        assert.is(response.status, 400);
        assert.match(await messageOf(response), /^"/);
      }
      await stateOf(emulator);
    }),
    { numRuns: 500 },
  );
});

test.run();
