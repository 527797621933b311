import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { asNode, at } from "../../../scripts/contract.ts";
import { createEmulator } from "../../../src/emulator/emulator.ts";
import { bash } from "../../clients.ts";
import { withEmulator } from "../../emulator.ts";
import type { Tool } from "../../tools.ts";

/** Checks that the contract, imported into Postman, sends a request for which the emulator returns the documented response. */
export const postman: Tool = {
  name: "postman",
  title: "Postman's import of the contract, sent to the emulator",
  async check(folder) {
    const contract = resolve("openapi.yaml");
    // Postman's runner cannot read a byte order mark.
    const { exitCode, output } = await withEmulator(createEmulator({ quirks: { byteOrderMark: false } }), (url) =>
      bash(
        `npx openapi2postmanv2 -s ${contract} -o collection.json -O parametersResolution=Example,folderStrategy=Tags
         npx newman run collection.json --env-var baseUrl=${url} --env-var bearerToken=any \\
           --reporters json --reporter-json-export sent.json`,
        folder,
      ),
    );
    if (exitCode !== 0) return [`Postman: ${output}`];
    const sent = JSON.parse(readFileSync(`${folder}/sent.json`, "utf8"));
    const operation = at(
      parse(readFileSync(contract, "utf8")),
      "paths",
      "/v1/customers/{customerId}/batchJobStatus/{batchTrackingId}",
      "get",
    );
    const documented = at(operation, "responses", "200", "content", "application/json", "examples", "documented", "value");
    const responses = sent.run.executions.map((execution: unknown) => asNode(at(execution, "response")));
    return responses.length === 1 && isDeepStrictEqual(bodyOf(responses[0]), documented)
      ? []
      : [`Postman: got ${JSON.stringify(responses.map(bodyOf))} instead of the documented response`];
  },
};

function bodyOf(response: Readonly<Record<string, unknown>>): unknown {
  return JSON.parse(Buffer.from(Object(response["stream"]).data).toString("utf8"));
}
