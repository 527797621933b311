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
  "satisfies publint": () => run(process.execPath, [bin("publint"), tarball, "--strict"]),
  "satisfies attw": () =>
    run(process.execPath, [bin("attw"), tarball, "--profile", "esm-only", "--exclude-entrypoints", "openapi.yaml"]),
  "can be installed": install,
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
for (const made of ["", "-packed", "-bun"]) rmSync(folder + made, { recursive: true, force: true });
console.log(`\nThe package, ${Object.keys(steps).length} checks, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function checkFiles() {
  const files = run("tar", ["--list", "--file", tarball])
    .trim()
    .split("\n")
    .sort()
    .map((file) => file.replace(/^package\//, ""))
    // Created by the first release.
    .filter((file) => file !== "CHANGELOG.md");
  if (process.argv.includes("--update")) writeFileSync(LIST, `${files.join("\n")}\n`);
  const expected = readFileSync(LIST, "utf8").trim().split("\n");
  const added = files.filter((file) => !expected.includes(file)).map((file) => `+ ${file}`);
  const removed = expected.filter((file) => !files.includes(file)).map((file) => `- ${file}`);
  if (added.length + removed.length > 0) {
    throw new Error(`${[...added, ...removed].join("\n")}\nIf this is intended, run: npm run check-package -- --update`);
  }
}

async function install() {
  await installInto(folder, [tarball]);
  cpSync("test/consumers", folder, { recursive: true });
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
