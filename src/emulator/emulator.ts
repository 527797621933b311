import type { EmulatorState, InjectedFault, ReceivedRequest, Scenario, Submission } from "../generated/emulator.ts";
import { type BatchUpload, isGuid } from "../location.ts";
import { type Batch, countOutcomes, detailsAt, stateAt } from "./batch.ts";
import { checkFaultList, checkKeepRequests, checkMilliseconds, checkScenario, checkSubmission } from "./check.ts";
import { createClock } from "./clock.ts";
import { CONTROL_PATH, control } from "./control.ts";
import { failure, refuseByName, type TokenRefusal, tokenFailure } from "./failures.ts";
import { deliver, type PlannedResponse } from "./faults.ts";
import { DEFAULT_QUIRKS } from "./quirks.ts";
import { createRandom, randomGuid } from "./random.ts";
import { type IncomingRequest, readRequest, toReceived } from "./request.ts";
import { SAMPLE_CUSTOMER_ID, SAMPLES } from "./samples.ts";
import { createTokenEndpoint, isTokenRequest } from "./tokens.ts";

export type {
  BatchState,
  EmulatorState,
  InjectedFault,
  Quirks,
  ReceivedRequest,
  Scenario,
  Submission,
  SubmittedDevice,
} from "../generated/emulator.ts";
export type { TokenRefusal } from "./failures.ts";

/** How an emulator behaves, and what it contains from the start. */
export interface EmulatorOptions extends Scenario {
  /** Determines all generated ids. @defaultValue 1 */
  seed?: number;
  /** How many of the last requests are kept. @defaultValue 1_000 */
  keepRequests?: number;
  /**
   * Decides whether a token is rejected, and why.
   * @defaultValue rejects the tokens `expired`, `wrong-audience`, `missing-role`, `no-relationship`, `conditional-access` and
   * `app-only` for the reason they name, and accepts any other
   */
  refuseToken?: (token: string) => TokenRefusal | undefined;
}

/** An in-memory Partner Center. */
export interface Emulator {
  /**
   * Responds as Partner Center does. Pass it as the client's `fetch`, or wherever a `fetch` is accepted.
   *
   * It also responds as the token endpoint of any tenant (`/{tenant}/oauth2/v2.0/token`), to which no faults apply, and to requests
   * that control the emulator (`/_emulator/…`), as emulator.yaml describes.
   */
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
  /** The last requests received, in order, up to `keepRequests`. */
  readonly requests: readonly ReceivedRequest[];
  /** The emulator's time, samples, batches with the number of their devices by outcome, queued faults and last 200 requests. */
  state(): EmulatorState;
  /**
   * Returns to the initial state: the seed, the samples, the batches and faults of the options, no requests, and a clock that shows
   * the system's time.
   */
  reset(): void;
}

/** How many of the last requests the state contains. */
const SHOWN_REQUESTS = 200;

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
  const { seed = 1, refuseToken = refuseByName, keepRequests = 1_000, ...initial } = options;
  checkKeepRequests(keepRequests);
  checkScenario(initial);
  const quirks = { ...DEFAULT_QUIRKS, ...initial.quirks };
  const batches = new Map<string, Batch>();
  const faults: InjectedFault[] = [];
  const requests: ReceivedRequest[] = [];
  const clock = createClock();
  const tokens = createTokenEndpoint(quirks.singleUseRefreshTokens);
  let random = createRandom(seed);
  let received = 0;
  reset();

  function reset() {
    batches.clear();
    faults.length = 0;
    requests.length = 0;
    received = 0;
    clock.reset();
    tokens.reset();
    random = createRandom(seed);
    for (const { upload, content } of SAMPLES) {
      if ("devices" in content) submit({ ...upload, ...content, begins: "first-request" });
    }
    for (const batch of initial.batches ?? []) submit({ begins: "first-request", ...batch });
    for (const fault of initial.faults ?? []) fail(fault);
  }

  function submit(submission: Submission): string {
    checkSubmission(submission);
    const { customerId = SAMPLE_CUSTOMER_ID, batchTrackingId = randomGuid(random), location = "relative" } = submission;
    const upload = { customerId, batchTrackingId };
    batches.set(keyOf(upload), {
      upload,
      devices: submission.devices.map((device) => ({ ...device, deviceId: randomGuid(random) })),
      outcomes: countOutcomes(submission.devices),
      beganAt: submission.begins === "first-request" ? undefined : clock.now(),
      duration: submission.duration ?? 600_000,
      finalStatus: submission.status,
      quirks: { ...quirks, ...submission.quirks },
    });
    return `${LOCATION_PREFIXES[location]}/customers/${customerId}/batchJobStatus/${batchTrackingId}`;
  }

  function fail(...more: readonly InjectedFault[]) {
    checkFaultList({ faults: more });
    for (const fault of more) faults.push(fault);
  }

  function advance(milliseconds: number) {
    checkMilliseconds(milliseconds);
    clock.advance(milliseconds);
  }

  function state(): EmulatorState {
    const now = clock.now();
    return {
      now,
      paused: clock.isPaused(),
      samples: SAMPLES.map(({ name, about, upload }) => ({ name, about, ...upload })),
      batches: [...batches.values()].map((batch) => stateAt(batch, now)),
      faults: [...faults],
      requests: requests.slice(-SHOWN_REQUESTS),
    };
  }

  async function fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const request = readRequest(input, init);
    request.signal?.throwIfAborted();
    if (request.url.pathname.startsWith(CONTROL_PATH)) return control(emulator, request);
    const entry = record(request);
    const began = performance.now();
    const routed: RoutedResponse = isTokenRequest(request) ? await tokens.respond(request, random) : planWithFault(request);
    const { fault, ...planned } = routed;
    const response = await deliver(planned, fault, request.signal, () => {
      entry.milliseconds = Math.round(performance.now() - began);
    });
    entry.status = response.status;
    return response;
  }

  function planWithFault(request: IncomingRequest): RoutedResponse {
    const { fault, headers, ...planned } = plan(request);
    const allHeaders = { ...responseHeaders(request.headers, random), ...headers };
    const injected = faults.shift() ?? fault;
    return { ...planned, headers: allHeaders, ...(injected !== undefined && { fault: injected }) };
  }

  /** Keeps a request, and forgets the oldest. */
  function record(request: IncomingRequest): Writable<ReceivedRequest> {
    received += 1;
    const entry = toReceived(request, received, clock.now());
    requests.push(entry);
    if (requests.length > keepRequests) requests.shift();
    return entry;
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
      return { status: 200, body: detailsAt(batch, clock.now()), byteOrderMark: batch.quirks.byteOrderMark };
    }
    const content = SAMPLES.find((sample) => keyOf(sample.upload) === keyOf(upload))?.content;
    if (content === undefined || "devices" in content) return undefined;
    return { status: 200, byteOrderMark: quirks.byteOrderMark, ...content };
  }

  const emulator = { fetch, submit, fail, pause: clock.pause, advance, resume: clock.resume, requests, state, reset };
  return emulator;
}

type Writable<T> = { -readonly [name in keyof T]: T[name] };

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
