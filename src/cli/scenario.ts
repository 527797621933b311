import { readFileSync } from "node:fs";
import * as v from "valibot";
import { KNOWN_ERRORS, type KnownDeviceErrorCode } from "../device-errors.ts";
import type { Emulator, Fault, Quirks, Submission, SubmittedDevice } from "../emulator/emulator.ts";
import { isGuid } from "../location.ts";
import { UsageError } from "./exit.ts";

const guid = v.pipe(
  v.string(),
  v.check((id: string) => isGuid(id), "expected 8-4-4-4-12 hexadecimal digits"),
);
const milliseconds = v.pipe(v.number(), v.minValue(0, "expected milliseconds, 0 or more"));
const headers = v.record(v.string(), v.string());

const quirks = v.strictObject({
  byteOrderMark: v.exactOptional(v.boolean()),
  times: v.exactOptional(v.picklist(["offset-less", "utc", "seven-digits"])),
  unsetTimes: v.exactOptional(v.picklist(["year-0001", "absent", "null", "empty"])),
  unsetMembers: v.exactOptional(v.picklist(["absent", "null"])),
  devicesWhileQueued: v.exactOptional(v.boolean()),
  finishedDespiteFailures: v.exactOptional(v.boolean()),
  unknownMembers: v.exactOptional(v.boolean()),
  anyPathCase: v.exactOptional(v.boolean()),
}) satisfies v.GenericSchema<Quirks>;

// Sound because Object.keys gives the names of an object that has no others.
const knownErrorCodes = Object.keys(KNOWN_ERRORS) as KnownDeviceErrorCode[];

const device = v.strictObject({
  serialNumber: v.exactOptional(v.string()),
  productKey: v.exactOptional(v.string()),
  hardwareHash: v.exactOptional(v.string()),
  result: v.exactOptional(
    v.union(
      [
        v.picklist(["success", ...knownErrorCodes]),
        v.strictObject({
          status: v.exactOptional(v.string()),
          errorCode: v.exactOptional(v.string()),
          errorDescription: v.exactOptional(v.string()),
        }),
      ],
      `expected "success", a known error code (${knownErrorCodes.join(", ")}), or { status, errorCode, errorDescription }`,
    ),
  ),
}) satisfies v.GenericSchema<SubmittedDevice>;

const batch = v.strictObject({
  devices: v.array(device),
  customerId: v.exactOptional(guid),
  batchTrackingId: v.exactOptional(guid),
  duration: v.exactOptional(milliseconds),
  begins: v.exactOptional(v.picklist(["submission", "first-look"]), "first-look"),
  status: v.exactOptional(v.string()),
  quirks: v.exactOptional(quirks),
}) satisfies v.GenericSchema<Submission>;

const fault = v.union(
  [
    v.picklist(["reset", "silence"]),
    v.strictObject({
      status: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
      body: v.exactOptional(v.unknown()),
      headers: v.exactOptional(headers),
    }),
    v.strictObject({ redirect: v.string() }),
    v.strictObject({ slowBody: milliseconds }),
    v.strictObject({ cutBody: milliseconds }),
  ],
  'expected "reset", "silence", { status, body, headers } with a status from 200 to 599, { redirect }, { slowBody } or { cutBody }',
) satisfies v.GenericSchema<Fault>;

const scenario = v.pipe(
  v.custom<object>((value) => !Array.isArray(value), 'expected an object such as { "batches": [] }'),
  v.strictObject({
    quirks: v.exactOptional(quirks),
    batches: v.exactOptional(v.array(batch)),
    faults: v.exactOptional(v.array(fault)),
  }),
);

/** What an emulator is to hold besides its samples. The first requests go wrong as `faults` says, in this order. */
export type Scenario = v.InferOutput<typeof scenario>;

/** @throws UsageError in one line, which names the place in the file and what was expected there. */
export function readScenario(file: string): Scenario {
  const result = v.safeParse(scenario, parseJson(file));
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new UsageError(`${file}: ${v.getDotPath(issue) ?? "the file"}: ${inOurWords(issue)}`);
}

function inOurWords({ message, expected, received }: v.BaseIssue<unknown>): string {
  if (!message.startsWith("Invalid ")) return message;
  if (expected === "never") return "no such member is known here";
  return received === "undefined" ? `${expected} is missing` : `expected ${expected}, but is ${received}`;
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof SyntaxError ? `not JSON: ${error.message}` : "cannot be read"}`);
  }
}

/** Puts a scenario into an emulator, and returns the locations of its batches. */
export function play({ batches = [], faults = [] }: Scenario, emulator: Emulator): string[] {
  emulator.fail(...faults);
  return batches.map((batch) => emulator.submit(batch));
}
