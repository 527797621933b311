/** Reads and validates device-errors.yaml, and generates the table of src/generated/device-errors.ts from it. */
import { readFileSync } from "node:fs";
import { Ajv, type ErrorObject } from "ajv";
import { parseDocument } from "yaml";
import { asNode, at } from "./contract.ts";

/** The content of device-errors.yaml. */
export interface DeviceErrors {
  /** The meaning of each action. */
  actions: Record<string, string>;
  errors: DeviceError[];
}

/** An error with its advice, if a source has any. */
interface DeviceError {
  code: string;
  name: string;
  /** Names that Partner Center also sends with this code. */
  otherNames?: string[];
  advice?: string;
  action?: string;
  /** The URL of the source of the advice. */
  source?: string;
}

const FILE = "device-errors.yaml";
const text = { type: "string", minLength: 1, pattern: "^\\S(.*\\S)?$" };
const validate = new Ajv().compile<DeviceErrors>({
  type: "object",
  required: ["actions", "errors"],
  additionalProperties: false,
  properties: {
    actions: { type: "object", minProperties: 1, additionalProperties: text },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["code", "name"],
        additionalProperties: false,
        properties: {
          code: { type: "string", pattern: "^[1-9][0-9]*$" },
          name: { type: "string", pattern: "^[A-Za-z]+$" },
          otherNames: { type: "array", minItems: 1, uniqueItems: true, items: { type: "string", pattern: "^[A-Za-z]+$" } },
          advice: text,
          action: { type: "string" },
          source: { type: "string", pattern: "^https://\\S+$" },
        },
        dependencies: { advice: ["action", "source"], action: ["advice", "source"], source: ["advice", "action"] },
      },
    },
  },
});

export function readDeviceErrors(): DeviceErrors {
  return parseDeviceErrors(readFileSync(new URL(`../${FILE}`, import.meta.url), "utf8"));
}

/** @throws Error with the first problem of the file. */
export function parseDeviceErrors(yaml: string): DeviceErrors {
  const document = parseDocument(yaml);
  const [syntaxError] = document.errors;
  if (syntaxError !== undefined) throw new Error(`${FILE}: ${syntaxError.message}`);
  const content: unknown = document.toJS();
  if (!validate(content)) throw new Error(`${FILE}: ${(validate.errors ?? []).map((error) => problem(error, content))}`);

  const codes = new Set<string>();
  for (const { code, action } of content.errors) {
    if (codes.has(code)) throw new Error(`${FILE}: the code ${code} is listed twice`);
    codes.add(code);
    if (action !== undefined && !Object.hasOwn(content.actions, action)) {
      throw new Error(`${FILE}: error ${code}: unknown action "${action}"; use ${Object.keys(content.actions).join(", ")}`);
    }
  }
  return content;
}

function problem({ instancePath, keyword, params, message }: ErrorObject, content: unknown): string {
  const [, list = "", index = "", member = ""] = instancePath.split("/");
  const code = list === "errors" ? at(content, list, index, "code") : undefined;
  const where = typeof code === "string" ? [`error ${code}`, member].filter(Boolean).join(", ") : instancePath.slice(1);
  const { additionalProperty, missingProperty } = asNode(params);
  const what =
    keyword === "additionalProperties"
      ? `unknown member "${additionalProperty}"`
      : keyword === "required" || keyword === "dependencies"
        ? `"${missingProperty}" is missing`
        : `it ${message}`;
  return [where, what].filter(Boolean).join(": ");
}

/** The text of src/generated/device-errors.ts, without its banner. */
export function deviceErrorsModule({ actions, errors }: DeviceErrors): string {
  const meanings = Object.entries(actions).map(([action, meaning]) => ` * - \`"${action}"\`: ${meaning}\n`);
  const table = Object.fromEntries(errors.map(({ code, otherNames: _, ...known }) => [code, known]));
  return `
/**
 * What to do about a device that failed:
 *
${meanings.join("")} */
export type DeviceErrorAction = ${Object.keys(actions)
    .map((action) => JSON.stringify(action))
    .join(" | ")};

export interface KnownError {
  name: string;
  advice?: string;
  action?: DeviceErrorAction;
  source?: string;
}

/** Windows Autopilot's registration errors, by the code that Partner Center reports. */
export const KNOWN_ERRORS = ${JSON.stringify(table, undefined, 2)} satisfies { readonly [code: string]: KnownError };
`;
}
