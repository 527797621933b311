import { pause } from "./abort.ts";
import { createAttempts, notify, startCall } from "./attempt.ts";
import { checkCall, checkClientOptions, checkPollState, checkWatchOptions } from "./check.ts";
import type { BatchUploadDetails } from "./generated/openapi.ts";
import type { BatchUpload } from "./location.ts";
import type { BatchStatusClientOptions, BatchUploadPoll, CallOptions, PollOptions, WatchOptions } from "./options.ts";
import { pollFrom } from "./poll.ts";
import { retryDelay } from "./retry.ts";
import { watch } from "./watch.ts";

/** Client for the status of device batch uploads. */
export interface BatchStatusClient {
  /**
   * Gets the status of a batch and its devices once. `finished` does not mean that the devices were registered: use
   * {@link allSucceeded} and {@link failedDevices}.
   *
   * Transient errors are retried according to the client's `retry` option.
   *
   * @param upload - The batch, as {@link parseBatchLocation} returns it for the `Location` header of an upload.
   * @returns The response body, with the property names of the contract. It may contain product keys: keep it out of logs.
   * @throws {@link ArgumentError} for a wrong argument, before anything is sent.
   * @throws {@link ApiError} if Partner Center responds with a failure.
   * @throws {@link NetworkError} if no complete response arrives.
   * @throws {@link InvalidResponseError} if the response does not match the contract.
   * @throws The signal's reason after an abort, and the token source's own error if it fails.
   *
   * @see https://learn.microsoft.com/en-us/partner-center/developer/get-the-status-of-a-device-batch-upload
   */
  getBatchUploadStatus(upload: BatchUpload, options?: CallOptions): Promise<BatchUploadDetails>;

  /**
   * Watches a batch until it is finished: polls with growing pauses, and yields each response that differs from the one before. The
   * last one is final. Transient errors are retried until `totalTimeout`.
   *
   * No request is sent before the first `next()`. Leaving the loop, calling `return()`, or aborting ends the watch immediately.
   *
   * @throws {@link ArgumentError} for a wrong argument, immediately.
   * @throws {@link WatchDeadlineError} from `next()`, if the batch is not finished within `totalTimeout`.
   * @throws From `next()`, the errors of {@link BatchStatusClient.getBatchUploadStatus} that are not transient, and the signal's
   * reason.
   *
   * @example
   * ```ts
   * for await (const details of client.watchBatchUpload(upload)) {
   *   const { total, succeeded, failed } = countDevices(details);
   *   console.log(details.status, `${succeeded + failed} of ${total}`);
   * }
   * ```
   */
  watchBatchUpload(upload: BatchUpload, options?: WatchOptions): BatchUploadWatch;

  /**
   * Watches a batch until it is finished, and returns the final response. See {@link BatchStatusClient.watchBatchUpload}.
   *
   * @example
   * ```ts
   * const details = await client.waitForBatchUpload(upload, { totalTimeout: 20 * 60_000 });
   * console.log(allSucceeded(details));
   * ```
   */
  waitForBatchUpload(upload: BatchUpload, options?: WatchOptions): Promise<BatchUploadDetails>;

  /**
   * Polls a batch once, and says what comes next: one step of a wait that outlives its process, for a queue or a workflow engine to
   * drive. The wait polls at the same moments, by the same rules, as {@link BatchStatusClient.watchBatchUpload}, except that the
   * deadline is checked after each poll: a batch that finished while no process was running is still reported.
   *
   * A transient error comes back as `error`, with the pause before the next poll. While another call's 429 holds the client for
   * longer than `retry.maxDelay`, the poll sends nothing, and comes back with a 429.
   *
   * The wall clock decides. If it is set back, the wait takes at most `totalTimeout` longer.
   *
   * @throws {@link ArgumentError} for a wrong argument, before anything is sent.
   * @throws {@link WatchDeadlineError} if the batch is not finished, and `totalTimeout` has passed since the first poll.
   * @throws The errors of {@link BatchStatusClient.getBatchUploadStatus} that are not transient, and the signal's reason.
   *
   * @example
   * ```ts
   * const { details, error, pause, state } = await client.pollBatchUpload(upload, { state: job.state });
   * if (pause === undefined) await save(details);
   * else await queue.add({ upload, state }, { delay: pause });
   * ```
   */
  pollBatchUpload(upload: BatchUpload, options?: PollOptions): Promise<BatchUploadPoll>;
}

/**
 * A batch being watched: an async iterator for `for await`. It has its own interface because TypeScript before 5.6 reads an
 * `AsyncIterableIterator` with three type arguments as `any`.
 */
export interface BatchUploadWatch {
  /** Polls until the response changes. */
  next(): Promise<IteratorResult<BatchUploadDetails, void>>;
  /** Ends the watch immediately, including any pending `next()`. */
  return(): Promise<IteratorResult<BatchUploadDetails, void>>;
  [Symbol.asyncIterator](): BatchUploadWatch;
}

/**
 * Creates a client. It sends nothing until one of its methods is called, and can be kept for as long as the program runs.
 *
 * @throws {@link ArgumentError} for a wrong option.
 *
 * @example
 * ```ts
 * const client = createBatchStatusClient({ token });
 * const upload = parseBatchLocation(response.headers.get("location"));
 * const details = await client.waitForBatchUpload(upload);
 * ```
 */
export function createBatchStatusClient(options: BatchStatusClientOptions): BatchStatusClient {
  const settings = checkClientOptions(options);
  const makeAttempt = createAttempts(settings);
  const { retry, onAttempt } = settings;
  const maxHold = retry === false ? 0 : retry.maxDelay;

  async function getBatchUploadStatus(upload: BatchUpload, callOptions: CallOptions = {}): Promise<BatchUploadDetails> {
    const checked = checkCall(upload, callOptions, settings);
    const call = startCall(checked, checked.signal, maxHold);
    let retries = 0;
    let newToken: string | undefined;
    while (true) {
      const attempt = await makeAttempt(call, newToken);
      const { details, error, rejection } = attempt;
      newToken = attempt.newToken;
      const delay = newToken === undefined ? error && retryDelay(error, retries, retry, Math.random) : 0;
      notify(onAttempt, attempt, delay);
      if (rejection !== undefined) throw rejection.reason;
      if (details !== undefined) return details;
      if (delay === undefined) throw error;
      if (newToken === undefined) retries += 1;
      await pause(delay, call.signal);
    }
  }

  function watchBatchUpload(upload: BatchUpload, watchOptions: WatchOptions = {}): BatchUploadWatch {
    const call = checkCall(upload, watchOptions, settings);
    return watch(makeAttempt, call, { ...checkWatchOptions(watchOptions), retry, onAttempt });
  }

  async function waitForBatchUpload(upload: BatchUpload, watchOptions?: WatchOptions): Promise<BatchUploadDetails> {
    let last: BatchUploadDetails | undefined;
    for await (const details of watchBatchUpload(upload, watchOptions)) last = details;
    // Safe: a watch ends only after it has yielded the final response.
    return last as BatchUploadDetails;
  }

  async function pollBatchUpload(upload: BatchUpload, pollOptions: PollOptions = {}): Promise<BatchUploadPoll> {
    const checked = checkCall(upload, pollOptions, settings);
    const plan = { ...checkWatchOptions(pollOptions), retry, onAttempt };
    const { state: given } = pollOptions;
    const { correlationId } = checked;
    const state = given === undefined ? { startedAt: Date.now(), attempts: 0, correlationId } : checkPollState(given);
    const call = startCall({ ...checked, correlationId: state.correlationId }, checked.signal, maxHold, state);
    return pollFrom(state, makeAttempt, call, plan);
  }

  return { getBatchUploadStatus, watchBatchUpload, waitForBatchUpload, pollBatchUpload };
}
