import { checkAddress } from "./address.ts";
import type { AttemptEvent, Call } from "./attempt.ts";
import { type BatchUpload, isGuid } from "./location.ts";
import { quote } from "./redact.ts";
import type { RetryPolicy } from "./retry.ts";
import { checkToken, type TokenSource } from "./token.ts";
import type { Fetch } from "./transport.ts";
import type { WatchInterval, WatchPlan } from "./watch.ts";

/** How a client reaches Partner Center. Only `token` has to be given. */
export interface BatchStatusClientOptions {
  /**
   * Where the access token comes from: a token without "Bearer", a function that gives one, or a credential of
   * `partner-center-batch-status/auth` or `@azure/identity`. It has to be one for `https://api.partnercenter.microsoft.com`, of a
   * partner whose role is Admin agent or Sales agent. App-only and App+User tokens both work.
   *
   * @see https://learn.microsoft.com/en-us/partner-center/developer/partner-center-authentication
   */
  token: TokenSource;
  /**
   * Where the API is, without `/v1`. It has to be https, or http on loopback, since the token must not travel in clear.
   *
   * @defaultValue `https://api.partnercenter.microsoft.com`, also for US Government. 21Vianet in China has
   * `https://partner.partnercenterapi.microsoftonline.cn`.
   */
  baseUrl?: string | URL | undefined;
  /**
   * The language of descriptions in answers (`X-Locale`).
   *
   * @defaultValue `"en-US"`, as Partner Center takes it where it is missing
   */
  locale?: string | undefined;
  /** Headers to send besides the client's own, which they may not name. */
  headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Sends the requests: the place for a proxy, or for an emulator in a test.
   *
   * @defaultValue `globalThis.fetch`, looked up at each request
   */
  fetch?: Fetch | undefined;
  /**
   * How many milliseconds one attempt may take, from the request to the last byte of the body.
   *
   * The wait for a token may take as long once more.
   *
   * @defaultValue `60_000`. Answers take a few seconds at most; Microsoft's .NET SDK waits three minutes.
   */
  timeout?: number | undefined;
  /**
   * How often a call is repeated after a failure that may pass (no answer, 408, 429, 500, 502, 503, 504, an answer that is not
   * valid), and how many milliseconds it waits for that at most. Where the server asks for more, the call fails at once.
   * `false` repeats nothing.
   *
   * @defaultValue `{ limit: 3, maxDelay: 120_000 }`: three retries, as Microsoft's .NET SDK, and twice the minute that
   * throttling usually lasts
   */
  retry?: { limit?: number | undefined; maxDelay?: number | undefined } | false | undefined;
  /** Is told of each attempt, once it is known what comes next. What it throws is ignored. */
  onAttempt?: ((event: AttemptEvent) => void) | undefined;
}

/** What may differ from call to call. */
export interface CallOptions {
  /** Ends the call at once. It is then rejected with the signal's own reason. */
  signal?: AbortSignal | undefined;
  /**
   * Groups requests that belong together in Microsoft's logs (`MS-CorrelationId`), GUID-formatted.
   *
   * @defaultValue a new one for each call
   */
  correlationId?: string | undefined;
  /** @defaultValue the client's */
  locale?: string | undefined;
}

/** How a watch goes about it. */
export interface WatchOptions extends CallOptions {
  /**
   * How many milliseconds the watch may take in all. Then it ends with a {@link WatchDeadlineError}.
   *
   * @defaultValue `3_600_000`, an hour: batches usually finish within ten minutes
   */
  totalTimeout?: number | undefined;
  /**
   * Milliseconds between looks: a number, or pauses that grow with the time waited so far (`growth` is their share of it) from
   * `min` to `max`.
   *
   * @defaultValue `{ min: 5_000, growth: 0.2, max: 45_000 }`: soon enough for a short batch, and a fraction of a fixed loop's
   * requests for a long one. Continuous polling is a documented cause of throttling.
   */
  interval?: number | { min?: number | undefined; growth?: number | undefined; max?: number | undefined } | undefined;
}

/** Options that have been checked, with their defaults. */
export interface Settings {
  token: TokenSource;
  /** What a credential is asked for. */
  scope: string;
  retry: RetryPolicy | false;
  onAttempt: ((event: AttemptEvent) => void) | undefined;
  baseUrl: string;
  locale: string;
  headers: Readonly<Record<string, string>>;
  fetch: Fetch;
  timeout: number;
}

const OWN_HEADERS = ["authorization", "accept", "ms-requestid", "ms-correlationid", "x-locale"];

/** @throws TypeError, which names the option that is wrong and what was expected of it. */
export function checkOptions(options: BatchStatusClientOptions): Settings {
  if (!isObject(options)) throw new TypeError('"options" must be an object such as { token }');
  const baseUrl = checkBaseUrl(options.baseUrl ?? "https://api.partnercenter.microsoft.com");
  return {
    token: checkTokenSource(options.token),
    scope: scopeOf(baseUrl),
    baseUrl,
    locale: checkLocale(options.locale ?? "en-US"),
    headers: checkHeaders(options.headers ?? {}),
    fetch: checkFunction("fetch", options.fetch) ?? ((url, init) => globalThis.fetch(url, init)),
    timeout: checkNumber("timeout", options.timeout ?? 60_000, ABOVE_ZERO),
    retry: checkRetry(options.retry ?? {}),
    onAttempt: checkFunction("onAttempt", options.onAttempt),
  };
}

/** @throws TypeError */
export function checkUpload(upload: BatchUpload): BatchUpload {
  if (!isObject(upload)) throw new TypeError('"upload" must be an object { customerId, batchTrackingId }');
  const { customerId, batchTrackingId } = upload;
  return { customerId: checkGuid("customerId", customerId), batchTrackingId: checkGuid("batchTrackingId", batchTrackingId) };
}

/** @throws TypeError */
export function checkCall(upload: BatchUpload, options: CallOptions, settings: Settings): Call {
  const checkedUpload = checkUpload(upload);
  if (!isObject(options) || isSignal(options)) throw new TypeError('"options" must be an object such as { signal }');
  const { signal, correlationId, locale } = options;
  if (signal !== undefined && !isSignal(signal)) throw new TypeError('"signal" must be an AbortSignal');
  return {
    upload: checkedUpload,
    signal,
    correlationId: correlationId === undefined ? crypto.randomUUID() : checkGuid("correlationId", correlationId),
    locale: locale === undefined ? settings.locale : checkLocale(locale),
    attempts: 0,
    requestId: undefined,
    body: undefined,
  };
}

/** @throws TypeError */
export function checkWatch({
  totalTimeout = 3_600_000,
  interval = {},
}: WatchOptions): Pick<WatchPlan, "totalTimeout" | "interval"> {
  return { totalTimeout: checkNumber("totalTimeout", totalTimeout, ABOVE_ZERO), interval: checkInterval(interval) };
}

function checkInterval(interval: WatchOptions["interval"]): WatchInterval {
  if (typeof interval === "number") {
    const fixed = checkNumber("interval", interval, ABOVE_ZERO);
    return { min: fixed, growth: 0, max: fixed };
  }
  if (!isObject(interval)) throw new TypeError('"interval" must be a number of milliseconds, or { min, growth, max }');
  const min = checkNumber("interval.min", interval.min ?? Math.min(5_000, interval.max ?? 5_000), ABOVE_ZERO);
  const max = checkNumber("interval.max", interval.max ?? Math.max(45_000, min), ABOVE_ZERO);
  if (max < min) throw new TypeError(`"interval.max" must not be less than "interval.min", but ${max} is less than ${min}`);
  // Not Infinity, of which nothing is not 0.
  const growth = Math.min(checkNumber("interval.growth", interval.growth ?? 0.2, "0 or more"), Number.MAX_VALUE);
  return { min, growth, max };
}

function checkRetry(retry: BatchStatusClientOptions["retry"]): RetryPolicy | false {
  if (retry === false) return false;
  if (!isObject(retry)) throw new TypeError('"retry" must be { limit, maxDelay }, or false');
  const limit = checkNumber("retry.limit", retry.limit ?? 3, "0 or more");
  return { limit, maxDelay: checkNumber("retry.maxDelay", retry.maxDelay ?? 120_000, "0 or more") };
}

function checkTokenSource(token: TokenSource): TokenSource {
  if (typeof token === "function" || (isObject(token) && typeof token.getToken === "function")) return token;
  return checkToken(token, "be");
}

/** China, operated by 21Vianet, has an audience of its own. All else, a proxy or an emulator included, stands for the one API. */
function scopeOf(baseUrl: string): string {
  const china = "https://partner.partnercenterapi.microsoftonline.cn";
  return `${baseUrl.startsWith(`${china}/`) ? china : "https://api.partnercenter.microsoft.com"}/.default`;
}

function checkBaseUrl(baseUrl: unknown): string {
  const address = checkAddress("baseUrl", baseUrl);
  if (/\/v1\/?$/.test(address)) throw new TypeError('"baseUrl" must not end in /v1, which the client adds');
  return address;
}

function checkLocale(locale: unknown): string {
  if (typeof locale === "string" && /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/.test(locale)) return locale;
  throw new TypeError(`"locale" must be a language tag such as "en-US", but is ${quote(locale)}`);
}

/** The message names the header and never shows its value, which may be a key. */
function checkHeaders(headers: unknown): Readonly<Record<string, string>> {
  // A Headers or a Map has no entries that Object.entries would see, and would be lost in silence.
  if (!isObject(headers) || Symbol.iterator in headers) {
    throw new TypeError('"headers" must be a plain object of names and values');
  }
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) throw new TypeError(`"headers" has no valid name in ${quote(name)}`);
    if (OWN_HEADERS.includes(name.toLowerCase())) {
      throw new TypeError(`"headers" must not name ${quote(name)}, which the client sets`);
    }
    if (typeof value !== "string" || !/^[\t\x20-\x7e]*$/.test(value)) {
      throw new TypeError(`"headers" must give ${quote(name)} a string of printable ASCII characters without line breaks`);
    }
  }
  return Object.fromEntries(Object.entries(headers));
}

/** Told by its looks: it may come from another realm, as in the VM of an edge runtime. */
function isSignal(value: unknown): value is AbortSignal {
  return isObject(value) && "aborted" in value && "addEventListener" in value && "removeEventListener" in value;
}

function checkFunction<T>(name: string, value: T | undefined): T | undefined {
  if (value !== undefined && typeof value !== "function") throw new TypeError(`"${name}" must be a function`);
  return value;
}

const ABOVE_ZERO = "of milliseconds above 0";

function checkNumber(name: string, value: unknown, kind: typeof ABOVE_ZERO | "0 or more"): number {
  if (typeof value === "number" && (value > 0 || (value === 0 && kind === "0 or more"))) return value;
  throw new TypeError(`"${name}" must be a number ${kind}, but is ${typeof value === "number" ? value : quote(value)}`);
}

function checkGuid(name: string, value: unknown): string {
  if (isGuid(value)) return value;
  throw new TypeError(`"${name}" must be GUID-formatted (8-4-4-4-12 hexadecimal digits), but is ${quote(value)}`);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
