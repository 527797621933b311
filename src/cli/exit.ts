import { ArgumentError } from "../argument-error.ts";
import { allSucceeded, type BatchUploadDetails, isFinished } from "../index.ts";

export const EXIT = { succeeded: 0, finished: 1, usage: 2, failure: 3, running: 4, interrupted: 130, outputClosed: 141 };

export function exitCodeOf(details: BatchUploadDetails): number {
  if (!isFinished(details)) return EXIT.running;
  return allSucceeded(details) ? EXIT.succeeded : EXIT.finished;
}

/** The exit code for several uploads: unknown is worse than still running, which is worse than finished with failures. */
export function mostSevere(codes: readonly number[]): number {
  return [EXIT.failure, EXIT.running, EXIT.finished].find((code) => codes.includes(code)) ?? EXIT.succeeded;
}

/** The command was used incorrectly. The message says how to correct it. */
export class UsageError extends Error {
  /** Lines to print below the message, as they are. */
  readonly instructions: string | undefined;

  constructor(message: string, instructions?: string) {
    super(message);
    this.instructions = instructions;
  }
}

/** The library's arguments, by the names that users of the command know. */
const DISPLAY_NAMES: Readonly<Record<string, string>> = {
  baseUrl: "--base-url",
  locale: "--locale",
  totalTimeout: "--timeout",
  interval: "--interval",
  customerId: "the customer id",
  batchTrackingId: "the batch tracking id",
  location: "the location",
  token: "PARTNER_CENTER_TOKEN",
  tenantId: "AZURE_TENANT_ID",
  clientId: "AZURE_CLIENT_ID",
  clientSecret: "AZURE_CLIENT_SECRET",
  refreshToken: "PARTNER_CENTER_REFRESH_TOKEN",
  authority: "AZURE_AUTHORITY_HOST",
};

export function displayNameOf(argument: string): string {
  return DISPLAY_NAMES[argument] ?? argument;
}

/** Turns a wrong argument to the library into a usage error of the command. */
export function orUsageError<T>(work: () => T, displayName = displayNameOf): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof ArgumentError ? new UsageError(`${displayName(error.argument)} ${error.problem}`) : error;
  }
}
