import createClient from "openapi-fetch";
import { abortable } from "./abort.ts";
import { NetworkError } from "./errors.ts";
import type { paths } from "./generated/openapi.ts";
import type { BatchUpload } from "./location.ts";
import { redact } from "./redact.ts";

/** What the client asks of a `fetch`. Every runtime's own is one, and so is a handler in a test. */
export type Fetch = (
  url: string,
  init: { method: "GET"; headers: Record<string, string>; redirect: "manual"; signal: AbortSignal },
) => Promise<Response>;

/** One request, ready to be sent. */
export interface Question {
  upload: BatchUpload;
  headers: Record<string, string>;
  requestId: string;
  correlationId: string;
  /** What must not appear in any message. */
  secrets: readonly string[];
  /** Where it went to, once it has been sent. */
  url?: string;
}

/** A response that has arrived in full. */
export interface Answer {
  status: number;
  headers: Pick<Headers, "get">;
  body: string;
}

/** Sends one request and takes in its whole response. */
export type Exchange = (question: Question, signal: AbortSignal | undefined) => Promise<Answer>;

// openapi-fetch forms the address, checked by the types of the contract, and is kept from all else: of a `Request`, which costs more
// than the rest of a call, it reads only the method, and of a response it would misread the body.

/** Makes the function that sends one request and takes in its whole response, within `timeout` milliseconds. */
export function createExchange(options: { baseUrl: string; fetch: Fetch; timeout: number }): Exchange {
  const { baseUrl, fetch, timeout } = options;
  // Sound because openapi-fetch constructs it with (url, init) and reads only `method` of it.
  const api = createClient<paths>({ baseUrl, Request: PlainRequest as unknown as typeof Request });

  async function send(question: Question, signal: AbortSignal): Promise<Answer> {
    const { upload, headers } = question;
    const received: { answer?: Answer } = {};
    await api.GET("/v1/customers/{customerId}/batchJobStatus/{batchTrackingId}", {
      params: { path: upload },
      fetch: async ({ url }) => {
        question.url = url;
        received.answer = await receive(fetch, url, { method: "GET", headers, redirect: "manual", signal }).catch((error) => {
          throw new NetworkError(`No answer from Partner Center: ${redact(causes(error), question.secrets)}`, question);
        });
        return NOTHING_TO_READ;
      },
    });
    if (received.answer === undefined) throw new Error("openapi-fetch sent nothing");
    return received.answer;
  }

  return (question, signal) =>
    abortable((ownSignal) => send(question, ownSignal), signal, {
      milliseconds: timeout,
      error: () => new NetworkError(`No complete answer from Partner Center within ${timeout / 1000} s`, question),
    });
}

async function receive(fetch: Fetch, ...request: Parameters<Fetch>): Promise<Answer> {
  const response = await fetch(...request);
  return { status: response.status, headers: response.headers, body: await response.text() };
}

class PlainRequest {
  readonly url: string;
  readonly method: string;
  constructor(url: string, init: { method: string }) {
    this.url = url;
    this.method = init.method;
  }
}

// Sound because openapi-fetch reads nothing else of a response without content.
const NOTHING_TO_READ = { ok: true, status: 204, headers: { get: () => null } } as unknown as Response;

/** Runtimes say "fetch failed" and hide the reason in the cause, a few levels down at most. */
function causes(error: unknown, levels = 3): string {
  if (!(error instanceof Error)) return typeof error === "string" ? error : "fetch failed";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const own = error.message || code || error.name;
  return error.cause === undefined || levels === 0 ? own : `${own}: ${causes(error.cause, levels - 1)}`;
}
