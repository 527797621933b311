/**
 * `npm run check-package`: packs the project and uses the tarball as its users do.
 *
 *   npm run check-package              fails if the tarball's files differ from scripts/package-files.txt
 *   npm run check-package -- --update  updates that list
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Ajv } from "ajv";
import { build } from "esbuild";
import { installInto, pack } from "./package.ts";

const LIST = "scripts/package-files.txt";
/** The oldest supported TypeScript, the one that builds the package, and the newest. */
const COMPILERS = { "5.0": "typescript-5.0", "5.9": "typescript", "7.0": "typescript-7" };
type Version = keyof typeof COMPILERS;
// Outside this project, whose node_modules would provide dependencies that the package lacks.
const folder = mkdtempSync(join(tmpdir(), "check-package-"));
const bin = (name: string) => resolve("node_modules/.bin", name);
const run = (program: string, options: readonly string[], cwd = folder) =>
  execFileSync(program, options, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

const tarball = await pack(`${folder}-packed`);
const steps: Record<string, () => unknown> = {
  "contains the expected files": checkFiles,
  "contains no lock file": checkLockFiles,
  "has the same file modes, and the same bytes, whatever the umask": checkModes,
  "satisfies publint": () => run(process.execPath, [bin("publint"), tarball, "--strict"]),
  "satisfies attw": () =>
    run(process.execPath, [
      bin("attw"),
      tarball,
      "--profile",
      "esm-only",
      "--exclude-entrypoints",
      "openapi.yaml",
      "emulator.yaml",
      "device-errors.yaml",
    ]),
  "can be installed": install,
  "contains a valid SBOM of what it installs and bundles": checkSbom,
  ...compilations(),
  "runs when compiled by TypeScript": () => ["uses-everything.js", "uses-types.js"].map((file) => run(process.execPath, [file])),
  "can be required by CommonJS": () => run(process.execPath, ["uses-require.cjs"]),
  "can be imported by plain JavaScript": () => run(process.execPath, ["uses-import.mjs"]),
  "can be bundled for a page": page,
  "can be bundled for a worker and runs in workerd": worker,
  "has declarations that do not import openapi-fetch": checkDeclarations,
  "runs the README's quick start": quickStart,
  "can be installed and run by Bun": bun,
  "provides the command": () => run(`${folder}/node_modules/.bin/batch-status`, ["--help"]),
};

let failed = 0;
for (const [what, step] of Object.entries(steps)) {
  try {
    await step();
    console.log(`✓ ${what}`);
  } catch (error) {
    failed += 1;
    console.log(`✗ ${what}`);
    // The output of a failed program is more useful than its exit code.
    console.error(
      error instanceof Error && "stdout" in error ? `${error.stdout}${"stderr" in error ? error.stderr : ""}` : error,
    );
  }
}
for (const made of ["", "-packed", "-repacked", "-bun"]) rmSync(folder + made, { recursive: true, force: true });
console.log(`\nThe package, ${Object.keys(steps).length} checks, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function listFiles(): string[] {
  const files = run("tar", ["--list", "--file", tarball]).trim().split("\n").sort();
  return files.map((file) => file.replace(/^package\//, ""));
}

function checkFiles() {
  // Created by the first release.
  const files = listFiles().filter((file) => file !== "CHANGELOG.md");
  if (process.argv.includes("--update")) writeFileSync(LIST, `${files.join("\n")}\n`);
  const expected = readFileSync(LIST, "utf8").trim().split("\n");
  const added = files.filter((file) => !expected.includes(file)).map((file) => `+ ${file}`);
  const removed = expected.filter((file) => !files.includes(file)).map((file) => `- ${file}`);
  if (added.length + removed.length > 0) {
    throw new Error(`${[...added, ...removed].join("\n")}\nIf this is intended, run: npm run check-package -- --update`);
  }
}

/** Scanners would report what they pin as our dependencies. */
function checkLockFiles() {
  const found = listFiles().filter((file) => /(^|\/)(package-lock\.json|.*\.lock|.*-lock\.yaml|go\.sum)$/.test(file));
  if (found.length > 0) throw new Error(found.join("\n"));
}

async function checkModes() {
  const modes = run("tar", ["--list", "--verbose", "--file", tarball]).trim().split("\n");
  const wrong = modes.filter(
    (line) => !line.startsWith(line.endsWith("package/dist/cli/batch-status.js") ? "-rwxr-xr-x" : "-rw-r--r--"),
  );
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
  for (const umask of ["022", "077"]) {
    const project = `${folder}-repacked/${umask}`;
    mkdirSync(project, { recursive: true });
    run("sh", ["-c", `umask ${umask} && tar --extract --no-same-permissions --file "$0"`, tarball], project);
    const repacked = await pack(`${project}/packed`, `${project}/package`);
    if (!readFileSync(repacked).equals(readFileSync(tarball))) throw new Error(`it differs with umask ${umask}`);
  }
}

async function install() {
  await installInto(folder, [tarball]);
  cpSync("test/consumers", folder, { recursive: true });
}

/** Compares the SBOM with what npm has installed, and with esbuild's comments in the command, which name each module. */
function checkSbom() {
  const installed = `${folder}/node_modules/partner-center-batch-status`;
  const sbom = readJson(`${installed}/dist/sbom.cdx.json`);
  const components: { name: string; version: string; "bom-ref": string; evidence?: object }[] = sbom.components;
  const schemas = "node_modules/@cyclonedx/cyclonedx-library/res/schema";
  const ajv = new Ajv({ strict: false, validateFormats: false });
  for (const name of ["spdx", "jsf-0.82"]) {
    const file = `${name}.SNAPSHOT.schema.json`;
    ajv.addSchema(readJson(`${schemas}/${file}`), `http://cyclonedx.org/schema/${file}`);
  }
  if (!ajv.validate(readJson(`${schemas}/bom-1.6.SNAPSHOT.schema.json`), sbom)) throw new Error(ajv.errorsText());

  if (new Set(components.map((component) => component["bom-ref"])).size < components.length) throw new Error("a bom-ref repeats");

  const { packages } = readJson(`${folder}/node_modules/.package-lock.json`);
  const expected = Object.keys(packages)
    .filter((path) => path !== "node_modules/partner-center-batch-status")
    .map((path) => `${path.replace(/^.*node_modules\//, "")} ${packages[path].version}`);
  const listed = components.map(({ name, version }) => `${name} ${version}`);
  const missing = expected.filter((found) => !listed.includes(found));
  if (missing.length > 0) throw new Error(`it lacks ${missing.join(", ")}`);

  const command = readFileSync(`${installed}/dist/cli/batch-status.js`, "utf8");
  const inCommand = [...command.matchAll(/^ *\/\/ (?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/\n]+)/gm)].map(([, name]) => name);
  const bundled = components.filter((component) => component.evidence !== undefined).map(({ name }) => name);
  const [actual, stated] = [inCommand, bundled].map((names) => [...new Set(names)].sort().join(", "));
  if (actual === "" || actual !== stated) throw new Error(`the command contains ${actual}; the SBOM lists ${stated}`);
}

function readJson(file: string) {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** Our declarations must be complete: they are checked, and compiled without Node's types. */
function compilations() {
  const steps: Record<string, () => unknown> = {
    // Its own declarations contain errors in this version.
    "compiles with TypeScript 5.0 and openapi-fetch": () => compile("5.0", "bundler", ["uses-types.ts"], { skipLibCheck: true }),
  };
  for (const moduleResolution of ["nodenext", "bundler"]) {
    for (const version of ["5.0", "5.9", "7.0"] as const) {
      const files = version === "5.0" ? ["uses-everything.ts"] : ["uses-everything.ts", "uses-types.ts"];
      steps[`compiles with TypeScript ${version}, moduleResolution ${moduleResolution}`] = () =>
        compile(version, moduleResolution, files, { skipDefaultLibCheck: true });
    }
  }
  return steps;
}

function compile(version: Version, moduleResolution: string, files: readonly string[], libCheck: object) {
  const compilerOptions = {
    ...{ strict: true, target: "es2022", lib: ["es2022", "dom", "dom.iterable"], types: [], ...libCheck },
    ...{ module: moduleResolution === "bundler" ? "esnext" : moduleResolution, moduleResolution },
  };
  writeFileSync(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions, files }));
  run(process.execPath, [resolve("node_modules", COMPILERS[version], "bin/tsc"), "--project", "."]);
}

async function page() {
  const bundled = `${folder}/page.js`;
  await build({
    absWorkingDir: folder,
    entryPoints: ["uses-import.mjs"],
    outfile: bundled,
    bundle: true,
    format: "iife",
    platform: "browser",
  });
  if (run(process.execPath, ["--disallow-code-generation-from-strings", bundled]).trim() !== "808")
    throw new Error("the page did not print 808");
}

async function worker() {
  const outfile = `${folder}/worker.js`;
  await build({
    absWorkingDir: folder,
    entryPoints: ["uses-worker.mjs"],
    outfile,
    bundle: true,
    format: "esm",
    platform: "browser",
  });
  writeFileSync(
    `${folder}/worker.capnp`,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = (
  modules = [(name = "worker", esModule = embed "worker.js")], compatibilityDate = "2026-01-01",
))]);
`,
  );
  run(bin("workerd"), ["test", "worker.capnp"]);
}

function checkDeclarations() {
  const dist = `${folder}/node_modules/partner-center-batch-status/dist`;
  for (const file of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
    const imports = file.endsWith(".d.ts") && /\b(from|import\() ?"openapi-fetch/.test(readFileSync(`${dist}/${file}`, "utf8"));
    if (imports) throw new Error(`${file} imports openapi-fetch`);
  }
}

/** Runs the README's first program as it is, and compares what it prints with the README's next block. */
function quickStart() {
  const [, code, output] = /^```ts\n(.*?)^```\n\n```\n(.*?)^```$/ms.exec(readFileSync("README.md", "utf8")) ?? [];
  if (code === undefined || output === undefined) throw new Error("README.md contains no program followed by its output");
  writeFileSync(`${folder}/quick-start.mjs`, code);
  const printed = run(process.execPath, ["quick-start.mjs"]);
  if (printed !== output) throw new Error(`it printed:\n${printed}`);
}

/** In a separate folder, without packages installed by npm. */
function bun() {
  const own = `${folder}-bun`;
  mkdirSync(own);
  const dependencies = { "partner-center-batch-status": `file:${tarball}` };
  writeFileSync(`${own}/package.json`, JSON.stringify({ private: true, type: "module", dependencies }));
  run(bin("bun"), ["install"], own);
  for (const file of ["uses-everything.ts", "uses-types.ts", "uses-import.mjs", "uses-require.cjs", "uses-sources.ts"]) {
    cpSync(`test/consumers/${file}`, `${own}/${file}`);
    run(bin("bun"), [file], own);
  }
  if (!run(bin("bunx"), ["--bun", "batch-status", "--help"], own).includes("batch-status"))
    throw new Error("bunx did not run the command");
}
