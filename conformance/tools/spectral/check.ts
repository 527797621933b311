import { cpSync } from "node:fs";
import { bash } from "../../clients.ts";
import type { Tool } from "../../tools.ts";

const DOCUMENTS = ["openapi.yaml", "emulator.yaml"];

/** Checks that both documents pass all rules of Spectral for OpenAPI, warnings and hints included. */
export const spectral: Tool = {
  name: "spectral",
  title: "Spectral on openapi.yaml and emulator.yaml",
  async check(folder) {
    // Beside the ruleset, whose exceptions name places in them.
    for (const document of DOCUMENTS) cpSync(document, `${folder}/${document}`);
    const { exitCode, output } = await bash(
      `node_modules/.bin/spectral lint --ruleset ruleset.yaml --fail-severity hint --fail-on-unmatched-globs ${DOCUMENTS.join(" ")}`,
      folder,
    );
    return exitCode === 0 ? [] : [`Spectral: ${output}`];
  },
};
