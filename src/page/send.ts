import { type BatchUpload, type BatchUploadDetails, createBatchStatusClient } from "../index.ts";

/** How the page reaches an emulator: over HTTP, or within the same page. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

export interface SentRequest {
  url: string;
  method: string;
  headers: readonly (readonly [name: string, value: string])[];
}

export interface ReceivedResponse {
  status: number;
  statusText: string;
  /** Browsers hide the status and headers of a redirect that is not followed. */
  isHiddenRedirect: boolean;
  headers: readonly (readonly [name: string, value: string])[];
  body: Uint8Array<ArrayBuffer>;
  /** Whether the connection was lost within the body. */
  isCut: boolean;
}

/** One request: the bytes of its response, and what the client makes of the same bytes. */
export interface Exchange {
  /** Undefined if the client refused an argument and sent nothing. */
  request?: SentRequest;
  /** Undefined if none arrived. */
  response?: ReceivedResponse;
  result: { details: BatchUploadDetails } | { error: unknown };
  /** In milliseconds. */
  duration: number;
}

/** Sends one request with the client, which does not retry here, and keeps a copy of what it reads. */
export async function send(
  fetch: Fetch,
  { baseUrl, token, upload, signal }: { baseUrl: string; token: string; upload: BatchUpload; signal: AbortSignal },
): Promise<Exchange> {
  let request: SentRequest | undefined;
  let response: Promise<ReceivedResponse> | undefined;
  const began = performance.now();
  const result = await getStatus().then(
    (details) => ({ details }),
    (error: unknown) => ({ error }),
  );
  const duration = performance.now() - began;
  const received = await response;
  return { ...(request && { request }), ...(received && { response: received }), result, duration };

  async function getStatus(): Promise<BatchUploadDetails> {
    const client = createBatchStatusClient({
      baseUrl,
      token,
      retry: false,
      async fetch(url, init) {
        request = { url, method: init.method, headers: [...init.headers] };
        const original = await fetch(url, init);
        response = read(original.clone());
        return original;
      },
    });
    return client.getBatchUploadStatus(upload, { signal });
  }
}

async function read({ status, statusText, type, headers, body }: Response): Promise<ReceivedResponse> {
  const { bytes, isCut } = await readBytes(body);
  return { status, statusText, isHiddenRedirect: type === "opaqueredirect", headers: [...headers], body: bytes, isCut };
}

async function readBytes(body: ReadableStream<Uint8Array<ArrayBuffer>> | null) {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let isCut = false;
  try {
    const reader = body?.getReader();
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) chunks.push(part.value);
  } catch {
    isCut = true;
  }
  return { bytes: new Uint8Array(await new Blob(chunks).arrayBuffer()), isCut };
}
