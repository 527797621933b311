/**
 * Builds dist: declarations with tsc, one file per entry point and for the command with esbuild, the contract and the
 * device errors as JSON, and an SBOM.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build, type Metafile } from "esbuild";
import { asJson, readContract } from "./contract.ts";
import { readDeviceErrors } from "./device-errors.ts";
import { setModes } from "./package.ts";
import { createSbom } from "./sbom.ts";

const command = "dist/cli/batch-status.js";

rmSync("dist", { recursive: true, force: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "--project", "tsconfig.json"], { stdio: "inherit" });
// One file per entry point: loading the modules one by one takes three times the CPU.
await build({
  entryPoints: ["src/index.ts", "src/auth.ts", "src/emulator/emulator.ts", "src/validators.ts"],
  outbase: "src",
  outdir: "dist",
  bundle: true,
  packages: "external",
  format: "esm",
  platform: "neutral",
  target: "es2022",
  sourcemap: true,
  sourcesContent: false,
});
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const { metafile } = await build({
  entryPoints: ["src/cli/main.ts"],
  outfile: command,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  metafile: true,
  legalComments: "none",
  define: { VERSION: JSON.stringify(version) },
  // Some of the bundled packages are CommonJS and load Node's modules with require.
  banner: { js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);` },
});
const bundled = packagesIn(metafile.outputs[command]?.inputs ?? {});
writeFileSync("dist/cli/LICENSES.txt", licenses(bundled));
writeFileSync("dist/sbom.cdx.json", `${JSON.stringify(createSbom(command, bundled), undefined, 2)}\n`);
writeFileSync("dist/openapi.json", asJson(readContract()));
writeFileSync("dist/device-errors.json", asJson(readDeviceErrors()));
setModes();

/** The folders of the packages whose code is in a bundle. */
function packagesIn(inputs: Metafile["outputs"][string]["inputs"]): string[] {
  const files = Object.keys(inputs).filter((file) => inputs[file]?.bytesInOutput !== 0);
  return [...new Set(files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []))].sort();
}

/** Bundled packages must be distributed with their licenses. */
function licenses(folders: readonly string[]): string {
  const texts = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    if (file === undefined) throw new Error(`${dirname(folder)}: ${name} has no license file`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  });
  return texts.join("\n----------------------------------------\n\n");
}
