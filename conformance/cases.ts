/**
 * What the vectors are made of. `npm run generate` writes each to a file of its own in conformance/vectors, which is what the
 * server reads, and what anybody else may read in any language.
 */
import { createHash } from "node:crypto";
import type { Example } from "../src/generated/examples.ts";

/** What the server answers to one batch tracking id, and what a client must know then. */
export interface Vector {
  why: string;
  batchTrackingId: string;
  /** The body is sent as UTF-8. `cut`: the connection breaks before the body is complete. `reset`: it breaks at once. */
  answer: { status: number; headers: Record<string, string>; body: string; cut?: true } | "reset";
  /** One of these. What our own client knows comes first. */
  knows: Knowledge[];
}

/**
 * Facts by JSON pointer, absent and null alike being null; a fault with its HTTP status and its code as text; or the failure of
 * the exchange, in any words.
 */
export type Knowledge =
  | { facts: Record<string, string | number | null> }
  | { fault: { status: number; code: string | null } }
  | { failure: string };

interface Case extends Omit<Vector, "batchTrackingId"> {
  name: string;
  batchTrackingId?: string;
}

/** Every vector by its name: one for each example of the contract, and more. */
export function vectors(examples: readonly Example[]): Record<string, Vector> {
  const made = [
    ...examples.map(fromExample),
    ...times(),
    ...nulls(),
    ...members(),
    ...texts(),
    ...bodies(),
    ...faults(),
    ...failures(),
  ];
  return Object.fromEntries(
    made.map(({ name, why, batchTrackingId = idOf(name), answer, knows }) => [name, { why, batchTrackingId, answer, knows }]),
  );
}

// --- the cases ---------------------------------------------------------------------------------------------------------------

function fromExample({ name, status, summary, body }: Example): Case {
  if (status !== 200) return fault(name, summary, status, body);
  // Sound because the tests hold each example to its schema.
  const batch = body as Batch;
  return { ...details(name, summary, batch), ...(batch.batchTrackingId != null && { batchTrackingId: batch.batchTrackingId }) };
}

function times(): Case[] {
  const time = (name: string, why: string, startedTime: string | null) =>
    details(name, why, { status: "finished", startedTime, completedTime: "2017-07-25T10:10:00", devicesStatus: [REGISTERED] });
  return [
    time("timeWithoutOffset", "A time without an offset, which is UTC", "2017-03-26T02:30:00"),
    time("timeUtc", "A time with Z", "2017-07-25T10:00:00Z"),
    time("timeOffset", "A time with an offset of half an hour", "2017-07-25T15:30:00+05:30"),
    time("timeSevenDigits", "Seven fraction digits", "2017-07-25T10:00:00.1234567"),
    time("timeSevenDigitsOffset", "Seven fraction digits and an offset", "2017-07-25T03:00:00.0000000-07:00"),
    time("timeYear0001", "The year 0001, which says that the time is not set", "0001-01-01T00:00:00"),
    time("timeEmpty", "An empty text where the time is not set", ""),
    time("timeNull", "Null where the time is not set", null),
    details("timeAbsent", "No member where the time is not set", { status: "finished", devicesStatus: [REGISTERED] }),
  ];
}

function nulls(): Case[] {
  const ofBatch = ["batchTrackingId", "completedTime", "devicesStatus", "attributes"];
  const ofDevice = ["deviceId", "serialNumber", "productKey", "status", "errorCode", "errorDescription", "attributes"];
  const capitalized = (name: string) => name[0]?.toUpperCase() + name.slice(1);
  return [
    ...ofBatch.map((member) =>
      details(`nullBatch${capitalized(member)}`, `Null in the batch's place for ${member}`, { ...BATCH, [member]: null }),
    ),
    ...ofDevice.map((member) =>
      details(`nullDevice${capitalized(member)}`, `Null in the device's place for ${member}`, {
        ...BATCH,
        devicesStatus: [{ ...FAILED, [member]: null }],
      }),
    ),
    details("nullObjectType", "The members of the attributes are null", {
      ...BATCH,
      attributes: { objectType: null, etag: null },
    }),
  ];
}

function members(): Case[] {
  const unknown = { addedLater: "text", addedObject: { depth: [1, { two: null }] }, addedList: [true, 0.5], addedNull: null };
  return [
    details("onlyStatus", "No member but the status", { status: "processing" }),
    details("noDevices", "A list of no devices", { ...BATCH, devicesStatus: [] }),
    details("emptyDevice", "A device without any member", { ...BATCH, devicesStatus: [{}] }),
    details("unknownMembersOfBatch", "Members of the batch that nobody documented", { ...BATCH, ...unknown }),
    details("unknownMembersOfDevice", "Members of a device that nobody documented", {
      ...BATCH,
      devicesStatus: [{ ...FAILED, ...unknown }],
    }),
    details("unknownMembersOfAttributes", "Members of the attributes that nobody documented", {
      ...BATCH,
      attributes: { objectType: "BatchUploadDetails", ...unknown },
    }),
    details("etag", "Attributes with an etag", { ...BATCH, attributes: { objectType: "BatchUploadDetails", etag: 'W/"1"' } }),
    details("manyDevices", "5,000 devices", {
      ...BATCH,
      devicesStatus: [
        ...Array.from({ length: 4999 }, (_, index) => ({ serialNumber: String(index + 1), status: "finished" })),
        { ...FAILED, serialNumber: "5000" },
      ],
    }),
  ];
}

function texts(): Case[] {
  const statuses = (name: string, why: string, batch: string, device: string) =>
    details(name, why, { ...BATCH, status: batch, devicesStatus: [{ ...REGISTERED, status: device }] });
  const code = (name: string, why: string, errorCode: string) =>
    details(name, why, { ...BATCH, devicesStatus: [{ ...FAILED, errorCode }] });
  const described = "Gerät ﬁ 設備 🖥️ 𝔘 ı İ";
  const unicode = { ...BATCH, devicesStatus: [{ ...FAILED, serialNumber: "𝟙𝟚𝟛", errorDescription: described }] };
  return [
    statuses("unknownBatchStatus", "A status of the batch that nobody documented", "paused", "finished"),
    statuses("unknownDeviceStatus", "A status of the device that nobody documented", "finished", "awaiting-approval"),
    statuses("statusUnknown", "The documented status that is called unknown", "unknown", "unknown"),
    statuses("statusCapitalized", "Statuses in the letter case of Microsoft's SDKs", "Finished", "Finished_With_Errors"),
    statuses("statusUpperCase", "Statuses in upper case, with the letter I that Turkish has two of", "FINISHED", "IN-PROGRESS"),
    code("errorCodeZero", "An error code 0, which is none", "0"),
    code("errorCodeEmpty", "An empty error code, which is none", ""),
    code("errorCodeText", "An error code that is no number", "ZTD_808"),
    details("unicode", "Letters beyond the basic plane, as UTF-8", unicode),
    raw(
      "unicodeEscaped",
      "Letters beyond the basic plane, as pairs of escapes",
      escaped(JSON.stringify(unicode)),
      factsOf(unicode),
    ),
  ];
}

function bodies(): Case[] {
  const text = JSON.stringify(BATCH);
  const typed = (name: string, why: string, contentType: string) =>
    raw(name, why, text, factsOf(BATCH), { "Content-Type": contentType });
  return [
    raw(
      "byteOrderMark",
      "The body begins with a byte order mark, as those of Partner Center do",
      `\ufeff${text}`,
      factsOf(BATCH),
    ),
    raw("whiteSpace", "White space around every token", `\r\n ${JSON.stringify(BATCH, undefined, "\t")}\r\n`, factsOf(BATCH)),
    typed("charsetAbsent", "A content type without a charset", "application/json"),
    typed("charsetUpperCase", "A charset in upper case", "application/json; charset=UTF-8"),
    typed("charsetQuoted", "A charset in quotes, without a space", 'application/json;charset="utf-8"'),
    raw("chunked", "A body whose length is not told beforehand", text, factsOf(BATCH), {
      "Content-Type": JSON_TYPE,
      "Transfer-Encoding": "chunked",
    }),
    raw("numberForText", "Numbers where the contract has texts: read as text, or refused", numbersForTexts, [
      { failure: "not what the contract says" },
      factsOf({ ...BATCH, devicesStatus: [{ serialNumber: "1234567890", status: "finished_with_errors", errorCode: "808" }] }),
    ]),
    raw("statusAbsent", "An answer without a status: refused, or no status is known", "{}", NOTHING_KNOWN),
    raw("statusNull", "An answer whose status is null: refused, or no status is known", '{"status":null}', NOTHING_KNOWN),
    raw("listForObject", "A list where an object is due: refused, or no status is known", "[]", NOTHING_KNOWN),
    raw("nullForObject", "Null where an object is due: refused, or no status is known", "null", NOTHING_KNOWN),
  ];
}

function faults(): Case[] {
  const described = { description: "A fault.", source: "PartnerFD" };
  const html = "<html><head><title>Error</title></head><body>&nbsp;</body></html>";
  const without = (name: string, why: string, status: number, contentType: string, body: string): Case => ({
    name,
    why,
    answer: { status, headers: { "Content-Type": contentType }, body },
    knows: [{ fault: { status, code: null } }],
  });
  return [
    fault("methodNotAllowed", "A status that the contract leaves to its default", 405, { code: 405, ...described }),
    fault("notAcceptable", "A status that the contract leaves to its default", 406, { code: 406, ...described }),
    fault("requestTimeout", "A status that the contract leaves to its default", 408, { code: 408, ...described }),
    fault("conflict", "A status that the contract leaves to its default", 409, { code: 409, ...described }),
    fault("faultCodeQuoted", "A fault's code as a text", 403, { code: "20002", ...described }),
    fault("faultCodeNull", "A fault's code is null", 400, { code: null, ...described }),
    fault("faultDataObject", "A fault's data is an object", 400, { code: 3000, data: { property: "customer-id" }, ...described }),
    fault("faultDataObjects", "A fault's data is a list of objects", 400, {
      code: 3000,
      data: [{ property: "id" }],
      ...described,
    }),
    fault("faultDataNull", "A fault whose members are null", 500, { code: 800003, description: null, data: null, source: null }),
    fault("faultUnknownMembers", "A fault with members that nobody documented", 403, {
      code: 2032,
      ...described,
      inner: { at: [1] },
    }),
    fault("faultHtmlEntities", "A description with HTML entities", 400, { code: 2000, description: "&quot;id&quot; &amp; more" }),
    fault("faultJsonInText", "A description that is a JSON document", 500, { code: 1, description: '{"error":{"code":2}}' }),
    fault(
      "throttledWithRetryAfter",
      "A throttled request, with Retry-After",
      429,
      { statusCode: 429, message: "Rate limit is exceeded." },
      {
        "Retry-After": "1",
      },
    ),
    fault(
      "busyUntil",
      "A busy server, with a date in Retry-After",
      503,
      { code: 800003, ...described },
      {
        "Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT",
      },
    ),
    without("htmlUnauthorized", "A web page instead of a fault", 401, "text/html", html),
    without("htmlBadGateway", "A web page from a gateway", 502, "text/html; charset=utf-8", html),
    without("htmlCalledJson", "A web page that says it is JSON", 503, JSON_TYPE, html),
    without("emptyForbidden", "An empty body, as Partner Center was seen to answer", 403, JSON_TYPE, ""),
    without("emptyServerError", "An empty body", 500, "text/plain", ""),
    without("textServerError", "A body of plain words", 500, "text/plain", "The service is unavailable."),
  ];
}

function failures(): Case[] {
  const refused = (name: string, why: string, body: string, contentType = JSON_TYPE): Case => ({
    name,
    why,
    answer: { status: 200, headers: { "Content-Type": contentType }, body },
    knows: [{ failure: "no answer that can be read" }],
  });
  const half = JSON.stringify(BATCH).slice(0, 60);
  return [
    refused("htmlForJson", "A web page with status 200", "<html><body>Sign in</body></html>", "text/html"),
    refused(
      "xmlForJson",
      "XML with status 200",
      "<BatchUploadDetails><Status>finished</Status></BatchUploadDetails>",
      "application/xml",
    ),
    refused("emptyBody", "An empty body with status 200", ""),
    refused("halfADocument", "JSON that ends in the middle", half),
    { ...refused("cutBody", "The connection breaks in the middle of the body", half), ...cut(half) },
    {
      name: "reset",
      why: "The connection breaks before anything is answered",
      answer: "reset",
      knows: [{ failure: "no answer" }],
    },
  ];
}

// --- what they are made with -------------------------------------------------------------------------------------------------

interface Attributes {
  objectType?: string | null;
  etag?: string | null;
}

interface Device {
  deviceId?: string | null;
  serialNumber?: string | null;
  productKey?: string | null;
  status?: string | null;
  errorCode?: string | null;
  errorDescription?: string | null;
  attributes?: Attributes | null;
}

interface Batch {
  batchTrackingId?: string | null;
  status: string;
  startedTime?: string | null;
  completedTime?: string | null;
  devicesStatus?: readonly Device[] | null;
  attributes?: Attributes | null;
}

const JSON_TYPE = "application/json; charset=utf-8";
const REGISTERED: Device = { serialNumber: "1234567890", status: "finished" };
const FAILED: Device & Record<string, unknown> = {
  deviceId: "5a9e2c7b-1f4d-4e0a-9c3b-7d6f8e2a1b40",
  serialNumber: "1234567890",
  productKey: "12345-67890-09876-54321-13579",
  status: "finished_with_errors",
  errorCode: "808",
  errorDescription: "ZtdDeviceAssignedToOtherTenant",
  attributes: { objectType: "DeviceUploadDetails" },
};
const BATCH: Batch & Record<string, unknown> = {
  status: "finished_with_errors",
  startedTime: "2017-07-25T10:00:00",
  completedTime: "2017-07-25T10:10:00",
  devicesStatus: [FAILED],
  attributes: { objectType: "BatchUploadDetails" },
};
const NOTHING_KNOWN: Knowledge[] = [
  { failure: "not what the contract says" },
  { facts: { "/status": null } },
  { facts: { "/status": "" } },
];
const numbersForTexts = JSON.stringify({
  ...BATCH,
  devicesStatus: [{ serialNumber: 1234567890, status: "finished_with_errors", errorCode: 808 }],
});

function details(name: string, why: string, batch: Batch): Case {
  return raw(name, why, JSON.stringify(batch), factsOf(batch));
}

function raw(
  name: string,
  why: string,
  body: string,
  knows: Knowledge | Knowledge[],
  headers: Record<string, string> = { "Content-Type": JSON_TYPE },
): Case {
  return { name, why, answer: { status: 200, headers, body }, knows: [knows].flat() };
}

function fault(name: string, why: string, status: number, body: object, headers: Record<string, string> = {}): Case {
  const { code = null } = body as { code?: string | number | null }; // Sound because every fault here is written so.
  return {
    name,
    why,
    answer: { status, headers: { "Content-Type": JSON_TYPE, ...headers }, body: JSON.stringify(body) },
    knows: [{ fault: { status, code: code === null ? null : String(code) } }],
  };
}

function cut(body: string): Pick<Case, "answer"> {
  return { answer: { status: 200, headers: { "Content-Type": JSON_TYPE }, body, cut: true } };
}

/** What is to be known of a batch: of its devices, how many there are, the first, and how the last one fared. */
function factsOf(batch: Batch): { facts: Record<string, string | number | null> } {
  const first = batch.devicesStatus?.[0];
  const last = batch.devicesStatus?.at(-1);
  return {
    facts: {
      "/batchTrackingId": batch.batchTrackingId ?? null,
      "/status": batch.status,
      "/startedTime": batch.startedTime ?? null,
      "/completedTime": batch.completedTime ?? null,
      "/attributes/objectType": batch.attributes?.objectType ?? null,
      "/attributes/etag": batch.attributes?.etag ?? null,
      "/devicesStatus/length": batch.devicesStatus?.length ?? 0,
      "/devicesStatus/0/deviceId": first?.deviceId ?? null,
      "/devicesStatus/0/serialNumber": first?.serialNumber ?? null,
      "/devicesStatus/0/productKey": first?.productKey ?? null,
      "/devicesStatus/0/status": first?.status ?? null,
      "/devicesStatus/0/errorCode": first?.errorCode ?? null,
      "/devicesStatus/0/errorDescription": first?.errorDescription ?? null,
      "/devicesStatus/0/attributes/objectType": first?.attributes?.objectType ?? null,
      "/devicesStatus/last/serialNumber": last?.serialNumber ?? null,
      "/devicesStatus/last/errorCode": last?.errorCode ?? null,
    },
  };
}

/** With every character beyond ASCII as an escape: the same text to whoever reads JSON, and nothing invisible to whoever looks. */
export function escaped(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** An id that stays the same whatever comes before it. */
function idOf(name: string): string {
  const digits = createHash("sha256").update(name).digest("hex");
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
