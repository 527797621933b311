/**
/**
 * Builds dist: declarations with tsc, one file per entry point and for the command with esbuild, the emulator's page, the contract and
 * the device errors as JSON, and an SBOM.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { licenses, packagesIn } from "./bundled.ts";
import { asJson, readContract } from "./contract.ts";
import { readDeviceErrors } from "./device-errors.ts";
import { setModes } from "./package.ts";
import { bundleScript, minifyStyle, readHtml } from "./page.ts";
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
const page = await bundleScript("src/page/page.ts");
mkdirSync("dist/page");
writeFileSync("dist/page/page.js", page.text);
writeFileSync("dist/page/page.css", await minifyStyle());
writeFileSync("dist/page/index.html", readHtml());
const bundled = packagesIn(metafile.outputs[command]?.inputs ?? {});
const missing = packagesIn(page.inputs).filter((folder) => !bundled.includes(folder));
if (missing.length > 0) throw new Error(`the page contains packages that the command does not: ${missing.join(", ")}`);
writeFileSync("dist/cli/LICENSES.txt", licenses(bundled));
writeFileSync("dist/sbom.cdx.json", `${JSON.stringify(createSbom(command, bundled), undefined, 2)}\n`);
writeFileSync("dist/openapi.json", asJson(readContract()));
writeFileSync("dist/device-errors.json", asJson(readDeviceErrors()));
setModes();
