import { readFileSync } from "node:fs";
import type { OpenAPI3 } from "openapi-typescript";
import { parse } from "yaml";

/** Reads the contract, openapi.yaml. */
export function readContract(): OpenAPI3 {
  return readDocument("openapi.yaml");
}

/** Reads emulator.yaml, which describes the emulator's control over HTTP. */
export function readControl(): OpenAPI3 {
  return readDocument("emulator.yaml");
}

function readDocument(name: string): OpenAPI3 {
  // Safe: `npm run lint` validates the file against OpenAPI 3.0.3.
  return parse(readFileSync(new URL(`../${name}`, import.meta.url), "utf8")) as OpenAPI3;
}

/** The text of a document for those who cannot read YAML. */
export function asJson(document: object): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** Returns the value at a path in a document, or undefined. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((node, key) => asNode(node)[key], value);
}

/** Returns an object to read by property names. Any other value becomes an empty object. */
export function asNode(value: unknown): Readonly<Record<string, unknown>> {
  // Safe: any object can be read by name, and the values are unknown.
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
