/** A request as it arrived, its token replaced by a fingerprint. */
export interface ReceivedRequest {
  method: string;
  url: string;
  /** Names in lower case. Equal tokens have equal fingerprints, such as `Bearer #5f1ea67b`. */
  headers: Readonly<Record<string, string>>;
  /** When it arrived, in milliseconds since 1970. */
  at: number;
}

export interface IncomingRequest {
  url: URL;
  method: string;
  headers: Headers;
  signal: AbortSignal | undefined;
}

/** Takes whatever a `fetch` is called with. */
export function readRequest(input: string | URL | Request, init: RequestInit = {}): IncomingRequest {
  const request = typeof input === "string" || input instanceof URL ? undefined : input;
  return {
    url: new URL(request?.url ?? String(input)),
    method: (init.method ?? request?.method ?? "GET").toUpperCase(),
    headers: new Headers(init.headers ?? request?.headers),
    signal: init.signal ?? request?.signal ?? undefined,
  };
}

export function received({ url, method, headers }: IncomingRequest): ReceivedRequest {
  const { authorization, ...others } = Object.fromEntries(headers);
  const safe = authorization === undefined ? {} : { authorization: withFingerprint(authorization) };
  return { method, url: url.href, headers: { ...others, ...safe }, at: Date.now() };
}

function withFingerprint(authorization: string): string {
  const isBearer = /^Bearer /i.test(authorization);
  return isBearer ? `Bearer ${fingerprint(authorization.slice(7))}` : fingerprint(authorization);
}

/** Tells equal tokens from different ones, and nothing else of them (FNV-1a, 32 bits). */
function fingerprint(token: string): string {
  const hash = [...token].reduce((hash, character) => Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193), 0x811c9dc5);
  return `#${(hash >>> 0).toString(16).padStart(8, "0")}`;
}
