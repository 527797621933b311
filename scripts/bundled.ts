/** What a bundle contains of other packages. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Metafile } from "esbuild";

/** The folders of the packages whose code is in a bundle. */
export function packagesIn(inputs: Metafile["outputs"][string]["inputs"]): string[] {
  const files = Object.keys(inputs).filter((file) => inputs[file]?.bytesInOutput !== 0);
  return [...new Set(files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []))].sort();
}

/** Bundled packages must be distributed with their licenses. */
export function licenses(folders: readonly string[]): string {
  const texts = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    if (file === undefined) throw new Error(`${dirname(folder)}: ${name} has no license file`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  });
  return texts.join("\n----------------------------------------\n\n");
}
