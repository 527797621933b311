/**
 * Waits for device batch uploads on Cloudflare Workflows, with one instance per upload. Copy this file, and extend
 * `BatchUploadWorkflow` in your Worker.
 */
import { DurableObject, WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from "cloudflare:workers";
import { NonRetryableError } from "cloudflare:workflows";
import {
  ArgumentError,
  type BatchStatusClient,
  type BatchUpload,
  type BatchUploadDetails,
  isBatchStatusError,
  type PollState,
} from "partner-center-batch-status";

export interface BatchUploadsEnv {
  BATCH_UPLOADS: Workflow<BatchUpload>;
  THROTTLE: DurableObjectNamespace<Throttle>;
}

/** Milliseconds between polls, over all instances, and how many may be late at once. */
const GAP = 50;
const BURST = 5;

/** How often a poll is repeated if the handler or the token source fails. The pause doubles each time: almost three hours in total. */
const RETRIES = 10;
const FIRST_PAUSE = 10_000;

/** For failures of the engine itself. It counts an attempt that was interrupted, so a small limit would lose uploads. */
const STEP = { retries: { limit: 100, delay: "10 seconds", backoff: "constant" } } as const;

/** What one step passes on to the next. The engine stores it. */
interface Progress {
  state?: PollState | undefined;
  turn?: number;
  failures?: number;
  pause?: number;
}

/** Starts an instance for each upload, at most 100 of them. An upload that has an instance is not taken twice. */
export async function enqueue(env: BatchUploadsEnv, uploads: readonly BatchUpload[]): Promise<void> {
  await env.BATCH_UPLOADS.createBatch(uploads.map((upload) => ({ id: keyOf(upload), params: upload })));
}

export abstract class BatchUploadWorkflow<Env extends BatchUploadsEnv> extends WorkflowEntrypoint<Env, BatchUpload> {
  readonly #client = this.createClient(this.env);

  protected abstract createClient(env: Env): BatchStatusClient;

  /** Called at least once for each finished upload, always with the same key. If it rejects, it is called again. */
  protected abstract handle(details: BatchUploadDetails, upload: BatchUpload, idempotencyKey: string): Promise<void>;

  override async run(event: Readonly<WorkflowEvent<BatchUpload>>, step: WorkflowStep): Promise<void> {
    let last: Progress = {};
    while (true) {
      last = await step.do("poll", STEP, () => this.#step(event, last));
      if (last.pause === undefined) return;
      await step.sleep("pause", last.pause);
    }
  }

  async #step({ payload: upload, instanceId }: Readonly<WorkflowEvent<BatchUpload>>, last: Progress): Promise<Progress> {
    const { state, failures = 0 } = last;
    const throttle = this.env.THROTTLE.getByName("partner-center");
    const turn = await throttle.takeTurn(last.turn);
    if (turn > Date.now()) return { state, turn, failures, pause: turn - Date.now() };
    try {
      const poll = await this.#client.pollBatchUpload(upload, { state }).catch(giveUp);
      if (poll.pause === undefined) {
        // Not in a step of its own: the engine stores what a step returns, and the details contain product keys.
        await this.handle(poll.details, upload, keyOf(upload));
        return {};
      }
      const { error, pause } = poll;
      if (error?.code === "ERR_API" && error.status === 429) await throttle.hold(error.retryAfter ?? pause);
      return { state: poll.state, pause };
    } catch (error) {
      const isFinal = error instanceof NonRetryableError || failures === RETRIES;
      console.error(
        `Batch upload ${instanceId} ${isFinal ? "was given up" : "failed and will be tried again"}: ${messageOf(error)}`,
      );
      // The instance is kept as errored. Once the cause is removed, `wrangler workflows instances restart` begins the wait again.
      if (isFinal) throw new NonRetryableError(messageOf(error));
      return { state, failures: failures + 1, pause: FIRST_PAUSE * 2 ** failures };
    }
  }
}

/** Spreads the polls of all instances, and holds them after a 429. */
export class Throttle extends DurableObject {
  #heldUntil = this.ctx.storage.kv.get<number>("heldUntil") ?? 0;
  #lastTurn = 0;
  #usedUntil = 0;

  /** When the caller may poll: now, if this is its turn, unless a hold began since it was given, or many others are late as well. */
  takeTurn(given?: number): number {
    const now = Date.now();
    if (given === undefined || given < this.#heldUntil || this.#usedUntil > now + BURST * GAP) {
      this.#lastTurn = Math.max(this.#lastTurn + GAP, this.#heldUntil, now);
      if (this.#lastTurn > now) return this.#lastTurn;
    }
    this.#usedUntil = Math.max(this.#usedUntil, now) + GAP;
    return now;
  }

  /** Starts a hold, or prolongs it. */
  hold(milliseconds: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, Date.now() + milliseconds);
    this.ctx.storage.kv.put("heldUntil", this.#heldUntil);
  }
}

function keyOf({ customerId, batchTrackingId }: BatchUpload): string {
  return `${customerId}_${batchTrackingId}`.toLowerCase();
}

/** Does not repeat a poll that would be rejected again. */
function giveUp(error: unknown): never {
  // Without a second argument: it would change the error's name, by which the engine recognizes it.
  throw isPermanent(error) ? new NonRetryableError(error.message) : error;
}

/** A wrong argument, or an error of the package, whose transient ones do not reject. A source may return a token the next time. */
function isPermanent(error: unknown): error is Error {
  return isBatchStatusError(error) || (error instanceof ArgumentError && error.argument !== "token");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
