import { ArgumentError } from "../argument-error.ts";
import {
  type SchemaError,
  type Validator,
  validateClockChange,
  validateFaultList,
  validateMilliseconds,
  validateScenario,
  validateSubmission,
} from "../generated/emulator-validators.ts";
import { quote } from "../redact.ts";

/**
 * Throws an ArgumentError that names the place of the wrong value, such as `devices.0.result`.
 *
 * @param root - What errors call the value itself.
 */
export type Check = (value: unknown, root?: string) => void;

/** The schemas of emulator.yaml describe arguments, scenario files and bodies alike. */
export const checkSubmission: Check = checkBy(validateSubmission, "submission");
export const checkMilliseconds: Check = checkBy(validateMilliseconds, "milliseconds");
export const checkClockChange: Check = checkBy(validateClockChange, "clock");
export const checkFaultList: Check = withHeaderNames(checkBy(validateFaultList, "faults"));
export const checkScenario: Check = withHeaderNames(checkBy(validateScenario, "scenario"));

/** Of JavaScript only, so that no schema describes it. */
export function checkKeepRequests(value: unknown): void {
  if (typeof value === "number" && value >= 0 && Number.isInteger(value)) return;
  throw new ArgumentError("keepRequests", `must be a whole number, 0 or more, but is ${describe(value)}`);
}

function checkBy(validate: Validator, defaultRoot: string): Check {
  return (value, root = defaultRoot) => {
    if (validate(value)) return;
    const error = decisive(validate.errors ?? []);
    const path = error.instancePath.split("/").slice(1).map(unescapePointer);
    const place = (...more: readonly string[]) => [...path, ...more].join(".") || root;
    const { missingProperty, additionalProperty } = error.params;
    if (additionalProperty !== undefined) throw new ArgumentError(place(additionalProperty), "is an unknown property");
    if (missingProperty === undefined) throw new ArgumentError(place(), problemOf(error.parentSchema, error.data));
    throw new ArgumentError(place(missingProperty), problemOf(propertyOf(error.parentSchema, missingProperty), undefined));
  };
}

/** Of several alternatives, the one that the value resembles decides; if it resembles none, all of them do. */
function decisive(errors: readonly SchemaError[]): SchemaError {
  const last = errors.at(-1);
  if (last === undefined) throw new Error("a validator failed without an error");
  const isInside = ({ instancePath, keyword }: SchemaError) =>
    instancePath !== last.instancePath || keyword === "additionalProperties";
  return (last.keyword === "anyOf" ? errors.find(isInside) : undefined) ?? last;
}

type Schema = SchemaError["parentSchema"];

function problemOf(schema: Schema, value: unknown): string {
  return `must be ${expectedBy(schema)}, but is ${describe(value)}`;
}

const TYPES: Readonly<Record<string, string>> = {
  array: "an array",
  boolean: "true or false",
  object: "an object",
  string: "a string",
};

function expectedBy({ "x-expected": expected, enum: choices, type }: Schema): string {
  if (typeof expected === "string") return expected;
  if (!Array.isArray(choices)) return TYPES[String(type)] ?? String(type);
  const quoted = choices.map((choice) => `"${choice}"`);
  return `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}

function propertyOf({ properties }: Schema, name: string): Schema {
  // Safe: a schema that requires a property describes it.
  return (properties as Readonly<Record<string, Schema>>)[name] as Schema;
}

function unescapePointer(segment: string): string {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}

function describe(value: unknown): string {
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return "an array";
  return typeof value === "number" || typeof value === "boolean" ? String(value) : quote(value);
}

/** OpenAPI 3.0 has no keyword for the names of properties. */
function withHeaderNames(check: Check): Check {
  return (value, root) => {
    check(value, root);
    // Safe: it has just been checked.
    const { faults = [] } = value as { faults?: readonly (string | { headers?: object })[] };
    for (const [index, fault] of faults.entries()) {
      const names = Object.keys(typeof fault === "object" ? (fault.headers ?? {}) : {});
      const invalid = names.find((name) => !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name));
      if (invalid !== undefined)
        throw new ArgumentError(`faults.${index}.headers`, `contains the invalid name ${quote(invalid)}`);
    }
  };
}
