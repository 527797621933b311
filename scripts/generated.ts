/**
 * Generates src/generated from the contract, emulator.yaml and device-errors.yaml, and the conformance vectors from the contract's examples and
 * conformance/cases.ts.
 */
import { Ajv, type Options } from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
import openapiTS, { astToString, type OpenAPI3, type OpenAPITSOptions } from "openapi-typescript";
import ts from "typescript";
import { escaped, vectors } from "../conformance/cases.ts";
import type { Example } from "../src/generated/examples.ts";
import { asNode, at } from "./contract.ts";
import { type DeviceErrors, deviceErrorsModule } from "./device-errors.ts";

const validated = ["BatchUploadDetails", "ApiFault"];
/** The schemas of emulator.yaml that arguments, scenario files and bodies are validated by. */
const validatedInEmulator = {
  Submission: "Submission",
  FaultList: "FaultList",
  Scenario: "Scenario",
  ClockChange: "ClockChange",
  Milliseconds: "ClockChange/properties/advance",
};
const statusTypes = { BatchUploadStatus: "BatchUploadDetails", DeviceUploadStatus: "DeviceUploadDetails" };

export const vectorsFolder = "conformance/vectors";

/** The text of each generated file, by its path. */
export async function generatedFiles(
  contract: OpenAPI3,
  control: OpenAPI3,
  deviceErrors: DeviceErrors,
): Promise<Record<string, string>> {
  const responses = examplesOf(contract);
  return {
    "src/generated/openapi.ts": banner("openapi.yaml") + (await types(contract)),
    "src/generated/validators.ts": banner("openapi.yaml") + validators(contract),
    "src/generated/examples.ts": banner("openapi.yaml") + examples(responses),
    "src/generated/emulator.ts": banner("emulator.yaml") + (await emulatorTypes(control)),
    "src/generated/emulator-validators.ts": banner("emulator.yaml") + emulatorValidators(control),
    "src/generated/device-errors.ts": banner("device-errors.yaml") + deviceErrorsModule(deviceErrors),
    ...Object.fromEntries(
      Object.entries(vectors(responses)).map(([name, vector]) => [
        `${vectorsFolder}/${name}.json`,
        `${escaped(JSON.stringify(vector, undefined, 2))}\n`,
      ]),
    ),
  };
}

function banner(source: string): string {
  return `// Generated from ${source} by "npm run generate". Do not edit.\n`;
}

const TYPES: OpenAPITSOptions = { rootTypes: true, rootTypesNoSchemaPrefix: true, silent: true };

async function types(document: OpenAPI3): Promise<string> {
  const ast = await openapiTS(withInlineHeaders(document), TYPES);
  return (
    astToString(ast) +
    Object.entries(statusTypes)
      .map(([name, schema]) => statusType(document, name, schema))
      .join("")
  );
}

/** openapi-typescript treats a header behind a $ref as required. */
function withInlineHeaders(document: OpenAPI3): OpenAPI3 {
  const prefix = "#/components/headers/";
  return JSON.parse(
    JSON.stringify(document, (_key, value) =>
      value?.$ref?.startsWith(prefix) ? document.components?.headers?.[value.$ref.slice(prefix.length)] : value,
    ),
  );
}

/** Declared beside `paths`, not in it: openapi-fetch's types break an open union there. */
function statusType(document: OpenAPI3, name: string, schema: string): string {
  const status = at(document.components?.schemas?.[schema], "properties", "status");
  const values = at(status, "x-extensible-enum");
  if (!Array.isArray(values)) throw new Error(`openapi.yaml: ${schema}.status has no x-extensible-enum`);
  return `/** The known values of \`${schema}.status\`, and any other string. */\nexport type ${name} = ${openUnion(values)};\n`;
}

function openUnion(values: readonly unknown[]): string {
  return [...values.map((value) => JSON.stringify(value)), "(string & {})"].join(" | ");
}

/** Read-only, because they are the types of arguments. */
async function emulatorTypes(document: OpenAPI3): Promise<string> {
  const ast = await openapiTS(document, {
    ...TYPES,
    immutable: true,
    defaultNonNullable: false,
    transform(schema) {
      const values = at(schema, "x-extensible-enum");
      // The printer prints a name as it is.
      return Array.isArray(values) ? ts.factory.createTypeReferenceNode(openUnion(values)) : undefined;
    },
  });
  return astToString(ast);
}

/** The example responses of the contract. */
function examplesOf(document: OpenAPI3): Example[] {
  const [path] = Object.values(asNode(document.paths));
  const responses = at(path, "get", "responses");
  return Object.entries(asNode(responses)).flatMap(([status, reference]) => {
    const name = String(at(reference, "$ref") ?? "").replace("#/components/responses/", "");
    const response = name === "" ? reference : document.components?.responses?.[name];
    const named = at(response, "content", "application/json", "examples");
    return Object.entries(asNode(named)).map(([name, example]) => ({
      name,
      status: Number(status === "default" ? at(example, "value", "code") : status),
      summary: String(at(example, "summary")),
      body: asNode(at(example, "value")),
    }));
  });
}

/** The emulator responds with these. */
function examples(list: readonly Example[]): string {
  return `export interface Example {
  name: string;
  status: number;
  summary: string;
  body: object;
}

export const examples: readonly Example[] = ${JSON.stringify(list, undefined, 2)};
`;
}

function validators(document: OpenAPI3): string {
  const names = Object.fromEntries(validated.map((name) => [name, name]));
  return `// @ts-nocheck: ajv writes JavaScript. Only the exports are typed.
import type { ${[...validated].sort().join(", ")} } from "./openapi.ts";

export interface ValidationError {
  /** JSON pointer to the invalid value, "" for the whole document. */
  instancePath: string;
  /** The violated constraint, such as "must be string". Never contains the value. */
  message: string;
}

export interface Validator<T> {
  (value: unknown): value is T;
  /** The first violation in the last value, or null if it was valid. */
  errors: ValidationError[] | null;
}

${compiled(document, names, {}, (name) => `Validator<${name}>`)}
`;
}

function emulatorValidators(document: OpenAPI3): string {
  // Errors contain the value and its schema, from which src/emulator/check.ts makes a message.
  return `// @ts-nocheck: ajv writes JavaScript. Only the exports are typed.
export interface SchemaError {
  /** JSON pointer to the invalid value, "" for the whole value. */
  instancePath: string;
  /** The violated keyword, such as "required". */
  keyword: string;
  params: { missingProperty?: string; additionalProperty?: string };
  /** The schema that has the keyword. */
  parentSchema: Readonly<Record<string, unknown>>;
  /** The invalid value. */
  data: unknown;
}

export interface Validator {
  (value: unknown): boolean;
  /** The first violation in the last value, or null if it was valid. If no alternative applies, the first violation of each. */
  errors: SchemaError[] | null;
}

${compiled(document, validatedInEmulator, { verbose: true, messages: false }, () => "Validator")}
`;
}

/**
 * Compiles schemas to functions.
 *
 * @param schemas - For each function validate…, the path of its schema in components/schemas.
 */
function compiled(
  document: OpenAPI3,
  schemas: Readonly<Record<string, string>>,
  options: Options,
  typeOf: (name: string) => string,
): string {
  // Stops at the first violation (allErrors is off), so that an invalid response of any size makes one error.
  const ajv = new Ajv({ inlineRefs: false, code: { esm: true, source: true, lines: true }, ...options });
  ajv.addVocabulary(["components", "x-expected"]);
  ajv.addSchema({ $id: "contract", components: { schemas: withoutAnnotations(document.components?.schemas) } });
  const names = Object.entries(schemas).map(([name, path]) => [`validate${name}`, `contract#/components/schemas/${path}`]);
  const code = standaloneCode.default(ajv, Object.fromEntries(names)).replace(/^"use strict";/, "");
  return Object.keys(schemas)
    .reduce(
      (text, name) => text.replace(`export const validate${name} =`, `export const validate${name}: ${typeOf(name)} =`),
      code,
    )
    .trim();
}

/** Removes descriptions and the like, so that they are not part of the validators. */
function withoutAnnotations(schemas: unknown): unknown {
  const isAnnotation = (key: string, value: unknown) =>
    ["x-extensible-enum", "x-ms-secret"].includes(key) ||
    (["title", "description", "default"].includes(key) && typeof value !== "object");
  return JSON.parse(JSON.stringify(schemas, (key, value) => (isAnnotation(key, value) ? undefined : value)));
}
