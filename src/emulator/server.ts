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
  "Access-Control-Allow-Headers": "Authorization, Accept, MS-RequestId, MS-CorrelationId, X-Locale",
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
  const { method = "GET", url: path = "/" } = request;
  if (method === "OPTIONS") return response.writeHead(204, CORS_HEADERS).end();
  if (path === "/openapi.yaml") return send(response, "application/yaml", stringify(contract(url)));
  if (path === "/openapi.json") return send(response, "application/json", JSON.stringify(contract(url), undefined, 2));

  const disconnected = new AbortController();
  response.once("close", () => disconnected.abort());
  const headers = Object.entries(request.headersDistinct).map(([name, values]): [string, string] => [
    name,
    values?.join(", ") ?? "",
  ]);
  const { status, headers: more, body } = await emulator.fetch(url + path, { method, headers, signal: disconnected.signal });
  response.writeHead(status, { ...Object.fromEntries(more), ...CORS_HEADERS });
  if (body === null) return response.end();
  response.flushHeaders();
  // An error in the body destroys the connection, as with a real server.
  await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), response); // Safe: Node's own ReadableStream under another name.
}

function send(response: ServerResponse, contentType: string, text: string) {
  response.writeHead(200, { "Content-Type": contentType, ...CORS_HEADERS }).end(text);
}

/** The published contract. Sources and bundled command are both two folders below it, so the path fits both. */
function contract(url: string): object {
  const document = parse(readFileSync(new URL("../../openapi.yaml", import.meta.url), "utf8"));
  return { ...document, servers: [{ url, description: "The emulator on this machine." }] };
}
