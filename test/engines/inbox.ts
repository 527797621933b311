/**
 * Where the engines' handlers deliver results: the system of a user that accepts each result as often as it comes, and keeps one. It
 * runs in the test's own process, which nothing kills.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createRandom } from "../../src/emulator/random.ts";
import type { BatchUpload } from "../../src/location.ts";

/** How many deliveries fail, half of them after the result was accepted. */
const FAILURE_SHARE = 0.05;

export interface Inbox {
  /** Accepts a POST with the header `Idempotency-Key`: `customerId_batchTrackingId` of the upload. Sometimes answers 503. */
  url: string;
  /** Uploads whose result has not arrived. */
  missing(uploads: readonly BatchUpload[]): BatchUpload[];
  /** Deliveries of results that had been accepted before. */
  duplicates(): number;
  /** Keys that belong to none of the uploads. */
  unexpected(uploads: readonly BatchUpload[]): string[];
  close(): Promise<void>;
}

export async function startInbox(seed: number): Promise<Inbox> {
  const random = createRandom(seed);
  const deliveries = new Map<string, number>();
  const server = createServer((request, response) => {
    const key = String(request.headers["idempotency-key"]);
    const fate = random();
    if (fate >= FAILURE_SHARE / 2) deliveries.set(key, (deliveries.get(key) ?? 0) + 1);
    request.resume();
    response.writeHead(fate < FAILURE_SHARE ? 503 : 204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    // Safe: the server listens on TCP.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    missing: (uploads) => uploads.filter((upload) => !deliveries.has(keyOf(upload))),
    duplicates: () => [...deliveries.values()].reduce((sum, count) => sum + count - 1, 0),
    unexpected(uploads) {
      const keys = new Set(uploads.map(keyOf));
      return [...deliveries.keys()].filter((key) => !keys.has(key));
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function keyOf({ customerId, batchTrackingId }: BatchUpload): string {
  return `${customerId}_${batchTrackingId}`;
}
