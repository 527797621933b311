import { ApiError, type ErrorContext, InvalidResponseError } from "./errors.ts";
import type { ApiFault, BatchUploadDetails } from "./generated/openapi.ts";
import { validateApiFault, validateBatchUploadDetails } from "./generated/validators.ts";
import { redact } from "./redact.ts";
import { parseRetryAfter } from "./retry.ts";
import type { StatusRequest, StatusResponse } from "./transport.ts";

/** Advice that the server's own description lacks, by fault code. */
const FAULT_ADVICE = new Map([
  ["900420", "Get a token for https://api.partnercenter.microsoft.com: tokens for https://graph.windows.net are rejected."],
]);

/** Reads a response: the details of the requested batch, or a typed error. */
export function readResponse(
  received: StatusResponse,
  request: StatusRequest,
): { details: BatchUploadDetails; error?: never } | { details?: never; error: ApiError | InvalidResponseError } {
  const { data = "", response, isTruncated } = received;
  if (!response.ok) return { error: readFailure(received, request) };

  const invalid = (reason: string) => ({
    error: new InvalidResponseError({ ...contextOf(response, request), status: response.status, reasons: [reason] }),
  });
  if (isTruncated) return invalid('the body exceeds "maxBodySize"');
  const text = withoutByteOrderMark(data);
  const details = parseJson(text);
  if (details === undefined) return invalid(whyNotJson(text));
  if (!validateBatchUploadDetails(details)) {
    const [violation] = validateBatchUploadDetails.errors ?? [];
    return invalid(`${violation?.instancePath || "the body"} ${violation?.message}`);
  }
  const { batchTrackingId } = details;
  if (batchTrackingId && batchTrackingId.toLowerCase() !== request.upload.batchTrackingId.toLowerCase()) {
    return invalid("/batchTrackingId belongs to another batch");
  }
  return { details };
}

function readFailure({ error, response }: StatusResponse, request: StatusRequest): ApiError {
  const { secrets } = request;
  // openapi-fetch leaves JSON behind a byte order mark as text.
  const text = typeof error === "string" ? withoutByteOrderMark(error) : "";
  const json = typeof error === "string" ? parseJson(text) : error;
  const fault = faultOf(json);
  const faultCode = faultCodeOf(fault, secrets);
  const description =
    fault?.description?.trim() ||
    fault?.message?.trim() ||
    (faultCode === undefined && (json === undefined ? textOf(text, secrets) : serialize(json)));
  const advice = FAULT_ADVICE.get(faultCode ?? "");
  const parts = [
    describeStatus(response.status),
    faultCode && `, code ${faultCode}`,
    description && `: ${sentence(redact(description, secrets))}`,
    advice && ` ${advice}`,
  ];
  return new ApiError(parts.filter(Boolean).join(""), {
    ...contextOf(response, request),
    status: response.status,
    fault,
    faultCode,
    retryAfter: parseRetryAfter(response.headers.get("Retry-After"), Date.now()),
  });
}

function contextOf(
  { headers }: StatusResponse["response"],
  { upload, requestId, correlationId, secrets }: StatusRequest,
): ErrorContext {
  const id = (name: string) => redact(headers.get(name) ?? "", secrets, 100);
  return {
    upload,
    requestId: id("MS-RequestId") || requestId,
    correlationId: id("MS-CorrelationId") || correlationId,
  };
}

/** Partner Center sends one, and not every runtime's `text()` removes it. */
function withoutByteOrderMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/** Undefined if the text is not JSON. The parser's own error is dropped, because it quotes the text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Serialized again, JSON has no escapes that could hide a secret. Empty or nested too deeply, it tells a reader nothing. */
function serialize(json: unknown): string {
  try {
    const text = JSON.stringify(json);
    return ["{}", "[]", "null"].includes(text) ? "" : text;
  } catch {
    return "deeply nested JSON";
  }
}

function whyNotJson(text: string): string {
  if (text.trim() === "") return "the body is empty";
  return text.trimStart().startsWith("<") ? "the body is HTML or XML, not JSON" : "the body is not valid JSON or is truncated";
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function describeStatus(status: number): string {
  const redirect = "a redirect, not followed because it would forward the token";
  // Browsers hide the status of a redirect.
  if (status === 0) return `Partner Center responded with ${redirect}`;
  return `Partner Center responded with ${status}${[301, 302, 303, 307, 308].includes(status) ? `, ${redirect}` : ""}`;
}

/** A failure's JSON as an ApiFault. Properties of the wrong type are dropped: the others may still name the reason. */
function faultOf(json: unknown): ApiFault | undefined {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
  const fault: Record<string, unknown> = { ...json };
  while (!validateApiFault(fault)) {
    const name = validateApiFault.errors?.[0]?.instancePath.slice(1);
    if (name === undefined || !Object.hasOwn(fault, name)) return undefined;
    delete fault[name];
  }
  return fault;
}

/** The code is a number, or the same number in a string. */
function faultCodeOf(fault: ApiFault | undefined, secrets: readonly string[]): string | undefined {
  const code = fault?.code;
  return typeof code === "number" || typeof code === "string" ? redact(String(code), secrets, 40) || undefined : undefined;
}

/** The title of an HTML page; any other text as it is. */
function textOf(text: string, secrets: readonly string[]): string {
  if (!/^\s*</.test(text)) return text;
  const start = redact(text, secrets, 5000);
  return /<title[^<>]*>([^<]*)/i.exec(start)?.[1] ?? "an HTML page";
}
