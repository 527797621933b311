/** Generates src/generated from the contract, and the conformance vectors from its examples and conformance/cases.ts. */
import { Ajv } from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import { escaped, vectors } from "../conformance/cases.ts";
import type { Example } from "../src/generated/examples.ts";
import { asNode, at } from "./contract.ts";

const banner = `// Generated from openapi.yaml by "npm run generate". Do not edit.\n`;
const validated = ["BatchUploadDetails", "ApiFault"];
const statusTypes = { BatchUploadStatus: "BatchUploadDetails", DeviceUploadStatus: "DeviceUploadDetails" };

export const vectorsFolder = "conformance/vectors";

/** The text of each generated file, by its path. */
export async function generatedFiles(contract: OpenAPI3): Promise<Record<string, string>> {
  const responses = examplesOf(contract);
  return {
    "src/generated/openapi.ts": banner + (await types(contract)),
    "src/generated/validators.ts": banner + validators(contract),
    "src/generated/examples.ts": banner + examples(responses),
    ...Object.fromEntries(
      Object.entries(vectors(responses)).map(([name, vector]) => [
        `${vectorsFolder}/${name}.json`,
        `${escaped(JSON.stringify(vector, undefined, 2))}\n`,
      ]),
    ),
  };
}

async function types(document: OpenAPI3): Promise<string> {
  const ast = await openapiTS(withInlineHeaders(document), { rootTypes: true, rootTypesNoSchemaPrefix: true, silent: true });
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
  const union = [...values.map((value) => JSON.stringify(value)), "(string & {})"].join(" | ");
  return `/** The known values of \`${schema}.status\`, and any other string. */\nexport type ${name} = ${union};\n`;
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
  // Stops at the first violation (allErrors is off), so that an invalid response of any size makes one error.
  const ajv = new Ajv({ inlineRefs: false, code: { esm: true, source: true, lines: true } });
  ajv.addKeyword("components");
  ajv.addSchema({ $id: "contract", components: { schemas: withoutAnnotations(document.components?.schemas) } });
  const names = Object.fromEntries(validated.map((name) => [`validate${name}`, `contract#/components/schemas/${name}`]));
  const code = standaloneCode.default(ajv, names).replace(/^"use strict";/, "");
  const typed = validated.reduce(
    (text, name) => text.replace(`export const validate${name} =`, `export const validate${name}: Validator<${name}> =`),
    code,
  );
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

${typed.trim()}
`;
}

/** Removes descriptions, so that they are not part of the validators. */
function withoutAnnotations(schemas: unknown): unknown {
  const isAnnotation = (key: string, value: unknown) =>
    key.startsWith("x-") || (["title", "description"].includes(key) && typeof value === "string");
  return JSON.parse(JSON.stringify(schemas, (key, value) => (isAnnotation(key, value) ? undefined : value)));
}
