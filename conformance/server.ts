import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Vector } from "./cases.ts";

/** A request that a client sent. */
export interface ReceivedRequest {
  method: string;
  /** As received, with its escapes and letter case. */
  path: string;
  headers: IncomingHttpHeaders;
}

export interface VectorServer {
  url: string;
  /** Returns the requests for a batch tracking id and removes them from the server's list. */
  takeRequests(batchTrackingId: string): ReceivedRequest[];
  close(): Promise<void>;
}

const folder = new URL("./vectors/", import.meta.url);

/** All vectors of conformance/vectors by file name. */
export function readVectors(): Map<string, Vector> {
  const files = readdirSync(folder).sort();
  return new Map(files.map((file) => [file.replace(/\.json$/, ""), JSON.parse(readFileSync(new URL(file, folder), "utf8"))]));
}

/** Starts a server on loopback that sends the response of each vector for its batch tracking id. */
export async function startVectorServer(vectors: Iterable<Pick<Vector, "batchTrackingId" | "response">>): Promise<VectorServer> {
  const responses = new Map([...vectors].map((vector) => [vector.batchTrackingId, vector.response]));
  const received: ReceivedRequest[] = [];
  const server = createServer(({ method = "", url: path = "", headers, socket }, outgoing) => {
    received.push({ method, path, headers });
    const response = responses.get(path.split("/").at(-1)?.toLowerCase() ?? "");
    if (response === undefined) return outgoing.writeHead(404).end("No vector has this batch tracking id.");
    if (response === "reset") return socket.resetAndDestroy();
    send(outgoing, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    // Safe: a server that listens on TCP has an AddressInfo.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    takeRequests(batchTrackingId) {
      const taken = received.filter(({ path }) => path.toLowerCase().endsWith(`/${batchTrackingId}`));
      received.splice(0, received.length, ...received.filter((request) => !taken.includes(request)));
      return taken;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function send(outgoing: ServerResponse, { status, headers, body, cut }: Exclude<Vector["response"], "reset">) {
  const bytes = Buffer.from(body, "utf8");
  const isChunked = "Transfer-Encoding" in headers;
  const length = cut ? bytes.length + 1000 : bytes.length;
  outgoing.writeHead(status, { ...headers, ...(!isChunked && { "Content-Length": length }) });
  if (cut) outgoing.write(bytes, () => outgoing.destroy());
  else outgoing.end(bytes);
}
