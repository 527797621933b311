import { createEmulator } from "../../../src/emulator/emulator.ts";
import { startServer } from "../../../src/emulator/server.ts";
import { bash } from "../../clients.ts";
import type { Judge } from "../../judges.ts";

const TOKEN = "conformance-token";

/** Whether the emulator does what the document that it publishes promises, whatever it is asked. */
export const schemathesis: Judge = {
  name: "schemathesis",
  title: "Schemathesis on the emulator, from the document that it publishes",
  needs: [{ test: "python3 -m venv --help", debian: "python3-venv" }],
  async judge(folder) {
    const emulator = createEmulator({
      // Python's JSON takes no byte order mark.
      quirks: { byteOrderMark: false },
      // Schemathesis also tries tokens that nobody issued, which the emulator otherwise takes.
      refuseToken: (token) => (token === TOKEN ? undefined : "expired"),
    });
    const server = await startServer(emulator, 0);
    try {
      // positive_data_acceptance takes any text for an id: only words tell in the contract that it has to be a GUID.
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
