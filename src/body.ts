/** The part of a Response that openapi-fetch reads. */
export type ResponseParts = Pick<Response, "ok" | "status" | "text"> & { headers: Pick<Headers, "get"> };

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/**
 * Bounds the body of a response: reads it as a stream up to a limit, and cancels the rest. Keeps a byte order mark, which only some
 * runtimes remove.
 *
 * @param limit - In decoded bytes.
 * @throws TypeError if a custom `fetch` did not return a Response.
 */
export function boundBody(response: Response, limit: number, signal: AbortSignal, onTruncated: () => void): ResponseParts {
  if (typeof response?.status !== "number" || typeof response.headers?.get !== "function") {
    throw new TypeError("fetch did not return a Response");
  }
  const { status, headers, body } = response;
  const ok = isSuccess(status);
  // A custom `fetch` may not return a web stream.
  const hasStream = typeof body?.getReader === "function";
  return { ok, status, headers, text: () => (hasStream ? readStream(body) : readText()) };

  async function readStream(body: ReadableStream<Uint8Array>): Promise<string> {
    const reader = body.getReader();
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    let text = "";
    let left = limit;
    while (true) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      text += decoder.decode(value.subarray(0, left), { stream: true });
      left -= value.byteLength;
      if (left < 0) onTruncated();
      if (left < 0 || signal.aborted) {
        reader.cancel().catch(() => {});
        return text;
      }
    }
  }

  async function readText(): Promise<string> {
    const text: unknown = await response.text();
    if (typeof text !== "string") throw new TypeError("fetch did not return a Response: text() is not a string");
    if (text.length > limit) onTruncated();
    return text.slice(0, limit);
  }
}
