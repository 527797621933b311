import { LONGEST_TIMER } from "./abort.ts";
import { checkAddress } from "./address.ts";
import { ArgumentError } from "./argument-error.ts";
import { type BatchUpload, isGuid } from "./location.ts";
import type {
  BatchStatusClientOptions,
  CallOptions,
  CallSettings,
  ClientSettings,
  PollState,
  RetryPolicy,
  TokenSource,
  WatchOptions,
  WatchSettings,
} from "./options.ts";
import { quote } from "./redact.ts";

const OWN_HEADERS = ["authorization", "accept", "ms-requestid", "ms-correlationid", "x-locale"];

/** @throws ArgumentError, which names the option and what it must be. */
export function checkClientOptions(options: BatchStatusClientOptions): ClientSettings {
  if (!isObject(options)) throw new ArgumentError("options", "must be an object");
  // Each option is read once: a getter may return something else the next time.
  const { token, baseUrl, locale, headers, fetch, timeout, maxBodySize, retry, onAttempt } = options;
  const address = checkBaseUrl(baseUrl ?? "https://api.partnercenter.microsoft.com");
  return {
    token: checkTokenSource(token),
    scope: scopeOf(address),
    baseUrl: address,
    locale: checkLocale(locale ?? "en-US"),
    headers: checkHeaders(headers ?? {}),
    fetch: checkFunction("fetch", fetch) ?? ((url, init) => globalThis.fetch(url, init)),
    timeout: checkNumber("timeout", timeout ?? 60_000, "of milliseconds above 0"),
    maxBodySize: checkNumber("maxBodySize", maxBodySize ?? 16 * 1024 * 1024, "of bytes above 0"),
    retry: checkRetry(retry ?? {}),
    onAttempt: checkFunction("onAttempt", onAttempt),
  };
}

/** @throws ArgumentError */
export function checkCall(upload: BatchUpload, options: CallOptions, settings: ClientSettings): CallSettings {
  const checkedUpload = checkUpload(upload);
  if (!isObject(options) || isSignal(options)) throw new ArgumentError("options", "must be an object");
  const { signal, correlationId, locale } = options;
  if (signal !== undefined && !isSignal(signal)) throw new ArgumentError("signal", "must be an AbortSignal");
  return {
    upload: checkedUpload,
    signal,
    correlationId: correlationId === undefined ? crypto.randomUUID() : checkGuid("correlationId", correlationId),
    locale: locale === undefined ? settings.locale : checkLocale(locale),
  };
}

/** @throws ArgumentError */
export function checkUpload(upload: BatchUpload): BatchUpload {
  if (!isObject(upload)) throw new ArgumentError("upload", "must be an object { customerId, batchTrackingId }");
  const { customerId, batchTrackingId } = upload;
  return { customerId: checkGuid("customerId", customerId), batchTrackingId: checkGuid("batchTrackingId", batchTrackingId) };
}

/** @throws ArgumentError */
export function checkWatchOptions({ totalTimeout = 3_600_000, interval = {} }: WatchOptions): WatchSettings {
  return {
    totalTimeout: Math.min(checkNumber("totalTimeout", totalTimeout, "of milliseconds above 0"), LONGEST_TIMER),
    interval: checkInterval(interval),
  };
}

/** @throws ArgumentError */
export function checkPollState(state: PollState): PollState {
  if (!isObject(state)) throw new ArgumentError("state", "must be the state that the last poll returned, or undefined");
  const { startedAt, attempts, correlationId } = state;
  // Some engines store null for undefined.
  const requestId = state.requestId ?? undefined;
  return {
    startedAt: checkNumber("state.startedAt", startedAt, "of milliseconds above 0"),
    attempts: checkNumber("state.attempts", attempts, "0 or more"),
    correlationId: checkGuid("state.correlationId", correlationId),
    requestId: requestId === undefined ? undefined : checkGuid("state.requestId", requestId),
  };
}

/**
 * Checks a token before it goes into a header: a runtime's own error would quote it.
 *
 * @param verb - `return` if a token source returned it.
 * @throws ArgumentError
 */
export function checkToken(token: unknown, verb: "be" | "return"): string {
  if (typeof token === "string" && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new ArgumentError("token", `must ${verb} an access token: visible ASCII characters, without "Bearer"`);
}

function checkTokenSource(token: TokenSource): TokenSource {
  if (typeof token === "function" || (isObject(token) && typeof token.getToken === "function")) return token;
  if (typeof token === "string") return checkToken(token, "be");
  throw new ArgumentError("token", "must be an access token, a function that returns one, or a credential");
}

/** 21Vianet's API in China has its own audience. Any other base URL, proxies and emulators included, uses the global audience. */
function scopeOf(baseUrl: string): string {
  const china = "https://partner.partnercenterapi.microsoftonline.cn";
  return `${baseUrl === china || baseUrl.startsWith(`${china}/`) ? china : "https://api.partnercenter.microsoft.com"}/.default`;
}

function checkBaseUrl(baseUrl: unknown): string {
  const address = checkAddress("baseUrl", baseUrl);
  if (/\/v1$/i.test(address)) throw new ArgumentError("baseUrl", "must not end in /v1, which the client adds");
  return address;
}

function checkLocale(locale: unknown): string {
  if (typeof locale === "string" && /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/.test(locale)) return locale;
  throw new ArgumentError("locale", `must be a language tag such as "en-US", but is ${quote(locale)}`);
}

/** Messages name the header and never quote its value, which may be a key. */
function checkHeaders(headers: unknown): Readonly<Record<string, string>> {
  // Object.entries would see nothing in a Headers or a Map, and silently drop what it contains.
  if (!isObject(headers) || Symbol.iterator in headers) {
    throw new ArgumentError("headers", "must be a plain object of names and values");
  }
  const entries = Object.entries(headers);
  for (const [name, value] of entries) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
      throw new ArgumentError("headers", `contains the invalid name ${quote(name)}`);
    }
    if (OWN_HEADERS.includes(name.toLowerCase())) {
      throw new ArgumentError("headers", `must not contain ${quote(name)}, which the client sets`);
    }
    if (typeof value !== "string" || !/^[\t\x20-\x7e]*$/.test(value)) {
      throw new ArgumentError("headers", `must map ${quote(name)} to printable ASCII characters`);
    }
  }
  return Object.fromEntries(entries);
}

function checkRetry(retry: BatchStatusClientOptions["retry"]): RetryPolicy | false {
  if (retry === false) return false;
  if (!isObject(retry)) throw new ArgumentError("retry", "must be { limit, maxDelay } or false");
  const { limit = 3, maxDelay = 120_000 } = retry;
  return {
    limit: checkNumber("retry.limit", limit, "0 or more"),
    maxDelay: checkNumber("retry.maxDelay", maxDelay, "0 or more"),
  };
}

function checkInterval(interval: WatchOptions["interval"]): WatchSettings["interval"] {
  if (typeof interval === "number") {
    const fixed = checkNumber("interval", interval, "of milliseconds above 0");
    return { min: fixed, growth: 0, max: fixed };
  }
  if (!isObject(interval)) throw new ArgumentError("interval", "must be milliseconds or { min, growth, max }");
  const { min: givenMin, growth: givenGrowth = 0.2, max: givenMax } = interval;
  const min = checkNumber("interval.min", givenMin ?? Math.min(5_000, givenMax ?? 5_000), "of milliseconds above 0");
  const max = checkNumber("interval.max", givenMax ?? Math.max(45_000, min), "of milliseconds above 0");
  if (max < min) {
    throw new ArgumentError("interval.max", `must not be less than "interval.min", ${min}, but is ${max}`);
  }
  // Capped: 0 × Infinity is NaN.
  const growth = Math.min(checkNumber("interval.growth", givenGrowth, "0 or more"), Number.MAX_VALUE);
  return { min, growth, max };
}

/** Duck-typed: a signal may come from another realm, such as the VM of an edge runtime. */
function isSignal(value: unknown): value is AbortSignal {
  return isObject(value) && "aborted" in value && "addEventListener" in value && "removeEventListener" in value;
}

function checkFunction<T>(name: string, value: T | undefined): T | undefined {
  if (value !== undefined && typeof value !== "function") throw new ArgumentError(name, "must be a function");
  return value;
}

type Range = "of milliseconds above 0" | "of bytes above 0" | "0 or more";

function checkNumber(name: string, value: unknown, range: Range): number {
  if (typeof value === "number" && (value > 0 || (value === 0 && range === "0 or more"))) return value;
  throw new ArgumentError(name, `must be a number ${range}, but is ${typeof value === "number" ? value : quote(value)}`);
}

function checkGuid(name: string, value: unknown): string {
  if (isGuid(value)) return value;
  throw new ArgumentError(name, `must be GUID-formatted, but is ${quote(value)}`);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
