import type { BatchUploadStatus } from "../generated/openapi.ts";
import { type BatchUpload, isGuid } from "../location.ts";
import { failure, refuseByName, type TokenRefusal, tokenFailure } from "./failures.ts";
import { checkFault, deliver, type Fault } from "./faults.ts";
import { checkDevice, type Job, jobAt, type SubmittedDevice } from "./job.ts";
import { DEFAULT_QUIRKS, type Quirks } from "./quirks.ts";
import { createRandom, randomGuid } from "./random.ts";
import { type IncomingRequest, type ReceivedRequest, readRequest, received } from "./request.ts";
import { SAMPLE_CUSTOMER_ID, SAMPLES } from "./samples.ts";

export type { TokenRefusal } from "./failures.ts";
export type { Fault } from "./faults.ts";
export type { SubmittedDevice } from "./job.ts";
export type { Quirks } from "./quirks.ts";
export type { ReceivedRequest } from "./request.ts";

/** How an emulator behaves. */
export interface EmulatorOptions {
  /** Decides all ids that the emulator makes up. @defaultValue 1 */
  seed?: number;
  /** How answers look, where a batch has no quirks of its own. */
  quirks?: Quirks;
  /**
   * Decides whether a token is refused, and why.
   * @defaultValue refuses the tokens `expired`, `wrong-audience`, `missing-role`, `no-relationship`, `conditional-access` and
   * `app-only` for just this reason, and takes any other
   */
  refuseToken?: (token: string) => TokenRefusal | undefined;
}

/** A batch to be worked through. */
export interface Submission {
  devices: readonly SubmittedDevice[];
  /** @defaultValue the documentation's customer, 47021739-3426-40bf-9601-61b4b6d7c793 */
  customerId?: string;
  /** @defaultValue made up from the seed */
  batchTrackingId?: string;
  /** Milliseconds from the beginning to the end, a tenth of it queued. @defaultValue 600_000, as in the documentation */
  duration?: number;
  /** What the duration is counted from. @defaultValue `"submission"` */
  begins?: "submission" | "first-look";
  /** The batch's status at the end. @defaultValue what follows from the devices and `finishedDespiteFailures` */
  status?: BatchUploadStatus;
  /** How its answers look. @defaultValue the emulator's */
  quirks?: Quirks;
  /**
   * How the location is formed: `/customers/…`, `/v1/customers/…`, or with the host before it.
   * @defaultValue `"relative"`, as Partner Center does
   */
  location?: "relative" | "versioned" | "absolute";
}

/** A Partner Center in memory. */
export interface Emulator {
  /** Answers as Partner Center does. Fits the client's `fetch`, and wherever a `fetch` is taken. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** Takes a batch in, and returns the `Location` that answers the upload. */
  submit(submission: Submission): string;
  /** Lets the next requests go wrong, one after another, before all is well again. */
  fail(...faults: readonly Fault[]): void;
  /** What arrived, in order. */
  readonly requests: readonly ReceivedRequest[];
  /** Forgets batches, faults and requests, and begins anew with the seed and the samples. */
  reset(): void;
}

const LOCATION_PREFIXES = { relative: "", versioned: "/v1", absolute: "https://api.partnercenter.microsoft.com/v1" };

const PATH = /^\/v1\/customers\/([^/]+)\/batchJobStatus\/([^/]+)\/?$/;
const ANY_CASE_PATH = new RegExp(PATH, "i");

/**
 * Makes a Partner Center in memory, to test against without an account. It knows the batches of the documentation and some
 * more, takes any token, and behaves as far as is known of the real one: a byte order mark before a success and none before a
 * failure, ids echoed, times without an offset, the year 0001 for a time that is not set.
 *
 * It is deterministic, takes the time from `Date`, and needs nothing but what every JavaScript runtime has.
 *
 * @example
 * ```ts
 * const emulator = createEmulator();
 * const client = createBatchStatusClient({ token: "any", fetch: emulator.fetch });
 * const location = emulator.submit({ devices: [{ serialNumber: "1234567890", result: "808" }], duration: 0 });
 * const details = await client.getBatchUploadStatus(parseBatchLocation(location));
 * ```
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const { seed = 1, refuseToken = refuseByName } = options;
  const quirks = { ...DEFAULT_QUIRKS, ...options.quirks };
  const jobs = new Map<string, Job>();
  const faults: Fault[] = [];
  const requests: ReceivedRequest[] = [];
  let random = createRandom(seed);
  reset();

  function reset() {
    jobs.clear();
    faults.length = 0;
    requests.length = 0;
    random = createRandom(seed);
    for (const { upload, answer } of SAMPLES) if ("devices" in answer) submit({ ...upload, ...answer, begins: "first-look" });
  }

  function submit(submission: Submission): string {
    const { customerId = SAMPLE_CUSTOMER_ID, batchTrackingId = randomGuid(random), location = "relative" } = submission;
    if (!isGuid(customerId)) throw new TypeError('"customerId" must be GUID-formatted');
    if (!isGuid(batchTrackingId)) throw new TypeError('"batchTrackingId" must be GUID-formatted');
    if (!Array.isArray(submission.devices)) throw new TypeError('"devices" must be an array');
    for (const device of submission.devices) checkDevice(device);
    const { duration = 600_000 } = submission;
    if (!(duration >= 0)) throw new TypeError(`"duration" must be a number of milliseconds, 0 or more, but is ${duration}`);
    if (!Object.hasOwn(LOCATION_PREFIXES, location))
      throw new TypeError('"location" must be "relative", "versioned" or "absolute"');
    jobs.set(keyOf({ customerId, batchTrackingId }), {
      batchTrackingId,
      devices: submission.devices.map((device) => ({ ...device, deviceId: randomGuid(random) })),
      beganAt: submission.begins === "first-look" ? undefined : Date.now(),
      duration,
      finalStatus: submission.status,
      quirks: { ...quirks, ...submission.quirks },
    });
    return `${LOCATION_PREFIXES[location]}/customers/${customerId}/batchJobStatus/${batchTrackingId}`;
  }

  function fail(...more: readonly Fault[]) {
    for (const fault of more) checkFault(fault);
    faults.push(...more);
  }

  async function fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const request = readRequest(input, init);
    request.signal?.throwIfAborted();
    requests.push(received(request));
    const { fault, headers: more, ...answer } = answerTo(request);
    const headers = { ...responseHeaders(request.headers, random), ...more };
    return deliver({ byteOrderMark: false, ...answer, headers }, faults.shift() ?? fault, request.signal);
  }

  function answerTo({ url, method, headers }: IncomingRequest): PlannedAnswer {
    const [, customerId, batchTrackingId] = (quirks.anyPathCase ? ANY_CASE_PATH : PATH).exec(url.pathname) ?? [];
    if (customerId === undefined || batchTrackingId === undefined) return { status: 404, body: "" };
    if (method !== "GET") return { status: 405, headers: { Allow: "GET" }, body: "" };
    const [, token] = /^Bearer (\S+)$/i.exec(headers.get("Authorization") ?? "") ?? [];
    if (token === undefined) return failure("tokenMissing");
    const refusal = refuseToken(token);
    if (refusal !== undefined) return tokenFailure(refusal);
    if (!isGuid(customerId)) return failure("invalidCustomerId");
    if (!isGuid(batchTrackingId)) return failure("notAGuid");
    return answerAbout({ customerId, batchTrackingId }) ?? failure("unknownBatch");
  }

  function answerAbout(upload: BatchUpload): PlannedAnswer | undefined {
    const job = jobs.get(keyOf(upload));
    if (job !== undefined) {
      job.beganAt ??= Date.now();
      return { status: 200, body: jobAt(job, Date.now() - job.beganAt), byteOrderMark: job.quirks.byteOrderMark };
    }
    const answer = SAMPLES.find((sample) => keyOf(sample.upload) === keyOf(upload))?.answer;
    if (answer === undefined || "devices" in answer) return undefined;
    return { status: 200, byteOrderMark: quirks.byteOrderMark, ...answer };
  }

  return { fetch, submit, fail, requests, reset };
}

interface PlannedAnswer {
  status: number;
  headers?: Record<string, string>;
  body: unknown;
  byteOrderMark?: boolean;
  /** What always goes wrong with this batch. */
  fault?: Fault;
}

function responseHeaders(request: Headers, random: () => number): Record<string, string> {
  return {
    "Content-Type": "application/json; charset=utf-8",
    "MS-RequestId": request.get("MS-RequestId") ?? randomGuid(random),
    "MS-CorrelationId": request.get("MS-CorrelationId") ?? randomGuid(random),
    "MS-CV": `${randomGuid(random).replaceAll("-", "").slice(0, 16)}.0`,
    "MS-ServerId": String(Math.floor(random() * 1e9)).padStart(9, "0"),
  };
}

function keyOf({ customerId, batchTrackingId }: BatchUpload): string {
  return `${customerId}/${batchTrackingId}`.toLowerCase();
}
