import { JAVA } from "../../needs.ts";
import type { Tool } from "../../tools.ts";
import { compareViolations } from "../../violations.ts";

/** Checks recorded attempts with Atlassian's validator, written in Java. */
export const swaggerRequestValidator: Tool = {
  name: "swagger-request-validator",
  title: "swagger-request-validator on recorded requests and responses",
  needs: JAVA,
  check: (folder) =>
    compareViolations("swagger-request-validator", "java -cp 'target/classes:target/dependency/*' Validate", folder),
};
