import { cpSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { bash, type Client } from "./clients.ts";
import { openapiSpecValidator } from "./judges/openapi-spec-validator/judge.ts";
import { postman } from "./judges/postman/judge.ts";
import { prism } from "./judges/prism/judge.ts";
import { schemathesis } from "./judges/schemathesis/judge.ts";

/** A program that knows nothing of us, and looks at the contract or at the emulator. */
export interface Judge extends Pick<Client, "needs"> {
  /** Its folder's name in conformance/judges, where the versions it is installed with are pinned. */
  name: string;
  title: string;
  /**
   * What it finds wrong.
   *
   * @param folder - Where it was installed.
   */
  judge(folder: string): Promise<string[]>;
}

export const JUDGES: readonly Judge[] = [openapiSpecValidator, prism, schemathesis, postman];

/** Installs a judge from the versions that are pinned in its folder, and lets it judge. */
export async function judgeWith({ name, judge }: Judge): Promise<string[]> {
  const folder = resolve(import.meta.dirname, ".work/judges", name);
  mkdirSync(folder, { recursive: true });
  cpSync(resolve(import.meta.dirname, "judges", name), folder, { recursive: true });
  const { exitCode, output } = await bash(
    `if [ -e package.json ]; then npm ci --silent --no-audit --no-fund
     else python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check -r requirements.txt; fi`,
    folder,
  );
  return exitCode === 0 ? judge(folder) : [`${name} cannot be installed: ${output.slice(-1000)}`];
}
