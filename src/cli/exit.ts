import { allSucceeded, type BatchUploadDetails, isFinished } from "../index.ts";

/** What the command's exit codes mean. */
export const EXIT = { succeeded: 0, finished: 1, usage: 2, failure: 3, running: 4, interrupted: 130, notRead: 141 };

export function exitCodeOf(details: BatchUploadDetails): number {
  if (!isFinished(details)) return EXIT.running;
  return allSucceeded(details) ? EXIT.succeeded : EXIT.finished;
}

/** Of several uploads the worst: what is not known is worse than what is still running, and that than what went wrong. */
export function worst(codes: readonly number[]): number {
  return [EXIT.failure, EXIT.running, EXIT.finished].find((code) => codes.includes(code)) ?? EXIT.succeeded;
}

/** The command was called the wrong way. Its message says what to do. */
export class UsageError extends Error {}

/** The library's names of arguments, and what a user of the command knows them by. */
const NAMES = {
  '"baseUrl"': "--base-url",
  '"locale"': "--locale",
  '"totalTimeout"': "--timeout",
  '"interval"': "--interval",
  '"customerId"': "the customer id",
  '"batchTrackingId"': "the batch tracking id",
  '"token"': "PARTNER_CENTER_TOKEN",
  '"tenantId"': "AZURE_TENANT_ID",
  '"clientId"': "AZURE_CLIENT_ID",
  '"clientSecret"': "AZURE_CLIENT_SECRET",
  '"refreshToken"': "PARTNER_CENTER_REFRESH_TOKEN",
  '"authority"': "AZURE_AUTHORITY_HOST",
  '"location"': "the location",
};

/** Makes of a wrong argument to the library a wrong use of the command. */
export function checked<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(Object.entries(NAMES).reduce((text, [from, to]) => text.replace(from, to), error.message));
  }
}
