/**
 * The test vectors. `npm run generate` writes each to a file in conformance/vectors, from which the vector server reads them, and
 * which programs in other languages can read as well.
 */
import { createHash } from "node:crypto";
import type { Example } from "../src/generated/examples.ts";

/** The server's response for one batch tracking id, and what a client must read from it. */
export interface Vector {
  description: string;
  batchTrackingId: string;
  /** The body is sent as UTF-8. `cut`: the connection closes before the body is complete. `reset`: it closes without a response. */
  response: { status: number; headers: Record<string, string>; body: string; cut?: true } | "reset";
  /** The results that are correct; a client has to print one of them. Our own client's result is the first. */
  expected: Expectation[];
}

/**
 * The facts of a batch by JSON pointer, null for absent and null properties alike; the HTTP status of an ApiFault with its code as
 * text; or a failure, whose text may be anything.
 */
export type Expectation =
  | { facts: Record<string, string | number | null> }
  | { apiFault: { status: number; code: string | null } }
  | { failure: string };

interface Case extends Omit<Vector, "batchTrackingId"> {
  name: string;
  batchTrackingId?: string;
}

/** All vectors by name. There is one for each example of the contract, and more. */
export function vectors(examples: readonly Example[]): Record<string, Vector> {
  const cases = [
    ...examples.map(fromExample),
    ...times(),
    ...nulls(),
    ...members(),
    ...texts(),
    ...bodies(),
    ...apiFaults(),
    ...failures(),
  ];
  return Object.fromEntries(
    cases.map(({ name, description, batchTrackingId = idOf(name), response, expected }) => [
      name,
      { description, batchTrackingId, response, expected },
    ]),
  );
}

// --- the cases ---------------------------------------------------------------------------------------------------------------

function fromExample({ name, status, summary, body }: Example): Case {
  if (status !== 200) return apiFault(name, summary, status, body);
  // Safe: the tests validate each example against its schema.
  const batch = body as Batch;
  return { ...details(name, summary, batch), ...(batch.batchTrackingId != null && { batchTrackingId: batch.batchTrackingId }) };
}

function times(): Case[] {
  const time = (name: string, description: string, startedTime: string | null) =>
    details(name, description, {
      status: "finished",
      startedTime,
      completedTime: "2017-07-25T10:10:00",
      devicesStatus: [REGISTERED],
    });
  return [
    time("timeWithoutOffset", "A time without an offset, which means UTC", "2017-03-26T02:30:00"),
    time("timeUtc", "A time with Z", "2017-07-25T10:00:00Z"),
    time("timeOffset", "A time with an offset of half an hour", "2017-07-25T15:30:00+05:30"),
    time("timeSevenDigits", "A time with seven fraction digits", "2017-07-25T10:00:00.1234567"),
    time("timeSevenDigitsOffset", "A time with seven fraction digits and an offset", "2017-07-25T03:00:00.0000000-07:00"),
    time("timeYear0001", "A time in the year 0001, which means that it is not set", "0001-01-01T00:00:00"),
    time("timeEmpty", "A time that is an empty string", ""),
    time("timeNull", "A time that is null", null),
    details("timeAbsent", "An absent time", { status: "finished", devicesStatus: [REGISTERED] }),
  ];
}

function nulls(): Case[] {
  const ofBatch = ["batchTrackingId", "completedTime", "devicesStatus", "attributes"];
  const ofDevice = ["deviceId", "serialNumber", "productKey", "status", "errorCode", "errorDescription", "attributes"];
  const capitalized = (name: string) => name[0]?.toUpperCase() + name.slice(1);
  return [
    ...ofBatch.map((member) =>
      details(`nullBatch${capitalized(member)}`, `The batch's ${member} is null`, { ...BATCH, [member]: null }),
    ),
    ...ofDevice.map((member) =>
      details(`nullDevice${capitalized(member)}`, `The device's ${member} is null`, {
        ...BATCH,
        devicesStatus: [{ ...FAILED, [member]: null }],
      }),
    ),
    details("nullObjectType", "The properties of the attributes are null", {
      ...BATCH,
      attributes: { objectType: null, etag: null },
    }),
  ];
}

function members(): Case[] {
  const unknown = { addedLater: "text", addedObject: { depth: [1, { two: null }] }, addedList: [true, 0.5], addedNull: null };
  return [
    details("onlyStatus", "Only the status", { status: "processing" }),
    details("noDevices", "An empty list of devices", { ...BATCH, devicesStatus: [] }),
    details("emptyDevice", "A device without properties", { ...BATCH, devicesStatus: [{}] }),
    details("unknownMembersOfBatch", "Undocumented properties of the batch", { ...BATCH, ...unknown }),
    details("unknownMembersOfDevice", "Undocumented properties of a device", {
      ...BATCH,
      devicesStatus: [{ ...FAILED, ...unknown }],
    }),
    details("unknownMembersOfAttributes", "Undocumented properties of the attributes", {
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
  const statuses = (name: string, description: string, batch: string, device: string) =>
    details(name, description, { ...BATCH, status: batch, devicesStatus: [{ ...REGISTERED, status: device }] });
  const code = (name: string, description: string, errorCode: string) =>
    details(name, description, { ...BATCH, devicesStatus: [{ ...FAILED, errorCode }] });
  const described = "Gerät ﬁ 設備 🖥️ 𝔘 ı İ";
  const unicode = { ...BATCH, devicesStatus: [{ ...FAILED, serialNumber: "𝟙𝟚𝟛", errorDescription: described }] };
  return [
    statuses("unknownBatchStatus", "An undocumented status of the batch", "paused", "finished"),
    statuses("unknownDeviceStatus", "An undocumented status of a device", "finished", "awaiting-approval"),
    statuses("statusUnknown", "The documented status unknown", "unknown", "unknown"),
    statuses("statusCapitalized", "Statuses capitalized as in Microsoft's SDKs", "Finished", "Finished_With_Errors"),
    statuses(
      "statusUpperCase",
      "Statuses in upper case, with the letter I, whose lower case differs in Turkish",
      "FINISHED",
      "IN-PROGRESS",
    ),
    code("errorCodeZero", "The error code 0, which is not an error", "0"),
    code("errorCodeEmpty", "An empty error code, which is not an error", ""),
    code("errorCodeText", "An error code that is not a number", "ZTD_808"),
    details("unicode", "Characters beyond the Basic Multilingual Plane, as UTF-8", unicode),
    raw(
      "unicodeEscaped",
      "Characters beyond the Basic Multilingual Plane, as escaped surrogate pairs",
      escaped(JSON.stringify(unicode)),
      factsOf(unicode),
    ),
  ];
}

function bodies(): Case[] {
  const text = JSON.stringify(BATCH);
  const typed = (name: string, description: string, contentType: string) =>
    raw(name, description, text, factsOf(BATCH), { "Content-Type": contentType });
  return [
    raw(
      "byteOrderMark",
      "A body that begins with a byte order mark, like those of Partner Center",
      `\ufeff${text}`,
      factsOf(BATCH),
    ),
    raw("whiteSpace", "White space around all JSON tokens", `\r\n ${JSON.stringify(BATCH, undefined, "\t")}\r\n`, factsOf(BATCH)),
    typed("charsetAbsent", "A content type without a charset", "application/json"),
    typed("charsetUpperCase", "A charset in upper case", "application/json; charset=UTF-8"),
    typed("charsetQuoted", "A charset in quotes, without a space", 'application/json;charset="utf-8"'),
    raw("chunked", "A chunked body without Content-Length", text, factsOf(BATCH), {
      "Content-Type": JSON_TYPE,
      "Transfer-Encoding": "chunked",
    }),
    raw("numberForText", "Numbers instead of strings, which are read as strings or rejected", NUMBERS_FOR_STRINGS, [
      { failure: "does not match the contract" },
      factsOf({ ...BATCH, devicesStatus: [{ serialNumber: "1234567890", status: "finished_with_errors", errorCode: "808" }] }),
    ]),
    raw("statusAbsent", "A body without a status, which is rejected or read without a status", "{}", NO_STATUS),
    raw("statusNull", "A status that is null, which is rejected or read without a status", '{"status":null}', NO_STATUS),
    raw("listForObject", "A list instead of an object, which is rejected or read without a status", "[]", NO_STATUS),
    raw("nullForObject", "Null instead of an object, which is rejected or read without a status", "null", NO_STATUS),
  ];
}

function apiFaults(): Case[] {
  const described = { description: "An error.", source: "PartnerFD" };
  const html = "<html><head><title>Error</title></head><body>&nbsp;</body></html>";
  const without = (name: string, description: string, status: number, contentType: string, body: string): Case => ({
    name,
    description,
    response: { status, headers: { "Content-Type": contentType }, body },
    expected: [{ apiFault: { status, code: null } }],
  });
  return [
    apiFault("methodNotAllowed", "A status that only the default response of the contract covers", 405, {
      code: 405,
      ...described,
    }),
    apiFault("notAcceptable", "A status that only the default response of the contract covers", 406, { code: 406, ...described }),
    apiFault("requestTimeout", "A status that only the default response of the contract covers", 408, {
      code: 408,
      ...described,
    }),
    apiFault("conflict", "A status that only the default response of the contract covers", 409, { code: 409, ...described }),
    apiFault("faultCodeQuoted", "An ApiFault whose code is a string", 403, { code: "20002", ...described }),
    apiFault("faultCodeNull", "An ApiFault whose code is null", 400, { code: null, ...described }),
    apiFault("faultDataObject", "An ApiFault whose data is an object", 400, {
      code: 3000,
      data: { property: "customer-id" },
      ...described,
    }),
    apiFault("faultDataObjects", "An ApiFault whose data is a list of objects", 400, {
      code: 3000,
      data: [{ property: "id" }],
      ...described,
    }),
    apiFault("faultDataNull", "An ApiFault whose properties are null", 500, {
      code: 800003,
      description: null,
      data: null,
      source: null,
    }),
    apiFault("faultUnknownMembers", "An ApiFault with undocumented properties", 403, {
      code: 2032,
      ...described,
      inner: { at: [1] },
    }),
    apiFault("faultHtmlEntities", "A description with HTML entities", 400, {
      code: 2000,
      description: "&quot;id&quot; &amp; more",
    }),
    apiFault("faultJsonInText", "A description that is a JSON document", 500, { code: 1, description: '{"error":{"code":2}}' }),
    apiFault(
      "throttledWithRetryAfter",
      "A throttled request, with Retry-After",
      429,
      { statusCode: 429, message: "Rate limit is exceeded." },
      {
        "Retry-After": "1",
      },
    ),
    apiFault(
      "busyUntil",
      "A busy server, with a date in Retry-After",
      503,
      { code: 800003, ...described },
      {
        "Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT",
      },
    ),
    without("htmlUnauthorized", "A web page instead of an ApiFault", 401, "text/html", html),
    without("htmlBadGateway", "A web page from a gateway", 502, "text/html; charset=utf-8", html),
    without("htmlCalledJson", "A web page with the content type of JSON", 503, JSON_TYPE, html),
    without("emptyForbidden", "An empty body, as observed from Partner Center", 403, JSON_TYPE, ""),
    without("emptyServerError", "An empty body", 500, "text/plain", ""),
    without("textServerError", "A body of plain text", 500, "text/plain", "The service is unavailable."),
  ];
}

function failures(): Case[] {
  const unreadable = (name: string, description: string, body: string, contentType = JSON_TYPE): Case => ({
    name,
    description,
    response: { status: 200, headers: { "Content-Type": contentType }, body },
    expected: [{ failure: "unreadable response" }],
  });
  const half = JSON.stringify(BATCH).slice(0, 60);
  return [
    unreadable("htmlForJson", "A web page with status 200", "<html><body>Sign in</body></html>", "text/html"),
    unreadable(
      "xmlForJson",
      "XML with status 200",
      "<BatchUploadDetails><Status>finished</Status></BatchUploadDetails>",
      "application/xml",
    ),
    unreadable("emptyBody", "An empty body with status 200", ""),
    unreadable("halfADocument", "JSON that ends in the middle", half),
    { ...unreadable("cutBody", "A connection that closes in the middle of the body", half), ...cut(half) },
    {
      name: "reset",
      description: "A connection that closes without a response",
      response: "reset",
      expected: [{ failure: "no response" }],
    },
  ];
}

// --- building blocks --------------------------------------------------------------------------------------------------------

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
const NO_STATUS: Expectation[] = [
  { failure: "does not match the contract" },
  { facts: { "/status": null } },
  { facts: { "/status": "" } },
];
const NUMBERS_FOR_STRINGS = JSON.stringify({
  ...BATCH,
  devicesStatus: [{ serialNumber: 1234567890, status: "finished_with_errors", errorCode: 808 }],
});

function details(name: string, description: string, batch: Batch): Case {
  return raw(name, description, JSON.stringify(batch), factsOf(batch));
}

function raw(
  name: string,
  description: string,
  body: string,
  expected: Expectation | Expectation[],
  headers: Record<string, string> = { "Content-Type": JSON_TYPE },
): Case {
  return { name, description, response: { status: 200, headers, body }, expected: [expected].flat() };
}

function apiFault(name: string, description: string, status: number, body: object, headers: Record<string, string> = {}): Case {
  const { code = null } = body as { code?: string | number | null }; // Safe: the bodies above are written with such a code.
  return {
    name,
    description,
    response: { status, headers: { "Content-Type": JSON_TYPE, ...headers }, body: JSON.stringify(body) },
    expected: [{ apiFault: { status, code: code === null ? null : String(code) } }],
  };
}

function cut(body: string): Pick<Case, "response"> {
  return { response: { status: 200, headers: { "Content-Type": JSON_TYPE }, body, cut: true } };
}

/** The facts that a client must read from a batch: its properties, the number of devices, the first device, the error of the last one. */
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

/** Escapes all characters beyond ASCII, so that none is invisible to a human reader. The JSON value stays the same. */
export function escaped(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Derives an id from the name, so that adding a vector does not change the others. */
function idOf(name: string): string {
  const digits = createHash("sha256").update(name).digest("hex");
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
