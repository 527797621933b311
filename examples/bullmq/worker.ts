/** A worker process: `npx tsx worker.ts`. Start as many as you like, on as many machines. */
import { type BatchUpload, type BatchUploadDetails, countDevices, createBatchStatusClient } from "partner-center-batch-status";
import { appToken } from "partner-center-batch-status/auth";
import { createQueue, createWorker } from "./batch-uploads.ts";
import { durabilityProblems } from "./redis-durability.ts";

const { env } = process;
const connection = { url: env["REDIS_URL"] ?? "redis://127.0.0.1:6379" };
const token =
  env["PARTNER_CENTER_TOKEN"] ??
  appToken({
    tenantId: env["AZURE_TENANT_ID"] ?? "",
    clientId: env["AZURE_CLIENT_ID"] ?? "",
    clientSecret: env["AZURE_CLIENT_SECRET"] ?? "",
  });
// With a maxDelay of 0 a poll never waits in the worker: during a hold it comes back at once, and its job waits in the queue.
const client = createBatchStatusClient({ token, baseUrl: env["PARTNER_CENTER_URL"], retry: { maxDelay: 0 } });
const lockDuration = Number(env["LOCK_DURATION"] ?? 30_000);
const loggedAt = new Map<string, number>();
const queue = createQueue(connection);
const worker = createWorker(
  queue,
  client,
  deliver,
  { interval: { min: Number(env["SHORTEST_PAUSE"] ?? 5_000) } },
  {
    connection,
    lockDuration,
    stalledInterval: lockDuration,
  },
);

worker.on("failed", (job, error) => {
  const { id, attemptsMade = 0, finishedOn } = job ?? {};
  const next = finishedOn === undefined ? "will be tried again" : "is kept as failed";
  console.error(`job ${id} failed at attempt ${attemptsMade} and ${next}: ${error.message}`);
});
worker.on("error", logOncePerMinute);
queue.on("error", logOncePerMinute);
for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, stop);

const backend = worker.getBackend();
for (const problem of durabilityProblems(await (await backend.client).info())) console.warn(`warning: ${problem}`);

/** Posts the result to your own system, which recognises a result that comes twice by its key. */
async function deliver(details: BatchUploadDetails, upload: BatchUpload, idempotencyKey: string) {
  const response = await fetch(env["RESULTS_URL"] ?? "http://127.0.0.1:8080/results", {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": idempotencyKey },
    body: JSON.stringify({ ...upload, status: details.status, devices: countDevices(details) }),
  });
  if (!response.ok) throw new Error(`the result was refused with status ${response.status}`);
}

/** Lets the polls under way finish. Without Redis that would take forever. */
async function stop() {
  setTimeout(() => process.exit(1), 10_000);
  await Promise.all([worker.close(), queue.close()]);
  process.exit();
}

/** BullMQ repeats an error for as long as it lasts. */
function logOncePerMinute({ message }: Error) {
  const problem = message.replace(/ script: .*/, "");
  if (Date.now() < (loggedAt.get(problem) ?? 0) + 60_000) return;
  loggedAt.set(problem, Date.now());
  console.error(`queue: ${problem}`);
}
