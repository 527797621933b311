import { bodyOf } from "./failures.ts";

/**
 * One request that goes wrong.
 *
 * - `"reset"`: the connection breaks off before any answer.
 * - `"silence"`: the request arrives, and no answer ever comes.
 * - `{ status }`: an answer of failure. Without `body` it has the one that Partner Center gives with this status; a string is
 *   sent as it is, anything else as JSON. `headers` replace the answer's own, such as `Content-Type` or `Retry-After`.
 * - `{ redirect }`: 302 to another address.
 * - `{ slowBody }`: the right answer, its body spread over so many milliseconds.
 * - `{ cutBody }`: the right answer, its body cut off after so many bytes.
 */
export type Fault =
  | "reset"
  | "silence"
  | { status: number; body?: unknown; headers?: Readonly<Record<string, string>> }
  | { redirect: string }
  | { slowBody: number }
  | { cutBody: number };

/** @throws TypeError for what no server could do. */
export function checkFault(fault: Fault) {
  if (fault === "reset" || fault === "silence") return;
  if (typeof fault === "object" && "redirect" in fault) return;
  if (typeof fault === "object" && "slowBody" in fault) return checkNumber("slowBody", fault.slowBody, 0, Infinity);
  if (typeof fault === "object" && "cutBody" in fault) return checkNumber("cutBody", fault.cutBody, 0, Infinity);
  if (typeof fault === "object" && "status" in fault) return checkNumber("status", fault.status, 200, 599);
  throw new TypeError('a fault must be "reset", "silence", { status, body, headers }, { redirect }, { slowBody } or { cutBody }');
}

function checkNumber(name: string, value: number, least: number, most: number) {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new TypeError(`"${name}" must be a whole number from ${least} to ${most}, but is ${value}`);
}

/** What is to be answered, if nothing goes wrong on the way. */
export interface Answer {
  status: number;
  /** A string is sent as it is, anything else as JSON. */
  body: unknown;
  headers: Readonly<Record<string, string>>;
  byteOrderMark: boolean;
}

/** Answers, or lets it go wrong. */
export async function deliver(answer: Answer, fault: Fault | undefined, signal: AbortSignal | undefined): Promise<Response> {
  if (fault === "reset") throw connectionReset();
  if (fault === "silence") return silence(signal);
  if (fault === undefined) return respond(answer, bytesOf(answer));
  if ("slowBody" in fault) return respond(answer, slowBody(bytesOf(answer), fault.slowBody, signal));
  if ("cutBody" in fault) return respond(answer, cutBody(bytesOf(answer), fault.cutBody));

  const failure =
    "redirect" in fault
      ? { status: 302, body: "", headers: { Location: fault.redirect } }
      : { body: bodyOf(fault.status) ?? "", ...fault };
  const failed = { ...failure, headers: { ...answer.headers, ...failure.headers }, byteOrderMark: false };
  return respond(failed, bytesOf(failed));
}

function respond({ status, headers }: Answer, body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>): Response {
  return new Response([204, 205, 304].includes(status) ? null : body, { status, headers });
}

/** Bytes, since a runtime may take the byte order mark out of a string. */
function bytesOf({ body, byteOrderMark }: Answer): Uint8Array<ArrayBuffer> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new TextEncoder().encode(byteOrderMark ? `\uFEFF${text}` : text);
}

/** What a connection that breaks off looks like to a caller of `fetch`, in Node's words. */
function connectionReset(): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }) });
}

/** Never answers. Ends only when the caller gives up. */
function silence(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** Sends a body in ten pieces, evenly over `duration` milliseconds. */
function slowBody(
  body: Uint8Array<ArrayBuffer>,
  duration: number,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const size = Math.max(1, Math.ceil(body.length / 10));
  let sent = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  let stop = () => {};
  return new ReadableStream({
    start(controller) {
      const onAbort = () => {
        stop();
        controller.error(signal?.reason);
      };
      stop = () => {
        clearInterval(timer);
        signal?.removeEventListener("abort", onAbort);
      };
      signal?.addEventListener("abort", onAbort);
      timer = setInterval(() => {
        controller.enqueue(body.slice(sent, sent + size));
        sent += size;
        if (sent < body.length) return;
        stop();
        controller.close();
      }, duration / 10);
    },
    cancel: () => stop(),
  });
}

/** Sends the beginning of a body, then breaks off. */
function cutBody(body: Uint8Array, after: number): ReadableStream<Uint8Array> {
  let isSent = false;
  return new ReadableStream({
    pull(controller) {
      if (isSent) controller.error(connectionReset());
      else controller.enqueue(body.slice(0, after));
      isSent = true;
    },
  });
}
