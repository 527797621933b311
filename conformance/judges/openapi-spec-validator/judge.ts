import { resolve } from "node:path";
import { bash } from "../../clients.ts";
import type { Judge } from "../../judges.ts";

/** Whether the contract is valid OpenAPI, by Python's reading of the specification. */
export const openapiSpecValidator: Judge = {
  name: "openapi-spec-validator",
  title: "openapi-spec-validator on openapi.yaml",
  needs: [{ test: "python3 -m venv --help", debian: "python3-venv" }],
  async judge(folder) {
    const { exitCode, output } = await bash(`venv/bin/openapi-spec-validator --schema 3.0 ${resolve("openapi.yaml")}`, folder);
    return exitCode === 0 ? [] : [`openapi-spec-validator: ${output}`];
  },
};
