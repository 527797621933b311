/** Everything a user passes in, and what each becomes once `check.ts` has checked it. Types only. */
import type { AttemptError } from "./errors.ts";
import type { BatchUploadDetails } from "./generated/openapi.ts";
import type { BatchUpload } from "./location.ts";

/** Options for a client. Only `token` is required. */
export interface BatchStatusClientOptions {
  /**
   * The access token, or where to get one: a token without "Bearer", a function that returns one, or a credential from
   * `partner-center-batch-status/auth` or `@azure/identity`. It must be issued for `https://api.partnercenter.microsoft.com`, to a
   * partner user with the Admin agent or Sales agent role. App-only and App+User tokens both work.
   *
   * @see https://learn.microsoft.com/en-us/partner-center/developer/partner-center-authentication
   */
  token: TokenSource;
  /**
   * Base URL of the API, without `/v1`. Must be https, or http on loopback, so that the token is never sent in clear text.
   *
   * @defaultValue `https://api.partnercenter.microsoft.com`, also for US Government. For 21Vianet in China, pass
   * `https://partner.partnercenterapi.microsoftonline.cn`.
   */
  baseUrl?: string | URL | undefined;
  /**
   * Language of the descriptions in responses (`X-Locale`).
   *
   * @defaultValue `"en-US"`, Partner Center's own default
   */
  locale?: string | undefined;
  /**
   * Additional request headers. They must not contain a header that the client sets. Values of eight or more characters are treated
   * as secrets, and masked in messages.
   */
  headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Sends the requests. Pass one to use a proxy, or an emulator in a test. `appToken` and `appUserToken` have
   * an option of the same name for token requests.
   *
   * @defaultValue `globalThis.fetch`, looked up for each request
   */
  fetch?: Fetch | undefined;
  /**
   * Milliseconds that one attempt may take, from sending the request to the last byte of the body. Obtaining a token may take up to
   * that long again.
   *
   * @defaultValue `60_000`. Responses take a few seconds at most; Microsoft's .NET SDK waits three minutes.
   */
  timeout?: number | undefined;
  /**
   * The longest response body that is read, in decoded bytes; in characters if `fetch` returns a response without a stream, which
   * is read whole. A longer one is an {@link InvalidResponseError}. Of a failure's body, no more than 256 KiB are read.
   *
   * @defaultValue `16 * 1024 * 1024`, 16 MiB. A device takes about 250 bytes.
   */
  maxBodySize?: number | undefined;
  /**
   * How a call retries transient errors: no response, 408, 429, 500, 502, 503, 504, or an invalid response. `limit` is the number of
   * retries. `maxDelay` is the longest retry delay in milliseconds; if the server asks for a longer one, the call fails immediately.
   * `false` disables retries, in watches as well.
   *
   * @defaultValue `{ limit: 3, maxDelay: 120_000 }`: as many retries as Microsoft's .NET SDK, and twice the minute that throttling
   * usually lasts
   */
  retry?: { limit?: number | undefined; maxDelay?: number | undefined } | false | undefined;
  /** Called after each attempt, once the next step is decided. Anything it throws is ignored. */
  onAttempt?: ((event: AttemptEvent) => void) | undefined;
}

/** Options for one call. */
export interface CallOptions {
  /** Aborts the call, which then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /**
   * Groups related requests in Microsoft's logs (`MS-CorrelationId`). Must be GUID-formatted.
   *
   * @defaultValue a new id for each call
   */
  correlationId?: string | undefined;
  /** @defaultValue the client's locale */
  locale?: string | undefined;
}

/** Options for watching a batch. */
export interface WatchOptions extends CallOptions {
  /**
   * Milliseconds that the watch may take in total. After that, it rejects with a {@link WatchDeadlineError}.
   *
   * @defaultValue `3_600_000`, one hour; batches usually finish within ten minutes. At most `2_147_483_647` (24.8 days), the
   * longest time that a timer can hold: longer values, Infinity included, are clamped to it.
   */
  totalTimeout?: number | undefined;
  /**
   * The pause between polls in milliseconds: a number, or a pause that grows with the time waited so far (`growth` is its share of
   * that time), from `min` to `max`. A growing pause varies by a tenth, so that many watches do not poll in step.
   *
   * @defaultValue `{ min: 5_000, growth: 0.2, max: 45_000 }`: the end of a short batch is detected quickly, and a long one takes a
   * fraction of the requests of a fixed interval. Continuous polling is a documented cause of throttling.
   */
  interval?: number | { min?: number | undefined; growth?: number | undefined; max?: number | undefined } | undefined;
}

/** Options for polling a batch once. Pass the same ones to each poll of a wait. */
export interface PollOptions extends WatchOptions {
  /**
   * The state that the last poll of this wait returned.
   *
   * @defaultValue none: this is the first poll
   */
  state?: PollState | undefined;
}

/**
 * What one poll passes on to the next, perhaps in another process. Plain JSON, without a token, a product key, or anything else of a
 * response.
 */
export interface PollState {
  /** When the first poll began, in milliseconds since 1970. */
  startedAt: number;
  /** How many requests were sent. */
  attempts: number;
  /** The `MS-CorrelationId` of all requests of the wait. */
  correlationId: string;
  /** The `MS-RequestId` of a request without a response, which the next one repeats. */
  requestId?: string | undefined;
}

/** How a poll ended. Checking `pause` narrows. */
export type BatchUploadPoll =
  | {
      state: PollState;
      /** The final response. */
      details: BatchUploadDetails;
      error: undefined;
      /** The batch is finished. */
      pause: undefined;
    }
  | {
      state: PollState;
      /** The response; undefined if the poll failed. */
      details: BatchUploadDetails | undefined;
      /** Why the poll failed: a transient error. */
      error: AttemptError | undefined;
      /** Milliseconds until the next poll. */
      pause: number;
    };

/** The part of `fetch` that the client uses. Every runtime's own `fetch` fits, and so does a handler in a test. */
export type Fetch = (
  url: string,
  init: { method: string; headers: Headers; redirect: "error" | "follow" | "manual"; signal: AbortSignal },
) => Promise<Response>;

/** A token and when it expires, in milliseconds since 1970. The shape that `@azure/identity` returns. */
export interface AccessToken {
  token: string;
  expiresOnTimestamp: number;
}

/** Gets tokens for a scope, as the credentials of `@azure/identity` and `partner-center-batch-status/auth` do. */
export interface TokenCredential {
  getToken(scope: string): Promise<AccessToken | null>;
}

/**
 * The access token, or where to get one:
 *
 * - a string is used for as long as the client lives;
 * - a function is called whenever a token is needed. If it returns a string, that token is not cached, though concurrent calls
 *   share one request; an {@link AccessToken} is cached until two minutes before it expires. `forceRefresh` is true after Partner
 *   Center rejected the last token: then do not return a cached token;
 * - the tokens of a {@link TokenCredential} are cached in the same way.
 *
 * At most one token request is in flight, however many calls wait for it. It is abandoned after `timeout`. Aborting a call does not
 * abort the token request, because other calls may be waiting for it.
 */
export type TokenSource =
  | string
  | ((request: { forceRefresh: boolean }) => string | AccessToken | Promise<string | AccessToken>)
  | TokenCredential;

/** Describes one attempt, after it has settled. Contains no token and no product key. */
export interface AttemptEvent {
  method: "GET";
  url: string;
  customerId: string;
  batchTrackingId: string;
  /** Counted from 1 within each call or watch. */
  attempt: number;
  /** When the request was sent, in milliseconds since 1970. */
  startedAt: number;
  /** Milliseconds from the request to the end of the body, or to the failure. */
  duration: number;
  /** The HTTP status; undefined if no complete response arrived. */
  status: number | undefined;
  /** Why the attempt failed; undefined after a success or an abort. */
  error: AttemptError | undefined;
  /** `MS-RequestId` as sent. */
  requestId: string;
  /** `MS-CorrelationId` as sent. */
  correlationId: string;
  /** The server's `MS-CV`. */
  correlationVector: string | undefined;
  /** The server's `MS-ServerId`. */
  serverId: string | undefined;
  /** Milliseconds until the next attempt, in a watch from the next `next()`; undefined if there is none. */
  pause: number | undefined;
}

/** A client's options, checked and with their defaults. */
export interface ClientSettings {
  token: TokenSource;
  /** The scope passed to a {@link TokenCredential}. */
  scope: string;
  baseUrl: string;
  locale: string;
  headers: Readonly<Record<string, string>>;
  fetch: Fetch;
  timeout: number;
  maxBodySize: number;
  retry: RetryPolicy | false;
  onAttempt: ((event: AttemptEvent) => void) | undefined;
}

/** The `retry` option, checked. */
export interface RetryPolicy {
  limit: number;
  maxDelay: number;
}

/** One call's arguments, checked. */
export interface CallSettings {
  upload: BatchUpload;
  signal: AbortSignal | undefined;
  correlationId: string;
  locale: string;
}

/** A watch's own options, checked. Milliseconds, except for `growth`. */
export interface WatchSettings {
  totalTimeout: number;
  interval: { min: number; growth: number; max: number };
}
