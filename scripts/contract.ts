import { readFileSync } from "node:fs";
import type { OpenAPI3 } from "openapi-typescript";
import { parse } from "yaml";

const contractPath = new URL("../openapi.yaml", import.meta.url);

/** Reads the contract, openapi.yaml. */
export function readContract(): OpenAPI3 {
  // Safe: `npm run lint` validates the file against OpenAPI 3.0.3.
  return parse(readFileSync(contractPath, "utf8")) as OpenAPI3;
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
