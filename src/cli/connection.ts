import { type AttemptEvent, type BatchStatusClient, type BatchStatusClientOptions, createBatchStatusClient } from "../index.ts";
import type { CommandContext } from "./context.ts";
import { formatDuration } from "./duration.ts";
import { displayNameOf, orUsageError } from "./exit.ts";
import type { Circumstances } from "./hint.ts";
import { limitRequests } from "./limit.ts";
import { printable } from "./printable.ts";
import { createFetch, proxyFor, type Send } from "./proxy.ts";
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
  { baseUrl: givenUrl, locale, verbose }: ConnectionOptions,
  { env, fetch, stderr }: CommandContext,
  { retry, onAttempt, log }: Pick<BatchStatusClientOptions, "retry" | "onAttempt"> & { log(line: string): void },
): Connection {
  const send = createFetch(env);
  const { method, description, token } = signIn(env, verbose ? logged(send, log) : send);
  const baseUrl = givenUrl ?? (env["PARTNER_CENTER_BASE_URL"]?.trim() || undefined);
  const requests = limitRequests(fetch ?? send, MAX_REQUESTS);
  const client = orUsageError(
    () =>
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
    (argument) => (argument === "baseUrl" && givenUrl === undefined ? "PARTNER_CENTER_BASE_URL" : displayNameOf(argument)),
  );
  const proxy = proxyFor(baseUrl ?? "https://api.partnercenter.microsoft.com", env)?.origin;
  // Before any progress is shown.
  if (verbose)
    stderr.write(`${printable(`Signing in with ${description}${proxy === undefined ? "" : `, through the proxy ${proxy}`}`)}\n`);
  return { client, circumstances: { signIn: method, baseUrl, proxy } };
}

function formatAttempt({ method, url, attempt, status, error, duration, pause, requestId }: AttemptEvent): string {
  const result = status ?? (error === undefined ? "aborted" : error.message);
  const next = pause === undefined ? "" : `, next in ${formatDuration(pause)}`;
  return printable(`${method} ${url} (${attempt}): ${result} after ${Math.round(duration)} ms, MS-RequestId ${requestId}${next}`);
}

/** Logs token requests: never their bodies, nor a runtime's errors, which may quote them. */
function logged(send: Send, log: (line: string) => void): Send {
  return async (url, init) => {
    const start = performance.now();
    const end = (result: string | number) =>
      log(printable(`${init.method} ${url}: ${result} after ${Math.round(performance.now() - start)} ms`));
    try {
      const response = await send(url, init);
      end(response.status);
      return response;
    } catch (error) {
      end("no response");
      throw error;
    }
  };
}
