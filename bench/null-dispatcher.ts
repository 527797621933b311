import { BODY, CONTENT_TYPE } from "./fixture.ts";

/** The callbacks through which a dispatcher passes a response to Node's `fetch`, as far as they are needed here. */
interface Handler {
  onConnect(abort: () => void): void;
  onHeaders(status: number, headers: Buffer[], resume: () => void, statusText: string): boolean;
  onData(chunk: Buffer): boolean;
  onComplete(trailers: Buffer[]): void;
}

const DISPATCHER = Symbol.for("undici.globalDispatcher.1");
const headers = ["Content-Type", CONTENT_TYPE, "Content-Length", String(Buffer.byteLength(BODY))].map((text) =>
  Buffer.from(text),
);
const body = Buffer.from(BODY);

/** Makes Node's own `fetch` do all of its work without a socket. Returns a function that restores the previous dispatcher. */
export function installNullDispatcher(): () => void {
  const before: unknown = Reflect.get(globalThis, DISPATCHER);
  Reflect.set(globalThis, DISPATCHER, { dispatch });
  return () => Reflect.set(globalThis, DISPATCHER, before);
}

function dispatch(_: unknown, handler: Handler): boolean {
  queueMicrotask(() => {
    handler.onConnect(() => {});
    handler.onHeaders(200, headers, () => {}, "OK");
    handler.onData(body);
    handler.onComplete([]);
  });
  return true;
}
