import { element, facts } from "./elements.ts";
import { longText } from "./long-text.ts";
import type { Exchange, ReceivedResponse } from "./send.ts";

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** In one sentence, what came back. */
export function summarizeResponse({ request, response, duration }: Exchange): string {
  if (request === undefined) return "Nothing was sent.";
  if (response === undefined) return "No response arrived.";
  return `${statusOf(response)} after ${Math.round(duration)} ms.`;
}

function statusOf({ status, statusText, isHiddenRedirect }: ReceivedResponse): string {
  return isHiddenRedirect ? "A redirect" : `${status} ${statusText}`.trim();
}

/**
 * The response as it was received. Product keys are shown, too: these devices are not real, and the point of an emulator is to see
 * exactly what is sent.
 */
export function showResponse({ request, response }: Exchange): Node[] {
  if (response === undefined) return [element("p", {}, request === undefined ? "Nothing was sent." : "None arrived.")];
  const { status, headers, body, isCut, isHiddenRedirect } = response;
  const verdict = element("p", { className: status === 200 && !isCut ? "verdict" : "verdict failed" }, statusOf(response));
  if (isHiddenRedirect) return [verdict, element("p", {}, "Browsers hide the status and the headers of a redirect from pages.")];
  const hasMark = BYTE_ORDER_MARK.every((byte, index) => body[index] === byte);
  const text = new TextDecoder().decode(body);
  const mark = element("mark", {}, "byte order mark EF BB BF");
  return [
    verdict,
    facts(headers),
    element("p", {}, `Body: ${body.length.toLocaleString("en")} bytes${isCut ? ", then the connection was lost" : ""}`),
    ...(body.length > 0 ? [longText("Response body", text, ...(hasMark ? [mark] : []))] : []),
  ];
}
