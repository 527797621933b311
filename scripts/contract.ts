import { readFileSync } from "node:fs";
import type { OpenAPI3 } from "openapi-typescript";
import { parse } from "yaml";

const contractPath = new URL("../openapi.yaml", import.meta.url);

/** Reads the contract, openapi.yaml, as the document that it describes. */
export function readContract(): OpenAPI3 {
  // Sound because `npm run lint` holds the file to OpenAPI 3.0.3.
  return parse(readFileSync(contractPath, "utf8")) as OpenAPI3;
}

/** Follows a path into a document; undefined where it leads nowhere. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((node, key) => asNode(node)[key], value);
}

/** The members of an object; none where the value is no object. */
export function asNode(value: unknown): Readonly<Record<string, unknown>> {
  // Sound because an object of any kind may be read by name; what is found is unknown.
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
