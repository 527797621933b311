import { PYTHON } from "../../needs.ts";
import type { Tool } from "../../tools.ts";
import { compareViolations } from "../../violations.ts";

/** Checks recorded attempts with a validator written in Python. */
export const openapiCore: Tool = {
  name: "openapi-core",
  title: "openapi-core on recorded requests and responses",
  needs: PYTHON,
  check: (folder) => compareViolations("openapi-core", "venv/bin/python -W error validate.py", folder),
};
