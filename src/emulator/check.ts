import { ArgumentError } from "../argument-error.ts";
import { KNOWN_ERRORS } from "../device-errors.ts";
import { isGuid } from "../location.ts";
import { quote } from "../redact.ts";
import type { Submission, SubmittedDevice } from "./batch.ts";
import type { Quirks } from "./quirks.ts";

/** Throws an ArgumentError that names the place of the wrong value, such as `devices.0.result`. */
export type Check = (value: unknown, place: string) => void;

/** Accepts what `isValid` accepts. `expected` completes "must be …". */
function valid(expected: string, isValid: (value: unknown) => boolean): Check {
  return (value, place) => {
    if (!isValid(value)) throw new ArgumentError(place, `must be ${expected}, but is ${describe(value)}`);
  };
}

function describe(value: unknown): string {
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return "an array";
  return typeof value === "number" || typeof value === "boolean" ? String(value) : quote(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Accepts an object with the required properties, and without properties other than the given ones.
 *
 * @param root - What errors call the object if it has no place, as the outermost object.
 */
export function checkObject(
  properties: Readonly<Record<string, Check>>,
  required: readonly string[] = [],
  root = "argument",
): Check {
  return (value, place) => {
    if (!isObject(value)) throw new ArgumentError(place || root, `must be an object, but is ${describe(value)}`);
    const at = (name: string) => (place === "" ? name : `${place}.${name}`);
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(properties, name)) throw new ArgumentError(at(name), "is an unknown property");
    }
    for (const [name, check] of Object.entries(properties)) {
      if (value[name] !== undefined || required.includes(name)) check(value[name], at(name));
    }
  };
}

export function checkList(item: Check): Check {
  return (value, place) => {
    if (!Array.isArray(value)) throw new ArgumentError(place, `must be an array, but is ${describe(value)}`);
    for (const [index, element] of value.entries()) item(element, `${place}.${index}`);
  };
}

function oneOf(...choices: readonly string[]): Check {
  const quoted = choices.map((choice) => `"${choice}"`);
  return valid(`${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`, (value) => choices.some((choice) => choice === value));
}

const text = valid("a string", (value) => typeof value === "string");
const flag = valid("true or false", (value) => typeof value === "boolean");
const guid = valid("GUID-formatted (8-4-4-4-12 hexadecimal digits)", isGuid);
const duration = valid("a number of milliseconds, 0 or more", (value) => typeof value === "number" && value >= 0);
export const checkMilliseconds: Check = valid(
  "a finite number of milliseconds, 0 or more",
  (value) => typeof value === "number" && Number.isFinite(value) && value >= 0,
);

function wholeNumber(least: number, most = Infinity): Check {
  const range = most === Infinity ? `, ${least} or more` : ` from ${least} to ${most}`;
  return valid(
    `a whole number${range}`,
    (value) => typeof value === "number" && Number.isInteger(value) && value >= least && value <= most,
  );
}

export const checkQuirks: Check = checkObject({
  byteOrderMark: flag,
  times: oneOf("offset-less", "utc", "seven-digits"),
  unsetTimes: oneOf("year-0001", "absent", "null", "empty"),
  unsetMembers: oneOf("absent", "null"),
  devicesWhileQueued: flag,
  finishedDespiteFailures: flag,
  unknownMembers: flag,
  anyPathCase: flag,
} satisfies Record<keyof Quirks, Check>);

const customResult = checkObject({ status: text, errorCode: text, errorDescription: text });
const knownResult = valid(
  `"success", a known error code (${Object.keys(KNOWN_ERRORS).join(", ")}) or { status, errorCode, errorDescription }`,
  (value) => value === "success" || (typeof value === "string" && Object.hasOwn(KNOWN_ERRORS, value)),
);

const device = checkObject({
  serialNumber: text,
  productKey: text,
  hardwareHash: text,
  result: (value, place) => (isObject(value) ? customResult : knownResult)(value, place),
} satisfies Record<keyof SubmittedDevice, Check>);

export const checkSubmission: Check = checkObject(
  {
    devices: checkList(device),
    customerId: guid,
    batchTrackingId: guid,
    duration,
    begins: oneOf("submission", "first-request"),
    status: text,
    quirks: checkQuirks,
    location: oneOf("relative", "versioned", "absolute"),
  } satisfies Record<keyof Submission, Check>,
  ["devices"],
  "submission",
);

const headerValue = valid(
  "a string that a header can contain",
  (value) => typeof value === "string" && /^[\t\x20-\x7e\x80-\xff]*$/.test(value),
);

const headers: Check = (value, place) => {
  const names = Object.keys(isObject(value) ? value : {});
  const invalid = names.find((name) => !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name));
  if (invalid !== undefined) throw new ArgumentError(place, `contains the invalid name ${quote(invalid)}`);
  checkObject(Object.fromEntries(names.map((name) => [name, headerValue])))(value, place);
};

const faultKinds: Record<string, Check> = {
  status: checkObject({ status: wholeNumber(200, 599), body: () => {}, headers }, ["status"]),
  redirect: checkObject({ redirect: headerValue }, ["redirect"]),
  slowBody: checkObject({ slowBody: checkMilliseconds }, ["slowBody"]),
  cutBody: checkObject({ cutBody: wholeNumber(0) }, ["cutBody"]),
};
const faultName = valid(
  '"reset", "silence", { status, body, headers }, { redirect }, { slowBody } or { cutBody }',
  (value) => value === "reset" || value === "silence",
);

const fault: Check = (value, place) => {
  const kind = isObject(value) ? Object.keys(faultKinds).find((name) => name in value) : undefined;
  (faultKinds[kind ?? ""] ?? faultName)(value, place);
};

export const checkFaults: Check = checkList(fault);
