import { Ajv } from "ajv";
import { createEmulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { asNode, at, readControl } from "../../scripts/contract.ts";
import { DEFAULT_QUIRKS } from "../../src/emulator/quirks.ts";
import { KNOWN_ERRORS } from "../../src/generated/device-errors.ts";

const test = suite("emulator.yaml");

const document = readControl();
const schemas = document.components?.schemas;

test("lists the known error codes as results of a device", () => {
  const result = at(schemas, "SubmittedDevice", "properties", "result");
  const codes = Object.keys(KNOWN_ERRORS);
  assert.equal(at(result, "anyOf", "0", "enum"), ["success", ...codes]);
  assert.match(String(at(result, "x-expected")), `(${codes.join(", ")})`);
});

test("states the defaults of the quirks", () => {
  const properties = Object.entries(asNode(at(schemas, "Quirks", "properties")));
  assert.equal(Object.fromEntries(properties.map(([name, property]) => [name, at(property, "default")])), DEFAULT_QUIRKS);
});

test("describes everything in the emulator's state", async () => {
  const emulator = createEmulator();
  emulator.submit({ devices: [{ serialNumber: "1" }] });
  emulator.fail(
    "reset",
    { status: 429, body: {}, headers: { "Retry-After": "5" } },
    { redirect: "/" },
    { slowBody: 1.5 },
    { cutBody: 0 },
  );
  for (let index = 0; index < 2; index++) await emulator.fetch("https://api.partnercenter.microsoft.com/v1").catch(() => {});
  const ajv = new Ajv({ allErrors: true, strict: false });
  // Each object may have only the properties that are described.
  const closed = JSON.parse(JSON.stringify(schemas), (_key, value) =>
    value?.properties === undefined ? value : { additionalProperties: false, ...value },
  );
  const validate = ajv.compile({ $ref: "#/components/schemas/EmulatorState", components: { schemas: closed } });
  const state = JSON.parse(await (await emulator.fetch("https://localhost/_emulator/state")).text());
  validate(state);
  assert.equal(validate.errors, null);
  assert.equal([state.requests.length, state.faults.length, state.batches.length], [2, 3, 2]);
});

test.run();
