import { inspect } from "node:util";
import {
  ApiError,
  type AttemptEvent,
  createBatchStatusClient,
  InvalidResponseError,
  NetworkError,
  parseBatchLocation,
  WatchDeadlineError,
} from "partner-center-batch-status";
import { appToken, appUserToken } from "partner-center-batch-status/auth";
import { createEmulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { flushPromises, inStoppedTime } from "../portable/clock.ts";
import { reasonOf, rejection } from "../portable/rejection.ts";

const test = suite("secrets");

const token = "test-token-Zm9vYmFy";
const productKey = "ABCDE-FGHJK-LMNPQ-RTVWX-YZ234";
const clientSecret = "client-secret-8Q~x";
const refreshToken = "refresh-token-0.AX";
const secrets = [token, productKey, clientSecret, refreshToken];
const text = `contains ${secrets.join(" and ")}`;

const whole = { depth: Infinity, maxStringLength: null, maxArrayLength: null } as const;
const inspectOptions = [true, false].flatMap((showHidden) =>
  [true, false].flatMap((customInspect) =>
    ([true, false, "get", "set"] as const).map((getters) => ({ ...whole, showHidden, customInspect, getters })),
  ),
);

/** Everything that a logger, a debugger or a person can print of a value. */
function shownAs(value: unknown): string {
  const stack = value instanceof Error ? value.stack : "";
  const inspected = inspectOptions.map((options) => inspect(value, options)).join("\n");
  const own = typeof value === "object" && value !== null ? JSON.stringify(Object.getOwnPropertyNames(value)) : "";
  const inherited = inspect({ value }, { ...whole, showHidden: true, showProxy: true, getters: true });
  return [String(value), stack, JSON.stringify(value), inspected, inherited, own].join("\n");
}

function assertSecret(value: unknown, what: string) {
  const shown = shownAs(value);
  for (const secret of secrets) assert.not(shown.includes(secret), `${what} shows ${secret}`);
}

const upload = parseBatchLocation(
  "/customers/47021739-3426-40bf-9601-61b4b6d7c793/batchJobStatus/0127ed8e-ff72-4983-a3d8-e8d8bd378932",
);

function setUp() {
  const emulator = createEmulator();
  const events: AttemptEvent[] = [];
  const client = createBatchStatusClient({
    token,
    fetch: emulator.fetch,
    headers: { "X-Gateway-Key": clientSecret, "X-Other": refreshToken },
    retry: false,
    onAttempt: (event) => void events.push(event),
  });
  return { emulator, events, client };
}

test("errors and events never contain a secret, whatever the server sends", async () => {
  const headers = { "MS-RequestId": text, "MS-CorrelationId": text, "MS-CV": text, "MS-ServerId": text };
  const body = { code: text, description: text, message: text, data: [text], source: text };
  const faults = [
    [{ status: 403, body, headers }, ApiError],
    [{ status: 500, body: `<title>${text}</title>`, headers }, ApiError],
    [{ status: 200, body: text, headers }, InvalidResponseError],
    [{ status: 200, body: { status: "finished", devicesStatus: [{ productKey, status: 1 }] }, headers }, InvalidResponseError],
  ] as const;
  for (const [fault, type] of faults) {
    const { emulator, events, client } = setUp();
    emulator.fail(fault);
    const error = await rejection<Error>(client.getBatchUploadStatus(upload), type);
    assertSecret(error, error.name);
    assert.is(events.length, 1);
    assertSecret(events, "the event");
    assertSecret(
      emulator.requests.map(({ headers }) => headers["authorization"]),
      "the emulator",
    );
  }
});

test("a network error never contains a secret, whatever fetch throws", async () => {
  const thrown = Object.assign(new Error(text, { cause: new Error(text) }), { config: { headers: { Authorization: token } } });
  const client = createBatchStatusClient({
    token,
    headers: { "X-Key": clientSecret, "X-Other": refreshToken },
    fetch: () => Promise.reject(thrown),
    retry: false,
  });
  assertSecret(await rejection(client.getBatchUploadStatus(upload), NetworkError), "NetworkError");
});

test("a missed deadline never shows a secret, although it carries the last response", async () => {
  await inStoppedTime(async (clock) => {
    const { emulator, client } = setUp();
    const location = emulator.submit({ devices: [{ productKey }], duration: 0, status: `lost ${productKey}` });
    const watch = client.watchBatchUpload(parseBatchLocation(location), { totalTimeout: 1_000, interval: 10_000 });
    await watch.next();
    const step = rejection((async () => watch.next())(), WatchDeadlineError);
    await flushPromises();
    clock.tick(1_000);
    const error = await step;
    assert.is(error.lastDetails?.devicesStatus?.[0]?.productKey, productKey);
    assertSecret(error, "WatchDeadlineError");
  });
});

test("clients, watches and credentials never show a secret", async () => {
  const { client } = setUp();
  const options = { tenantId: "contoso.example", clientId: "client-1", clientSecret };
  assertSecret(client, "the client");
  assertSecret(client.watchBatchUpload(upload), "a watch");
  assertSecret(appToken(options), "appToken");
  assertSecret(appUserToken({ ...options, refreshToken, onRefreshToken() {} }), "appUserToken");
});

test("an error about a wrong argument never shows a value that can be a secret", async () => {
  const attempts: (() => unknown)[] = [
    () => createBatchStatusClient({ token: `${token}\n` }),
    () => createBatchStatusClient({ token, headers: { "X-Key": `${clientSecret}\n` } }),
    () => createBatchStatusClient({ token, baseUrl: `https://user:${clientSecret}@proxy.example` }),
    () => appToken({ tenantId: `${clientSecret}/`, clientId: "client-1", clientSecret }),
    () =>
      appToken({
        tenantId: "contoso.example",
        clientId: "client-1",
        clientSecret,
        authority: `http://x:${clientSecret}@x.example`,
      }),
    () => parseBatchLocation(productKey),
  ];
  for (const attempt of attempts) {
    const error = await reasonOf((async () => attempt())());
    assert.instance(error, TypeError);
    assertSecret(error, String(attempt));
  }
});

test.run();
