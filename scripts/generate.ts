/**
 * Makes src/generated from openapi.yaml, and the conformance vectors from its examples and conformance/cases.ts.
 *
 *   npm run generate              write the files
 *   npm run generate -- --check   fail and name each file that is not what openapi.yaml gives
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Ajv } from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import { escaped, vectors } from "../conformance/cases.ts";
import type { Example } from "../src/generated/examples.ts";
import { asNode, at, readContract } from "./contract.ts";

const banner = `// Generated from openapi.yaml by "npm run generate". Do not edit.\n`;
const validated = ["BatchUploadDetails", "ApiFault"];
const statusTypes = { BatchUploadStatus: "BatchUploadDetails", DeviceUploadStatus: "DeviceUploadDetails" };

const vectorsFolder = "conformance/vectors";

const contract = readContract();
const shown = examplesOf(contract);
const generated: Record<string, string> = {
  "src/generated/openapi.ts": banner + (await types(contract)),
  "src/generated/validators.ts": banner + validators(contract),
  "src/generated/examples.ts": banner + examples(shown),
  ...Object.fromEntries(
    Object.entries(vectors(shown)).map(([name, vector]) => [
      `${vectorsFolder}/${name}.json`,
      `${escaped(JSON.stringify(vector, undefined, 2))}\n`,
    ]),
  ),
};

if (process.argv.includes("--check")) check();
else write();

function write() {
  for (const folder of ["src/generated", vectorsFolder]) mkdirSync(folder, { recursive: true });
  for (const file of leftOver()) rmSync(file);
  for (const [file, text] of Object.entries(generated)) writeFileSync(file, text);
}

function check() {
  const stale = Object.entries(generated).filter(([file, text]) => !existsSync(file) || readFileSync(file, "utf8") !== text);
  for (const [file] of stale) console.error(`${file} is not what openapi.yaml gives. Run "npm run generate" and commit it.`);
  for (const file of leftOver()) console.error(`${file} comes from nothing. Run "npm run generate" and commit that it is gone.`);
  if (stale.length + leftOver().length > 0) process.exitCode = 1;
}

/** Vectors that were generated once. */
function leftOver(): string[] {
  const files = readdirSync(vectorsFolder).map((file) => `${vectorsFolder}/${file}`);
  return files.filter((file) => !(file in generated));
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

/** openapi-typescript takes a header behind a $ref for one that is always there. */
function withInlineHeaders(document: OpenAPI3): OpenAPI3 {
  const prefix = "#/components/headers/";
  return JSON.parse(
    JSON.stringify(document, (_key, value) =>
      value?.$ref?.startsWith(prefix) ? document.components?.headers?.[value.$ref.slice(prefix.length)] : value,
    ),
  );
}

/** Kept beside `paths`, not inside: openapi-fetch's types break on a completed union there. */
function statusType(document: OpenAPI3, name: string, schema: string): string {
  const status = at(document.components?.schemas?.[schema], "properties", "status");
  const values = at(status, "x-extensible-enum");
  if (!Array.isArray(values)) throw new Error(`openapi.yaml: ${schema}.status has no x-extensible-enum`);
  const union = [...values.map((value) => JSON.stringify(value)), "(string & {})"].join(" | ");
  return `/** The values of \`${schema}.status\` that are known, and any other string. */\nexport type ${name} = ${union};\n`;
}

/** The answers that the contract shows. */
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

/** For the emulator to give. */
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
  const ajv = new Ajv({ allErrors: true, code: { esm: true, source: true, lines: true } });
  ajv.addKeyword("components");
  ajv.addSchema({ $id: "contract", components: { schemas: withoutAnnotations(document.components?.schemas) } });
  const names = Object.fromEntries(validated.map((name) => [`validate${name}`, `contract#/components/schemas/${name}`]));
  const code = withoutUnread(inLinearTime(standaloneCode.default(ajv, names).replace(/^"use strict";/, "")));
  const typed = validated.reduce(
    (text, name) => text.replace(`export const validate${name} =`, `export const validate${name}: Validator<${name}> =`),
    code,
  );
  return `// @ts-nocheck: ajv writes JavaScript. Only the exports' types count.
import type { ${[...validated].sort().join(", ")} } from "./openapi.ts";

export interface ValidationError {
  /** JSON pointer of the value, "" for the whole. */
  instancePath: string;
  /** What the value had to be, such as "must be string". Never the value itself. */
  message: string;
}

export interface Validator<T> {
  (value: unknown): value is T;
  /** Why the last value was refused, null if it was not. */
  errors: ValidationError[] | null;
}

${typed.trim()}
`;
}

/** ajv copies all errors found so far for each device with another, which takes minutes where many are wrong. */
function inLinearTime(code: string): string {
  const copying = /vErrors = vErrors === null \? (\w+\.errors) : vErrors\.concat\(\1\);/g;
  if (!copying.test(code)) throw new Error("ajv collects errors in another way than it did: look whether it still copies them");
  return code.replace(copying, "if (vErrors === null) vErrors = $1;\nelse for (const error of $1) vErrors.push(error);");
}

/** Of an error only the path and the message are read. The rest would be a third of what travels. */
function withoutUnread(code: string): string {
  const unread = [
    /^const schema\d+ = .*\n/gm,
    /schemaPath:"[^"]*",keyword:"[^"]*",params:\{[^}]*\},/g,
    /, parentData, parentDataProperty, rootData=data/g,
    /,parentData:\w+,parentDataProperty:\w+,rootData/g,
  ];
  for (const pattern of unread)
    if (code.search(pattern) < 0) throw new Error(`ajv no longer writes ${pattern}: look what it writes`);
  return unread.reduce((text, pattern) => text.replace(pattern, ""), code);
}

/** Leaves what decides about a value, so that descriptions do not travel with the validators. */
function withoutAnnotations(schemas: unknown): unknown {
  const isAnnotation = (key: string, value: unknown) =>
    key.startsWith("x-") || (["title", "description"].includes(key) && typeof value === "string");
  return JSON.parse(JSON.stringify(schemas, (key, value) => (isAnnotation(key, value) ? undefined : value)));
}
