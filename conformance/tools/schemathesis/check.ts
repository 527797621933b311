import { writeFileSync } from "node:fs";
import { createEmulator } from "../../../src/emulator/emulator.ts";
import { SAMPLES, type Sample } from "../../../src/emulator/samples.ts";
import { bash } from "../../clients.ts";
import { withEmulator } from "../../emulator.ts";
import { PYTHON } from "../../needs.ts";
import { INVALID_SAMPLES, UNCHECKED_SAMPLES } from "../../samples.ts";
import type { Tool } from "../../tools.ts";

const TOKEN = "conformance-token";

/** Checks that the emulator conforms to the document that it serves, whatever the request. Its samples are among the requests. */
export const schemathesis: Tool = {
  name: "schemathesis",
  title: "Schemathesis on the emulator, with the document that it serves",
  needs: PYTHON,
  check(folder) {
    const emulator = createEmulator({
      // Python's json cannot read a byte order mark.
      quirks: { byteOrderMark: false },
      // Schemathesis also sends invalid tokens, which the emulator accepts by default.
      refuseToken: (token) => (token === TOKEN ? undefined : "expired"),
    });
    return withEmulator(emulator, async (url) => {
      const document = JSON.parse(await (await fetch(`${url}/openapi.json`)).text());
      const { examples } = document.components.parameters.batchTrackingId;
      for (const { name, content } of SAMPLES) if (!isChecked(name, content)) delete examples[name];
      writeFileSync(`${folder}/served.json`, JSON.stringify(document));
      // positive_data_acceptance expects any string to be a valid id, because only the prose of the contract says that ids are GUIDs.
      const { exitCode, output } = await bash(
        `venv/bin/st run served.json --url ${url} --header "Authorization: Bearer ${TOKEN}" \\
          --checks all --exclude-checks positive_data_acceptance --max-examples 300 --seed 1 --no-color`,
        folder,
      );
      return exitCode === 0 ? [] : [`Schemathesis: ${output}`];
    });
  },
};

/** Schemathesis considers every 5xx a failure. */
function isChecked(name: string, content: Sample["content"]): boolean {
  const fault = "fault" in content ? content.fault : undefined;
  const isServerError = typeof fault === "object" && "status" in fault && fault.status >= 500;
  return !isServerError && ![...INVALID_SAMPLES, ...UNCHECKED_SAMPLES].includes(name);
}
