import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { createEmulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { SAMPLES } from "../../src/emulator/samples.ts";
import { inVirtualTime } from "../portable/clock.ts";
import { customerId, locationOf, productKey, type RunOptions, runCommand } from "./batch-status.ts";

const test = suite("--json");

const schema = JSON.parse(readFileSync("docs/batch-status.schema.json", "utf8"));
const validate = new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).compile(schema);
/** The schema, without any members that it does not describe. */
const validateStrictly = new Ajv2020().compile(closed(schema));

function closed(node: unknown): object {
  if (Array.isArray(node)) return node.map((item) => (typeof item === "object" ? closed(item) : item));
  const members = Object.entries(node ?? {}).map(([name, member]) => [
    name,
    typeof member === "object" ? closed(member) : member,
  ]);
  return {
    ...Object.fromEntries(members),
    ...(typeof node === "object" && node !== null && "properties" in node && "type" in node && { additionalProperties: false }),
  };
}

/** Runs the command and returns each line that it prints, or the whole output if it is one object on several lines. */
async function printed(args: readonly string[], options: RunOptions = {}) {
  const { stdout, code } = await inVirtualTime(() =>
    runCommand([...args, "--json"], { fetch: createEmulator().fetch, ...options }),
  );
  const texts = stdout.startsWith("{\n") ? [stdout] : stdout.trimEnd().split("\n");
  const values = texts.map((text) => JSON.parse(text));
  for (const value of values) assert.ok(validate(value), JSON.stringify([validate.errors, value]));
  return { values, code };
}

/** A `fetch` that responds to each request with the next of these bodies. */
function responding(...bodies: object[]) {
  return { fetch: async () => new Response(JSON.stringify(bodies.shift())) };
}

const documented = locationOf("0127ed8e-ff72-4983-a3d8-e8d8bd378932");

for (const command of ["get", "wait"]) {
  test(`of ${command} spares scripts the trap: finished, and yet not all succeeded`, async () => {
    const { values, code } = await printed([command, documented]);
    const [{ devices, ...batch }] = values;
    assert.equal(batch, {
      customerId,
      batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932",
      final: true,
      summary: { finished: true, allSucceeded: false, total: 1, succeeded: 0, failed: 1, pending: 0, unknown: 0 },
      status: "finished",
      startedTime: "2017-07-25T10:00:00",
      completedTime: "2017-07-25T10:10:00",
      attributes: { objectType: "BatchUploadDetails" },
    });
    assert.equal(devices, [
      {
        serialNumber: "1234567890",
        productKey: "*****-*****-*****-*****-13579",
        status: "finished_with_errors",
        errorCode: "808",
        errorDescription: "ZtdDeviceAssignedToOtherTenant",
        attributes: { objectType: "DeviceUploadDetails" },
        outcome: "failed",
        error: {
          code: "808",
          name: "ZtdDeviceAssignedToOtherTenant",
          advice:
            "The device is registered to another tenant. The owner there, or Microsoft support with proof of ownership, must remove it first.",
          action: "ask-owner",
          source:
            "https://learn.microsoft.com/en-us/troubleshoot/mem/intune/device-enrollment/import-windows-autopilot-device-csv-files-errors",
        },
      },
    ]);
    assert.is(code, 1);
  });

  test(`of ${command} matches its schema for every sample, and the schema describes every member`, async () => {
    const described = new Set<string>();
    for (const { name, upload } of SAMPLES) {
      const { values } = await printed([
        command,
        upload.customerId,
        upload.batchTrackingId,
        ...(command === "wait" ? ["--timeout", "90"] : []),
      ]);
      for (const value of values) {
        const isDescribed = validateStrictly(value);
        // Its purpose is members that nobody knows.
        assert.ok(isDescribed || name.includes("unknown"), `${name}: ${JSON.stringify(validateStrictly.errors)}`);
        for (const path of pathsIn(value)) described.add(path);
      }
    }
    const missing = propertiesOf(schema).filter((path) => !described.has(path));
    assert.equal(missing, []);
  });
}

function pathsIn(value: unknown, prefix = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item, prefix));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [`${prefix}/${name}`, ...pathsIn(member, `${prefix}/${name}`)]);
}

function propertiesOf(node: { properties?: object; items?: object }, prefix = ""): string[] {
  const own = Object.entries(node.properties ?? {}).flatMap(([name, member]) => [
    `${prefix}/${name}`,
    ...propertiesOf(member, `${prefix}/${name}`),
  ]);
  return [...own, ...(node.items ? propertiesOf(node.items, prefix) : [])];
}

test("is one line for each change of a wait, the last one final", async () => {
  const emulator = createEmulator();
  const devices = [{ serialNumber: "1", productKey }];
  const upload = emulator.submit({ devices, duration: 60_000, begins: "first-request" });
  const { values } = await printed(["wait", upload], { fetch: emulator.fetch });
  assert.equal(
    values.map(({ final, status, summary }) => [final, status, summary.succeeded]),
    [
      [false, "queued", 0],
      [false, "processing", 0],
      [true, "finished", 1],
    ],
  );
  assert.is(values.at(-1).devices[0].productKey, "*****-*****-*****-*****-13579");
});

test("of get is one line for each of several uploads, those that could not be read included", async () => {
  const { values, code } = await printed(["get", documented, locationOf("e0000000-0000-4000-8000-000000403001")]);
  assert.is(code, 3);
  assert.equal(values.map(({ batchTrackingId, final, error }) => [batchTrackingId.slice(-6), final, error?.faultCode]).sort(), [
    ["378932", true, undefined],
    ["403001", true, "20002"],
  ]);
});

test("reports why a request was given up, and that a batch goes on after the time limit", async () => {
  const running = locationOf("a0000000-0000-4000-8000-000000000002");
  for (const command of ["get", "wait"]) {
    const [refused] = (await printed([command, locationOf("e0000000-0000-4000-8000-000000403001")])).values;
    assert.ok(refused.final);
    const { message, ...error } = refused.error;
    assert.match(message, "403, code 20002");
    assert.equal(error, { name: "ApiError", code: "ERR_API", status: 403, faultCode: "20002" });
  }
  const { values, code } = await printed(["wait", running, "--timeout", "10"]);
  assert.is(code, 4);
  const { final, error } = values.at(-1);
  assert.not(final);
  assert.is(error.code, "ERR_DEADLINE");
});

test("keeps the response's own members, except those named like ours", async () => {
  const device = { status: "finished", outcome: "theirs", error: "theirs", note: 1 };
  const body = {
    status: "finished",
    devicesStatus: [device],
    error: "theirs",
    final: 0,
    summary: 0,
    devices: 0,
    customerId: 0,
    more: [1],
  };
  const [value] = (await printed(["get", documented], responding(body))).values;
  const { customerId: id, final, error, more, devices } = value;
  assert.equal([id, final, error, more], [customerId, true, undefined, [1]]);
  assert.equal(devices, [{ status: "finished", outcome: "succeeded", note: 1 }]);
});

test("lists no devices if the response lists none", async () => {
  for (const devicesStatus of [undefined, null, []]) {
    const [value] = (await printed(["get", documented], responding({ status: "queued", devicesStatus }))).values;
    assert.equal(value.devices, []);
    assert.equal(value.summary, {
      finished: false,
      allSucceeded: false,
      total: 0,
      succeeded: 0,
      failed: 0,
      pending: 0,
      unknown: 0,
    });
  }
});

test.run();
