import { createEmulator } from "../../../src/emulator/emulator.ts";
import { startServer } from "../../../src/emulator/server.ts";
import { bash } from "../../clients.ts";
import type { Tool } from "../../tools.ts";

const TOKEN = "conformance-token";

/** Checks that the emulator conforms to the document that it serves, whatever the request. */
export const schemathesis: Tool = {
  name: "schemathesis",
  title: "Schemathesis on the emulator, with the document that it serves",
  needs: [{ test: "python3 -m venv --help", debian: "python3-venv" }],
  async check(folder) {
    const emulator = createEmulator({
      // Python's json cannot read a byte order mark.
      quirks: { byteOrderMark: false },
      // Schemathesis also sends invalid tokens, which the emulator accepts by default.
      refuseToken: (token) => (token === TOKEN ? undefined : "expired"),
    });
    const server = await startServer(emulator, 0);
    try {
      // positive_data_acceptance expects any string to be a valid id, because only the prose of the contract says that ids are GUIDs.
      const { exitCode, output } = await bash(
        `venv/bin/st run ${server.url}/openapi.json --header "Authorization: Bearer ${TOKEN}" \\
          --checks all --exclude-checks positive_data_acceptance --max-examples 300 --seed 1 --no-color`,
        folder,
      );
      return exitCode === 0 ? [] : [`Schemathesis: ${output}`];
    } finally {
      await server.close();
    }
  },
};
