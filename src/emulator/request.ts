import type { ReceivedRequest } from "../generated/emulator.ts";

export interface IncomingRequest {
  url: URL;
  method: string;
  headers: Headers;
  signal: AbortSignal | undefined;
  /** Reads the body, once. */
  text(): Promise<string>;
}

/** Accepts the same arguments as `fetch`. */
export function readRequest(input: string | URL | Request, init: RequestInit = {}): IncomingRequest {
  const request = typeof input === "string" || input instanceof URL ? undefined : input;
  const headers = new Headers(init.headers ?? request?.headers);
  const body = init.body == null ? request : new Response(init.body);
  // As with fetch, the type of the body determines the content type, unless the caller does.
  const contentType = body?.headers.get("Content-Type");
  if (contentType != null && !headers.has("Content-Type")) headers.set("Content-Type", contentType);
  return {
    url: new URL(request?.url ?? String(input)),
    method: (init.method ?? request?.method ?? "GET").toUpperCase(),
    headers,
    signal: init.signal ?? request?.signal ?? undefined,
    text: async () => (await body?.text()) ?? "",
  };
}

const SECRET_HEADERS = ["authorization", "proxy-authorization", "cookie"];

export function toReceived({ url, method, headers }: IncomingRequest, number: number, at: number): ReceivedRequest {
  const safeHeaders = [...headers].map(([name, value]) => [name, SECRET_HEADERS.includes(name) ? withFingerprint(value) : value]);
  return { number, method, url: withoutCredentials(url), headers: Object.fromEntries(safeHeaders), at };
}

/** Keeps a known scheme. In place of any other, there may be a secret. */
function withFingerprint(value: string): string {
  const [, scheme, credentials] = /^(Bearer|Basic) (.*)$/i.exec(value) ?? [];
  return credentials === undefined ? `#${fingerprint(value)}` : `${scheme} #${fingerprint(credentials)}`;
}

function withoutCredentials(url: URL): string {
  const safe = new URL(url);
  if (safe.username !== "") safe.username = fingerprint(safe.username);
  if (safe.password !== "") safe.password = fingerprint(safe.password);
  return safe.href;
}

/** Distinguishes secrets without revealing anything else about them (FNV-1a, 32 bits). */
function fingerprint(secret: string): string {
  const hash = [...secret].reduce((hash, character) => Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193), 0x811c9dc5);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
