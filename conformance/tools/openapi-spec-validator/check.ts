import { resolve } from "node:path";
import { bash } from "../../clients.ts";
import { PYTHON } from "../../needs.ts";
import type { Tool } from "../../tools.ts";

/** Checks that the contract is valid OpenAPI, with a validator written in Python. */
export const openapiSpecValidator: Tool = {
  name: "openapi-spec-validator",
  title: "openapi-spec-validator on openapi.yaml",
  needs: PYTHON,
  async check(folder) {
    const { exitCode, output } = await bash(`venv/bin/openapi-spec-validator --schema 3.0 ${resolve("openapi.yaml")}`, folder);
    return exitCode === 0 ? [] : [`openapi-spec-validator: ${output}`];
  },
};
