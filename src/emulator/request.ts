/** A request as received, with its token replaced by a fingerprint. */
export interface ReceivedRequest {
  method: string;
  url: string;
  /** Names are in lower case. Equal tokens have equal fingerprints, such as `Bearer #5f1ea67b`. */
  headers: Readonly<Record<string, string>>;
  /** When it arrived by the emulator's clock, in milliseconds since 1970. */
  at: number;
}

export interface IncomingRequest {
  url: URL;
  method: string;
  headers: Headers;
  signal: AbortSignal | undefined;
}

/** Accepts the same arguments as `fetch`. */
export function readRequest(input: string | URL | Request, init: RequestInit = {}): IncomingRequest {
  const request = typeof input === "string" || input instanceof URL ? undefined : input;
  return {
    url: new URL(request?.url ?? String(input)),
    method: (init.method ?? request?.method ?? "GET").toUpperCase(),
    headers: new Headers(init.headers ?? request?.headers),
    signal: init.signal ?? request?.signal ?? undefined,
  };
}

export function toReceived({ url, method, headers }: IncomingRequest, at: number): ReceivedRequest {
  const { authorization, ...others } = Object.fromEntries(headers);
  const safe = authorization === undefined ? {} : { authorization: withFingerprint(authorization) };
  return { method, url: url.href, headers: { ...others, ...safe }, at };
}

function withFingerprint(authorization: string): string {
  const isBearer = /^Bearer /i.test(authorization);
  return isBearer ? `Bearer ${fingerprint(authorization.slice(7))}` : fingerprint(authorization);
}

/** Distinguishes tokens without revealing anything else about them (FNV-1a, 32 bits). */
function fingerprint(token: string): string {
  const hash = [...token].reduce((hash, character) => Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193), 0x811c9dc5);
  return `#${(hash >>> 0).toString(16).padStart(8, "0")}`;
}
