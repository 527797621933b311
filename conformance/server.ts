import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Vector } from "./cases.ts";

/** What a client sent. */
export interface Arrival {
  method: string;
  /** As it came, escapes and letter case included. */
  path: string;
  headers: IncomingHttpHeaders;
}

export interface VectorServer {
  url: string;
  /** What arrived for a batch tracking id. Taking it forgets it. */
  takeArrivals(batchTrackingId: string): Arrival[];
  close(): Promise<void>;
}

const folder = new URL("./vectors/", import.meta.url);

/** Every vector of conformance/vectors, by its file's name. */
export function readVectors(): Map<string, Vector> {
  const files = readdirSync(folder).sort();
  return new Map(files.map((file) => [file.replace(/\.json$/, ""), JSON.parse(readFileSync(new URL(file, folder), "utf8"))]));
}

/** Answers each vector's batch tracking id with that vector, on this machine alone. */
export async function startVectorServer(vectors: Iterable<Vector>): Promise<VectorServer> {
  const answers = new Map([...vectors].map((vector) => [vector.batchTrackingId, vector.answer]));
  const arrivals: Arrival[] = [];
  const server = createServer(({ method = "", url: path = "", headers, socket }, response) => {
    arrivals.push({ method, path, headers });
    const answer = answers.get(path.split("/").at(-1)?.toLowerCase() ?? "");
    if (answer === undefined) return response.writeHead(404).end("No vector has this batch tracking id.");
    if (answer === "reset") return socket.resetAndDestroy();
    send(response, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    // Sound because the server listens on TCP.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    takeArrivals(batchTrackingId) {
      const taken = arrivals.filter(({ path }) => path.toLowerCase().endsWith(`/${batchTrackingId}`));
      arrivals.splice(0, arrivals.length, ...arrivals.filter((arrival) => !taken.includes(arrival)));
      return taken;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function send(response: ServerResponse, { status, headers, body, cut }: Exclude<Vector["answer"], "reset">) {
  const bytes = Buffer.from(body, "utf8");
  const isChunked = "Transfer-Encoding" in headers;
  const length = cut ? bytes.length + 1000 : bytes.length;
  response.writeHead(status, { ...headers, ...(!isChunked && { "Content-Length": length }) });
  if (cut) response.write(bytes, () => response.destroy());
  else response.end(bytes);
}
