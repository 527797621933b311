import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** npm packs files with the modes they have, which depend on the umask of whoever created them. Call it before packing. */
export function setModes(project = "."): void {
  const { files, bin } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
  for (const entry of ["package.json", "README.md", "LICENSE", ...files]) {
    const path = join(project, entry);
    // An entry may also be a pattern of what to exclude.
    if (existsSync(path)) for (const file of filesIn(path)) chmodSync(file, 0o644);
  }
  for (const file of Object.values<string>(bin)) chmodSync(join(project, file), 0o755);
}

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Packs the project as for publishing. Requires `npm run build`. @returns The tarball's path. */
export async function pack(folder: string, project = "."): Promise<string> {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder)) if (file.endsWith(".tgz")) rmSync(`${folder}/${file}`);
  setModes(project);
  // Without scripts: prepack would build again what has been tested.
  await run("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", resolve(folder)], { cwd: project });
  const [tarball] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  if (tarball === undefined) throw new Error("npm pack created no tarball");
  return `${folder}/${tarball}`;
}

/** Creates a project and installs packages into it with npm. */
export async function installInto(folder: string, packages: readonly string[]): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/package.json`, '{ "private": true, "type": "module" }\n');
  await run("npm", ["install", "--silent", "--no-audit", "--no-fund", ...packages], { cwd: folder });
}
