import { readFileSync } from "node:fs";
import type { OpenAPI3 } from "openapi-typescript";
import { parse } from "yaml";

const contractPath = new URL("../openapi.yaml", import.meta.url);

/** Reads the contract, openapi.yaml, as the document that it describes. */
export function readContract(): OpenAPI3 {
  // Sound because `npm run lint:contract` holds the file to OpenAPI 3.0.3.
  return parse(readFileSync(contractPath, "utf8")) as OpenAPI3;
}
