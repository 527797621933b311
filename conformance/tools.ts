import { cpSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { bash, type Client } from "./clients.ts";
import { openapiCore } from "./tools/openapi-core/check.ts";
import { openapiSpecValidator } from "./tools/openapi-spec-validator/check.ts";
import { postman } from "./tools/postman/check.ts";
import { prism } from "./tools/prism/check.ts";
import { schemathesis } from "./tools/schemathesis/check.ts";
import { spectral } from "./tools/spectral/check.ts";
import { swaggerRequestValidator } from "./tools/swagger-request-validator/check.ts";
import { typespec } from "./tools/typespec/check.ts";

/** A third-party tool that checks the contract or the emulator. */
export interface Tool extends Pick<Client, "needs"> {
  /** The name of its folder in conformance/tools, in which its versions are pinned. */
  name: string;
  title: string;
  /**
   * Returns the problems it finds.
   *
   * @param folder - The folder in which it is installed.
   */
  check(folder: string): Promise<string[]>;
}

export const TOOLS: readonly Tool[] = [
  openapiSpecValidator,
  spectral,
  openapiCore,
  swaggerRequestValidator,
  prism,
  schemathesis,
  postman,
  typespec,
];

/** Maven needs no network if it has downloaded everything before. Jars of earlier versions would be on the class path. */
const INSTALL = `
  if [ -e package.json ]; then npm ci --silent --no-audit --no-fund
  elif [ -e pom.xml ]; then
    rm -rf target
    install="mvn -q -B compile dependency:copy-dependencies"
    $install --offline > /dev/null || $install
  else python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check -r requirements.txt; fi`;

/** Installs a tool in the versions that are pinned in its folder and runs its check. */
export async function checkWithTool({ name, check }: Tool): Promise<string[]> {
  const folder = resolve(import.meta.dirname, ".work/third-party-tools", name);
  mkdirSync(folder, { recursive: true });
  cpSync(resolve(import.meta.dirname, "tools", name), folder, { recursive: true });
  const { exitCode, output } = await bash(INSTALL, folder);
  return exitCode === 0 ? check(folder) : [`${name} cannot be installed: ${output.slice(-1000)}`];
}
