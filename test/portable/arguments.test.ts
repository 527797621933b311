import {
  type BatchStatusClientOptions,
  type CallOptions,
  createBatchStatusClient,
  parseBatchLocation,
  type WatchOptions,
} from "partner-center-batch-status";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ArgumentError } from "../../src/argument-error.ts";
import { checkCall, checkClientOptions, checkWatchOptions } from "../../src/check.ts";
import { reasonOf } from "./rejection.ts";

const test = suite("arguments");

const upload = {
  customerId: "47021739-3426-40bf-9601-61b4b6d7c793",
  batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932",
};
const client = createBatchStatusClient({ token: "any" });

// Safe: an untyped caller may pass anything.
const withOptions = (options: unknown) => () =>
  createBatchStatusClient({ token: "any", ...(options as Partial<BatchStatusClientOptions>) });
const call = (batch: unknown, options: unknown = {}) =>
  client.getBatchUploadStatus(batch as typeof upload, options as CallOptions);
const watch = (options: unknown) => () => client.watchBatchUpload(upload, options as WatchOptions);
const parse = (location: unknown) => () => parseBatchLocation(location as string);

const shape = "must look like /customers/{customer-id}/batchJobStatus/{batchtracking-id}, with two GUID-formatted ids, but is";
const address = "must be an absolute https URL without user name, password, query or fragment (http only on loopback)";
const messages: [work: () => unknown, message: string][] = [
  [() => createBatchStatusClient(null as never), '"options" must be an object'],
  [withOptions({ token: "" }), '"token" must be an access token: visible ASCII characters, without "Bearer"'],
  [withOptions({ baseUrl: "http://proxy.example" }), `"baseUrl" ${address}`],
  [withOptions({ baseUrl: "https://proxy.example/v1/" }), '"baseUrl" must not end in /v1, which the client adds'],
  [withOptions({ locale: "de DE" }), '"locale" must be a language tag such as "en-US", but is "de DE"'],
  [withOptions({ headers: new Map() }), '"headers" must be a plain object of names and values'],
  [withOptions({ headers: "X-A" }), '"headers" must be a plain object of names and values'],
  [withOptions({ headers: { "X A": "1" } }), '"headers" contains the invalid name "X A"'],
  [withOptions({ headers: { "": "1" } }), '"headers" contains the invalid name ""'],
  [withOptions({ headers: { Accept: "1" } }), '"headers" must not contain "Accept", which the client sets'],
  [withOptions({ headers: { "X-A": "\n" } }), '"headers" must map "X-A" to printable ASCII characters'],
  [withOptions({ headers: { "X-A": 1 } }), '"headers" must map "X-A" to printable ASCII characters'],
  [withOptions({ fetch: 1 }), '"fetch" must be a function'],
  [withOptions({ onAttempt: "log" }), '"onAttempt" must be a function'],
  [withOptions({ timeout: 0 }), '"timeout" must be a number of milliseconds above 0, but is 0'],
  [withOptions({ timeout: "5" }), '"timeout" must be a number of milliseconds above 0, but is "5"'],
  [withOptions({ maxBodySize: 0 }), '"maxBodySize" must be a number of bytes above 0, but is 0'],
  [withOptions({ retry: 3 }), '"retry" must be { limit, maxDelay } or false'],
  [withOptions({ retry: { limit: -1 } }), '"retry.limit" must be a number 0 or more, but is -1'],
  [withOptions({ retry: { maxDelay: Number.NaN } }), '"retry.maxDelay" must be a number 0 or more, but is NaN'],
  [() => call(null), '"upload" must be an object { customerId, batchTrackingId }'],
  [() => call({ ...upload, customerId: 42 }), '"customerId" must be GUID-formatted, but is of type number'],
  [
    () => call({ ...upload, batchTrackingId: "x".repeat(201) }),
    '"batchTrackingId" must be GUID-formatted, but is a string of 201 characters',
  ],
  [
    () => call({ ...upload, batchTrackingId: "x".repeat(200) }),
    `"batchTrackingId" must be GUID-formatted, but is "${"x".repeat(200)}"`,
  ],
  [() => call({ ...upload, batchTrackingId: undefined }), '"batchTrackingId" must be GUID-formatted, but is undefined'],
  [() => call(upload, null), '"options" must be an object'],
  [() => call(upload, { signal: null }), '"signal" must be an AbortSignal'],
  [() => call(upload, { correlationId: "mine" }), '"correlationId" must be GUID-formatted, but is "mine"'],
  [watch({ totalTimeout: -1 }), '"totalTimeout" must be a number of milliseconds above 0, but is -1'],
  [watch({ interval: 0 }), '"interval" must be a number of milliseconds above 0, but is 0'],
  [watch({ interval: "5s" }), '"interval" must be milliseconds or { min, growth, max }'],
  [watch({ interval: { min: 0 } }), '"interval.min" must be a number of milliseconds above 0, but is 0'],
  [watch({ interval: { max: 0 } }), '"interval.min" must be a number of milliseconds above 0, but is 0'],
  [watch({ interval: { min: 1, max: 0 } }), '"interval.max" must be a number of milliseconds above 0, but is 0'],
  [watch({ interval: { growth: -1 } }), '"interval.growth" must be a number 0 or more, but is -1'],
  [watch({ interval: { min: 10, max: 5 } }), '"interval.max" must not be less than "interval.min", 10, but is 5'],
  [parse(null), `"location" ${shape} null`],
  [parse(new URL("https://contoso.example/")), `"location" ${shape} "https://contoso.example/"`],
  [parse({}), `"location" ${shape} of type object`],
];
for (const [work, message] of messages) {
  test(`explains a wrong argument: ${message.slice(0, 90)}`, async () => {
    const error = await reasonOf((async () => work())());
    assert.instance(error, TypeError);
    assert.is((error as TypeError).message, message);
  });
}

for (const name of ["Authorization", "ACCEPT", "MS-RequestId", "ms-correlationid", "X-Locale"]) {
  test(`the header ${name} cannot be set, because the client sets it`, () => {
    assert.throws(
      withOptions({ headers: { [name]: "1" } }),
      new RegExp(`^"headers" must not contain "${name}", which the client sets$`),
    );
  });
}

test("a token that is neither a string, a function nor a credential is refused with what it must be", () => {
  for (const token of [undefined, null, 42, {}, { getToken: "token" }]) {
    assert.throws(withOptions({ token }), /^"token" must be an access token/);
  }
});

test("a wrong argument is an error with the argument's name and the problem", () => {
  const error = new ArgumentError("timeout", "must be a number");
  assert.equal([error.argument, error.problem, error.message], ["timeout", "must be a number", '"timeout" must be a number']);
});

test("a token source that returns something other than a token learns what it must return", async () => {
  const messages = {
    '"token" must return an access token: visible ASCII characters, without "Bearer"': "two words",
    '"token" must return "expiresOnTimestamp" in milliseconds since 1970 along with "token"': { token: "any" },
  };
  for (const [message, returned] of Object.entries(messages)) {
    // Safe: an untyped caller may pass such a function.
    const { getBatchUploadStatus } = createBatchStatusClient({ token: (() => returned) as () => string });
    assert.is(((await reasonOf(getBatchUploadStatus(upload))) as Error).message, message);
  }
});

test("the defaults of a client are the documented ones", () => {
  const { fetch, ...others } = checkClientOptions({ token: "any" });
  assert.type(fetch, "function");
  assert.equal(others, {
    token: "any",
    scope: "https://api.partnercenter.microsoft.com/.default",
    baseUrl: "https://api.partnercenter.microsoft.com",
    locale: "en-US",
    headers: {},
    timeout: 60_000,
    maxBodySize: 16 * 1024 * 1024,
    retry: { limit: 3, maxDelay: 120_000 },
    onAttempt: undefined,
  });
});

test("accepts the smallest and the largest values", () => {
  const settings = checkClientOptions({
    token: "!~",
    timeout: 0.5,
    headers: { "X-A": "\t ~" },
    retry: { limit: 0, maxDelay: 0 },
  });
  assert.is(settings.token, "!~");
  assert.is(settings.timeout, 0.5);
  assert.equal(settings.headers, { "X-A": "\t ~" });
  assert.equal(settings.retry, { limit: 0, maxDelay: 0 });
  assert.is(checkClientOptions({ token: "any", retry: false }).retry, false);
});

test("the scope for China is used for its base URL with or without a path, and for no other", () => {
  const china = "https://partner.partnercenterapi.microsoftonline.cn";
  const scopeOf = (baseUrl: string) => checkClientOptions({ token: "any", baseUrl }).scope;
  assert.is(scopeOf(china), `${china}/.default`);
  assert.is(scopeOf(`${china}/proxied`), `${china}/.default`);
  assert.is(scopeOf(`${china}.example`), "https://api.partnercenter.microsoft.com/.default");
});

const intervals: [given: WatchOptions["interval"], settings: { min: number; growth: number; max: number }][] = [
  [undefined, { min: 5_000, growth: 0.2, max: 45_000 }],
  [{}, { min: 5_000, growth: 0.2, max: 45_000 }],
  [7, { min: 7, growth: 0, max: 7 }],
  [{ max: 3_000 }, { min: 3_000, growth: 0.2, max: 3_000 }],
  [{ max: 10_000 }, { min: 5_000, growth: 0.2, max: 10_000 }],
  [{ min: 60_000 }, { min: 60_000, growth: 0.2, max: 60_000 }],
  [
    { min: 5, max: 5, growth: 0 },
    { min: 5, growth: 0, max: 5 },
  ],
  [{ growth: Infinity }, { min: 5_000, growth: Number.MAX_VALUE, max: 45_000 }],
];
for (const [given, settings] of intervals) {
  test(`reads the interval ${given === undefined ? "undefined" : JSON.stringify(given)}`, () => {
    assert.equal(checkWatchOptions({ interval: given }).interval, settings);
  });
}

test("a watch takes one hour by default, and at most the longest time of a timer", () => {
  assert.is(checkWatchOptions({}).totalTimeout, 3_600_000);
  assert.is(checkWatchOptions({ totalTimeout: Infinity }).totalTimeout, 2_147_483_647);
});

test("a call without a correlation id and a locale has a new id, and the client's locale", () => {
  const settings = checkClientOptions({ token: "any", locale: "de-DE" });
  const first = checkCall(upload, {}, settings);
  const second = checkCall(upload, {}, settings);
  assert.equal({ ...first, correlationId: "" }, { upload, signal: undefined, correlationId: "", locale: "de-DE" });
  assert.is.not(first.correlationId, second.correlationId);
});

test("each option is read once: a getter may return something else the next time", () => {
  const read: string[] = [];
  const options = new Proxy({ token: "any" } as BatchStatusClientOptions, {
    get(target, name, receiver) {
      read.push(String(name));
      return Reflect.get(target, name, receiver);
    },
  });
  createBatchStatusClient(options);
  assert.is(new Set(read).size, read.length, read.join(" "));
});

test.run();
