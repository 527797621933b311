import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parse, stringify } from "yaml";
import { CONTROL_PATH, refuse } from "./control.ts";
import type { Emulator } from "./emulator.ts";
import { PAGE_FILES } from "./page.ts";
import { SAMPLES } from "./samples.ts";

/** An emulator served over HTTP. */
export interface EmulatorServer {
  /** Its address, such as `http://127.0.0.1:4010`. */
  url: string;
  close(): Promise<void>;
}

/** A request that is over. */
export interface ServedRequest {
  method: string;
  /** Without the query, which may contain a secret. */
  path: string;
  /** Undefined if the connection was closed before the response. */
  status: number | undefined;
  /** In milliseconds. */
  duration: number;
}

export interface ServerOptions {
  /** Called when a request is over, except for those that only look at the emulator's state. */
  onRequest?: (request: ServedRequest) => void;
}

const CORS_HEADERS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "GET",
  "Access-Control-Expose-Headers": "MS-RequestId, MS-CorrelationId, MS-CV, MS-ServerId, Retry-After",
};

/** In bytes. */
const MAX_BODY_SIZE = 1_000_000;

/**
 * Serves an emulator over HTTP, on loopback only (127.0.0.1), with its page at `/`, and the contract as `/openapi.yaml` and
 * `/openapi.json`, with its own address as the server. Web pages of any origin may use the API and the contract. The routes that
 * control the emulator are for programs on this machine and for pages of its own origin.
 *
 * @param port - 0 picks a free one.
 * @throws The system's error; its `code` is `EADDRINUSE` if the port is in use.
 */
export async function startServer(
  emulator: Pick<Emulator, "fetch">,
  port: number,
  { onRequest }: ServerOptions = {},
): Promise<EmulatorServer> {
  const server = createServer((request, response) => {
    const target = targetOf(request, url);
    if (onRequest !== undefined && target?.pathname !== STATE_PATH) report(request, target, response, onRequest);
    handle(emulator, url, target, request, response).catch(() => request.socket.resetAndDestroy());
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

/** A page may request it every second. */
const STATE_PATH = `${CONTROL_PATH}state`;

function report(
  { method = "GET" }: IncomingMessage,
  target: URL | undefined,
  response: ServerResponse,
  onRequest: (request: ServedRequest) => void,
) {
  const began = performance.now();
  response.once("close", () => {
    const status = response.headersSent ? response.statusCode : undefined;
    onRequest({ method, path: target?.pathname ?? "", status, duration: performance.now() - began });
  });
}

async function handle(
  emulator: Pick<Emulator, "fetch">,
  url: string,
  target: URL | undefined,
  request: IncomingMessage,
  response: ServerResponse,
) {
  // A browser sends a request again by itself if a used connection is reset, and would hide that fault.
  if (request.headers["sec-fetch-site"] !== undefined) response.shouldKeepAlive = false;
  if (target === undefined) return response.writeHead(400, CORS_HEADERS).end();
  const { pathname, search } = target;
  const isControl = pathname.startsWith(CONTROL_PATH);
  const cors = isControl ? {} : CORS_HEADERS;
  const refusal = isControl ? refuseStranger(request) : undefined;
  if (refusal !== undefined) return send(response, refusal, cors);
  const { method = "GET" } = request;
  if (method === "OPTIONS" && !isControl) return allow(request, response);
  if (method === "GET" || method === "HEAD") {
    const file = PAGE_FILES[pathname]?.();
    if (file !== undefined) return send(response, file, {});
    const document = DOCUMENTS[pathname]?.(url);
    if (document !== undefined) return send(response, document, cors);
  }
  const body = await readBody(request);
  if (body === undefined) return send(response, refuse(413, `the body must not exceed ${MAX_BODY_SIZE} bytes`), cors);

  const disconnected = new AbortController();
  response.once("close", () => disconnected.abort());
  const headers = Object.entries(request.headersDistinct).map(([name, values]): [string, string] => [
    name,
    values?.join(", ") ?? "",
  ]);
  const init = { method, headers, signal: disconnected.signal, ...(body !== "" && { body }) };
  return send(response, await emulator.fetch(url + pathname + search, init), cors);
}

async function send(response: ServerResponse, { status, headers, body }: Response, cors: Readonly<Record<string, string>>) {
  response.writeHead(status, { ...Object.fromEntries(headers), ...cors });
  if (body === null) return response.end();
  response.flushHeaders();
  // An error in the body destroys the connection, as with a real server.
  // Safe: Node's own ReadableStream under another name.
  await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), response);
}

/** The URL of a request, whose target is a path, or the whole URL if it is sent to a proxy. Undefined if it is invalid. */
function targetOf({ url: target = "/" }: IncomingMessage, url: string): URL | undefined {
  const whole = /^https?:/i.test(target) ? target : url + target;
  return URL.canParse(whole) ? new URL(whole) : undefined;
}

const LOOPBACK_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

/**
 * Refuses control to web pages of other origins. The host must be loopback, because the owner of another name can make it resolve to
 * this machine, and a page under that name would then be of the same origin.
 */
function refuseStranger({ headers: { host = "", origin } }: IncomingMessage): Response | undefined {
  if (!LOOPBACK_HOST.test(host)) return refuse(421, "the host must be localhost or a loopback address");
  if (origin !== undefined && origin !== `http://${host}`) return refuse(403, "a page of another origin has no access");
  return undefined;
}

/** Undefined if it is too large. It is then read to its end, because a client may not read a response before it has sent it all. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= MAX_BODY_SIZE) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size <= MAX_BODY_SIZE ? Buffer.concat(chunks).toString() : undefined;
}

/** Allows any header: a test may send one that Partner Center does not have. */
function allow({ headers }: IncomingMessage, response: ServerResponse) {
  const requested = headers["access-control-request-headers"] ?? "Authorization";
  response.writeHead(204, { ...CORS_HEADERS, "Access-Control-Allow-Headers": requested }).end();
}

const DOCUMENTS: Readonly<Record<string, (url: string) => Response>> = {
  "/openapi.yaml": (url) => yaml(withSamples(readDocument("openapi.yaml", url))),
  "/openapi.json": (url) => json(withSamples(readDocument("openapi.yaml", url))),
  [`${CONTROL_PATH}openapi.yaml`]: (url) => yaml(readDocument("emulator.yaml", url)),
};

function yaml(document: object): Response {
  return new Response(stringify(document), { headers: { "Content-Type": "application/yaml" } });
}

function json(document: object): Response {
  return new Response(JSON.stringify(document, undefined, 2), { headers: { "Content-Type": "application/json" } });
}

/** A published document. Sources and bundled command are both two folders below it, so the path fits both. */
function readDocument(name: string, url: string) {
  const document = parse(readFileSync(new URL(`../../${name}`, import.meta.url), "utf8"));
  return { ...document, servers: [{ url, description: "The emulator on this machine." }] };
}

/** Lets viewers of the contract offer every sample. */
function withSamples(contract: ReturnType<typeof readDocument>): object {
  const { example: _, ...batchTrackingId } = contract.components.parameters.batchTrackingId;
  const examples = Object.fromEntries(
    SAMPLES.map(({ name, about, upload }) => [name, { summary: about, value: upload.batchTrackingId }]),
  );
  const parameters = { ...contract.components.parameters, batchTrackingId: { ...batchTrackingId, examples } };
  return { ...contract, components: { ...contract.components, parameters } };
}
