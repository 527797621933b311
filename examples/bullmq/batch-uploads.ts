/** Waits for batch uploads in a BullMQ queue. Copy this file, and start workers with it as `worker.ts` does. */
import { type ConnectionOptions, DelayedError, type Job, Queue, UnrecoverableError, Worker, type WorkerOptions } from "bullmq";
import {
  ArgumentError,
  type BatchStatusClient,
  type BatchUpload,
  type BatchUploadDetails,
  isBatchStatusError,
  type PollState,
  type WatchOptions,
} from "partner-center-batch-status";

const QUEUE = "batch-uploads";
const JOB_OPTIONS = {
  // 17 minutes in total. After that, the job is kept as failed until its upload is queued again.
  attempts: 10,
  backoff: { type: "exponential", delay: 1_000, jitter: 0.2 },
  // A week, in seconds: as long as an upload that is queued twice is recognised.
  removeOnComplete: { age: 7 * 24 * 3_600 },
  stackTraceLimit: 1,
};

/** What the queue stores of a wait. It contains no token, no product key, and nothing else of a response. */
export interface BatchUploadJob {
  upload: BatchUpload;
  state?: PollState;
}

/**
 * Does what you need done when a batch is finished. Called at least once: a worker may be killed before it can store that you are
 * done. The key is always the same for the same upload, so that a second call can be recognised.
 */
export type OnFinished = (details: BatchUploadDetails, upload: BatchUpload, idempotencyKey: string) => Promise<void>;

export function createQueue(connection: ConnectionOptions) {
  return new Queue<BatchUploadJob>(QUEUE, { connection });
}

/**
 * Queues an upload. Does nothing if it is in the queue already, or was finished within the last week. Rejects if the queue does not
 * confirm it in time: then call it again.
 */
export async function enqueue(queue: Queue<BatchUploadJob>, upload: BatchUpload) {
  const jobId = `${upload.customerId}_${upload.batchTrackingId}`.toLowerCase();
  const late = new Error(`the queue did not confirm upload ${jobId} within 10 s`);
  await Promise.race([add(), new Promise((_resolve, reject) => setTimeout(reject, 10_000, late).unref())]);

  async function add() {
    const earlier = await queue.getJob(jobId);
    if (await earlier?.isFailed()) await earlier?.remove();
    await queue.add("wait", { upload }, { ...JOB_OPTIONS, jobId });
  }
}

/** Starts a worker: each job polls once, and is delayed until the next poll. Listen to its events `error` and `failed`. */
export function createWorker(
  queue: Queue<BatchUploadJob>,
  client: BatchStatusClient,
  onFinished: OnFinished,
  watchOptions: WatchOptions,
  workerOptions: WorkerOptions,
) {
  let heldUntil = 0;

  async function pollOnce(job: Job<BatchUploadJob>, token: string | undefined, signal: AbortSignal | undefined) {
    const { upload, state } = job.data ?? {};
    const poll = await client.pollBatchUpload(upload, { ...watchOptions, state, signal }).catch((error: unknown) => {
      throw isPermanent(error) ? new UnrecoverableError(error.message) : error;
    });
    if (poll.pause === undefined) return onFinished(poll.details, upload, job.id ?? "");
    if (poll.error?.code === "ERR_API" && poll.error.status === 429) await hold(poll.error.retryAfter ?? 0);
    await job.updateData({ upload, state: poll.state });
    await job.moveToDelayed(Date.now() + poll.pause, token);
    throw new DelayedError();
  }

  /** Stops all workers from polling. A shorter hold must not replace a longer one, which may come from another worker. */
  async function hold(milliseconds: number) {
    heldUntil = Math.max(heldUntil, Date.now() + milliseconds);
    const remaining = Math.max(heldUntil - Date.now(), await queue.getRateLimitTtl());
    if (remaining > 0) await queue.rateLimit(Math.ceil(remaining));
  }

  const worker = new Worker<BatchUploadJob>(QUEUE, pollOnce, {
    concurrency: 50,
    // All workers together send 30 requests per second. Windows are fixed, so a long one would let them send most of its requests at once.
    limiter: { max: 3, duration: 100 },
    // A job counts as stalled whenever its worker is killed. With BullMQ's default of 1, the second kill would lose the upload.
    maxStalledCount: 20,
    ...workerOptions,
  });
  // Another worker has the job now.
  worker.on("lockRenewalFailed", (ids) => {
    for (const id of ids) worker.cancelJob(id, "the job's lock was lost");
  });
  return worker;
}

/**
 * Whether trying again is useless: a wrong argument, or an error of the package, whose transient ones do not reject. A source that
 * returned no token may return one the next time.
 */
function isPermanent(error: unknown): error is Error {
  return isBatchStatusError(error) || (error instanceof ArgumentError && error.argument !== "token");
}
