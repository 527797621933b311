import { defaultPathSerializer } from "openapi-fetch";
import { abortable, type Stop } from "./abort.ts";
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
export type Exchange = (question: Question, signal: Stop | undefined) => Promise<Answer>;

const PATH = "/v1/customers/{customerId}/batchJobStatus/{batchTrackingId}" satisfies keyof paths;

/** Makes the function that sends one request and takes in its whole response, within `timeout` milliseconds. */
export function createExchange(options: { baseUrl: string; fetch: Fetch; timeout: number }): Exchange {
  const { fetch, timeout } = options;
  const baseUrl = options.baseUrl.replace(/\/$/, "");

  async function send(question: Question, signal: AbortSignal): Promise<Answer> {
    // Of openapi-fetch only this: its client would build Headers and a Request, which cost more than the rest of a call, and would
    // misread what is no JSON.
    const path = defaultPathSerializer(PATH, pathParameters(question.upload));
    question.url = `${baseUrl}${path}`;
    try {
      const response = await fetch(question.url, { method: "GET", headers: question.headers, redirect: "manual", signal });
      return { status: response.status, headers: response.headers, body: await response.text() };
    } catch (error) {
      throw new NetworkError(`No answer from Partner Center: ${redact(causes(error), question.secrets)}`, question);
    }
  }

  return (question, signal) =>
    abortable((ownSignal) => send(question, ownSignal), signal, {
      milliseconds: timeout,
      error: () => new NetworkError(`No complete answer from Partner Center within ${timeout / 1000} s`, question),
    });
}

/** Names them as the contract does: the compiler says where it changes. */
function pathParameters({ customerId, batchTrackingId }: BatchUpload): paths[typeof PATH]["get"]["parameters"]["path"] {
  return { customerId, batchTrackingId };
}

/** Runtimes say "fetch failed" and hide the reason in the cause, a few levels down at most. */
function causes(error: unknown, levels = 3): string {
  if (!(error instanceof Error)) return typeof error === "string" ? error : "fetch failed";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const own = error.message || code || error.name;
  return error.cause === undefined || levels === 0 ? own : `${own}: ${causes(error.cause, levels - 1)}`;
}
