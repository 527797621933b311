import {
  ApiError,
  type BatchStatusClientOptions,
  type CallOptions,
  createBatchStatusClient,
  type Fetch,
  InvalidResponseError,
  isBatchStatusError,
  NetworkError,
} from "partner-center-batch-status";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { flushPromises, inStoppedTime } from "./clock.ts";
import { deferred } from "./deferred.ts";
import { reasonOf, rejection } from "./rejection.ts";

const test = suite("the client");

const token = "test-token-Zm9vYmFy";
const upload = {
  customerId: "47021739-3426-40bf-9601-61b4b6d7c793",
  batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932",
};
const { customerId, batchTrackingId } = upload;
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A client of a server that sends the same response to every request, and the requests that arrived there. */
function clientOf(respond: () => Response | Promise<Response>, options: Partial<BatchStatusClientOptions> = {}) {
  const requests: { url: string; init: Parameters<Fetch>[1] }[] = [];
  const fetch: Fetch = async (url, init) => {
    requests.push({ url, init });
    return respond();
  };
  return { client: createBatchStatusClient({ token, fetch, retry: false, ...options }), requests };
}

const get = (respond: () => Response | Promise<Response>, options?: Partial<BatchStatusClientOptions>) =>
  clientOf(respond, options).client.getBatchUploadStatus(upload);

const json = (body: unknown, init?: ResponseInit) => new Response(JSON.stringify(body), init);
const headersOf = (request: { init: Parameters<Fetch>[1] } | undefined) => new Headers(request?.init.headers);
const finished = { status: "finished", devicesStatus: [{ serialNumber: "1", status: "finished" }] };

test("sends the documented request", async () => {
  const { client, requests } = clientOf(() => json(finished));
  await client.getBatchUploadStatus(upload);
  const [request] = requests;
  assert.is(
    request?.url,
    "https://api.partnercenter.microsoft.com/v1/customers/47021739-3426-40bf-9601-61b4b6d7c793/batchJobStatus/0127ed8e-ff72-4983-a3d8-e8d8bd378932",
  );
  assert.is(request?.init.method, "GET");
  assert.is(request?.init.redirect, "manual");
  const { "ms-requestid": requestId, "ms-correlationid": correlationId, ...others } = Object.fromEntries(headersOf(request));
  assert.equal(others, { authorization: `Bearer ${token}`, accept: "application/json", "x-locale": "en-US" });
  assert.match(requestId ?? "", guid);
  assert.match(correlationId ?? "", guid);
  assert.is.not(requestId, correlationId);
});

test("accepts a base URL with a path and a trailing slash, additional headers, a locale and a correlation id", async () => {
  const { client, requests } = clientOf(() => json(finished), {
    baseUrl: new URL("https://proxy.example/partner-center/"),
    headers: { "MS-PartnerCenter-Application": "tests" },
    locale: "de-DE",
  });
  await client.getBatchUploadStatus(upload);
  await client.getBatchUploadStatus(upload, { locale: "fr-FR", correlationId: upload.customerId });
  const [first, second] = requests;
  assert.match(first?.url ?? "", "https://proxy.example/partner-center/v1/customers/");
  assert.is(headersOf(first).get("MS-PartnerCenter-Application"), "tests");
  assert.is(headersOf(first).get("X-Locale"), "de-DE");
  assert.is(headersOf(second).get("X-Locale"), "fr-FR");
  assert.is(headersOf(second).get("MS-CorrelationId"), upload.customerId);
});

for (const baseUrl of ["https://proxy.example/", "https://proxy.example//", new URL("https://proxy.example///")]) {
  test(`ignores the slashes at the end of ${baseUrl}`, async () => {
    const { client, requests } = clientOf(() => json(finished), { baseUrl });
    await client.getBatchUploadStatus(upload);
    assert.ok(requests[0]?.url.startsWith("https://proxy.example/v1/customers/"), requests[0]?.url);
  });
}

/** An object whose properties have getters, and how often each was read. */
function countReads<T extends object>(properties: T) {
  const reads: Record<string, number> = {};
  const counting = Object.defineProperties(
    {},
    Object.fromEntries(
      Object.entries(properties).map(([name, value]) => {
        reads[name] = 0;
        const get = () => {
          reads[name] = (reads[name] ?? 0) + 1;
          return value;
        };
        return [name, { get, enumerable: true }];
      }),
    ),
  );
  // Safe: it has the same properties.
  return { counting: counting as T, reads };
}

test("reads each option and each id once", async () => {
  const all: Record<string, number>[] = [];
  const once = <T extends object>(properties: T): T => {
    const { counting, reads } = countReads(properties);
    all.push(reads);
    return counting;
  };
  const options: BatchStatusClientOptions = {
    token: () => once({ token, expiresOnTimestamp: Infinity }),
    baseUrl: "https://proxy.example",
    locale: "de-DE",
    headers: once({ "X-Key": "my-gateway-key" }),
    fetch: async () => json(finished),
    timeout: 1_000,
    maxBodySize: 1_000,
    retry: once({ limit: 1, maxDelay: 1 }),
    onAttempt() {},
  };
  const client = createBatchStatusClient(once(options));
  const { signal } = new AbortController();
  const callOptions: CallOptions = { signal, correlationId: customerId, locale: "fr-FR" };
  const interval = () => once({ min: 1, growth: 1, max: 1 });
  await client.getBatchUploadStatus(once(upload), once(callOptions));
  await client.waitForBatchUpload(once(upload), once({ ...callOptions, totalTimeout: 1_000, interval: interval() }));
  await client.watchBatchUpload(once(upload), once({ ...callOptions, totalTimeout: 1_000, interval: interval() })).next();
  for (const reads of all)
    assert.equal(
      Object.values(reads),
      Object.values(reads).map(() => 1),
      JSON.stringify(reads),
    );
  assert.is(all.length, 12);
});

test("looks up the global fetch for each request, so that patching it takes effect", async () => {
  const client = createBatchStatusClient({ token });
  const original = globalThis.fetch;
  globalThis.fetch = async () => json(finished);
  try {
    assert.equal(await client.getBatchUploadStatus(upload), finished);
  } finally {
    globalThis.fetch = original;
  }
});

test("calls the fetch option without a receiver, as some runtimes require", async () => {
  let receiver: unknown = "not called";
  const fetch = async function (this: unknown) {
    receiver = this;
    return json(finished);
  };
  await createBatchStatusClient({ token, fetch }).getBatchUploadStatus(upload);
  assert.is(receiver, undefined);
});

const validResponses: Record<string, () => Response> = {
  "with a byte order mark": () => new Response(new TextEncoder().encode(`\uFEFF${JSON.stringify(finished)}`)),
  "without a byte order mark": () => json(finished),
  "with status 201": () => json(finished, { status: 201 }),
  "with another content type": () => json(finished, { headers: { "Content-Type": "text/plain" } }),
  "with the batch id in other letter case": () => json({ ...finished, batchTrackingId: upload.batchTrackingId.toUpperCase() }),
  "in which everything except the status is null": () =>
    json({
      status: "queued",
      batchTrackingId: null,
      startedTime: null,
      completedTime: null,
      devicesStatus: null,
      attributes: null,
    }),
  "with undocumented properties": () => json({ ...finished, origin: { channel: "csp" }, priority: 1 }),
  "with an undocumented status": () => json({ status: "archived" }),
};
for (const [how, respond] of Object.entries(validResponses)) {
  test(`returns a response ${how} unchanged`, async () => {
    assert.equal(await get(respond), JSON.parse((await respond().text()).replace(/^\uFEFF/, "")));
  });
}

const device = { serialNumber: "1", productKey: "12345-67890-09876-54321-13579", status: 1 };
const invalidResponses: Record<string, [respond: () => Response, reason: RegExp]> = {
  "an HTML page": [() => new Response("<!doctype html><title>Sign in</title>"), /HTML or XML/],
  XML: [() => new Response('\uFEFF<?xml version="1.0"?><BatchUploadDetails/>'), /HTML or XML/],
  "an empty body": [() => new Response(""), /empty/],
  "only a byte order mark": [() => new Response("\uFEFF"), /empty/],
  "a response without a body": [() => new Response(null, { status: 204 }), /empty/],
  "truncated JSON": [() => new Response('{"status":"finished","devicesStatus":[{"productKey":"12345-678'), /truncated|cut off/],
  "an array": [() => json([finished]), /the body must be object/],
  null: [() => json(null), /the body must be object/],
  "an empty object": [() => json({}), /must have required property 'status'/],
  "a status that is a number": [() => json({ status: 4 }), /\/status must be string/],
  "a status that is null": [() => json({ status: null }), /\/status must be string/],
  "a device with a status that is a number": [
    () => json({ status: "finished", devicesStatus: [device] }),
    /\/devicesStatus\/0\/status must be string/,
  ],
  "the status of another batch": [() => json({ ...finished, batchTrackingId: upload.customerId }), /another batch/],
};
for (const [what, [respond, reason]] of Object.entries(invalidResponses)) {
  test(`rejects ${what} with an InvalidResponseError that states the reason`, async () => {
    const error = await rejection(get(respond), InvalidResponseError);
    assert.is(error.code, "ERR_INVALID_RESPONSE");
    assert.match(error.reasons.join("\n"), reason);
    assert.match(error.message, reason);
    assert.match(error.message, upload.batchTrackingId);
    assert.is(error.cause, undefined);
    assert.not.match(error.message, "12345-678");
  });
}

test("strips exactly one byte order mark if the runtime's text() keeps it", async () => {
  const keeping = (text: string) => () => Object.assign(new Response(), { text: async () => text });
  assert.equal(await get(keeping(`\uFEFF${JSON.stringify(finished)}`)), finished);
  await rejection(get(keeping(`\uFEFF\uFEFF${JSON.stringify(finished)}`)), InvalidResponseError);
});

test("sends ids in the letter case it was given, and accepts the response in another", async () => {
  const upperCase = { customerId: customerId.toUpperCase(), batchTrackingId: batchTrackingId.toUpperCase() };
  const { client, requests } = clientOf(() => json({ ...finished, batchTrackingId }));
  await client.getBatchUploadStatus(upperCase);
  assert.match(requests[0]?.url ?? "", upperCase.batchTrackingId);
});

test("does not report a 304 as a redirect", async () => {
  const error = await rejection(
    get(() => new Response(null, { status: 304 })),
    ApiError,
  );
  assert.not.match(error.message, "redirect");
});

test("names the first violation of a response with many", async () => {
  const error = await rejection(
    get(() => json({ status: "finished", devicesStatus: Array(30).fill(device) })),
    InvalidResponseError,
  );
  assert.is(error.reasons[0], "/devicesStatus/0/status must be string");
});

test("reports a failure with the server's description, its code, and the ids that support asks for", async () => {
  const headers = { "MS-RequestId": "request-1", "MS-CorrelationId": "correlation-1", "Retry-After": "57" };
  const fault = { code: 20002, description: "No relationship.", data: [], source: "PartnerFD" };
  const error = await rejection(
    get(() => json(fault, { status: 403, headers })),
    ApiError,
  );
  assert.ok(
    error.message.endsWith(
      " 403, code 20002: No relationship. (batch 0127ed8e-ff72-4983-a3d8-e8d8bd378932 of customer 47021739-3426-40bf-9601-61b4b6d7c793, MS-RequestId request-1, MS-CorrelationId correlation-1)",
    ),
    error.message,
  );
  assert.is(error.code, "ERR_API");
  assert.is(error.status, 403);
  assert.is(error.category, "Forbidden");
  assert.is(error.faultCode, "20002");
  assert.equal(error.fault, fault);
  assert.is(error.requestId, "request-1");
  assert.is(error.correlationId, "correlation-1");
  assert.is(error.retryAfter, 57_000);
  assert.is(error.customerId, upload.customerId);
  assert.is(error.batchTrackingId, upload.batchTrackingId);
});

test("reports the ids it sent if the server does not echo them", async () => {
  const { client, requests } = clientOf(() => json({}, { status: 500 }));
  const error = await rejection(client.getBatchUploadStatus(upload), ApiError);
  assert.is(error.requestId, headersOf(requests[0]).get("MS-RequestId"));
  assert.is(error.correlationId, headersOf(requests[0]).get("MS-CorrelationId"));
});

const failures: Record<string, [body: string, faultCode: string | undefined, message: RegExp]> = {
  "with a quoted code": [
    '{"code":"900420","description":"Wrong audience"}',
    "900420",
    /code 900420: Wrong audience\. Get a token for/,
  ],
  "in the format of throttling": [
    '{"statusCode":429,"message":"Rate limit is exceeded."}',
    undefined,
    / 400: Rate limit is exceeded\./,
  ],
  "with a byte order mark": ['\uFEFF{"code":1,"description":"A"}', "1", /code 1: A\./],
  "with properties of the wrong type": ['{"code":{},"description":7,"message":"B","source":[]}', undefined, / 400: B\./],
  "with only a code": ['{"code":2000}', "2000", / 400, code 2000 \(/],
  "without a body": ["", undefined, / 400 \(/],
  "that is an HTML page": ["<html><title>Bad gateway</title>", undefined, / 400: Bad gateway\. \(/],
  "that is an HTML page without a title": ["<p>", undefined, / 400: an HTML page\. \(/],
  "that is plain text": ["upstream timed out", undefined, / 400: upstream timed out\. \(/],
  "that is an array": ["[1]", undefined, / 400: \[1\]\. \(/],
  "with a code that is a property of every object": ['{"code":"constructor"}', "constructor", /code constructor \(/],
  "with a blank description": ['{"description":"  ","message":"real"}', undefined, / 400: real\./],
  "in an undocumented format": ['{"error":"invalid_token"}', undefined, / 400: \{"error":"invalid_token"\}\./],
  "with line breaks and terminal escapes": ['{"description":"a\\n\\u001b[31mb\\u202e"}', undefined, / 400: a \[31mb\./],
};
for (const [how, [body, faultCode, message]] of Object.entries(failures)) {
  test(`reads a failure ${how}`, async () => {
    const error = await rejection(
      get(() => new Response(body, { status: 400 })),
      ApiError,
    );
    assert.is(error.faultCode, faultCode);
    assert.match(error.message, message);
  });
}

test("keeps messages short, however long the server's description is", async () => {
  const error = await rejection(
    get(() => json({ description: "x".repeat(1_000_000) }, { status: 500 })),
    ApiError,
  );
  assert.ok(error.message.length < 1000);
});

const categories = {
  302: "NotSpecified",
  400: "BadInput",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  405: "InvalidOperation",
  406: "UnsupportedDataFormat",
  408: "RequestTimeout",
  409: "AlreadyExists",
  418: "NotSpecified",
  429: "TooManyRequests",
  500: "ServerError",
  502: "ServerError",
  503: "ServerBusy",
  504: "GatewayTimeout",
};
for (const [status, category] of Object.entries(categories)) {
  test(`puts status ${status} in the category ${category}, as the .NET SDK does`, async () => {
    const error = await rejection(
      get(() => new Response("", { status: Number(status) })),
      ApiError,
    );
    assert.is(error.category, category);
  });
}

test("does not follow a redirect, which would forward the token", async () => {
  const { client, requests } = clientOf(
    () => new Response(null, { status: 302, headers: { Location: "https://elsewhere.example/" } }),
  );
  const error = await rejection(client.getBatchUploadStatus(upload), ApiError);
  assert.is(error.status, 302);
  assert.match(error.message, "redirect");
  assert.is(requests.length, 1);
});

test("reports a missing response with the runtime's own error text", async () => {
  const cause = Object.assign(new Error(""), { code: "ECONNREFUSED" });
  const error = await rejection(
    get(() => Promise.reject(new TypeError("fetch failed", { cause }))),
    NetworkError,
  );
  assert.is(error.code, "ERR_NETWORK");
  assert.match(error.message, /^No \w+ from Partner Center: fetch failed: ECONNREFUSED \(batch 0127ed8e/);
  assert.is(error.cause, undefined);
});

test("reports a body that breaks off as a network error", async () => {
  const broken = () => new ReadableStream({ start: (controller) => controller.error(new TypeError("terminated")) });
  for (const status of [200, 500]) {
    const error = await rejection(
      get(() => new Response(broken(), { status })),
      NetworkError,
    );
    // Chromium uses another error text.
    assert.match(error.message, /^No \w+ from Partner Center: \S/);
  }
});

test("handles a fetch that throws synchronously, and masks a token in its message", async () => {
  const fetch: Fetch = (_url, { headers }) => {
    throw new Error(`bad header ${new Headers(headers).get("Authorization")}`);
  };
  const client = createBatchStatusClient({ token, fetch, retry: false });
  const error = await rejection(client.getBatchUploadStatus(upload), NetworkError);
  assert.match(error.message, "bad header Bearer [secret]");
});

test("handles a fetch that rejects with something other than an error, or with an error that is its own cause", async () => {
  const circular = new Error("circular");
  circular.cause = circular;
  for (const thrown of [undefined, null, 0, "text", Object.create(null), circular]) {
    await rejection(
      get(() => Promise.reject(thrown)),
      NetworkError,
    );
  }
});

/** A response body that is never complete, and a promise for the moment at which the client reads it. */
function endlessBody() {
  const isRead = deferred();
  const pull = () => {
    isRead.resolve();
    return new Promise<void>(() => {});
  };
  // Without a buffer, nothing is pulled before somebody reads.
  return { body: new ReadableStream({ pull }, { highWaterMark: 0 }), isRead: isRead.promise };
}

test("rejects after the timeout, even if fetch ignores its signal", async () => {
  await inStoppedTime(async (clock) => {
    const sent = deferred<AbortSignal>();
    const fetch: Fetch = (_url, { signal }) => {
      sent.resolve(signal);
      return new Promise(() => {});
    };
    const client = createBatchStatusClient({ token, fetch, timeout: 5_000, retry: false });
    const pending = rejection(client.getBatchUploadStatus(upload), NetworkError);
    const signal = await sent.promise;
    clock.tick(4_999);
    await flushPromises();
    assert.not(signal.aborted);
    clock.tick(1);
    assert.match((await pending).message, "within 5 s");
    assert.ok(signal.aborted);
  });
});

test("applies the timeout to the body, too", async () => {
  await inStoppedTime(async (clock) => {
    const { body, isRead } = endlessBody();
    const pending = rejection(
      get(() => new Response(body), { timeout: 5_000 }),
      NetworkError,
    );
    await isRead;
    clock.tick(5_000);
    assert.match((await pending).message, "within 5 s");
  });
});

test("sends nothing if the signal is already aborted, and rejects with the signal's reason", async () => {
  const { client, requests } = clientOf(() => json(finished));
  const reason = { any: "reason" };
  assert.is(await reasonOf(client.getBatchUploadStatus(upload, { signal: AbortSignal.abort(reason) })), reason);
  assert.is(requests.length, 0);
});

test("sends nothing if the abort or return() follows in the same tick", async () => {
  const { client, requests } = clientOf(() => json(finished));
  const controller = new AbortController();
  const { signal } = controller;
  const call = reasonOf(client.getBatchUploadStatus(upload, { signal }));
  const wait = reasonOf(client.waitForBatchUpload(upload, { signal }));
  const watch = client.watchBatchUpload(upload);
  const step = watch.next();
  controller.abort("enough");
  await watch.return?.();
  assert.equal(await Promise.all([call, wait, step]), ["enough", "enough", { done: true, value: undefined }]);
  assert.is(requests.length, 0);
});

const reasons = [new Error("enough"), 0, "", null];

test("rejects immediately with the signal's reason if it is aborted before the response", async () => {
  for (const reason of reasons) {
    const sent = deferred<AbortSignal>();
    const fetch: Fetch = (_url, { signal }) => {
      sent.resolve(signal);
      return new Promise(() => {});
    };
    const controller = new AbortController();
    const client = createBatchStatusClient({ token, fetch, retry: false });
    const pending = reasonOf(client.getBatchUploadStatus(upload, { signal: controller.signal }));
    const signal = await sent.promise;
    controller.abort(reason);
    assert.is(await pending, reason);
    assert.ok(signal.aborted);
  }
});

test("rejects immediately with the signal's reason if it is aborted while the body is read", async () => {
  for (const reason of reasons) {
    const { body, isRead } = endlessBody();
    const controller = new AbortController();
    const { client, requests } = clientOf(() => new Response(body));
    const pending = reasonOf(client.getBatchUploadStatus(upload, { signal: controller.signal }));
    await isRead;
    controller.abort(reason);
    assert.is(await pending, reason);
    assert.ok(requests[0]?.init.signal.aborted);
  }
});

const wrongOptions: [what: string, options: object, message: string][] = [
  ["no token", { token: undefined }, '"token"'],
  ["an empty token", { token: "" }, '"token"'],
  ["a token with a line break", { token: "secret\nvalue" }, '"token"'],
  ["a token with Bearer before it", { token: "Bearer secret" }, '"token"'],
  ["a token beyond ASCII", { token: "gehéim" }, '"token"'],
  ["a relative baseUrl", { baseUrl: "/v1" }, '"baseUrl"'],
  ["http beyond loopback", { baseUrl: "http://api.partnercenter.microsoft.com" }, '"baseUrl"'],
  ["a host that only looks like loopback", { baseUrl: "http://127.0.0.1.example" }, '"baseUrl"'],
  ["another scheme", { baseUrl: "ftp://localhost" }, '"baseUrl"'],
  ["a baseUrl with credentials", { baseUrl: "https://user:hunter2@proxy.example" }, '"baseUrl"'],
  ["a baseUrl with a user name", { baseUrl: "https://hunter2@proxy.example" }, '"baseUrl"'],
  ["a baseUrl with only a password", { baseUrl: "https://:hunter2@proxy.example" }, '"baseUrl"'],
  ["a baseUrl that cannot be parsed", { baseUrl: "https://user:hunter2@proxy.example:99999" }, '"baseUrl"'],
  ["a baseUrl with a query", { baseUrl: "https://proxy.example?key=hunter2" }, '"baseUrl"'],
  ["a baseUrl with an empty query", { baseUrl: "https://proxy.example?" }, '"baseUrl"'],
  ["a baseUrl with a fragment", { baseUrl: "https://proxy.example#top" }, '"baseUrl"'],
  ["a baseUrl with an empty fragment", { baseUrl: "https://proxy.example/#" }, '"baseUrl"'],
  ["a baseUrl that ends in /v1", { baseUrl: "https://api.partnercenter.microsoft.com/v1/" }, '"baseUrl"'],
  ["a baseUrl that ends in /v1 and slashes", { baseUrl: "https://api.partnercenter.microsoft.com/v1//" }, '"baseUrl"'],
  ["a baseUrl in an array", { baseUrl: ["https://proxy.example"] }, '"baseUrl"'],
  ["a host that begins like localhost", { baseUrl: "http://localhost.example" }, '"baseUrl"'],
  ["headers in a Headers object, whose entries would be lost", { headers: new Headers({ "X-Key": "hunter2" }) }, '"headers"'],
  ["headers in a Map, whose entries would be lost", { headers: new Map([["X-Key", "hunter2"]]) }, '"headers"'],
  ["a header with a line break", { headers: { "X-Key": "hunter2\r\nX-Evil: 1" } }, '"headers"'],
  ["a header without a name", { headers: { "": "1" } }, '"headers"'],
  ["a header name with a line break", { headers: { "X-A\r\nX-B": "1" } }, '"headers"'],
  ["one of the client's own headers", { headers: { authorization: "hunter2" } }, '"headers"'],
  ["a header that is not a string", { headers: { "X-Key": 1 } }, '"headers"'],
  ["a locale with a line break", { locale: "en\nUS" }, '"locale"'],
  ["a timeout of zero", { timeout: 0 }, '"timeout"'],
  ["a negative timeout", { timeout: -1 }, '"timeout"'],
  ["a timeout that is NaN", { timeout: Number.NaN }, '"timeout"'],
  ["a timeout in a string", { timeout: "5000" }, '"timeout"'],
  ["a fetch that is not a function", { fetch: "fetch" }, '"fetch"'],
];
for (const [what, options, message] of wrongOptions) {
  test(`rejects ${what} with a TypeError that names the option and hides the value`, () => {
    assert.throws(
      () => createBatchStatusClient({ token, ...options } as BatchStatusClientOptions),
      (error: unknown) =>
        error instanceof TypeError && error.message.startsWith(message) && !/secret|hunter2|gehéim|Evil/.test(error.message),
    );
  });
}

test("accepts http on loopback", () => {
  for (const baseUrl of ["http://localhost:4010", "http://127.0.0.1", "http://127.8.8.8", "http://[::1]:4010"]) {
    assert.type(createBatchStatusClient({ token, baseUrl }).getBatchUploadStatus, "function");
  }
});

const wrongCalls: [what: string, upload: unknown, options: unknown, message: string][] = [
  ["no batch", undefined, {}, '"upload"'],
  ["an empty customer id", { customerId: "", batchTrackingId }, {}, '"customerId"'],
  ["a missing customer id", { batchTrackingId }, {}, '"customerId"'],
  ["a batch tracking id of two dots", { customerId, batchTrackingId: ".." }, {}, '"batchTrackingId"'],
  ["an id with a slash", { customerId, batchTrackingId: `${batchTrackingId}/..` }, {}, '"batchTrackingId"'],
  ["an id with a line break", { customerId, batchTrackingId: `${batchTrackingId}\n` }, {}, '"batchTrackingId"'],
  ["an id that is not GUID-formatted", { customerId, batchTrackingId: "42" }, {}, '"batchTrackingId"'],
  ["an id that is a number", { customerId, batchTrackingId: 42 }, {}, '"batchTrackingId"'],
  ["a signal that is not an AbortSignal", upload, { signal: {} }, '"signal"'],
  ["a signal that only listens", upload, { signal: { addEventListener() {} } }, '"signal"'],
  ["a signal in place of the options", upload, new AbortController().signal, '"options"'],
  ["a correlation id that is not GUID-formatted", upload, { correlationId: "mine" }, '"correlationId"'],
  ["an empty locale", upload, { locale: "" }, '"locale"'],
  ["null for the options", upload, null, '"options"'],
];
for (const [what, wrongUpload, options, message] of wrongCalls) {
  test(`rejects a call with ${what} with a TypeError that names the argument, and sends nothing`, async () => {
    const { client, requests } = clientOf(() => json(finished));
    const error = await rejection(client.getBatchUploadStatus(wrongUpload as typeof upload, options as CallOptions), TypeError);
    assert.ok(error.message.startsWith(message), error.message);
    assert.is(requests.length, 0);
  });
}

test("isBatchStatusError recognizes the package's errors and no others", async () => {
  assert.ok(isBatchStatusError(await reasonOf(get(() => new Response("")))));
  for (const error of [new Error(), new TypeError(), undefined, "ERR_API"]) assert.not(isBatchStatusError(error));
});

test("an error never shows a token, a product key or a header's value, wherever the server puts it", async () => {
  const secrets = [token, "ABCDE-FGHJK-LMNPQ-RTVWX-YZ234", "my-gateway-key"];
  const text = `the token ${token}, the key ${secrets[1]} and ${secrets[2]}`;
  const late = `x${" ".repeat(4000)}${text}`;
  const headers = { "MS-RequestId": text, "MS-CorrelationId": text };
  const leaks = [
    () => json({ code: text, description: text, message: text, data: [text], source: text }, { status: 400, headers }),
    () => new Response(text, { status: 500, headers }),
    () => new Response(late.slice(0, 4060), { status: 500 }),
    () => new Response(`<title>${late}`, { status: 500 }),
    () => new Response(JSON.stringify({ other: text }).replaceAll("-", "\\u002d"), { status: 500 }),
    () => new Response(text.replaceAll("-", "-\u200b"), { status: 500 }),
    () => new Response(text, { headers }),
    () => json({ status: "finished", devicesStatus: [{ productKey: secrets[1], status: 1 }] }, { headers }),
    () => Promise.reject(new Error(text, { cause: new Error(text) })),
  ];
  for (const respond of leaks) {
    const error = await rejection(get(respond, { headers: { "X-Key": "my-gateway-key" } }), Error);
    for (const shown of [String(error), error.stack ?? "", JSON.stringify(error), JSON.stringify(Object.entries(error))]) {
      for (const secret of secrets) assert.not.match(shown, secret);
    }
  }
});

test.run();
