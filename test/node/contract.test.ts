import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import type { BatchUpload } from "partner-center-batch-status";
import { createEmulator, type Quirks } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { asNode, at, readContract } from "../../scripts/contract.ts";
import { SAMPLES } from "../../src/emulator/samples.ts";
import { examples } from "../../src/generated/examples.ts";
import { validateApiFault, validateBatchUploadDetails } from "../../src/generated/validators.ts";

const test = suite("the contract");

const contract = readContract();

// Compiled from the document itself, to compare with the generated validators.
const ajv = new Ajv({ allErrors: true, strict: false });
ajv.addSchema({ $id: "contract", ...contract });
const validators = {
  BatchUploadDetails: [ajv.compile({ $ref: "contract#/components/schemas/BatchUploadDetails" }), validateBatchUploadDetails],
  ApiFault: [ajv.compile({ $ref: "contract#/components/schemas/ApiFault" }), validateApiFault],
} satisfies Record<string, [fromDocument: ValidateFunction, generated: (value: unknown) => boolean]>;

function assertValid(value: unknown, schema: keyof typeof validators, what: string) {
  const [fromDocument, generated] = validators[schema];
  assert.ok(fromDocument(value), `${what}: ${ajv.errorsText(fromDocument.errors)}`);
  assert.ok(generated(value), `${what}: rejected by the generated validator`);
}

const operation = at(contract.paths, "/v1/customers/{customerId}/batchJobStatus/{batchTrackingId}", "get");
const responses = Object.entries(asNode(at(operation, "responses"))).map(([status, response]) => {
  const name = at(response, "$ref");
  const resolved = typeof name === "string" ? at(contract, ...name.slice(2).split("/")) : response;
  const { headers, content } = asNode(resolved);
  return { status, headers: asNode(headers), examples: asNode(at(content, "application/json", "examples")) };
});

test("describes every documented status with named examples", () => {
  assert.equal(
    responses.map(({ status }) => status),
    ["200", "400", "401", "403", "404", "429", "500", "503", "default"],
  );
  for (const { status, examples } of responses) assert.ok(Object.keys(examples).length > 0, status);
});

for (const { status, examples } of responses) {
  for (const [name, example] of Object.entries(examples)) {
    test(`the example ${name} of ${status} is valid`, () => {
      assertValid(at(example, "value"), status === "200" ? "BatchUploadDetails" : "ApiFault", name);
    });
  }
}

test("contains the documented response literally, except for white space", () => {
  const documented = `{"batchTrackingId":"0127ed8e-ff72-4983-a3d8-e8d8bd378932","status":"finished","startedTime":"2017-07-25T10:00:00","completedTime":"2017-07-25T10:10:00","devicesStatus":[{"serialNumber":"1234567890","productKey":"12345-67890-09876-54321-13579","status":"finished_with_errors","errorCode":"808","errorDescription":"ZtdDeviceAssignedToOtherTenant","attributes":{"objectType":"DeviceUploadDetails"}}],"attributes":{"objectType":"BatchUploadDetails"}}`;
  assert.is(JSON.stringify(at(responses[0], "examples", "documented", "value")), documented);
});

test("describes the headers of every response", () => {
  for (const { status, headers } of responses) {
    const ids = ["MS-RequestId", "MS-CorrelationId", "MS-CV", "MS-ServerId"];
    const names = ["429", "503", "default"].includes(status) ? [...ids, "Retry-After"] : ids;
    assert.equal(Object.keys(headers), names, status);
  }
});

test("describes every operation, parameter, header, response, schema and property", () => {
  const { schemas, examples: _, ...groups } = asNode(contract.components);
  const properties = Object.values(asNode(schemas)).flatMap((schema) => Object.values(asNode(at(schema, "properties"))));
  const named = Object.values({ schemas, ...groups }).flatMap((group) => Object.values(asNode(group)));
  const nodes = [operation, contract.info, ...(contract.tags ?? []), ...(contract.servers ?? []), ...named, ...properties];
  for (const node of nodes) {
    const description = at(node, "description");
    const isDescribed = "$ref" in asNode(node) || (typeof description === "string" && description.length > 10);
    assert.ok(isDescribed, JSON.stringify(node).slice(0, 100));
  }
});

const get = (upload: BatchUpload) =>
  createEmulator().fetch(
    `https://api.partnercenter.microsoft.com/v1/customers/${upload.customerId}/batchJobStatus/${upload.batchTrackingId}`,
    { headers: { Authorization: "Bearer any" } },
  );

/** Samples whose body is not an API response: failures of the network or of an intermediary. */
const withoutApiResponse = ["html", "badGateway", "emptyForbidden", "redirect", "reset", "silence", "slowBody", "cutBody"];

for (const { name, upload } of SAMPLES.filter(({ name }) => !withoutApiResponse.includes(name))) {
  test(`the emulator's sample ${name} is a valid response`, async () => {
    const response = await get(upload);
    assertValid(await response.json(), response.status === 200 ? "BatchUploadDetails" : "ApiFault", name);
  });
}

test("the emulator responds with every example of the contract and its status", async () => {
  for (const { name, status, body } of examples) {
    const sample = SAMPLES.find((sample) => sample.name === name);
    assert.ok(sample, name);
    const response = await get(sample?.upload ?? { customerId: "", batchTrackingId: "" });
    assert.is(response.status, status, name);
    assert.equal(await response.json(), body, name);
  }
});

const quirks: Quirks[] = [
  {},
  { times: "utc", unsetTimes: "absent", unsetMembers: "absent", devicesWhileQueued: true, finishedDespiteFailures: false },
  { times: "seven-digits", unsetTimes: "null", unsetMembers: "null", unknownMembers: true, byteOrderMark: false },
  { unsetTimes: "empty", unsetMembers: "null", devicesWhileQueued: true, unknownMembers: true },
];
for (const [index, set] of quirks.entries()) {
  test(`the emulator's responses are valid from queued to finished with set ${index} of quirks`, async () => {
    const devices = [{ serialNumber: "1" }, { productKey: "key", result: "808" as const }, { result: { status: "archived" } }];
    const emulator = createEmulator({ quirks: set });
    for (const duration of [0, 20, 1e9]) {
      const location = emulator.submit({ devices, duration, location: "absolute" });
      for (let poll = 0; poll < 5; poll++) {
        const response = await emulator.fetch(location, { headers: { Authorization: "Bearer any" } });
        assertValid(await response.json(), "BatchUploadDetails", JSON.stringify(set));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
  });
}

const invalid: Record<string, unknown> = {
  null: null,
  "an array": [],
  "a string": "finished",
  "an empty object": {},
  "a status that is a number": { status: 1 },
  "a status that is null": { status: null },
  "devices that are an object": { status: "finished", devicesStatus: {} },
  "a device that is null": { status: "finished", devicesStatus: [null] },
  "a serial number that is a number": { status: "finished", devicesStatus: [{ serialNumber: 1 }] },
  "attributes that are a string": { status: "finished", attributes: "" },
  "a time that is a number": { status: "finished", startedTime: 0 },
};
for (const [what, value] of Object.entries(invalid)) {
  test(`both the document and the generated validator reject ${what}`, () => {
    const [fromDocument, generated] = validators.BatchUploadDetails;
    assert.not(fromDocument(value));
    assert.not(generated(value));
  });
}

test("defines the required properties, the server, the authentication and the parameters", () => {
  const required = Object.entries(asNode(contract.components?.schemas)).map(([name, schema]) => [name, at(schema, "required")]);
  assert.equal(Object.fromEntries(required), {
    BatchUploadDetails: ["status"],
    DeviceUploadDetails: undefined,
    ResourceAttributes: undefined,
    ApiFault: undefined,
  });
  assert.equal(
    contract.servers?.map(({ url }) => url),
    ["https://api.partnercenter.microsoft.com"],
  );
  // The version of the package that generators write. "v1" is not one that npm or Maven's range syntax accepts.
  assert.match(contract.info.version, /^\d+\.\d+\.\d+$/);
  assert.is(at(operation, "operationId"), "getBatchUploadStatus");
  assert.equal(contract.security, [{ bearer: [] }]);
  assert.equal(
    Object.values(asNode(at(contract, "components", "parameters"))).map((parameter) => [
      at(parameter, "in"),
      at(parameter, "name"),
      at(parameter, "required"),
      at(parameter, "schema"),
    ]),
    [
      ["path", "customerId", true, { type: "string" }],
      ["path", "batchTrackingId", true, { type: "string" }],
      ["header", "MS-RequestId", false, { type: "string" }],
      ["header", "MS-CorrelationId", false, { type: "string" }],
      ["header", "X-Locale", false, { type: "string" }],
    ],
  );
  for (const header of Object.values(asNode(at(contract, "components", "headers")))) {
    assert.equal(at(header, "schema"), { type: "string" });
  }
});

test("marks the product key as a secret, and nothing else", () => {
  const secrets = Object.entries(asNode(contract.components?.schemas)).flatMap(([name, schema]) =>
    Object.entries(asNode(at(schema, "properties"))).flatMap(([property, value]) =>
      at(value, "x-ms-secret") === undefined ? [] : [[name, property, at(value, "x-ms-secret")]],
    ),
  );
  assert.equal(secrets, [["DeviceUploadDetails", "productKey", true]]);
});

test("lists the known statuses", () => {
  const known = (schema: string) => at(contract, "components", "schemas", schema, "properties", "status", "x-extensible-enum");
  const batchStatuses = ["unknown", "queued", "processing", "finished", "finished_with_errors"];
  assert.equal(known("BatchUploadDetails"), batchStatuses);
  assert.equal([...asList(known("DeviceUploadDetails"))].sort(), [...batchStatuses, "in-progress"].sort());
});

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const schemas = ["components", "schemas"];
const anyOperation = ["paths", "/v1/customers/{customerId}/batchJobStatus/{batchTrackingId}", "get"];
const ok = [...anyOperation, "responses", "200"];
const json = [...ok, "content", "application/json"];
const outside: Record<string, [place: string[], value: unknown, rule: string, pointer: string]> = {
  "a format": [
    [...schemas, "BatchUploadDetails", "properties", "startedTime", "format"],
    "date-time",
    "rule/schema-keywords",
    "/startedTime/format",
  ],
  "an enum": [
    [...schemas, "DeviceUploadDetails", "properties", "status", "enum"],
    ["finished"],
    "rule/schema-keywords",
    "/properties/status/enum",
  ],
  additionalProperties: [
    [...schemas, "ApiFault", "additionalProperties"],
    false,
    "rule/schema-keywords",
    "/ApiFault/additionalProperties",
  ],
  oneOf: [
    [...schemas, "ApiFault", "properties", "code", "oneOf"],
    [{ type: "string" }],
    "rule/schema-keywords",
    "/ApiFault/properties/code/oneOf",
  ],
  "a pattern of a parameter": [
    ["components", "parameters", "customerId", "schema", "pattern"],
    ".",
    "rule/schema-keywords",
    "/customerId/schema/pattern",
  ],
  "a default of a parameter": [
    ["components", "parameters", "X-Locale", "schema", "default"],
    "en-US",
    "rule/schema-keywords",
    "/X-Locale/schema/default",
  ],
  "an example in a schema": [
    [...schemas, "ApiFault", "properties", "message", "example"],
    "Busy.",
    "rule/schema-keywords",
    "/message/example",
  ],
  "a keyword beside a reference in a schema": [
    [...json, "schema", "description"],
    "",
    "spec-ref-siblings",
    "application~1json/schema/description",
  ],
  "nullable without type": [
    [...schemas, "ApiFault", "properties", "code", "nullable"],
    true,
    "nullable-type-sibling",
    "/code/nullable",
  ],
  "a property that cannot be null": [
    [...schemas, "DeviceUploadDetails", "properties", "deviceId"],
    { type: "string" },
    "profile/nullable-properties",
    "/properties/deviceId",
  ],
  "an object that is not a named schema": [
    [...schemas, "ApiFault", "properties", "data"],
    { type: "object", nullable: true },
    "profile/named-objects",
    "/properties/data",
  ],
  "an object without a type that is not a named schema": [
    [...schemas, "ApiFault", "properties", "data"],
    { properties: {} },
    "profile/named-objects",
    "/properties/data",
  ],
  "a response's object that is not a named schema": [
    [...json, "schema"],
    { type: "object" },
    "profile/named-objects",
    "application~1json/schema",
  ],
  "an array of objects that are not a named schema": [
    [...schemas, "BatchUploadDetails", "properties", "devicesStatus", "items"],
    { type: "object" },
    "profile/named-objects",
    "/devicesStatus/items",
  ],
  "a schema name that is not PascalCase": [
    [...schemas, "api_fault"],
    { type: "object" },
    "rule/schema-names",
    "/components/schemas/api_fault",
  ],
  "a reference to another file in a schema": [
    [...schemas, "ResourceAttributes"],
    { $ref: "other.yaml#/Other" },
    "profile/local-refs",
    "/ResourceAttributes/$ref",
  ],
  "a reference to another file outside schemas": [
    [...anyOperation, "responses", "404"],
    { $ref: "other.yaml#/Response" },
    "profile/local-refs",
    "/responses/404/$ref",
  ],
  "a newer version": [["openapi"], "3.1.0", "rule/version", "#/openapi"],
  "a second server": [["servers"], [{ url: "https://a.example" }, { url: "https://b.example" }], "rule/one-server", "#/servers"],
  "an empty list of servers": [["servers"], [], "rule/one-server", "#/servers"],
  "a missing list of servers": [["servers"], undefined, "rule/one-server", "#/servers"],
  "a variable in the server's URL": [["servers"], [{ url: "https://{host}" }], "rule/literal-server-url", "#/servers/0/url"],
  "variables of the server": [
    ["servers"],
    [{ url: "https://a.example", variables: { host: { default: "a" } } }],
    "rule/no-server-variables",
    "#/servers/0/variables",
  ],
  "another type of security scheme": [
    ["components", "securitySchemes", "bearer", "type"],
    "apiKey",
    "rule/http-security",
    "/securitySchemes/bearer/type",
  ],
  "another HTTP security scheme": [
    ["components", "securitySchemes", "bearer", "scheme"],
    "basic",
    "rule/bearer-security",
    "/securitySchemes/bearer/scheme",
  ],
  "a second tag": [[...anyOperation, "tags"], ["DeviceBatchUploads", "Other"], "rule/one-tag", "/get/tags"],
  "an operation without a tag": [[...anyOperation, "tags"], undefined, "rule/one-tag", "/get/tags"],
  "an empty list of tags": [[...anyOperation, "tags"], [], "rule/one-tag", "/get/tags"],
  "a server for one operation": [[...anyOperation, "servers"], [], "rule/no-operation-servers-or-security", "/get/servers"],
  "an operation without authentication": [
    [...anyOperation, "security"],
    [],
    "rule/no-operation-servers-or-security",
    "/get/security",
  ],
  "a parameter style": [
    ["components", "parameters", "customerId", "style"],
    "label",
    "rule/default-parameter-style",
    "/customerId/style",
  ],
  "a parameter's explode": [
    ["components", "parameters", "customerId", "explode"],
    true,
    "rule/default-parameter-style",
    "/customerId/explode",
  ],
  "a header style": [["components", "headers", "MS-CV", "style"], "simple", "rule/default-header-style", "/MS-CV/style"],
  "an encoding's style": [[...json, "encoding"], { a: { style: "form" } }, "rule/default-encoding-style", "/encoding/a/style"],
  "XML beside JSON": [[...ok, "content", "application/xml"], {}, "rule/json-only", "/200/content"],
  "XML instead of JSON": [[...ok, "content"], { "application/xml": {} }, "rule/json-only", "/200/content"],
  "an operation without an id": [[...anyOperation, "operationId"], undefined, "operation-operationId", "/get/operationId"],
  "a hyphen in a path parameter": [
    ["paths", "/v2/{customer-id}"],
    {},
    "rule/path-parameter-names",
    "#/paths/~1v2~1{customer-id}",
  ],
};

interface Problem {
  ruleId: string;
  message: string;
  location: { pointer: string }[];
}

/** Lints many documents in one process, by the command and the configuration of `npm run lint`. */
function lint(documents: readonly unknown[]): Problem[][] {
  const folder = mkdtempSync(join(tmpdir(), "contract-"));
  try {
    const paths = documents.map((_, index) => join(folder, `${index}.yaml`));
    for (const [index, path] of paths.entries()) writeFileSync(path, JSON.stringify(documents[index]));
    writeFileSync(join(folder, "other.yaml"), JSON.stringify({ Other: { type: "object" }, Response: { description: "Other" } }));
    const options = ["--config", "redocly.yaml", "--format", "json"];
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ["node_modules/@redocly/cli/bin/cli.js", "lint", ...paths, ...options],
      {
        encoding: "utf8",
      },
    );
    // One report per document, in the order given.
    const reports = [...stdout.matchAll(/\{\n.*?^\}/gms)].map(([report]) => JSON.parse(report));
    assert.is(reports.length, documents.length, stderr);
    return reports.map(({ problems }) => problems);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [unchanged, ...violations] = lint([
  contract,
  ...Object.values(outside).map(([place, value]) => changed(contract, place, value)),
]);

test("is within the portable profile", () => {
  assert.equal(unchanged, []);
});

for (const [index, [what, [, , rule, pointer]]] of Object.entries(outside).entries()) {
  test(`the portable profile rejects ${what}`, () => {
    const problems = violations[index] ?? [];
    const isFound = problems.some(({ ruleId, location }) => ruleId === rule && `${location[0]?.pointer}`.endsWith(pointer));
    assert.ok(isFound, `${rule} did not report ${pointer}, only ${JSON.stringify(problems)}`);
  });
}

/** A copy of a document with another value in one place. */
function changed(node: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  return { ...asNode(node), [key]: changed(asNode(node)[key], rest, value) };
}

test.run();
