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
import { reasonOf, rejection } from "./rejection.ts";

const test = suite("the client");

const token = "test-token-Zm9vYmFy";
const upload = {
  customerId: "47021739-3426-40bf-9601-61b4b6d7c793",
  batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932",
};
const { customerId, batchTrackingId } = upload;
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A client of a server that answers everything the same way, and what arrived there. */
function clientOf(answer: () => Response | Promise<Response>, options: Partial<BatchStatusClientOptions> = {}) {
  const requests: { url: string; init: Parameters<Fetch>[1] }[] = [];
  const fetch: Fetch = async (url, init) => {
    requests.push({ url, init });
    return answer();
  };
  return { client: createBatchStatusClient({ token, fetch, retry: false, ...options }), requests };
}

const ask = (answer: () => Response | Promise<Response>, options?: Partial<BatchStatusClientOptions>) =>
  clientOf(answer, options).client.getBatchUploadStatus(upload);

const json = (body: unknown, init?: ResponseInit) => new Response(JSON.stringify(body), init);
const finished = { status: "finished", devicesStatus: [{ serialNumber: "1", status: "finished" }] };

test("sends the documented request", async () => {
  const { client, requests } = clientOf(() => json(finished));
  await client.getBatchUploadStatus(upload);
  const [{ url, init }] = requests as [{ url: string; init: Parameters<Fetch>[1] }];
  assert.is(
    url,
    "https://api.partnercenter.microsoft.com/v1/customers/47021739-3426-40bf-9601-61b4b6d7c793/batchJobStatus/0127ed8e-ff72-4983-a3d8-e8d8bd378932",
  );
  assert.is(init.method, "GET");
  assert.is(init.redirect, "manual");
  const { "MS-RequestId": requestId, "MS-CorrelationId": correlationId, ...headers } = init.headers;
  assert.equal(headers, { Authorization: `Bearer ${token}`, Accept: "application/json", "X-Locale": "en-US" });
  assert.match(requestId ?? "", guid);
  assert.match(correlationId ?? "", guid);
  assert.is.not(requestId, correlationId);
});

test("takes a base address with a path and a slash at its end, more headers, a locale and a correlation id", async () => {
  const { client, requests } = clientOf(() => json(finished), {
    baseUrl: new URL("https://proxy.example/partner-center/"),
    headers: { "MS-PartnerCenter-Application": "tests" },
    locale: "de-DE",
  });
  await client.getBatchUploadStatus(upload);
  await client.getBatchUploadStatus(upload, { locale: "fr-FR", correlationId: upload.customerId });
  const [first, second] = requests;
  assert.match(first?.url ?? "", "https://proxy.example/partner-center/v1/customers/");
  assert.is(first?.init.headers["MS-PartnerCenter-Application"], "tests");
  assert.is(first?.init.headers["X-Locale"], "de-DE");
  assert.is(second?.init.headers["X-Locale"], "fr-FR");
  assert.is(second?.init.headers["MS-CorrelationId"], upload.customerId);
});

test("looks the global fetch up at each request, so that a patched one is seen", async () => {
  const client = createBatchStatusClient({ token });
  const original = globalThis.fetch;
  globalThis.fetch = async () => json(finished);
  try {
    assert.equal(await client.getBatchUploadStatus(upload), finished);
  } finally {
    globalThis.fetch = original;
  }
});

test("calls a given fetch without an object before it, as some runtimes insist", async () => {
  let receiver: unknown = "not called";
  const fetch = async function (this: unknown) {
    receiver = this;
    return json(finished);
  };
  await createBatchStatusClient({ token, fetch }).getBatchUploadStatus(upload);
  assert.is(receiver, undefined);
});

const answers: Record<string, () => Response> = {
  "with a byte order mark": () => new Response(new TextEncoder().encode(`\uFEFF${JSON.stringify(finished)}`)),
  "without one": () => json(finished),
  "with status 201": () => json(finished, { status: 201 }),
  "of another content type": () => json(finished, { headers: { "Content-Type": "text/plain" } }),
  "about this batch, in other letter case": () => json({ ...finished, batchTrackingId: upload.batchTrackingId.toUpperCase() }),
  "with null for all but the status": () =>
    json({
      status: "queued",
      batchTrackingId: null,
      startedTime: null,
      completedTime: null,
      devicesStatus: null,
      attributes: null,
    }),
  "with members that nobody documented": () => json({ ...finished, origin: { channel: "csp" }, priority: 1 }),
  "with a status that nobody documented": () => json({ status: "archived" }),
};
for (const [how, answer] of Object.entries(answers)) {
  test(`returns an answer ${how}, as it is`, async () => {
    assert.equal(await ask(answer), JSON.parse((await answer().text()).replace(/^\uFEFF/, "")));
  });
}

const device = { serialNumber: "1", productKey: "12345-67890-09876-54321-13579", status: 1 };
const invalid: Record<string, [answer: () => Response, reason: RegExp]> = {
  "an HTML page": [() => new Response("<!doctype html><title>Sign in</title>"), /HTML or XML/],
  XML: [() => new Response('\uFEFF<?xml version="1.0"?><BatchUploadDetails/>'), /HTML or XML/],
  "an empty body": [() => new Response(""), /empty/],
  "a byte order mark alone": [() => new Response("\uFEFF"), /empty/],
  "no content": [() => new Response(null, { status: 204 }), /empty/],
  "cut JSON": [() => new Response('{"status":"finished","devicesStatus":[{"productKey":"12345-678'), /cut off/],
  "an array": [() => json([finished]), /the body must be object/],
  null: [() => json(null), /the body must be object/],
  "an empty object": [() => json({}), /must have required property 'status'/],
  "a status that is a number": [() => json({ status: 4 }), /\/status must be string/],
  "a status that is null": [() => json({ status: null }), /\/status must be string/],
  "a device of the wrong shape": [
    () => json({ status: "finished", devicesStatus: [device] }),
    /\/devicesStatus\/0\/status must be string/,
  ],
  "another batch": [() => json({ ...finished, batchTrackingId: upload.customerId }), /another batch/],
};
for (const [what, [answer, reason]] of Object.entries(invalid)) {
  test(`refuses ${what} as an answer, and says why`, async () => {
    const error = await rejection(ask(answer), InvalidResponseError);
    assert.is(error.code, "ERR_INVALID_RESPONSE");
    assert.match(error.reasons.join("\n"), reason);
    assert.match(error.message, reason);
    assert.match(error.message, upload.batchTrackingId);
    assert.is(error.cause, undefined);
    assert.not.match(error.message, "12345-678");
  });
}

test("takes one byte order mark away where a runtime's text() leaves it, and no second one", async () => {
  const leaving = (text: string) => () => Object.assign(new Response(), { text: async () => text });
  assert.equal(await ask(leaving(`\uFEFF${JSON.stringify(finished)}`)), finished);
  await rejection(ask(leaving(`\uFEFF\uFEFF${JSON.stringify(finished)}`)), InvalidResponseError);
});

test("sends ids as they are given, and asks no more of the answer than that", async () => {
  const upperCase = { customerId: customerId.toUpperCase(), batchTrackingId: batchTrackingId.toUpperCase() };
  const { client, requests } = clientOf(() => json({ ...finished, batchTrackingId }));
  await client.getBatchUploadStatus(upperCase);
  assert.match(requests[0]?.url ?? "", upperCase.batchTrackingId);
});

test("does not call 304 a redirect", async () => {
  const error = await rejection(
    ask(() => new Response(null, { status: 304 })),
    ApiError,
  );
  assert.not.match(error.message, "redirect");
});

test("counts the reasons after the first twenty", async () => {
  const error = await rejection(
    ask(() => json({ status: "finished", devicesStatus: Array(30).fill(device) })),
    InvalidResponseError,
  );
  assert.is(error.reasons.length, 21);
  assert.is(error.reasons.at(-1), "and 10 more");
});

test("tells a failure with the server's words, its code, and the ids that support asks for", async () => {
  const headers = { "MS-RequestId": "request-1", "MS-CorrelationId": "correlation-1", "Retry-After": "57" };
  const fault = { code: 20002, description: "No relationship.", data: [], source: "PartnerFD" };
  const error = await rejection(
    ask(() => json(fault, { status: 403, headers })),
    ApiError,
  );
  assert.is(
    error.message,
    "Partner Center answered 403, code 20002: No relationship. (batch 0127ed8e-ff72-4983-a3d8-e8d8bd378932 of customer 47021739-3426-40bf-9601-61b4b6d7c793, MS-RequestId request-1, MS-CorrelationId correlation-1)",
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

test("gives the ids it sent where the server echoes none", async () => {
  const { client, requests } = clientOf(() => json({}, { status: 500 }));
  const error = await rejection(client.getBatchUploadStatus(upload), ApiError);
  assert.is(error.requestId, requests[0]?.init.headers["MS-RequestId"]);
  assert.is(error.correlationId, requests[0]?.init.headers["MS-CorrelationId"]);
});

const faults: Record<string, [body: string, faultCode: string | undefined, message: RegExp]> = {
  "with a quoted code": [
    '{"code":"900420","description":"Wrong audience"}',
    "900420",
    /code 900420: Wrong audience\. Ask for a token for/,
  ],
  "of the throttling shape": [
    '{"statusCode":429,"message":"Rate limit is exceeded."}',
    undefined,
    /answered 400: Rate limit is exceeded\./,
  ],
  "with a byte order mark": ['\uFEFF{"code":1,"description":"A"}', "1", /code 1: A\./],
  "with members of a wrong type": ['{"code":{},"description":7,"message":"B","source":[]}', undefined, /answered 400: B\./],
  "with a code alone": ['{"code":2000}', "2000", /answered 400, code 2000 \(/],
  "without a body": ["", undefined, /answered 400 \(/],
  "that is an HTML page": ["<html><title>Bad gateway</title>", undefined, /answered 400: Bad gateway\. \(/],
  "that is an HTML page without a title": ["<p>", undefined, /answered 400: an HTML page\. \(/],
  "that is plain text": ["upstream timed out", undefined, /answered 400: upstream timed out\. \(/],
  "that is an array": ["[1]", undefined, /answered 400: \[1\]\. \(/],
  "with a code that is a name of JavaScript's": ['{"code":"constructor"}', "constructor", /code constructor \(/],
  "with a blank description": ['{"description":"  ","message":"real"}', undefined, /answered 400: real\./],
  "of a shape that nobody documented": ['{"error":"invalid_token"}', undefined, /answered 400: \{"error":"invalid_token"\}\./],
  "with line breaks and terminal escapes": ['{"description":"a\\n\\u001b[31mb\\u202e"}', undefined, /answered 400: a \[31mb\./],
};
for (const [how, [body, faultCode, message]] of Object.entries(faults)) {
  test(`reads a failure ${how}`, async () => {
    const error = await rejection(
      ask(() => new Response(body, { status: 400 })),
      ApiError,
    );
    assert.is(error.faultCode, faultCode);
    assert.match(error.message, message);
  });
}

test("keeps messages short, however long the server's words", async () => {
  const error = await rejection(
    ask(() => json({ description: "x".repeat(1_000_000) }, { status: 500 })),
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
  test(`calls ${status} ${category}, as the .NET SDK does`, async () => {
    const error = await rejection(
      ask(() => new Response("", { status: Number(status) })),
      ApiError,
    );
    assert.is(error.category, category);
  });
}

test("does not follow a redirect, since the token would go along", async () => {
  const { client, requests } = clientOf(
    () => new Response(null, { status: 302, headers: { Location: "https://elsewhere.example/" } }),
  );
  const error = await rejection(client.getBatchUploadStatus(upload), ApiError);
  assert.is(error.status, 302);
  assert.match(error.message, "redirect");
  assert.is(requests.length, 1);
});

test("tells why no answer arrived, in the runtime's words", async () => {
  const cause = Object.assign(new Error(""), { code: "ECONNREFUSED" });
  const error = await rejection(
    ask(() => Promise.reject(new TypeError("fetch failed", { cause }))),
    NetworkError,
  );
  assert.is(error.code, "ERR_NETWORK");
  assert.match(error.message, /^No answer from Partner Center: fetch failed: ECONNREFUSED \(batch 0127ed8e/);
  assert.is(error.cause, undefined);
});

test("calls a body that breaks off a network error", async () => {
  const broken = () => new ReadableStream({ start: (controller) => controller.error(new TypeError("terminated")) });
  for (const status of [200, 500]) {
    const error = await rejection(
      ask(() => new Response(broken(), { status })),
      NetworkError,
    );
    // Chromium has words of its own for it.
    assert.match(error.message, /^No answer from Partner Center: \S/);
  }
});

test("takes a fetch that throws instead of rejecting, and shows no token that it quotes", async () => {
  const fetch: Fetch = (_url, { headers }) => {
    throw new Error(`bad header ${headers["Authorization"]}`);
  };
  const client = createBatchStatusClient({ token, fetch, retry: false });
  const error = await rejection(client.getBatchUploadStatus(upload), NetworkError);
  assert.match(error.message, "bad header Bearer [secret]");
});

test("takes even a fetch that throws something else than an error", async () => {
  const itsOwnCause = new Error("circle");
  itsOwnCause.cause = itsOwnCause;
  for (const thrown of [undefined, null, 0, "text", Object.create(null), itsOwnCause]) {
    await rejection(
      ask(() => Promise.reject(thrown)),
      NetworkError,
    );
  }
});

test("gives up after the timeout, also where fetch takes no notice of its signal", async () => {
  let signal: AbortSignal | undefined;
  const fetch: Fetch = (_url, init) => {
    signal = init.signal;
    return new Promise(() => {});
  };
  const error = await rejection(
    createBatchStatusClient({ token, fetch, timeout: 20, retry: false }).getBatchUploadStatus(upload),
    NetworkError,
  );
  assert.match(error.message, "within 0.02 s");
  assert.ok(signal?.aborted);
});

test("holds the timeout over the body, too", async () => {
  await rejection(
    ask(() => new Response(new ReadableStream()), { timeout: 20 }),
    NetworkError,
  );
});

test("sends nothing after an abort, and rejects with the signal's own reason", async () => {
  const { client, requests } = clientOf(() => json(finished));
  const reason = { any: "reason" };
  assert.is(await reasonOf(client.getBatchUploadStatus(upload, { signal: AbortSignal.abort(reason) })), reason);
  assert.is(requests.length, 0);
});

test("sends nothing where the end follows in the same breath", async () => {
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

test("ends at once when it is aborted during the request or the body", async () => {
  const waiting = [() => new Promise<Response>(() => {}), () => new Response(new ReadableStream())];
  for (const answer of waiting) {
    for (const reason of [new Error("enough"), 0, "", null]) {
      const controller = new AbortController();
      const { client, requests } = clientOf(answer);
      const pending = reasonOf(client.getBatchUploadStatus(upload, { signal: controller.signal }));
      while (requests.length === 0) await new Promise((resolve) => setTimeout(resolve));
      controller.abort(reason);
      assert.is(await pending, reason);
      assert.ok(requests.every(({ init }) => init.signal.aborted));
    }
  }
});

const wrongOptions: [what: string, options: object, message: string][] = [
  ["no options", { token: undefined }, '"token"'],
  ["an empty token", { token: "" }, '"token"'],
  ["a token with a line break", { token: "secret\nvalue" }, '"token"'],
  ["a token with Bearer before it", { token: "Bearer secret" }, '"token"'],
  ["a token beyond ASCII", { token: "gehéim" }, '"token"'],
  ["a relative baseUrl", { baseUrl: "/v1" }, '"baseUrl"'],
  ["http off loopback", { baseUrl: "http://api.partnercenter.microsoft.com" }, '"baseUrl"'],
  ["a host that only looks like loopback", { baseUrl: "http://127.0.0.1.example" }, '"baseUrl"'],
  ["another scheme", { baseUrl: "ftp://localhost" }, '"baseUrl"'],
  ["a baseUrl with credentials", { baseUrl: "https://user:hunter2@proxy.example" }, '"baseUrl"'],
  ["a baseUrl with a user name", { baseUrl: "https://hunter2@proxy.example" }, '"baseUrl"'],
  ["a baseUrl with a password alone", { baseUrl: "https://:hunter2@proxy.example" }, '"baseUrl"'],
  ["a baseUrl that is no address", { baseUrl: "https://user:hunter2@proxy.example:99999" }, '"baseUrl"'],
  ["a baseUrl with a query", { baseUrl: "https://proxy.example?key=hunter2" }, '"baseUrl"'],
  ["a baseUrl with an empty query", { baseUrl: "https://proxy.example?" }, '"baseUrl"'],
  ["a baseUrl with a fragment", { baseUrl: "https://proxy.example#top" }, '"baseUrl"'],
  ["a baseUrl with an empty fragment", { baseUrl: "https://proxy.example/#" }, '"baseUrl"'],
  ["a baseUrl that ends in /v1", { baseUrl: "https://api.partnercenter.microsoft.com/v1/" }, '"baseUrl"'],
  ["a baseUrl in an array", { baseUrl: ["https://proxy.example"] }, '"baseUrl"'],
  ["a host that begins like localhost", { baseUrl: "http://localhost.example" }, '"baseUrl"'],
  ["a Headers, whose entries would be lost", { headers: new Headers({ "X-Key": "hunter2" }) }, '"headers"'],
  ["a Map, whose entries would be lost", { headers: new Map([["X-Key", "hunter2"]]) }, '"headers"'],
  ["a header with a line break", { headers: { "X-Key": "hunter2\r\nX-Evil: 1" } }, '"headers"'],
  ["a header without a name", { headers: { "": "1" } }, '"headers"'],
  ["a header name with a line break", { headers: { "X-A\r\nX-B": "1" } }, '"headers"'],
  ["one of the client's own headers", { headers: { authorization: "hunter2" } }, '"headers"'],
  ["a header that is no string", { headers: { "X-Key": 1 } }, '"headers"'],
  ["a locale with a line break", { locale: "en\nUS" }, '"locale"'],
  ["a timeout of zero", { timeout: 0 }, '"timeout"'],
  ["a negative timeout", { timeout: -1 }, '"timeout"'],
  ["a timeout that is no number", { timeout: Number.NaN }, '"timeout"'],
  ["a timeout in a string", { timeout: "5000" }, '"timeout"'],
  ["a fetch that is no function", { fetch: "fetch" }, '"fetch"'],
];
for (const [what, options, message] of wrongOptions) {
  test(`refuses ${what} at once, by name and without its value`, () => {
    assert.throws(
      () => createBatchStatusClient({ token, ...options } as BatchStatusClientOptions),
      (error: unknown) =>
        error instanceof TypeError && error.message.startsWith(message) && !/secret|hunter2|gehéim|Evil/.test(error.message),
    );
  });
}

test("takes http on loopback", () => {
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
  ["a signal that is none", upload, { signal: {} }, '"signal"'],
  ["a signal that only listens", upload, { signal: { addEventListener() {} } }, '"signal"'],
  ["a signal in the place of the options", upload, new AbortController().signal, '"options"'],
  ["a correlation id that is not GUID-formatted", upload, { correlationId: "mine" }, '"correlationId"'],
  ["a locale that is none", upload, { locale: "" }, '"locale"'],
  ["options that are none", upload, null, '"options"'],
];
for (const [what, wrongUpload, options, message] of wrongCalls) {
  test(`refuses a call with ${what} by name, and sends nothing`, async () => {
    const { client, requests } = clientOf(() => json(finished));
    const error = await rejection(client.getBatchUploadStatus(wrongUpload as typeof upload, options as CallOptions), TypeError);
    assert.ok(error.message.startsWith(message), error.message);
    assert.is(requests.length, 0);
  });
}

test("knows its own errors from all others", async () => {
  assert.ok(isBatchStatusError(await reasonOf(ask(() => new Response("")))));
  for (const error of [new Error(), new TypeError(), undefined, "ERR_API"]) assert.not(isBatchStatusError(error));
});

test("never shows a token or a product key in an error, wherever the server puts them", async () => {
  const secrets = [token, "ABCDE-FGHJK-LMNPQ-RTVWX-YZ234", "my-gateway-key"];
  const text = `the token ${token}, the key ${secrets[1]} and ${secrets[2]}`;
  const late = `x${" ".repeat(4000)}${text}`;
  const headers = { "MS-RequestId": text, "MS-CorrelationId": text };
  const failures = [
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
  for (const answer of failures) {
    const error = await rejection(ask(answer, { headers: { "X-Key": "my-gateway-key" } }), Error);
    for (const shown of [String(error), error.stack ?? "", JSON.stringify(error), JSON.stringify(Object.entries(error))]) {
      for (const secret of secrets) assert.not.match(shown, secret);
    }
  }
});

test.run();
