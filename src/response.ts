import { ApiError, type ErrorContext, InvalidResponseError } from "./errors.ts";
import type { ApiFault, BatchUploadDetails } from "./generated/openapi.ts";
import { type ValidationError, validateApiFault, validateBatchUploadDetails } from "./generated/validators.ts";
import { redact } from "./redact.ts";
import { parseRetryAfter } from "./retry.ts";
import type { Answer, Question } from "./transport.ts";

const MOST_REASONS = 20;

/** Decides what an answer is: the batch that was asked for, or a typed error. */
export function judge(answer: Answer, question: Question): BatchUploadDetails {
  if (answer.status < 200 || answer.status > 299) throw apiError(answer, question);

  const text = withoutByteOrderMark(answer.body);
  const details = parseJson(text);
  const invalid = (reasons: string[]) =>
    new InvalidResponseError({ ...contextOf(answer, question), status: answer.status, reasons });
  if (details === undefined) throw invalid([whyNotJson(text)]);
  if (!validateBatchUploadDetails(details)) throw invalid(reasonsOf(validateBatchUploadDetails.errors ?? []));
  const { batchTrackingId } = details;
  if (batchTrackingId && batchTrackingId.toLowerCase() !== question.upload.batchTrackingId.toLowerCase()) {
    throw invalid(["/batchTrackingId is that of another batch"]);
  }
  return details;
}

function contextOf({ headers }: Answer, { upload, requestId, correlationId, secrets }: Question): ErrorContext {
  const id = (name: string) => redact(headers.get(name) ?? "", secrets, 100);
  return {
    upload,
    requestId: id("MS-RequestId") || requestId,
    correlationId: id("MS-CorrelationId") || correlationId,
  };
}

/** Not every runtime's `text()` takes it away, and Partner Center sends one. */
function withoutByteOrderMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/** Undefined where the text is no JSON. The parser's own error is not kept, for it quotes the text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function whyNotJson(text: string): string {
  if (text.trim() === "") return "the body is empty";
  return text.trimStart().startsWith("<") ? "the body is HTML or XML, not JSON" : "the body is not JSON, or is cut off";
}

function reasonsOf(errors: readonly ValidationError[]): string[] {
  const reasons = errors.slice(0, MOST_REASONS).map(({ instancePath, message }) => `${instancePath || "the body"} ${message}`);
  return errors.length > MOST_REASONS ? [...reasons, `and ${errors.length - MOST_REASONS} more`] : reasons;
}

/** What the server's words alone do not tell. */
const ADVICE = new Map([
  ["900420", "Ask for a token for https://api.partnercenter.microsoft.com: those for https://graph.windows.net are refused."],
]);

function apiError(answer: Answer, question: Question): ApiError {
  const { status, headers, body } = answer;
  const { secrets } = question;
  const text = withoutByteOrderMark(body);
  const json = parseJson(text);
  const fault = faultOf(json);
  const faultCode = codeOf(fault, secrets);
  // Written anew, JSON has no escapes in which a secret could hide.
  const rest = json === undefined ? textOf(text, secrets) : JSON.stringify(json);
  const words = fault?.description?.trim() || fault?.message?.trim() || (faultCode === undefined ? rest : "");
  const what = [answered(status), faultCode && `, code ${faultCode}`, words && `: ${sentence(redact(words, secrets))}`];
  const advice = ADVICE.get(faultCode ?? "");
  return new ApiError(what.filter(Boolean).join("") + (advice ? ` ${advice}` : ""), {
    ...contextOf(answer, question),
    status,
    fault,
    faultCode,
    retryAfter: parseRetryAfter(headers.get("Retry-After"), Date.now()),
  });
}

function sentence(words: string): string {
  return /[.!?…]$/.test(words) ? words : `${words}.`;
}

function answered(status: number): string {
  const redirect = "a redirect, which is not followed, so that the token goes nowhere else";
  // Browsers hide the status of a redirect.
  if (status === 0) return `Partner Center answered with ${redirect}`;
  return `Partner Center answered ${status}${[301, 302, 303, 307, 308].includes(status) ? `, ${redirect}` : ""}`;
}

/** An answer of failure as far as it is a fault: members of a wrong type are left out, for the rest may still say why. */
function faultOf(value: unknown): ApiFault | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const fault: Record<string, unknown> = { ...value };
  if (validateApiFault(fault)) return fault;
  for (const { instancePath } of validateApiFault.errors ?? []) delete fault[instancePath.slice(1)];
  return validateApiFault(fault) ? fault : undefined;
}

/** The code is a number or the same number in a string. */
function codeOf(fault: ApiFault | undefined, secrets: readonly string[]): string | undefined {
  const code = fault?.code;
  return typeof code === "number" || typeof code === "string" ? redact(String(code), secrets, 40) || undefined : undefined;
}

/** What a body that is no fault says: an HTML page its title, any other text itself. */
function textOf(text: string, secrets: readonly string[]): string {
  if (!/^\s*</.test(text)) return text;
  const start = redact(text, secrets, 5000);
  return /<title[^<>]*>([^<]*)/i.exec(start)?.[1] ?? "an HTML page";
}
