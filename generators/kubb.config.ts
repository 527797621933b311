import { defineConfig } from "@kubb/core";
import { pluginClient } from "@kubb/plugin-client";
import { pluginOas } from "@kubb/plugin-oas";
import { pluginTs } from "@kubb/plugin-ts";
import { pluginZod } from "@kubb/plugin-zod";

export default defineConfig({
  input: { path: "openapi.yaml" },
  output: { path: "generated", extension: { ".ts": ".js" }, format: false, lint: false },
  plugins: [
    pluginOas(),
    pluginTs(),
    pluginZod({ version: "4" }),
    // parser: without it responses are not validated. bundle: without it the generated code needs the generator when it runs.
    pluginClient({ parser: "zod", bundle: true }),
  ],
});
