import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parse, stringify } from "yaml";
import type { Emulator } from "./emulator.ts";

/** An emulator served over HTTP. */
export interface EmulatorServer {
  /** Its address, such as `http://127.0.0.1:4010`. */
  url: string;
  close(): Promise<void>;
}

const CORS_HEADERS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "GET",
  "Access-Control-Expose-Headers": "MS-RequestId, MS-CorrelationId, MS-CV, MS-ServerId, Retry-After",
};

/**
 * Serves an emulator over HTTP, on loopback only (127.0.0.1) and for web pages of any origin. Also serves the contract, as
 * `/openapi.yaml` and `/openapi.json`, with its own address as the server.
 *
 * @param port - 0 picks a free one.
 * @throws The system's error; its `code` is `EADDRINUSE` if the port is in use.
 */
export async function startServer(emulator: Pick<Emulator, "fetch">, port: number): Promise<EmulatorServer> {
  const server = createServer((request, response) => {
    handle(emulator, url, request, response).catch(() => request.socket.resetAndDestroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  // Safe because the server listens on TCP.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function handle(emulator: Pick<Emulator, "fetch">, url: string, request: IncomingMessage, response: ServerResponse) {
  const { method = "GET" } = request;
  if (method === "OPTIONS") return allow(request, response);
  const target = targetOf(request, url);
  if (target === undefined) return response.writeHead(400, CORS_HEADERS).end();
  const { pathname, search } = target;
  if (pathname === "/openapi.yaml") return send(response, "application/yaml", stringify(contract(url)));
  if (pathname === "/openapi.json") return send(response, "application/json", JSON.stringify(contract(url), undefined, 2));

  const disconnected = new AbortController();
  response.once("close", () => disconnected.abort());
  const headers = Object.entries(request.headersDistinct).map(([name, values]): [string, string] => [
    name,
    values?.join(", ") ?? "",
  ]);
  const {
    status,
    headers: more,
    body,
  } = await emulator.fetch(url + pathname + search, { method, headers, signal: disconnected.signal });
  response.writeHead(status, { ...Object.fromEntries(more), ...CORS_HEADERS });
  if (body === null) return response.end();
  response.flushHeaders();
  // An error in the body destroys the connection, as with a real server.
  await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), response); // Safe: Node's own ReadableStream under another name.
}

/** The URL of a request, whose target is a path, or the whole URL if it is sent to a proxy. Undefined if it is invalid. */
function targetOf({ url: target = "/" }: IncomingMessage, url: string): URL | undefined {
  const whole = /^https?:/i.test(target) ? target : url + target;
  return URL.canParse(whole) ? new URL(whole) : undefined;
}

/** Allows any header: a test may send one that Partner Center does not have. */
function allow({ headers }: IncomingMessage, response: ServerResponse) {
  const requested = headers["access-control-request-headers"] ?? "Authorization";
  response.writeHead(204, { ...CORS_HEADERS, "Access-Control-Allow-Headers": requested }).end();
}

function send(response: ServerResponse, contentType: string, text: string) {
  response.writeHead(200, { "Content-Type": contentType, ...CORS_HEADERS }).end(text);
}

/** The published contract. Sources and bundled command are both two folders below it, so the path fits both. */
function contract(url: string): object {
  const document = parse(readFileSync(new URL("../../openapi.yaml", import.meta.url), "utf8"));
  return { ...document, servers: [{ url, description: "The emulator on this machine." }] };
}
