import { pause } from "./abort.ts";
import { createLook } from "./attempt.ts";
import type { BatchUploadDetails } from "./generated/openapi.ts";
import type { BatchUpload } from "./location.ts";
import {
  type BatchStatusClientOptions,
  type CallOptions,
  checkCall,
  checkOptions,
  checkWatch,
  type WatchOptions,
} from "./options.ts";
import { retryDelay } from "./retry.ts";
import { watch } from "./watch.ts";

/** Asks Partner Center what became of device batch uploads. */
export interface BatchStatusClient {
  /**
   * Asks once how far a batch is and what became of its devices. `finished` does not say that the devices were registered: ask
   * {@link allSucceeded} and {@link failedDevices}.
   *
   * A failure that may pass is tried again, as the client's `retry` says.
   *
   * @param upload - The batch, as {@link parseBatchLocation} reads it from the `Location` header of an upload.
   * @returns The answer itself, in the names of the contract. It may hold product keys: keep it out of logs.
   * @throws TypeError for a wrong argument, before anything is sent.
   * @throws {@link ApiError} where Partner Center answers with a failure.
   * @throws {@link NetworkError} where no complete answer arrives.
   * @throws {@link InvalidResponseError} where the answer is not what the contract promises.
   * @throws The signal's own reason after an abort, and the token source's own error where it fails.
   *
   * @see https://learn.microsoft.com/en-us/partner-center/developer/get-the-status-of-a-device-batch-upload
   */
  getBatchUploadStatus(upload: BatchUpload, options?: CallOptions): Promise<BatchUploadDetails>;

  /**
   * Watches a batch until it is finished: asks again and again, with growing pauses, and gives each answer that differs from the
   * one before. The last one is final. Failures that may pass are waited out, until `totalTimeout`.
   *
   * Nothing is sent before the first step. To leave the loop, or to call `return()`, ends the watch at once, and so does an abort.
   *
   * @throws TypeError for a wrong argument, at once.
   * @throws {@link WatchDeadlineError} from a step, where the batch is not finished within `totalTimeout`.
   * @throws Whatever {@link BatchStatusClient.getBatchUploadStatus} throws, from a step, where it cannot pass.
   *
   * @example
   * ```ts
   * for await (const details of client.watchBatchUpload(upload)) {
   *   const { total, succeeded, failed } = countDevices(details);
   *   console.log(details.status, `${succeeded + failed} of ${total}`);
   * }
   * ```
   */
  watchBatchUpload(upload: BatchUpload, options?: WatchOptions): AsyncIterableIterator<BatchUploadDetails, void, void>;

  /**
   * Watches a batch until it is finished, and returns the last answer. See {@link BatchStatusClient.watchBatchUpload}.
   *
   * @example
   * ```ts
   * const details = await client.waitForBatchUpload(upload, { totalTimeout: 20 * 60_000 });
   * console.log(allSucceeded(details));
   * ```
   */
  waitForBatchUpload(upload: BatchUpload, options?: WatchOptions): Promise<BatchUploadDetails>;
}

/**
 * Makes a client. It sends nothing before it is asked to, and may be kept as long as the program runs.
 *
 * @throws TypeError for a wrong option, which it names.
 *
 * @example
 * ```ts
 * const client = createBatchStatusClient({ token });
 * const upload = parseBatchLocation(response.headers.get("location"));
 * const details = await client.waitForBatchUpload(upload);
 * ```
 */
export function createBatchStatusClient(options: BatchStatusClientOptions): BatchStatusClient {
  const settings = checkOptions(options);
  const look = createLook(settings);

  async function getBatchUploadStatus(upload: BatchUpload, callOptions: CallOptions = {}): Promise<BatchUploadDetails> {
    const call = checkCall(upload, callOptions, settings);
    for (let retries = 0; ; retries++) {
      const { details, error, report } = await look(call);
      const delay = error && settings.retry ? retryDelay(error, retries, settings.retry, Math.random) : undefined;
      report(delay);
      if (details !== undefined) return details;
      if (delay === undefined) throw error;
      await pause(delay, call.signal);
    }
  }

  function watchBatchUpload(upload: BatchUpload, watchOptions: WatchOptions = {}) {
    const call = checkCall(upload, watchOptions, settings);
    const { interval, totalTimeout } = checkWatch(watchOptions);
    return watch(look, call, { interval, totalTimeout, retry: settings.retry });
  }

  async function waitForBatchUpload(upload: BatchUpload, watchOptions?: WatchOptions): Promise<BatchUploadDetails> {
    let last: BatchUploadDetails | undefined;
    for await (const details of watchBatchUpload(upload, watchOptions)) last = details;
    if (last === undefined) throw new Error("a watch ended without an answer");
    return last;
  }

  return { getBatchUploadStatus, watchBatchUpload, waitForBatchUpload };
}
