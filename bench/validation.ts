/** The CPU that parsing and validating a response takes, relative to JSON.parse alone. */
import { Ajv } from "ajv";
import * as v from "valibot";
import { z } from "zod";
import { isBatchUploadDetails } from "../dist/validators.js";
import { readContract } from "../scripts/contract.ts";
import { createRandom, randomGuid } from "../src/emulator/random.ts";
import { formatSpread, table } from "./markdown.ts";
import { type Candidate, compare, cpuOf } from "./measuring.ts";

/** Returns whether a value is `BatchUploadDetails`. */
type Validate = (value: unknown) => boolean;

interface Body {
  devices: number;
  isValid: boolean;
  text: string;
}

const DEVICES = [1, 50, 500, 5_000];
const ROUNDS = 25;
/** Microseconds of CPU that JSON.parse takes in a round: enough for steady ratios. */
const LEAST_CPU = 20_000;
const BASE = "JSON.parse";

const validators: Record<string, Validate> = {
  "this package": isBatchUploadDetails,
  "ajv at run time": createAjvValidator(),
  "zod 4": createZodValidator(),
  valibot: createValibotValidator(),
};

const rows: string[][] = [];
for (const body of DEVICES.flatMap((devices) => [createBody(devices, true), createBody(devices, false)])) {
  const name = `${body.devices.toLocaleString("en-US")}, ${body.isValid ? "valid" : "the last one invalid"}`;
  console.error(`validation: ${name}`);
  rows.push([name, ...(await measure(body))]);
}
console.log(`The figures are the CPU time for parsing and validating a response with the given number of devices, relative to \`JSON.parse\` alone.
The validator of this package is the one that its client uses, compiled from openapi.yaml at build time; ajv compiles the same
schemas at run time. The schemas for zod and valibot are written by hand and keep unknown properties. All validators stop at the
first error, except zod, which has no option for that.
`);
console.log(table(["devices", ...Object.keys(validators)], rows));

async function measure(body: Body): Promise<string[]> {
  const all = Object.entries({ [BASE]: parseOnly(body), ...validators });
  // Fails unless all validators return the same result.
  for (const [, validate] of all) parseAndValidate(body, validate, 1);
  const times = await timesFor(body);
  const candidates = all.map(([name, validate]): [string, Candidate] => [
    name,
    () => cpuOf(() => parseAndValidate(body, validate, times)),
  ]);
  const comparison = await compare(Object.fromEntries(candidates), ROUNDS);
  return Object.keys(validators).map((name) => formatSpread(comparison.ratio(name, BASE)));
}

/** The base of the ratios: returns the expected result without validating. */
function parseOnly({ isValid }: Body): Validate {
  return () => isValid;
}

function parseAndValidate({ text, isValid }: Body, validate: Validate, times: number) {
  for (let i = 0; i < times; i++) {
    if (validate(JSON.parse(text)) !== isValid) throw new Error("a validator returned the wrong result");
  }
}

/** How often JSON.parse has to run to use LEAST_CPU. */
async function timesFor(body: Body): Promise<number> {
  for (let times = 1; ; times *= 2) {
    const cpu = await cpuOf(() => parseAndValidate(body, parseOnly(body), times));
    if (cpu >= LEAST_CPU) return Math.ceil((times * LEAST_CPU) / cpu);
  }
}

/** A response of Partner Center for a finished batch. If it is not valid, the error code of the last device is a number. */
function createBody(devices: number, isValid: boolean): Body {
  const random = createRandom(devices);
  const devicesStatus = Array.from({ length: devices }, (_, index) => createDevice(index, random));
  const invalid = devicesStatus.map((device, index) => (index === devices - 1 ? { ...device, errorCode: 808 } : device));
  const text = JSON.stringify({
    batchTrackingId: randomGuid(random),
    status: "finished_with_errors",
    startedTime: "2017-07-25T10:00:00",
    completedTime: "2017-07-25T10:10:00",
    devicesStatus: isValid ? devicesStatus : invalid,
    attributes: { objectType: "BatchUploadDetails" },
  });
  return { devices, isValid, text };
}

/** One device in four has failed. */
function createDevice(index: number, random: () => number) {
  const failed = { status: "finished_with_errors", errorCode: "808", errorDescription: "ZtdDeviceAssignedToOtherTenant" };
  const outcome = index % 4 === 0 ? failed : { status: "finished" };
  const group = () => Math.floor(random() * 100_000).toString();
  return {
    deviceId: randomGuid(random),
    serialNumber: Math.floor(random() * 1e10).toString(),
    productKey: [group(), group(), group(), group(), group()].map((digits) => digits.padStart(5, "0")).join("-"),
    ...outcome,
    attributes: { objectType: "DeviceUploadDetails" },
  };
}

/** Not strict, because ajv does not know the annotations of OpenAPI. */
function createAjvValidator(): Validate {
  const ajv = new Ajv({ strict: false });
  ajv.addSchema({ $id: "contract", components: { schemas: readContract().components?.schemas } });
  const validate = ajv.getSchema("contract#/components/schemas/BatchUploadDetails");
  if (validate === undefined) throw new Error("openapi.yaml has no BatchUploadDetails");
  return (value) => validate(value) === true;
}

function createZodValidator(): Validate {
  const text = z.string().nullish();
  const attributes = z.looseObject({ objectType: text, etag: text }).nullish();
  const device = z.looseObject({
    deviceId: text,
    serialNumber: text,
    productKey: text,
    status: text,
    errorCode: text,
    errorDescription: text,
    attributes,
  });
  const details = z.looseObject({
    batchTrackingId: text,
    status: z.string(),
    startedTime: text,
    completedTime: text,
    devicesStatus: z.array(device).nullish(),
    attributes,
  });
  return (value) => details.safeParse(value).success;
}

function createValibotValidator(): Validate {
  const text = v.nullish(v.string());
  const attributes = v.nullish(v.looseObject({ objectType: text, etag: text }));
  const device = v.looseObject({
    deviceId: text,
    serialNumber: text,
    productKey: text,
    status: text,
    errorCode: text,
    errorDescription: text,
    attributes,
  });
  const details = v.looseObject({
    batchTrackingId: text,
    status: v.string(),
    startedTime: text,
    completedTime: text,
    devicesStatus: v.nullish(v.array(device)),
    attributes,
  });
  return (value) => v.safeParse(details, value, { abortEarly: true }).success;
}
