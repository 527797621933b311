import { type BatchUpload, isGuid } from "./location.ts";
import { quote } from "./redact.ts";
import type { Fetch } from "./transport.ts";

/** How a client reaches Partner Center. Only `token` has to be given. */
export interface BatchStatusClientOptions {
  /**
   * The access token, without "Bearer", for `https://api.partnercenter.microsoft.com`, of a partner whose role is Admin agent or
   * Sales agent. App-only and App+User tokens both work.
   *
   * @see https://learn.microsoft.com/en-us/partner-center/developer/partner-center-authentication
   */
  token: string;
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
   * @defaultValue `60_000`. Answers take a few seconds at most; Microsoft's .NET SDK waits three minutes.
   */
  timeout?: number | undefined;
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

/** Options that have been checked, with their defaults. */
export interface Settings {
  token: string;
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
  return {
    token: checkToken(options.token),
    baseUrl: checkBaseUrl(options.baseUrl ?? "https://api.partnercenter.microsoft.com"),
    locale: checkLocale(options.locale ?? "en-US"),
    headers: checkHeaders(options.headers ?? {}),
    fetch: checkFetch(options.fetch) ?? ((url, init) => globalThis.fetch(url, init)),
    timeout: checkMilliseconds("timeout", options.timeout ?? 60_000),
  };
}

/** @throws TypeError */
export function checkUpload(upload: BatchUpload): BatchUpload {
  if (!isObject(upload)) throw new TypeError('"upload" must be an object { customerId, batchTrackingId }');
  const { customerId, batchTrackingId } = upload;
  return { customerId: checkGuid("customerId", customerId), batchTrackingId: checkGuid("batchTrackingId", batchTrackingId) };
}

/** @throws TypeError */
export function checkCall(options: CallOptions, settings: Settings): CallOptions & { locale: string; correlationId: string } {
  if (!isObject(options) || isSignal(options)) throw new TypeError('"options" must be an object such as { signal }');
  const { signal, correlationId, locale } = options;
  if (signal !== undefined && !isSignal(signal)) throw new TypeError('"signal" must be an AbortSignal');
  return {
    signal,
    correlationId: correlationId === undefined ? crypto.randomUUID() : checkGuid("correlationId", correlationId),
    locale: locale === undefined ? settings.locale : checkLocale(locale),
  };
}

/** Checked before any header is made of it, since runtimes quote a header's bad value in their error. */
function checkToken(token: unknown): string {
  if (typeof token === "string" && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new TypeError(
    '"token" must be an access token: a string of visible ASCII characters, without white space and without "Bearer"',
  );
}

/** The message does not quote the address, which may hold a password or a signature. */
function checkBaseUrl(baseUrl: unknown): string {
  const isAddress = (typeof baseUrl === "string" || baseUrl instanceof URL) && URL.canParse(String(baseUrl));
  const url = isAddress ? new URL(String(baseUrl)) : undefined;
  if (url === undefined || url.username !== "" || url.password !== "" || /[?#]/.test(url.href) || !isSafe(url)) {
    throw new TypeError(
      '"baseUrl" must be an absolute https address, without user name, password, query and fragment (http only on loopback)',
    );
  }
  if (/\/v1\/?$/.test(url.pathname)) throw new TypeError('"baseUrl" must not end in /v1, which the client adds');
  return url.href;
}

function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function checkLocale(locale: unknown): string {
  if (typeof locale === "string" && /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/.test(locale)) return locale;
  throw new TypeError(`"locale" must be a language tag such as "en-US", but is ${quote(locale)}`);
}

/** The message names the header and never shows its value, which may be a key. */
function checkHeaders(headers: unknown): Readonly<Record<string, string>> {
  // A Headers or a Map has no entries that Object.entries would see, and would be lost in silence.
  if (!isObject(headers) || Symbol.iterator in headers)
    throw new TypeError('"headers" must be a plain object of names and values');
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

function checkFetch(fetch: Fetch | undefined): Fetch | undefined {
  if (fetch !== undefined && typeof fetch !== "function") throw new TypeError('"fetch" must be a function');
  return fetch;
}

function checkMilliseconds(name: string, value: unknown): number {
  if (typeof value === "number" && value > 0) return value;
  throw new TypeError(
    `"${name}" must be a number of milliseconds above 0, but is ${typeof value === "number" ? value : quote(value)}`,
  );
}

function checkGuid(name: string, value: unknown): string {
  if (isGuid(value)) return value;
  throw new TypeError(`"${name}" must be GUID-formatted (8-4-4-4-12 hexadecimal digits), but is ${quote(value)}`);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
