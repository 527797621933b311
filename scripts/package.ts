import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Packs the project as it would be published. `npm run build` has to have run. @returns The tarball's path. */
export async function pack(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder)) if (file.endsWith(".tgz")) rmSync(`${folder}/${file}`);
  // What was built is what is tested: prepack would build it once more.
  await run("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder]);
  const [tarball] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  if (tarball === undefined) throw new Error("npm pack made no tarball");
  return `${folder}/${tarball}`;
}

/** Makes a project of its own and installs packages into it, by npm's own rules. */
export async function installInto(folder: string, packages: readonly string[]): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/package.json`, '{ "private": true, "type": "module" }\n');
  await run("npm", ["install", "--silent", "--no-audit", "--no-fund", ...packages], { cwd: folder });
}
