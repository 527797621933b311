import { defineConfig } from "@kubb/core";
import { pluginClient } from "@kubb/plugin-client";
import { pluginOas } from "@kubb/plugin-oas";
import { pluginTs } from "@kubb/plugin-ts";
import { pluginZod } from "@kubb/plugin-zod";

export default defineConfig({
  input: { path: "openapi.yaml" },
  // extension: by default the generated files import each other with .ts, which tsc rejects. format: the default needs Prettier.
  output: { path: "generated", extension: { ".ts": ".js" }, format: false },
  plugins: [
    pluginOas(),
    pluginTs(),
    pluginZod(),
    // parser: without it responses are not validated. bundle: without it the generated code needs the generator when it runs.
    pluginClient({ parser: "zod", bundle: true }),
  ],
});
