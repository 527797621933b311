import type { BatchUploadDetails } from "./generated/openapi.ts";
import type { BatchUpload } from "./location.ts";
import { type BatchStatusClientOptions, type CallOptions, checkCall, checkOptions, checkUpload } from "./options.ts";
import { judge } from "./response.ts";
import { createExchange } from "./transport.ts";

/** Asks Partner Center what became of device batch uploads. */
export interface BatchStatusClient {
  /**
   * Asks once how far a batch is and what became of its devices. `finished` does not say that the devices were registered: ask
   * {@link allSucceeded} and {@link failedDevices}.
   *
   * @param upload - The batch, as {@link parseBatchLocation} reads it from the `Location` header of an upload.
   * @returns The answer itself, in the names of the contract. It may hold product keys: keep it out of logs.
   * @throws TypeError for a wrong argument, before anything is sent.
   * @throws {@link ApiError} where Partner Center answers with a failure.
   * @throws {@link NetworkError} where no complete answer arrives.
   * @throws {@link InvalidResponseError} where the answer is not what the contract promises.
   * @throws The signal's own reason after an abort.
   *
   * @see https://learn.microsoft.com/en-us/partner-center/developer/get-the-status-of-a-device-batch-upload
   */
  getBatchUploadStatus(upload: BatchUpload, options?: CallOptions): Promise<BatchUploadDetails>;
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
 * const details = await client.getBatchUploadStatus(upload);
 * ```
 */
export function createBatchStatusClient(options: BatchStatusClientOptions): BatchStatusClient {
  const settings = checkOptions(options);
  const exchange = createExchange(settings);

  return {
    async getBatchUploadStatus(upload, options = {}) {
      const checkedUpload = checkUpload(upload);
      const { signal, correlationId, locale } = checkCall(options, settings);
      const requestId = crypto.randomUUID();
      const question = {
        upload: checkedUpload,
        requestId,
        correlationId,
        secrets: [settings.token, ...Object.values(settings.headers)],
        headers: {
          ...settings.headers,
          Authorization: `Bearer ${settings.token}`,
          Accept: "application/json",
          "MS-RequestId": requestId,
          "MS-CorrelationId": correlationId,
          "X-Locale": locale,
        },
      };
      return judge(await exchange(question, signal), question);
    },
  };
}
