import { allSucceeded, type BatchUploadDetails, isFinished } from "../index.ts";

/** What the command's exit codes mean. */
export const EXIT = { succeeded: 0, finished: 1, usage: 2, failure: 3, running: 4 };

/** The command was called the wrong way. Its message says what to do. */
export class UsageError extends Error {}

export function exitCodeOf(details: BatchUploadDetails): number {
  if (!isFinished(details)) return EXIT.running;
  return allSucceeded(details) ? EXIT.succeeded : EXIT.finished;
}
