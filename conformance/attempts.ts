import { asNode } from "../scripts/contract.ts";
import { createEmulator } from "../src/emulator/emulator.ts";
import { SAMPLE_CUSTOMER_ID, SAMPLES } from "../src/emulator/samples.ts";
import type { Quirks } from "../src/generated/emulator.ts";
import type { ApiFault, BatchUploadDetails, DeviceUploadDetails, ResourceAttributes } from "../src/generated/openapi.ts";
import { type BatchUpload, createBatchStatusClient, parseBatchLocation } from "../src/index.ts";
import type { Vector } from "./cases.ts";
import { withEmulator } from "./emulator.ts";
import { INVALID_SAMPLES, UNCHECKED_SAMPLES } from "./samples.ts";
import { readVectors, startVectorServer } from "./server.ts";

/** An attempt as it was sent and received over HTTP. */
export interface RecordedAttempt {
  name: string;
  /** The part that violates the contract on purpose, if any. */
  violates?: "request" | "response";
  request: { method: string; path: string; headers: Record<string, string> };
  /** The body is in Base64, because it may start with a byte order mark. */
  response: { status: number; headers: Record<string, string>; body: string };
}

/** Records attempts of our client at the emulator and the vector server, then requests that our client never sends. */
export async function recordAttempts(): Promise<RecordedAttempt[]> {
  return [
    ...(await attemptsAtSamples()),
    ...(await attemptsAtMovingBatches()),
    ...(await attemptsAtVectors([...vectorsToSend(), ...wrongTypes()])),
    ...(await invalidRequests()),
  ];
}

function attemptsAtSamples(): Promise<RecordedAttempt[]> {
  return withEmulator(createEmulator(), async (url) => {
    const attempts: RecordedAttempt[] = [];
    for (const { name, upload } of SAMPLES) {
      if (UNCHECKED_SAMPLES.includes(name)) continue;
      const attempt = await recordCall(`sample ${name}`, url, upload);
      attempts.push(INVALID_SAMPLES.includes(name) ? { ...attempt, violates: "response" } : attempt);
    }
    return attempts;
  });
}

/** Batches with each quirk that a response can have: queued, processing and finished. */
function attemptsAtMovingBatches(): Promise<RecordedAttempt[]> {
  const variants: Quirks[] = [
    {},
    { byteOrderMark: false },
    { times: "utc" },
    { times: "seven-digits" },
    { unsetTimes: "absent" },
    { unsetTimes: "null" },
    { unsetTimes: "empty" },
    { unsetMembers: "null" },
    { devicesWhileQueued: true },
    { finishedDespiteFailures: false },
    { unknownMembers: true },
  ];
  const emulator = createEmulator();
  emulator.pause();
  const devices = [
    { serialNumber: "1234567890", result: "808" },
    { serialNumber: "1234567891", productKey: "12345-67890-09876-54321-13579" },
    { hardwareHash: "T0hTX1NBTVBMRQ==" },
  ] as const;
  const batches = variants.map((quirks) => ({
    quirks: JSON.stringify(quirks),
    upload: parseBatchLocation(emulator.submit({ devices, quirks, duration: 60_000 })),
  }));
  return withEmulator(emulator, async (url) => {
    const attempts: RecordedAttempt[] = [];
    for (const step of ["queued", "processing", "finished"]) {
      for (const { quirks, upload } of batches)
        attempts.push(await recordCall(`${step} batch with quirks ${quirks}`, url, upload));
      emulator.advance(30_000);
    }
    return attempts;
  });
}

interface VectorToSend extends Pick<Vector, "batchTrackingId"> {
  name: string;
  response: Exclude<Vector["response"], "reset">;
  matchesContract: boolean;
}

async function attemptsAtVectors(vectors: VectorToSend[]): Promise<RecordedAttempt[]> {
  const server = await startVectorServer(vectors);
  try {
    const attempts: RecordedAttempt[] = [];
    for (const { name, batchTrackingId, matchesContract } of vectors) {
      const attempt = await recordCall(name, server.url, { customerId: SAMPLE_CUSTOMER_ID, batchTrackingId });
      attempts.push(matchesContract ? attempt : { ...attempt, violates: "response" });
    }
    return attempts;
  } finally {
    await server.close();
  }
}

/** All vectors with a complete response. */
function vectorsToSend(): VectorToSend[] {
  return [...readVectors()].flatMap(([name, { batchTrackingId, response, expected }]) => {
    if (response === "reset" || response.cut) return [];
    const [ofOurClient] = expected;
    const isRejected = ofOurClient === undefined || "failure" in ofOurClient;
    // Our client reads whatever a failed request returns. The contract describes JSON.
    return [{ name: `vector ${name}`, batchTrackingId, response, matchesContract: !isRejected && isJson(response) }];
  });
}

function isJson({ headers, body }: VectorToSend["response"]): boolean {
  if (!headers["Content-Type"]?.startsWith("application/json")) return false;
  try {
    JSON.parse(body.replace(/^\ufeff/, ""));
    return true;
  } catch {
    return false;
  }
}

/** For each property with a type, a response in which only this property has another type. */
function wrongTypes(): VectorToSend[] {
  // Required, so that a property that is added to the contract must be added here.
  const attributes: Required<ResourceAttributes> = { objectType: "text", etag: "text" };
  const device: Required<DeviceUploadDetails> = {
    deviceId: "text",
    serialNumber: "text",
    productKey: "text",
    status: "text",
    errorCode: "text",
    errorDescription: "text",
    attributes,
  };
  const details: Required<BatchUploadDetails> = {
    batchTrackingId: "text",
    status: "text",
    startedTime: "text",
    completedTime: "text",
    devicesStatus: [device],
    attributes,
  };
  const apiFault: Required<Omit<ApiFault, "code" | "data">> = {
    description: "text",
    source: "text",
    statusCode: 429,
    message: "text",
  };
  const bodies = [
    ...withWrongType(details).map((copy) => ({ status: 200, ...copy })),
    // One status that the contract lists, and one that only its default response covers.
    ...[400, 418].flatMap((status) => withWrongType(apiFault).map((copy) => ({ status, ...copy }))),
  ];
  return bodies.map(({ status, pointer, value }, index) => ({
    name: `wrong type of "${pointer}" with status ${status}`,
    batchTrackingId: `c0000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
    response: { status, headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) },
    matchesContract: false,
  }));
}

interface Copy {
  /** JSON pointer to the replaced value. */
  pointer: string;
  value: unknown;
}

/** Copies of a value in which one value, at last the whole, is replaced by one of another type. Lists have one item. */
function withWrongType(value: unknown, pointer = ""): Copy[] {
  const members = typeof value === "object" && value !== null ? Object.entries(value) : [];
  const copies = members.flatMap(([name, member]) =>
    withWrongType(member, `${pointer}/${name}`).map((copy) => ({
      pointer: copy.pointer,
      value: Array.isArray(value) ? [copy.value] : { ...asNode(value), [name]: copy.value },
    })),
  );
  return [...copies, { pointer, value: typeof value === "string" ? 1 : "text" }];
}

/** Without a token, with an undocumented method, and with a path as in the `Location` header of an upload. */
function invalidRequests(): Promise<RecordedAttempt[]> {
  const path = `/customers/${SAMPLE_CUSTOMER_ID}/batchJobStatus/0127ed8e-ff72-4983-a3d8-e8d8bd378932`;
  const headers = new Headers({ Accept: "application/json", Authorization: "Bearer any-token" });
  return withEmulator(createEmulator(), async (url) => {
    const attempts = [
      await record("request without a token", `${url}/v1${path}`, { method: "GET", headers: new Headers() }),
      await record("request with POST", `${url}/v1${path}`, { method: "POST", headers }),
      await record("request without /v1", url + path, { method: "GET", headers }),
    ];
    return attempts.map(({ attempt }) => ({ ...attempt, violates: "request" }));
  });
}

/** Calls our client once, and records its attempt. */
async function recordCall(name: string, baseUrl: string, upload: BatchUpload): Promise<RecordedAttempt> {
  const attempts: RecordedAttempt[] = [];
  const client = createBatchStatusClient({
    token: "any-token",
    baseUrl,
    retry: false,
    async fetch(url, init) {
      const { attempt, response } = await record(name, url, init);
      attempts.push(attempt);
      return response;
    },
  });
  // It rejects some of the responses, as other tests check.
  await client.getBatchUploadStatus(upload).catch(() => {});
  const [attempt] = attempts;
  if (attempt === undefined || attempts.length > 1) throw new Error(`${name}: ${attempts.length} responses instead of 1`);
  return attempt;
}

async function record(name: string, url: string, init: { method: string; headers: Headers }) {
  const response = await fetch(url, init);
  const body = Buffer.from(await response.clone().arrayBuffer()).toString("base64");
  const attempt: RecordedAttempt = {
    name,
    request: { method: init.method, path: new URL(url).pathname, headers: Object.fromEntries(init.headers) },
    response: { status: response.status, headers: Object.fromEntries(response.headers), body },
  };
  return { attempt, response };
}
