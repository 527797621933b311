import { type BatchUpload, isGuid } from "../location.ts";
import { type Batch, detailsAt, type Submission } from "./batch.ts";
import { checkFaults, checkMilliseconds, checkQuirks, checkSubmission } from "./check.ts";
import { createClock } from "./clock.ts";
import { failure, refuseByName, type TokenRefusal, tokenFailure } from "./failures.ts";
import { deliver, type InjectedFault, type PlannedResponse } from "./faults.ts";
import { DEFAULT_QUIRKS, type Quirks } from "./quirks.ts";
import { createRandom, randomGuid } from "./random.ts";
import { type IncomingRequest, type ReceivedRequest, readRequest, toReceived } from "./request.ts";
import { SAMPLE_CUSTOMER_ID, SAMPLES } from "./samples.ts";

export type { Submission, SubmittedDevice } from "./batch.ts";
export type { TokenRefusal } from "./failures.ts";
export type { InjectedFault } from "./faults.ts";
export type { Quirks } from "./quirks.ts";
export type { ReceivedRequest } from "./request.ts";

/** How an emulator behaves. */
export interface EmulatorOptions {
  /** Determines all generated ids. @defaultValue 1 */
  seed?: number;
  /** Details of the responses. A batch can override them. */
  quirks?: Quirks;
  /**
   * Decides whether a token is rejected, and why.
   * @defaultValue rejects the tokens `expired`, `wrong-audience`, `missing-role`, `no-relationship`, `conditional-access` and
   * `app-only` for the reason they name, and accepts any other
   */
  refuseToken?: (token: string) => TokenRefusal | undefined;
}

/** An in-memory Partner Center. */
export interface Emulator {
  /** Responds as Partner Center does. Pass it as the client's `fetch`, or wherever a `fetch` is accepted. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /**
   * Accepts a batch, and returns the `Location` header of the upload's response.
   * @throws TypeError that names the invalid property, such as `devices.0.result`.
   */
  submit(submission: Submission): string;
  /**
   * Makes the next requests fail, one fault each, in order.
   * @throws TypeError that names the invalid fault, such as `faults.0`.
   */
  fail(...faults: readonly InjectedFault[]): void;
  /**
   * Stops the emulator's clock: batches make no progress until `advance` or `resume`, however long a test takes.
   *
   * @example
   * ```ts
   * emulator.pause();
   * const location = emulator.submit({ devices: [{ serialNumber: "1234567890" }], duration: 60_000 });
   * // … "queued", for as long as you like
   * emulator.advance(30_000); // "processing"
   * emulator.advance(30_000); // "finished"
   * ```
   */
  pause(): void;
  /** Moves the emulator's clock forward, whether it is paused or not. */
  advance(milliseconds: number): void;
  /** Lets the emulator's clock run again, from the time it shows. */
  resume(): void;
  /** The requests received, in order. */
  readonly requests: readonly ReceivedRequest[];
  /** Returns to the initial state: the seed, the samples, no faults or requests, and a clock that shows the system's time. */
  reset(): void;
}

const LOCATION_PREFIXES = { relative: "", versioned: "/v1", absolute: "https://api.partnercenter.microsoft.com/v1" };

const PATH = /^\/v1\/customers\/([^/]+)\/batchJobStatus\/([^/]+)\/?$/;
const ANY_CASE_PATH = new RegExp(PATH, "i");

/**
 * Creates an in-memory Partner Center, to test against without an account. It contains the batches of the documentation and a
 * few more, accepts any token, and reproduces what is known of the real one: successful responses start with a byte order mark
 * and errors do not, request ids are echoed, timestamps have no offset, and an unset timestamp is in the year 0001.
 *
 * It is deterministic and uses only APIs that every JavaScript runtime has. Time comes from `Date`, so fake timers work, as do
 * `pause`, `advance` and `resume`.
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
  if (options.quirks !== undefined) checkQuirks(options.quirks, "quirks");
  const quirks = { ...DEFAULT_QUIRKS, ...options.quirks };
  const batches = new Map<string, Batch>();
  const faults: InjectedFault[] = [];
  const requests: ReceivedRequest[] = [];
  const clock = createClock();
  let random = createRandom(seed);
  reset();

  function reset() {
    batches.clear();
    faults.length = 0;
    requests.length = 0;
    clock.reset();
    random = createRandom(seed);
    for (const { upload, content } of SAMPLES) {
      if ("devices" in content) submit({ ...upload, ...content, begins: "first-request" });
    }
  }

  function submit(submission: Submission): string {
    checkSubmission(submission, "");
    const { customerId = SAMPLE_CUSTOMER_ID, batchTrackingId = randomGuid(random), location = "relative" } = submission;
    batches.set(keyOf({ customerId, batchTrackingId }), {
      batchTrackingId,
      devices: submission.devices.map((device) => ({ ...device, deviceId: randomGuid(random) })),
      beganAt: submission.begins === "first-request" ? undefined : clock.now(),
      duration: submission.duration ?? 600_000,
      finalStatus: submission.status,
      quirks: { ...quirks, ...submission.quirks },
    });
    return `${LOCATION_PREFIXES[location]}/customers/${customerId}/batchJobStatus/${batchTrackingId}`;
  }

  function fail(...more: readonly InjectedFault[]) {
    checkFaults(more, "faults");
    faults.push(...more);
  }

  function advance(milliseconds: number) {
    checkMilliseconds(milliseconds, "milliseconds");
    clock.advance(milliseconds);
  }

  async function fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const request = readRequest(input, init);
    request.signal?.throwIfAborted();
    requests.push(toReceived(request, clock.now()));
    const { fault, ...planned } = plan(request);
    const headers = { ...responseHeaders(request.headers, random), ...planned.headers };
    return deliver({ ...planned, headers }, faults.shift() ?? fault, request.signal);
  }

  function plan({ url, method, headers }: IncomingRequest): RoutedResponse {
    const [, customerId, batchTrackingId] = (quirks.anyPathCase ? ANY_CASE_PATH : PATH).exec(url.pathname) ?? [];
    if (customerId === undefined || batchTrackingId === undefined) return { status: 404, body: "" };
    if (method !== "GET") return { status: 405, headers: { Allow: "GET" }, body: "" };
    const [, token] = /^Bearer (\S+)$/i.exec(headers.get("Authorization") ?? "") ?? [];
    if (token === undefined) return failure("tokenMissing");
    const refusal = refuseToken(token);
    if (refusal !== undefined) return tokenFailure(refusal);
    if (!isGuid(customerId)) return failure("invalidCustomerId");
    if (!isGuid(batchTrackingId)) return failure("notAGuid");
    return planFor({ customerId, batchTrackingId }) ?? failure("unknownBatch");
  }

  function planFor(upload: BatchUpload): RoutedResponse | undefined {
    const batch = batches.get(keyOf(upload));
    if (batch !== undefined) {
      batch.beganAt ??= clock.now();
      return { status: 200, body: detailsAt(batch, clock.now() - batch.beganAt), byteOrderMark: batch.quirks.byteOrderMark };
    }
    const content = SAMPLES.find((sample) => keyOf(sample.upload) === keyOf(upload))?.content;
    if (content === undefined || "devices" in content) return undefined;
    return { status: 200, byteOrderMark: quirks.byteOrderMark, ...content };
  }

  return { fetch, submit, fail, pause: clock.pause, advance, resume: clock.resume, requests, reset };
}

interface RoutedResponse extends PlannedResponse {
  /** A fault that every response about this batch has. */
  fault?: InjectedFault;
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
