import type { ApiFault, BatchUploadDetails } from "./generated/openapi.ts";
import type { BatchUpload } from "./location.ts";

/** What every error of this package carries: the batch, and the ids that Microsoft support asks for. */
export interface ErrorContext {
  upload: BatchUpload;
  requestId: string | undefined;
  correlationId: string | undefined;
}

/**
 * Base class of the errors that a call rejects with, except for wrong arguments (`TypeError`), aborts (the signal's reason) and a
 * failing token source (its own error). Test with {@link isBatchStatusError}, so that a `switch` on `code` narrows.
 *
 * The message names the failure, the batch, and the ids that Microsoft support asks for. It contains no token and no product key,
 * and is safe to log.
 */
export abstract class BatchStatusError extends Error {
  /** Which of the four errors this is. */
  abstract readonly code: "ERR_API" | "ERR_NETWORK" | "ERR_INVALID_RESPONSE" | "ERR_DEADLINE";
  /** The customer of the requested batch. */
  readonly customerId: string;
  /** The requested batch. */
  readonly batchTrackingId: string;
  /** `MS-RequestId` from the response, otherwise as sent. */
  readonly requestId: string | undefined;
  /** `MS-CorrelationId` from the response, otherwise as sent. */
  readonly correlationId: string | undefined;

  /** @internal */
  constructor(problem: string, { upload, requestId, correlationId }: ErrorContext) {
    const ids = [requestId && `MS-RequestId ${requestId}`, correlationId && `MS-CorrelationId ${correlationId}`];
    super(
      `${problem} (${[`batch ${upload.batchTrackingId} of customer ${upload.customerId}`, ...ids].filter(Boolean).join(", ")})`,
    );
    this.customerId = upload.customerId;
    this.batchTrackingId = upload.batchTrackingId;
    this.requestId = requestId;
    this.correlationId = correlationId;
    // Until the stack is read, V8 retains its frames, and the token and the response body with them.
    void this.stack;
  }
}

/**
 * Defines an accessor that nothing shows that logs or inspects an object. Node's `util.inspect`, with `showHidden` and `getters`,
 * calls the accessors of all prototypes before the first one with a built-in constructor.
 */
function defineHidden<T extends object>(prototype: T, name: keyof T, get: (object: T) => unknown) {
  const hidden = Object.create(Object.getPrototypeOf(prototype), {
    constructor: { value: Error },
    [name]: {
      get(this: T) {
        return get(this);
      },
    },
  });
  Object.setPrototypeOf(prototype, hidden);
}

/** Why an attempt fails. */
export type AttemptError = ApiError | NetworkError | InvalidResponseError;

/** The category of an HTTP status, as in Microsoft's Partner Center SDK for .NET (`PartnerErrorCategory`). */
export type ApiErrorCategory =
  | "BadInput"
  | "Unauthorized"
  | "Forbidden"
  | "NotFound"
  | "InvalidOperation"
  | "UnsupportedDataFormat"
  | "RequestTimeout"
  | "AlreadyExists"
  | "TooManyRequests"
  | "ServerBusy"
  | "GatewayTimeout"
  | "ServerError"
  | "NotSpecified";

const CATEGORIES: { readonly [status: number]: ApiErrorCategory } = {
  400: "BadInput",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  405: "InvalidOperation",
  406: "UnsupportedDataFormat",
  408: "RequestTimeout",
  409: "AlreadyExists",
  429: "TooManyRequests",
  503: "ServerBusy",
  504: "GatewayTimeout",
};

/**
 * Partner Center, or an intermediary, responded with a non-2xx status.
 *
 * Properties: `status`, `category`, `faultCode`, `retryAfter`, and `fault`, the response body if it is an {@link ApiFault}. The fault
 * is the server's own text. Unlike the message, it is not redacted, and therefore it is left out when the error is logged,
 * inspected or serialized.
 *
 * @see https://learn.microsoft.com/en-us/partner-center/developer/error-codes
 */
export class ApiError extends BatchStatusError {
  override readonly name = "ApiError";
  readonly code = "ERR_API";
  /** The HTTP status. 0 if a browser hides the status of a redirect. */
  readonly status: number;
  /** The category of the status, in the .NET SDK's terms. */
  readonly category: ApiErrorCategory;
  /** The fault's `code`, as a string even if the server sends a number; undefined if it sends none. */
  readonly faultCode: string | undefined;
  /** The response's `Retry-After` in milliseconds; undefined without one. */
  readonly retryAfter: number | undefined;
  /** The response body, without properties of the wrong type; undefined if it is not a fault. Not redacted. */
  declare readonly fault: ApiFault | undefined;
  readonly #fault: ApiFault | undefined;

  static {
    // biome-ignore lint/complexity/noThisInStatic: esbuild renames a class that names itself, and logs show the name.
    defineHidden(this.prototype, "fault", (error) => error.#fault);
  }

  /** @internal */
  constructor(
    problem: string,
    context: ErrorContext & {
      status: number;
      fault: ApiFault | undefined;
      faultCode: string | undefined;
      retryAfter: number | undefined;
    },
  ) {
    super(problem, context);
    this.status = context.status;
    this.category = CATEGORIES[context.status] ?? (context.status >= 500 ? "ServerError" : "NotSpecified");
    this.faultCode = context.faultCode;
    this.retryAfter = context.retryAfter;
    this.#fault = context.fault;
  }
}

/**
 * No complete response arrived: no connection, a connection that was lost, or nothing within `timeout`.
 *
 * The message contains the runtime's own error text. The runtime's error itself is dropped, because some quote request headers.
 */
export class NetworkError extends BatchStatusError {
  override readonly name = "NetworkError";
  readonly code = "ERR_NETWORK";
}

/**
 * A 2xx response does not match the contract: it is not JSON, not a `BatchUploadDetails`, or about another batch.
 */
export class InvalidResponseError extends BatchStatusError {
  override readonly name = "InvalidResponseError";
  readonly code = "ERR_INVALID_RESPONSE";
  /** The HTTP status, 2xx. */
  readonly status: number;
  /** Why the response is invalid: the first violation, such as `/status must be string`. Never quotes the response. */
  readonly reasons: readonly string[];

  /** @internal */
  constructor(context: ErrorContext & { status: number; reasons: readonly string[] }) {
    super(
      `Partner Center responded with ${context.status}, but the body is not the status of this batch: ${context.reasons.join("; ")}`,
      context,
    );
    this.status = context.status;
    this.reasons = context.reasons;
  }
}

/** How the last poll ended, as far as it did. */
interface LastPoll {
  details?: BatchUploadDetails | undefined;
  error?: AttemptError | undefined;
}

/**
 * A wait reached its `totalTimeout` before the batch was finished. The batch continues: wait again with the same ids.
 *
 * Properties: `lastError`, and `lastDetails`, the last response. It may contain product keys, and therefore it is left out when the
 * error is logged, inspected or serialized.
 */
export class WatchDeadlineError extends BatchStatusError {
  override readonly name = "WatchDeadlineError";
  readonly code = "ERR_DEADLINE";
  /** The last response; undefined if none arrived. */
  declare readonly lastDetails: BatchUploadDetails | undefined;
  readonly #lastDetails: BatchUploadDetails | undefined;
  /** Why the last attempt failed; undefined if it did not. */
  readonly lastError: AttemptError | undefined;

  static {
    // biome-ignore lint/complexity/noThisInStatic: esbuild renames a class that names itself, and logs show the name.
    defineHidden(this.prototype, "lastDetails", (error) => error.#lastDetails);
  }

  /** @internal */
  constructor(totalTimeout: number, { upload, correlationId }: Omit<ErrorContext, "requestId">, last: LastPoll) {
    super(`The batch was not finished within ${totalTimeout / 1000} s: ${describeLast(last)}`, {
      upload,
      correlationId,
      requestId: last.error?.requestId,
    });
    this.#lastDetails = last.details;
    this.lastError = last.error;
  }
}

function describeLast({ details, error }: LastPoll): string {
  const failure = error && `the last attempt failed with ${error.code === "ERR_API" ? `status ${error.status}` : error.code}`;
  return [details && describeStatus(details), failure].filter(Boolean).join(", and ") || "no status was received";
}

/** A status is the server's text. Anything but the documented ones may be a secret. */
function describeStatus({ status }: BatchUploadDetails): string {
  return /^(unknown|queued|processing|in-progress)$/i.test(status)
    ? `its last status was ${status}`
    : "its last status is unknown";
}

/**
 * Whether a caught value is an error of this package. Narrows to its classes, and a `switch` on `code` narrows further.
 *
 * @example
 * ```ts
 * try {
 *   await client.getBatchUploadStatus(upload);
 * } catch (error) {
 *   if (!isBatchStatusError(error)) throw error;
 *   switch (error.code) {
 *     case "ERR_API":
 *       console.error(error.status, error.faultCode);
 *       break;
 *     case "ERR_INVALID_RESPONSE":
 *       console.error(error.reasons);
 *       break;
 *     default:
 *       console.error(error.message);
 *   }
 * }
 * ```
 */
export function isBatchStatusError(error: unknown): error is AttemptError | WatchDeadlineError {
  return error instanceof BatchStatusError;
}
