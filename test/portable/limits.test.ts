import { ApiError, createBatchStatusClient, type Fetch, InvalidResponseError, NetworkError } from "partner-center-batch-status";
import { batchUploadDetails } from "partner-center-batch-status/validators";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { flushPromises } from "./clock.ts";
import { reasonOf, rejection } from "./rejection.ts";

const test = suite("limits");

const upload = {
  customerId: "47021739-3426-40bf-9601-61b4b6d7c793",
  batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932",
};
const MEBIBYTE = 1024 * 1024;

function get(fetch: Fetch, maxBodySize?: number) {
  const client = createBatchStatusClient({ token: "test-token-Zm9vYmFy", fetch, retry: false, maxBodySize });
  return client.getBatchUploadStatus(upload);
}

type Body = ConstructorParameters<typeof Response>[0];

const respond = (body: Body, status = 200) => get(async () => new Response(body, { status }));

/** A body without an end, and how much of it was read. */
function endlessBody(chunk: Uint8Array<ArrayBuffer>) {
  const read = { bytes: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull(controller) {
        read.bytes += chunk.byteLength;
        controller.enqueue(chunk);
      },
      cancel() {
        read.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, read };
}

const spaces = new Uint8Array(64 * 1024).fill(32);

test("a success without an end is read up to 16 MiB, cancelled, and rejected as invalid", async () => {
  const { body, read } = endlessBody(spaces);
  const error = await rejection(respond(body), InvalidResponseError);
  assert.equal(error.reasons, ['the body exceeds "maxBodySize"']);
  assert.ok(read.isCancelled);
  assert.ok(read.bytes <= 16 * MEBIBYTE + spaces.length, `${read.bytes} bytes`);
});

test("a failure without an end is read up to 256 KiB, and keeps its status and its first words", async () => {
  const { body, read } = endlessBody(new TextEncoder().encode("upstream failed ".repeat(1_000)));
  const error = await rejection(respond(body, 500), ApiError);
  assert.is(error.status, 500);
  assert.match(error.message, "responded with 500: upstream failed upstream failed");
  assert.ok(error.message.length < 1_000);
  assert.ok(read.isCancelled);
  assert.ok(read.bytes <= MEBIBYTE / 4 + 16_000, `${read.bytes} bytes`);
});

test("maxBodySize counts decoded bytes, and a body of exactly that size is read", async () => {
  const text = JSON.stringify({ status: "finished", note: "é" });
  const size = new TextEncoder().encode(text).length;
  const fetch: Fetch = async () => new Response(text);
  assert.is((await get(fetch, size)).status, "finished");
  await rejection(get(fetch, size - 1), InvalidResponseError);
});

test("maxBodySize limits failures, too, if it is smaller", async () => {
  const { body, read } = endlessBody(new Uint8Array(10).fill(97));
  await rejection(
    get(async () => new Response(body, { status: 500 }), 100),
    ApiError,
  );
  assert.ok(read.bytes <= 120, `${read.bytes} bytes`);
});

for (const maxBodySize of [0, -1, Number.NaN, "1"]) {
  test(`maxBodySize must not be ${JSON.stringify(maxBodySize)}`, () => {
    // Safe: an untyped caller may pass anything.
    const options = { token: "any", maxBodySize: maxBodySize as number };
    assert.throws(() => createBatchStatusClient(options), /^"maxBodySize" must be a number of bytes above 0/);
  });
}

test("deeply nested JSON is a failure like any other", async () => {
  const nested = "[".repeat(5_000) + "]".repeat(5_000);
  for (const body of [nested, `{"data":${nested}}`, `{"code":${nested},"description":"nested"}`]) {
    const error = await rejection(respond(body, 400), ApiError);
    assert.is(error.status, 400);
  }
  await rejection(respond(nested), InvalidResponseError);
});

test("a failure with deeply nested JSON is retried like any other", async () => {
  const bodies = [`{"data":${"[".repeat(5_000)}${"]".repeat(5_000)}}`, '{"status":"finished"}'];
  const statuses = [500, 200];
  const fetch: Fetch = async () => new Response(bodies.shift(), { status: statuses.shift() ?? 0 });
  const client = createBatchStatusClient({ token: "any", fetch, retry: { limit: 1, maxDelay: 0 } });
  assert.is((await client.getBatchUploadStatus(upload)).status, "finished");
});

test("deeply nested JSON in a valid response is returned", async () => {
  const details = await respond(`{"status":"finished","other":${"[".repeat(5_000)}${"]".repeat(5_000)}}`);
  assert.is(details.status, "finished");
});

test("a text() of a fetch without a stream is limited, too", async () => {
  const withText = (text: string, status: number): Fetch => {
    // Safe: the client reads nothing else of a response.
    return async () => ({ ok: status === 200, status, headers: new Headers(), text: async () => text }) as Response;
  };
  const invalid = await rejection(get(withText(" ".repeat(101), 200), 100), InvalidResponseError);
  assert.equal(invalid.reasons, ['the body exceeds "maxBodySize"']);
  const failure = await rejection(get(withText("x".repeat(MEBIBYTE), 500)), ApiError);
  assert.ok(failure.message.length < 1_000);
});

test("the rest of a body is cancelled after an abort", async () => {
  let isCancelled = false;
  let chunks = 0;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      await flushPromises();
      chunks += 1;
      controller.enqueue(new Uint8Array(1));
    },
    cancel() {
      isCancelled = true;
    },
  });
  const controller = new AbortController();
  const client = createBatchStatusClient({ token: "any", fetch: async () => new Response(body), retry: false });
  const pending = reasonOf(client.getBatchUploadStatus(upload, { signal: controller.signal }));
  while (chunks < 10) await flushPromises();
  controller.abort("enough");
  assert.is(await pending, "enough");
  while (!isCancelled) await flushPromises();
});

test("the Standard Schema reports one issue, however many there are", () => {
  const result = batchUploadDetails["~standard"].validate({ status: "finished", devicesStatus: Array(100_000).fill(1) });
  assert.equal(result.issues, [{ message: "must be object", path: ["devicesStatus", 0] }]);
});

test("of many invalid devices only the first is named", async () => {
  const devices = `{"status":"finished","devicesStatus":[${"1,".repeat(200_000)}1]}`;
  const error = await rejection(respond(devices), InvalidResponseError);
  assert.equal(error.reasons, ["/devicesStatus/0 must be object"]);
});

const twoMarks = "\uFEFF\uFEFF";
test("two byte order marks are invalid in every runtime", async () => {
  await rejection(respond(new TextEncoder().encode(`${twoMarks}{"status":"finished"}`)), InvalidResponseError);
});

const notResponses: Record<string, unknown> = {
  undefined: undefined,
  null: null,
  "an empty object": {},
  "an object without headers": { status: 200, ok: true, text: async () => "{}" },
  "text that is not a string": { status: 200, ok: true, headers: new Headers(), text: async () => ({}) },
};
for (const [what, value] of Object.entries(notResponses)) {
  test(`a fetch that returns ${what} is a network error that says so`, async () => {
    // Safe: an untyped caller may return anything.
    const error = await rejection(
      get(async () => value as Response),
      NetworkError,
    );
    assert.match(error.message, "fetch did not return a Response");
  });
}

test.run();
