import {
  ApiError,
  ArgumentError,
  type AttemptEvent,
  type BatchStatusClientOptions,
  createBatchStatusClient,
  InvalidResponseError,
  isBatchStatusError,
  NetworkError,
  WatchDeadlineError,
} from "partner-center-batch-status";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { flushPromises, inStoppedTime } from "./clock.ts";
import { deferred } from "./deferred.ts";
import { reasonOf, rejection } from "./rejection.ts";

const test = suite("responses");

const upload = {
  customerId: "47021739-3426-40bf-9601-61b4b6d7c793",
  batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932",
};
const finished = JSON.stringify({ status: "finished" });

function get(respond: () => unknown, options: Partial<BatchStatusClientOptions> = {}) {
  // Safe: a fetch in a test may return anything that the client reads.
  const fetch = async () => respond() as Response;
  return createBatchStatusClient({ token: "test-token-Zm9vYmFy", fetch, retry: false, ...options }).getBatchUploadStatus(upload);
}

/** The message of an error, without the batch and the ids. */
async function messageOf(pending: Promise<unknown>): Promise<string> {
  const { message } = await rejection<Error>(pending, Error);
  return message.slice(0, message.lastIndexOf(" (batch "));
}

const invalid = "Partner Center responded with 200, but the body is not the status of this batch:";
const successes: [body: string, message: string][] = [
  ["", `${invalid} the body is empty`],
  [" \n", `${invalid} the body is empty`],
  [" <html>", `${invalid} the body is HTML or XML, not JSON`],
  ['{"status":', `${invalid} the body is not valid JSON or is truncated`],
  ["[]", `${invalid} the body must be object`],
  ['{"status":1}', `${invalid} /status must be string`],
  [`{"status":"queued","batchTrackingId":"${upload.customerId}"}`, `${invalid} /batchTrackingId belongs to another batch`],
];
for (const [body, message] of successes) {
  test(`the body ${JSON.stringify(body.slice(0, 30))} of a success is reported with the reason`, async () => {
    assert.is(await messageOf(get(() => new Response(body))), message);
  });
}

const failures: [body: string, message: string][] = [
  ["", ""],
  ["upstream timed out", ": upstream timed out."],
  ["Really?", ": Really?"],
  ["Stop!", ": Stop!"],
  ["&#1114112; and &#x110000;", ": &#1114112; and &#x110000;."],
  ["a. b", ": a. b."],
  ["1 < 2 & <title>3</title>", ": 1 < 2 & <title>3</title>."],
  [" <!doctype html><TITLE lang=en>Bad gateway</TITLE>", ": Bad gateway."],
  ["<p>", ": an HTML page."],
  ["<title></title>", ""],
  ['{"code":1}', ", code 1"],
  ['{"code":"","message":"x"}', ": x."],
  ['{"code":"20002","description":" No relationship ","message":"m"}', ", code 20002: No relationship."],
  ['{"code":"20002","message":" Forbidden "}', ", code 20002: Forbidden."],
  ['{"code":true,"description":"d"}', ": d."],
  ["{}", ""],
  ["[]", ""],
  ["null", ""],
  ["[1]", ": [1]."],
  ['"text"', ": text."],
  [
    '{"code":900420,"description":"Wrong audience"}',
    ", code 900420: Wrong audience. Get a token for https://api.partnercenter.microsoft.com: tokens for https://graph.windows.net are rejected.",
  ],
];
for (const [body, message] of failures) {
  test(`the body ${JSON.stringify(body.slice(0, 60))} of a failure becomes the end of its message`, async () => {
    assert.is(await messageOf(get(() => new Response(body, { status: 400 }))), `Partner Center responded with 400${message}`);
  });
}

test("the title of a page is searched in its first 5,000 characters", async () => {
  const page = (size: number) => `${"<p>".padEnd(size - 7, "x")}<title>Bad gateway${"y".repeat(2_000)}`;
  const messageFor = (size: number) => messageOf(get(() => new Response(page(size), { status: 502 })));
  assert.is(await messageFor(4_997), "Partner Center responded with 502: Bad…");
  assert.is(await messageFor(5_001), "Partner Center responded with 502: an HTML page.");
});

test("JSON that is nested too deeply to be serialized is reported as such", async () => {
  const nested = "[".repeat(20_000) + "]".repeat(20_000);
  assert.match(await messageOf(get(() => new Response(nested, { status: 400 }))), / 400: (deeply nested JSON\.|\[\[\[\[)/);
});

test("a secret is masked that a server has encoded three times", async () => {
  const secret = "gateway/key 8Q~x";
  const body = encodeURIComponent(encodeURIComponent(encodeURIComponent(secret)));
  const message = await messageOf(get(() => new Response(body, { status: 400 }), { headers: { "X-Key": secret } }));
  assert.is(message, "Partner Center responded with 400: [secret].");
});

test("a failure whose Content-Length is 0 has no description", async () => {
  const respond = () => new Response(null, { status: 400, headers: { "Content-Length": "0" } });
  assert.is(await messageOf(get(respond)), "Partner Center responded with 400");
});

test("a failure's JSON is a fault only if it is an object", async () => {
  const faultOf = async (body: string) => {
    const error = await rejection(
      get(() => new Response(body, { status: 400 })),
      ApiError,
    );
    return error.fault;
  };
  for (const body of ["null", "[]", '[{"code":1}]', "1", '"code"', "", "code"]) assert.is(await faultOf(body), undefined, body);
  assert.equal(await faultOf("{}"), {});
  assert.equal(await faultOf('{"description":7,"message":"m","more":1}'), { message: "m", more: 1 });
});

test("a redirect is reported as one, with its status unless the runtime hides it", async () => {
  const redirect = "a redirect, not followed because it would forward the token";
  for (const status of [301, 302, 303, 307, 308]) {
    const message = await messageOf(get(() => new Response(null, { status })));
    assert.is(message, `Partner Center responded with ${status}, ${redirect}`);
  }
  assert.is(await messageOf(get(() => Response.error())), `Partner Center responded with ${redirect}`);
});

test("an error carries the ids of the response, shortened to 100 characters", async () => {
  const headers = { "MS-RequestId": "r".repeat(101), "MS-CorrelationId": "c".repeat(100) };
  const error = await rejection(
    get(() => new Response(null, { status: 400, headers })),
    ApiError,
  );
  assert.is(error.requestId, `${"r".repeat(100)}…`);
  assert.is(error.correlationId, "c".repeat(100));
});

test("a fault code is shortened to 40 characters, and a description to 500", async () => {
  const fault = { code: "1".repeat(41), description: "x".repeat(501) };
  const error = await rejection(
    get(() => new Response(JSON.stringify(fault), { status: 400 })),
    ApiError,
  );
  assert.is(error.faultCode, `${"1".repeat(40)}…`);
  assert.match(error.message, `: ${"x".repeat(500)}… (batch `);
});

test("a network error contains the messages of three causes, and no more", async () => {
  const fifth = new Error("fifth");
  const fourth = new Error("fourth", { cause: fifth });
  const third = new Error("third", { cause: fourth });
  const second = new Error("second", { cause: third });
  const first = new Error("first", { cause: second });
  const pending = get(() => Promise.reject(first));
  assert.is(await messageOf(pending), "No response from Partner Center: first: second: third: fourth");
});

test("a network error without a message is named by its code or its name", async () => {
  const thrown = [
    [Object.assign(new Error(""), { code: "ECONNRESET" }), "ECONNRESET"],
    [Object.assign(new Error("read failed"), { code: "ECONNRESET" }), "read failed"],
    [Object.assign(new Error(""), { code: 7 }), "Error"],
    ["a string", "a string"],
    [42, "fetch failed"],
  ] as const;
  for (const [reason, text] of thrown) {
    assert.is(await messageOf(get(() => Promise.reject(reason))), `No response from Partner Center: ${text}`);
  }
});

test("timeouts are reported in seconds", async () => {
  await inStoppedTime(async (clock) => {
    const never = () => new Promise(() => {});
    const response = messageOf(get(never, { timeout: 1_500 }));
    const token = messageOf(get(never, { token: () => new Promise(() => {}), timeout: 1_500 }));
    await clock.tickAsync(1_500);
    assert.is(await response, "No complete response from Partner Center within 1.5 s");
    assert.is(await token, "No access token within 1.5 s");
  });
});

test("what a fetch returns in place of a Response is reported", async () => {
  const partial = { status: 200, ok: true, headers: new Headers() };
  const prefix = "No response from Partner Center: fetch did not return a Response";
  assert.is(await messageOf(get(() => undefined)), prefix);
  assert.is(await messageOf(get(() => ({ ...partial, headers: {} }))), prefix);
  assert.is(await messageOf(get(() => ({ ...partial, text: async () => 1 }))), `${prefix}: text() is not a string`);
});

test("a Response of another implementation is read with its text(), up to maxBodySize", async () => {
  const body = (text: string) => () => ({ status: 200, ok: true, headers: new Headers(), body: {}, text: async () => text });
  assert.is((await get(body(finished), { maxBodySize: finished.length })).status, "finished");
  const error = await rejection(get(body(finished), { maxBodySize: finished.length - 1 }), InvalidResponseError);
  assert.equal(error.reasons, ['the body exceeds "maxBodySize"']);
});

test("a failure's JSON is read up to 256 KiB, and a longer one is reported as text", async () => {
  const read = (size: number) => {
    const start = '{"message":"read","padding":"';
    return messageOf(get(() => new Response(`${start}${"x".repeat(size - start.length - 2)}"}`, { status: 500 })));
  };
  assert.is(await read(262_144), "Partner Center responded with 500: read.");
  assert.match(await read(262_145), 'Partner Center responded with 500: {"message":"read","padding":"xxx');
});

/** A response whose body arrives in the given chunks. */
function inChunks(...chunks: Uint8Array<ArrayBuffer>[]): Response {
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  return new Response(body);
}

test("a character that is split between two chunks is read as one", async () => {
  const bytes = new TextEncoder().encode('{"status":"é"}');
  const middle = bytes.indexOf(0xc3) + 1;
  assert.is((await get(() => inChunks(bytes.slice(0, middle), bytes.slice(middle)))).status, "é");
});

test("a character that is cut off at the end of a body is not lost without a trace", async () => {
  const bytes = new TextEncoder().encode("cut off: é").slice(0, -1);
  const response = new Response(inChunks(bytes).body, { status: 400 });
  assert.is(await messageOf(get(() => response)), "Partner Center responded with 400: cut off: \uFFFD.");
});

test("a body that is being read when the call is aborted is cancelled with its next chunk", async () => {
  const isRead = deferred();
  const isCancelled = deferred();
  const next = deferred();
  let reads = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(stream) {
        reads += 1;
        isRead.resolve();
        await next.promise;
        stream.enqueue(new Uint8Array([32]));
      },
      cancel: () => isCancelled.resolve(),
    },
    { highWaterMark: 0 },
  );
  const controller = new AbortController();
  const client = createBatchStatusClient({ token: "any", fetch: async () => new Response(body), retry: false });
  const pending = reasonOf(client.getBatchUploadStatus(upload, { signal: controller.signal }));
  await isRead.promise;
  controller.abort("enough");
  assert.is(await pending, "enough");
  next.resolve();
  await isCancelled.promise;
  assert.is(reads, 1);
});

test("onAttempt receives when the request was sent, and how long it took", async () => {
  await inStoppedTime(async (clock) => {
    const events: AttemptEvent[] = [];
    clock.tick(60_000);
    const sentAt = Date.now();
    await get(
      () => {
        clock.tick(250);
        return new Response(finished);
      },
      { onAttempt: (event) => void events.push(event) },
    );
    assert.equal([events[0]?.startedAt, events[0]?.duration, events[0]?.attempt], [sentAt, 250, 1]);
  });
});

test("onAttempt receives the server's own ids, shortened to 100 characters, or undefined", async () => {
  const events: AttemptEvent[] = [];
  const onAttempt = (event: AttemptEvent) => void events.push(event);
  await get(() => new Response(finished), { onAttempt });
  await get(() => new Response(finished, { headers: { "MS-CV": "v".repeat(101), "MS-ServerId": "s" } }), { onAttempt });
  assert.equal([events[0]?.correlationVector, events[0]?.serverId], [undefined, undefined]);
  assert.equal([events[1]?.correlationVector, events[1]?.serverId], [`${"v".repeat(100)}…`, "s"]);
});

test("a 429 without Retry-After does not hold the client's other calls", async () => {
  await inStoppedTime(async () => {
    const responses = [new Response(null, { status: 429 }), new Response(finished)];
    const client = createBatchStatusClient({ token: "any", fetch: async () => responses.shift() as Response, retry: false });
    await rejection(client.getBatchUploadStatus(upload), ApiError);
    assert.is((await client.getBatchUploadStatus(upload)).status, "finished");
  });
});

test("a call of a client that does not retry rejects while another call's 429 holds the client", async () => {
  await inStoppedTime(async () => {
    let requests = 0;
    const fetch = async () => {
      requests += 1;
      return new Response(null, { status: 429, headers: { "Retry-After": "0.001" } });
    };
    const client = createBatchStatusClient({ token: "any", fetch, retry: false });
    await rejection(client.getBatchUploadStatus(upload), ApiError);
    const error = await rejection(client.getBatchUploadStatus(upload), ApiError);
    assert.equal([error.status, error.retryAfter, requests], [429, 1, 1]);
    assert.match(error.message, "responded with 429 to another call, asking to wait for 0.001 s");
  });
});

test("a network error is reported with the MS-RequestId that was sent, and a missing token without one", async () => {
  const sent = await rejection(
    get(() => Promise.reject(new Error("reset"))),
    NetworkError,
  );
  assert.match(sent.requestId ?? "", /^[0-9a-f-]{36}$/);
  assert.match(sent.message, `MS-RequestId ${sent.requestId}, MS-CorrelationId ${sent.correlationId})`);
  await inStoppedTime(async (clock) => {
    const pending = rejection(
      get(() => undefined, { token: () => new Promise(() => {}), timeout: 5 }),
      NetworkError,
    );
    await flushPromises();
    clock.tick(5);
    const error = await pending;
    assert.is(error.requestId, undefined);
    assert.not.match(error.message, "MS-RequestId");
    assert.match(error.message, `(batch ${upload.batchTrackingId} of customer ${upload.customerId}, MS-CorrelationId `);
  });
});

test("an error has the name of its class, and a code", async () => {
  const context = { upload, requestId: undefined, correlationId: undefined };
  const errors = [
    await reasonOf(get(() => new Response(null, { status: 400 }))),
    await reasonOf(get(() => Promise.reject(new Error("reset")))),
    await reasonOf(get(() => new Response("{}"))),
    new WatchDeadlineError(1_000, context, {}),
  ];
  const shown = errors.map((error) =>
    isBatchStatusError(error) ? [error.name, error.code, String(error).split(":")[0]] : error,
  );
  assert.equal(shown, [
    ["ApiError", "ERR_API", "ApiError"],
    ["NetworkError", "ERR_NETWORK", "NetworkError"],
    ["InvalidResponseError", "ERR_INVALID_RESPONSE", "InvalidResponseError"],
    ["WatchDeadlineError", "ERR_DEADLINE", "WatchDeadlineError"],
  ]);
});

test("a success is told by its status, and Retry-After may be a number, if a custom fetch builds its own responses", async () => {
  const success = { status: 200, headers: new Headers(), text: async () => finished };
  assert.is((await get(() => success)).status, "finished");
  const throttled = { status: 429, ok: true, headers: new Map([["Retry-After", 5]]), text: async () => "" };
  const error = await rejection(
    get(() => throttled, { retry: false }),
    ApiError,
  );
  assert.is(error.retryAfter, 5_000);
});

test("each class of error has its own name, which engines store and logs show", () => {
  const classes = { ApiError, NetworkError, InvalidResponseError, WatchDeadlineError, ArgumentError };
  for (const [name, { name: actual }] of Object.entries(classes)) assert.is(actual, name);
});

test("a missed deadline names the last status and why the last attempt failed", async () => {
  const context = { upload, requestId: "sent", correlationId: undefined };
  const api = await rejection(
    get(() => new Response(null, { status: 503, headers: { "MS-RequestId": "r-1" } })),
    ApiError,
  );
  const network = await rejection(
    get(() => Promise.reject(new Error("reset"))),
    NetworkError,
  );
  const details = { status: "in-progress" };
  const batch = `batch ${upload.batchTrackingId} of customer ${upload.customerId}`;
  const messages: [last: { details?: { status: string }; error?: ApiError | NetworkError }, message: string][] = [
    [{}, `no status was received (${batch})`],
    [{ details }, `its last status was in-progress (${batch})`],
    [{ details: { status: "x".repeat(41) } }, `its last status is unknown (${batch})`],
    [{ details: { status: "not queued" } }, `its last status is unknown (${batch})`],
    [{ details: { status: "queued key" } }, `its last status is unknown (${batch})`],
    [{ details: { status: "" } }, `its last status is unknown (${batch})`],
    [
      { details, error: api },
      `its last status was in-progress, and the last attempt failed with status 503 (${batch}, MS-RequestId r-1)`,
    ],
    [{ error: network }, `the last attempt failed with ERR_NETWORK (${batch}, MS-RequestId ${network.requestId})`],
  ];
  for (const [last, message] of messages) {
    const error = new WatchDeadlineError(1_500, context, last);
    assert.is(error.message, `The batch was not finished within 1.5 s: ${message}`);
    assert.is(error.requestId, last.error?.requestId);
    assert.is(error.lastError, last.error);
    assert.is(error.lastDetails, last.details);
    assert.equal([error.customerId, error.batchTrackingId], [upload.customerId, upload.batchTrackingId]);
  }
});

test.run();
