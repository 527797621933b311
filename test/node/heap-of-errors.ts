/**
 * Makes errors that nobody inspects, drops everything else, and reports to the parent process which secrets a heap snapshot still
 * contains. The secrets are random, and kept outside of V8's heap.
 */
import { randomBytes } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { getHeapSnapshot } from "node:v8";
import { createBatchStatusClient, type Fetch } from "partner-center-batch-status";
import { appToken } from "partner-center-batch-status/auth";

const upload = {
  customerId: "47021739-3426-40bf-9601-61b4b6d7c793",
  batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932",
};

/** The bytes of each secret, which a snapshot does not contain. */
const needles = new Map<string, Buffer>();

function createSecret(name: string): string {
  const secret = randomBytes(24).toString("hex");
  needles.set(name, Buffer.from(secret));
  return secret;
}

/** A body that contains a secret. A snapshot contains strings whole, as the parent process sets its limit. */
const bodyOf = (name: string, size: number, before = "") => `${before}${createSecret(name)}${"x".repeat(size)}`;

async function errorOf(name: string, fetch: Fetch): Promise<unknown> {
  const token = createSecret(`the token of ${name}`);
  const headers = { "X-Key": createSecret(`the header of ${name}`) };
  const client = createBatchStatusClient({ token, headers, fetch, retry: false, timeout: 50 });
  return client.getBatchUploadStatus(upload).catch((error: unknown) => error);
}

async function tokenError(): Promise<unknown> {
  const { fetch } = globalThis;
  globalThis.fetch = async () => new Response(bodyOf("the body of TokenError", 1_000), { status: 400 });
  const clientSecret = createSecret("the client secret of TokenError");
  const error = await appToken({ tenantId: "contoso.example", clientId: "client-1", clientSecret })
    .getToken("")
    .catch((error: unknown) => error);
  globalThis.fetch = fetch;
  return error;
}

async function createErrors(): Promise<unknown[]> {
  return [
    await errorOf("NetworkError", async (_url, { headers }) => {
      throw new TypeError(`bad header ${headers.get("Authorization")}`);
    }),
    await errorOf("the timeout", () => new Promise(() => {})),
    await errorOf("ApiError", async () => new Response(bodyOf("the body of ApiError", 1_000_000, "<p>"), { status: 500 })),
    await errorOf("ApiError for a page", async () => {
      const title = "<title>The title of a page is part of the message</title>";
      return new Response(`${bodyOf("the body of ApiError for a page", 1_000, "<p>")}${title}`, { status: 502 });
    }),
    await errorOf("ApiError for text", async () => {
      const start = "The first 500 characters are part of the message. ".repeat(200);
      return new Response(`${start}${bodyOf("the body of ApiError for text", 100_000)}`, { status: 500 });
    }),
    await errorOf("InvalidResponseError", async () => new Response(bodyOf("the body of InvalidResponseError", 10_000_000))),
    await errorOf("InvalidResponseError for JSON", async () => {
      return new Response(`{"status":1,"text":"${bodyOf("the body of InvalidResponseError for JSON", 1_000_000)}"}`);
    }),
    await tokenError(),
  ];
}

/** Which secrets a snapshot of the heap contains. */
async function searchHeap(): Promise<string[]> {
  for (let round = 0; round < 3; round++) {
    await setImmediate();
    // V8 keeps the last text in which a regular expression was found.
    /x/.exec("x");
    globalThis.gc?.();
  }
  const found = new Set<string>();
  let end = Buffer.alloc(0);
  for await (const chunk of getHeapSnapshot()) {
    const text = Buffer.concat([end, chunk]);
    for (const [name, needle] of needles) if (text.includes(needle)) found.add(name);
    end = text.subarray(-100);
  }
  return [...found];
}

const kept = await createErrors();
const inErrors = await searchHeap();
const control = createSecret("the control");
const withControl = await searchHeap();
const names = kept.map((error) => (error instanceof Error ? error.name : String(error)));
process.send?.({ names, inErrors, withControl, isControlKept: control.length > 0 }, () => process.disconnect());
