import type { AttemptEvent, Fetch } from "../index.ts";

/** In milliseconds, as the client's own default, which would also count the time until it is a request's turn. */
const TIMEOUT = 60_000;

/** Sends a limited number of requests at once. The others wait for their turn. */
export interface LimitedRequests {
  fetch: Fetch;
  /** Must be called after each attempt: a request occupies its connection until then. */
  ended(event: Pick<AttemptEvent, "requestId">): void;
}

export function limitRequests(send: Fetch, limit: number): LimitedRequests {
  const waiting: (() => void)[] = [];
  /** By `MS-RequestId`, what stops the timer of each request that was sent. */
  const sent = new Map<string, () => void>();

  function sendNext() {
    while (sent.size < limit && waiting.length > 0) waiting.shift()?.();
  }

  return {
    fetch: (url, init) =>
      new Promise((resolve, reject) => {
        waiting.push(() => {
          // The client no longer waits for it.
          if (init.signal.aborted) return;
          const timeout = new AbortController();
          const timer = setTimeout(() => timeout.abort(new Error(`no complete response within ${TIMEOUT / 1000} s`)), TIMEOUT);
          sent.set(init.headers.get("MS-RequestId") ?? "", () => clearTimeout(timer));
          send(url, { ...init, signal: AbortSignal.any([init.signal, timeout.signal]) }).then(resolve, reject);
        });
        sendNext();
      }),
    ended({ requestId }) {
      sent.get(requestId)?.();
      sent.delete(requestId);
      sendNext();
    },
  };
}
