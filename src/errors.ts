import type { ApiFault, BatchUploadDetails } from "./generated/openapi.ts";
import type { BatchUpload } from "./location.ts";

/** What every error of this package knows: the batch that was asked for, and the ids that Microsoft's support asks for. */
export interface ErrorContext {
  upload: BatchUpload;
  requestId: string | undefined;
  correlationId: string | undefined;
}

/**
 * The base of all errors that a call is rejected with, wrong arguments (`TypeError`) and aborts (the signal's own reason)
 * apart. To let a `switch` on `code` narrow, test with {@link isBatchStatusError}.
 *
 * Its message says what happened, to which batch, and gives the ids that Microsoft's support asks for. It holds no token and
 * no product key, and may be logged.
 */
export abstract class BatchStatusError extends Error {
  /** What kind of error it is. */
  abstract readonly code: "ERR_API" | "ERR_NETWORK" | "ERR_INVALID_RESPONSE" | "ERR_DEADLINE";
  /** The customer whose batch was asked for. */
  readonly customerId: string;
  /** The batch that was asked for. */
  readonly batchTrackingId: string;
  /** `MS-RequestId`: as the server gave it, else as it was sent. */
  readonly requestId: string | undefined;
  /** `MS-CorrelationId`: as the server gave it, else as it was sent. */
  readonly correlationId: string | undefined;

  /** @internal */
  constructor(what: string, { upload, requestId, correlationId }: ErrorContext) {
    const ids = [requestId && `MS-RequestId ${requestId}`, correlationId && `MS-CorrelationId ${correlationId}`];
    super(`${what} (${[`batch ${upload.batchTrackingId} of customer ${upload.customerId}`, ...ids].filter(Boolean).join(", ")})`);
    this.customerId = upload.customerId;
    this.batchTrackingId = upload.batchTrackingId;
    this.requestId = requestId;
    this.correlationId = correlationId;
  }
}

/** What an HTTP status means, in the terms of Microsoft's Partner Center SDK for .NET (`PartnerErrorCategory`). */
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
 * Partner Center, or something before it, answered with a status that is no success.
 *
 * Readable: `status`, `category`, `faultCode`, `retryAfter`, and `fault`, the answer as far as it is an {@link ApiFault}. The
 * fault is the server's own text: unlike the message it is not searched for secrets, which is why it does not appear when the
 * error is logged, inspected or serialised.
 *
 * @see https://learn.microsoft.com/en-us/partner-center/developer/error-codes
 */
export class ApiError extends BatchStatusError {
  override readonly name = "ApiError";
  readonly code = "ERR_API";
  /** The HTTP status. 0 where a browser hides the status of a redirect. */
  readonly status: number;
  /** What the status means, in the .NET SDK's terms. */
  readonly category: ApiErrorCategory;
  /** The fault's `code`, a string also where the server sends a number; undefined where it sends none. */
  readonly faultCode: string | undefined;
  /** How many milliseconds the server asks to wait before the next request; undefined where it does not ask. */
  readonly retryAfter: number | undefined;
  readonly #fault: ApiFault | undefined;

  /** @internal */
  constructor(
    what: string,
    context: ErrorContext & {
      status: number;
      fault: ApiFault | undefined;
      faultCode: string | undefined;
      retryAfter: number | undefined;
    },
  ) {
    super(what, context);
    this.status = context.status;
    this.category = CATEGORIES[context.status] ?? (context.status >= 500 ? "ServerError" : "NotSpecified");
    this.faultCode = context.faultCode;
    this.retryAfter = context.retryAfter;
    this.#fault = context.fault;
  }

  /** The server's answer, where it is one; members of a wrong type are left out. May hold whatever the server put there. */
  get fault(): ApiFault | undefined {
    return this.#fault;
  }
}

/**
 * No complete answer arrived: no connection, a connection that broke off, or none within `timeout`.
 *
 * The message tells the cause in the runtime's words. The runtime's own error is not kept, since some quote request headers.
 */
export class NetworkError extends BatchStatusError {
  override readonly name = "NetworkError";
  readonly code = "ERR_NETWORK";
}

/**
 * A complete answer of success is not what the contract promises: no JSON, not of the shape of `BatchUploadDetails`, or
 * about another batch.
 */
export class InvalidResponseError extends BatchStatusError {
  override readonly name = "InvalidResponseError";
  readonly code = "ERR_INVALID_RESPONSE";
  /** The HTTP status, 2xx. */
  readonly status: number;
  /** What is wrong, such as `/status must be string`: the first twenty reasons and how many more. None quotes the answer. */
  readonly reasons: readonly string[];

  /** @internal */
  constructor(context: ErrorContext & { status: number; reasons: readonly string[] }) {
    super(
      `Partner Center answered ${context.status}, but not with the status of this batch: ${context.reasons.join("; ")}`,
      context,
    );
    this.status = context.status;
    this.reasons = context.reasons;
  }
}

/**
 * A watch reached its `totalTimeout` before the batch was finished. The batch goes on: watch it again with the same ids.
 *
 * Readable: `lastDetails`, the last answer. It may hold product keys, which is why it does not appear when the error is logged,
 * inspected or serialised.
 */
export class WatchDeadlineError extends BatchStatusError {
  override readonly name = "WatchDeadlineError";
  readonly code = "ERR_DEADLINE";
  readonly #lastDetails: BatchUploadDetails | undefined;

  /** Why the last look failed; undefined where it did not. */
  readonly lastError: ApiError | NetworkError | InvalidResponseError | undefined;

  /** @internal */
  constructor(
    totalTimeout: number,
    context: Omit<ErrorContext, "requestId">,
    last: { details?: BatchUploadDetails | undefined; error?: ApiError | NetworkError | InvalidResponseError | undefined },
  ) {
    super(`The batch was not finished within ${totalTimeout / 1000} s: ${standing(last.details)}${ending(last.error)}`, {
      upload: context.upload,
      correlationId: context.correlationId,
      requestId: last.error?.requestId,
    });
    this.#lastDetails = last.details;
    this.lastError = last.error;
  }

  /** The last answer; undefined where none arrived. */
  get lastDetails(): BatchUploadDetails | undefined {
    return this.#lastDetails;
  }
}

/** A status is the server's text: only one that looks like a status is shown. */
function standing(details: BatchUploadDetails | undefined): string {
  if (details === undefined) return "no status arrived";
  return /^[\w-]{1,40}$/.test(details.status) ? `its last status was ${details.status}` : "its last status is unknown";
}

function ending(error: WatchDeadlineError["lastError"]): string {
  if (error === undefined) return "";
  return `, and the last look failed with ${error.code === "ERR_API" ? `status ${error.status}` : error.code}`;
}

/**
 * Whether a caught value is an error of this package. Narrows to the classes, so that a `switch` on `code` narrows further.
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
export function isBatchStatusError(error: unknown): error is ApiError | NetworkError | InvalidResponseError | WatchDeadlineError {
  return error instanceof BatchStatusError;
}
