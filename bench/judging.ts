/** What it costs to know that an answer is what the contract says: to parse and to validate it, over JSON.parse alone. */
import { Ajv } from "ajv";
import * as v from "valibot";
import { z } from "zod";
import { isBatchUploadDetails } from "../dist/validators.js";
import { readContract } from "../scripts/contract.ts";
import { createRandom, randomGuid } from "../src/emulator/random.ts";
import { table, writeRatio } from "./markdown.ts";
import { type Candidate, compare, cpuOf } from "./measuring.ts";

/** Whether a value is `BatchUploadDetails`. */
type Judge = (value: unknown) => boolean;

interface Body {
  devices: number;
  isValid: boolean;
  text: string;
}

const DEVICES = [1, 50, 500, 5_000];
const ROUNDS = 25;
/** Microseconds of CPU that the base takes in a round: long enough for its ratios to be steady. */
const LEAST_CPU = 20_000;

const judges: Record<string, Judge> = {
  ours: isBatchUploadDetails,
  "ajv at run time": ajvJudge(),
  "zod 4": zodJudge(),
  valibot: valibotJudge(),
};

const rows: string[][] = [];
for (const body of DEVICES.flatMap((devices) => [createBody(devices, true), createBody(devices, false)])) {
  const name = `${body.devices.toLocaleString("en-US")}, ${body.isValid ? "valid" : "one error at the end"}`;
  console.error(`judging: ${name}`);
  rows.push([name, ...(await measure(body))]);
}
console.log(`To parse and to validate an answer with so many devices, over \`JSON.parse\` alone, in CPU. "Ours" is the validator that
the client itself uses, compiled from openapi.yaml when this package is built; ajv compiles the same schemas when the program runs. For
zod and valibot they are written by hand, with unknown members kept. Like ours, all of them go on after the first error.
`);
console.log(table(["devices", ...Object.keys(judges)], rows));

async function measure(body: Body): Promise<string[]> {
  const all = Object.entries({ "JSON.parse": justParse(body), ...judges });
  // Also the check that all come to the same verdict.
  for (const [, judge] of all) run(body, judge, 1);
  const times = await timesFor(body);
  const candidate = (judge: Judge): Candidate => {
    return () => cpuOf(() => run(body, judge, times));
  };
  const ratios = await compare(Object.fromEntries(all.map(([name, judge]) => [name, candidate(judge)])), ROUNDS);
  return Object.keys(judges).map((name) => writeRatio(ratios[name]));
}

/** What all are compared with: it knows the verdict without looking. */
function justParse({ isValid }: Body): Judge {
  return () => isValid;
}

function run({ text, isValid }: Body, judge: Judge, times: number) {
  for (let i = 0; i < times; i++) {
    if (judge(JSON.parse(text)) !== isValid) throw new Error("a wrong verdict");
  }
}

/** How often the base has to run to take long enough. */
async function timesFor(body: Body): Promise<number> {
  for (let times = 1; ; times *= 2) {
    const cpu = await cpuOf(() => run(body, justParse(body), times));
    if (cpu >= LEAST_CPU) return Math.ceil((times * LEAST_CPU) / cpu);
  }
}

/** An answer as Partner Center gives it at the end; where it is not valid, the last device has a number in place of a string. */
function createBody(devices: number, isValid: boolean): Body {
  const random = createRandom(devices);
  const devicesStatus = Array.from({ length: devices }, (_, index) => createDevice(index, random));
  const wrong = devicesStatus.map((device, index) => (index === devices - 1 ? { ...device, errorCode: 808 } : device));
  const text = JSON.stringify({
    batchTrackingId: randomGuid(random),
    status: "finished_with_errors",
    startedTime: "2017-07-25T10:00:00",
    completedTime: "2017-07-25T10:10:00",
    devicesStatus: isValid ? devicesStatus : wrong,
    attributes: { objectType: "BatchUploadDetails" },
  });
  return { devices, isValid, text };
}

/** One in four has failed. */
function createDevice(index: number, random: () => number) {
  const error = { status: "finished_with_errors", errorCode: "808", errorDescription: "ZtdDeviceAssignedToOtherTenant" };
  const outcome = index % 4 === 0 ? error : { status: "finished" };
  const group = () => Math.floor(random() * 100_000).toString();
  return {
    deviceId: randomGuid(random),
    serialNumber: Math.floor(random() * 1e10).toString(),
    productKey: [group(), group(), group(), group(), group()].map((digits) => digits.padStart(5, "0")).join("-"),
    ...outcome,
    attributes: { objectType: "DeviceUploadDetails" },
  };
}

/** Collects all errors, as ours does; annotations of OpenAPI are unknown to it, and let pass. */
function ajvJudge(): Judge {
  const ajv = new Ajv({ allErrors: true, strict: false });
  ajv.addSchema({ $id: "contract", components: { schemas: readContract().components?.schemas } });
  const validate = ajv.getSchema("contract#/components/schemas/BatchUploadDetails");
  if (validate === undefined) throw new Error("openapi.yaml has no BatchUploadDetails");
  return (value) => validate(value) === true;
}

function zodJudge(): Judge {
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

function valibotJudge(): Judge {
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
  return (value) => v.safeParse(details, value).success;
}
