/** Queues uploads by the `Location` headers of their responses, one per line: `npx tsx enqueue.ts < locations.txt`. */
import { createInterface } from "node:readline";
import { parseBatchLocation } from "partner-center-batch-status";
import { createQueue, enqueue } from "./batch-uploads.ts";

const queue = createQueue({ url: process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379" });
queue.on("error", (error) => console.error(`queue: ${error.message}`));
for await (const location of createInterface(process.stdin)) await enqueue(queue, parseBatchLocation(location));
await queue.close();
