import { LONGEST_TIMER } from "../abort.ts";
import type { InjectedFault } from "../generated/emulator.ts";
import { bodyOf } from "./failures.ts";

/** The response to send if no fault intervenes. */
export interface PlannedResponse {
  status: number;
  /** A string is sent as is, anything else as JSON. */
  body: unknown;
  headers?: Readonly<Record<string, string>>;
  byteOrderMark?: boolean;
}

/**
 * Sends the planned response, or what the fault makes of it.
 *
 * @param onComplete - Called when the whole body has been sent.
 */
export async function deliver(
  planned: PlannedResponse,
  fault: InjectedFault | undefined,
  signal: AbortSignal | undefined,
  onComplete: () => void,
): Promise<Response> {
  if (fault === "reset") throw connectionReset();
  if (fault === "silence") return silence(signal);
  if (typeof fault === "object" && "slowBody" in fault)
    return respond(planned, slowBody(bytesOf(planned), fault.slowBody, signal, onComplete));
  if (typeof fault === "object" && "cutBody" in fault) return respond(planned, cutBody(bytesOf(planned), fault.cutBody));
  onComplete();
  if (fault === undefined) return respond(planned, bytesOf(planned));

  const failure =
    "redirect" in fault
      ? { status: 302, body: "", headers: { Location: fault.redirect } }
      : { body: bodyOf(fault.status) ?? "", ...fault };
  const headers = new Headers(planned.headers);
  for (const [name, value] of Object.entries(failure.headers ?? {})) headers.set(name, value);
  const failed = { ...failure, headers: Object.fromEntries(headers) };
  return respond(failed, bytesOf(failed));
}

function respond(
  { status, headers = {} }: PlannedResponse,
  body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>,
): Response {
  return new Response([204, 205, 304].includes(status) ? null : body, { status, headers });
}

/** Bytes, because a runtime may strip the byte order mark from a string. */
function bytesOf({ body, byteOrderMark = false }: PlannedResponse): Uint8Array<ArrayBuffer> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new TextEncoder().encode(byteOrderMark ? `\uFEFF${text}` : text);
}

/** The error that Node's fetch throws for a reset connection. */
function connectionReset(): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }) });
}

/** Settles only when the caller aborts. */
function silence(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** Sends a body in up to ten chunks, evenly spread over `duration` milliseconds. */
function slowBody(
  body: Uint8Array<ArrayBuffer>,
  duration: number,
  signal: AbortSignal | undefined,
  onComplete: () => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const size = Math.max(1, Math.ceil(body.length / 10));
  const chunks = Math.max(1, Math.ceil(body.length / size));
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
      timer = setInterval(
        () => {
          controller.enqueue(body.slice(sent, sent + size));
          sent += size;
          if (sent < body.length) return;
          stop();
          controller.close();
          onComplete();
        },
        Math.min(duration / chunks, LONGEST_TIMER),
      );
    },
    cancel: () => stop(),
  });
}

/** Sends the first `length` bytes of a body, then resets the connection. */
function cutBody(body: Uint8Array, length: number): ReadableStream<Uint8Array> {
  let isSent = false;
  return new ReadableStream({
    pull(controller) {
      if (isSent) controller.error(connectionReset());
      else controller.enqueue(body.slice(0, length));
      isSent = true;
    },
  });
}
