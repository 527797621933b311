import { type AttemptEvent, type BatchStatusClient, type BatchStatusClientOptions, createBatchStatusClient } from "../index.ts";
import type { CommandContext } from "./context.ts";
import { formatDuration } from "./duration.ts";
import { orUsageError } from "./exit.ts";
import type { Circumstances } from "./hint.ts";
import { limitRequests } from "./limit.ts";
import { printable } from "./printable.ts";
import { signIn } from "./sign-in.ts";

export interface ConnectionOptions {
  baseUrl?: string;
  locale?: string;
  verbose?: true;
}

export interface Connection {
  client: BatchStatusClient;
  circumstances: Circumstances;
}

/** Requests sent at once, however many uploads there are: each one takes a connection, and some systems allow a process 256. */
const MAX_REQUESTS = 20;

/**
 * Creates the command's client, signed in from the environment.
 *
 * @param log - Prints a line of `--verbose`.
 * @throws UsageError
 */
export function connect(
  { baseUrl, locale, verbose }: ConnectionOptions,
  { env, fetch }: CommandContext,
  { retry, onAttempt, log }: Pick<BatchStatusClientOptions, "retry" | "onAttempt"> & { log(line: string): void },
): Connection {
  const { method, token } = signIn(env);
  const requests = limitRequests(fetch ?? globalThis.fetch, MAX_REQUESTS);
  const client = orUsageError(() =>
    createBatchStatusClient({
      token,
      baseUrl,
      locale,
      retry,
      fetch: requests.fetch,
      // Each request has its own time limit, which begins when it is sent.
      timeout: Infinity,
      onAttempt(event) {
        requests.ended(event);
        if (verbose) log(formatAttempt(event));
        onAttempt?.(event);
      },
    }),
  );
  return { client, circumstances: { signIn: method } };
}

function formatAttempt({ method, url, attempt, status, error, duration, pause, requestId }: AttemptEvent): string {
  const result = status ?? (error === undefined ? "aborted" : error.message);
  const next = pause === undefined ? "" : `, next in ${formatDuration(pause)}`;
  return printable(`${method} ${url} (${attempt}): ${result} after ${Math.round(duration)} ms, MS-RequestId ${requestId}${next}`);
}
