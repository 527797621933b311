/**
 * `npm run check-package`: packs the project, and does with the tarball what its users do.
 *
 *   npm run check-package              fails where the tarball holds other files than scripts/package-files.txt says
 *   npm run check-package -- --update  writes that list
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { installInto, pack } from "./package.ts";

const LIST = "scripts/package-files.txt";
// Far from this project's own node_modules, which would lend what the package lacks.
const folder = mkdtempSync(join(tmpdir(), "check-package-"));
const bin = (name: string) => resolve("node_modules/.bin", name);
const run = (program: string, options: readonly string[], cwd = folder) =>
  execFileSync(program, options, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

const tarball = await pack(`${folder}-packed`);
const steps: Record<string, () => unknown> = {
  "holds the files that it should": checkFiles,
  "satisfies publint": () => run(process.execPath, [bin("publint"), tarball, "--strict"]),
  "satisfies attw": () =>
    run(process.execPath, [bin("attw"), tarball, "--profile", "esm-only", "--exclude-entrypoints", "openapi.yaml"]),
  "can be installed": install,
  ...compilations(),
  "runs what TypeScript made of it": () => ["uses-everything.js", "uses-types.js"].map((file) => run(process.execPath, [file])),
  "can be required by CommonJS": () => run(process.execPath, ["uses-require.cjs"]),
  "can be imported by plain JavaScript": () => run(process.execPath, ["uses-import.mjs"]),
  "can be bundled for a page": page,
  "can be bundled for a worker, and runs in workerd": worker,
  "has declarations that do not name openapi-fetch": checkDeclarations,
  "runs the README's quick start": quickStart,
  "can be installed and run by Bun": bun,
  "brings a command": () => run("npx", ["batch-status", "--help"]),
};

let failed = 0;
for (const [what, step] of Object.entries(steps)) {
  try {
    await step();
    console.log(`✓ ${what}`);
  } catch (error) {
    failed += 1;
    console.log(`✗ ${what}`);
    // What a program that failed has printed tells more than that it failed.
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
    // Which the first release brings.
    .filter((file) => file !== "CHANGELOG.md");
  if (process.argv.includes("--update")) writeFileSync(LIST, `${files.join("\n")}\n`);
  const expected = readFileSync(LIST, "utf8").trim().split("\n");
  const added = files.filter((file) => !expected.includes(file)).map((file) => `+ ${file}`);
  const removed = expected.filter((file) => !files.includes(file)).map((file) => `- ${file}`);
  if (added.length + removed.length > 0) {
    throw new Error(`${[...added, ...removed].join("\n")}\nIf that is right: npm run check-package -- --update`);
  }
}

async function install() {
  await installInto(folder, [tarball]);
  cpSync("test/consumers", folder, { recursive: true });
}

/** Without skipLibCheck, and without the types of Node: what we declare has to hold by itself. */
function compilations() {
  const compilers = { "5.9": "typescript", "7.0": "typescript-7" };
  const modules = { nodenext: "nodenext", bundler: "preserve" };
  return Object.fromEntries(
    Object.entries(modules).flatMap(([moduleResolution, module]) =>
      Object.entries(compilers).map(([version, compiler]) => [
        `compiles with TypeScript ${version}, moduleResolution ${moduleResolution}`,
        () => {
          const compilerOptions = { strict: true, target: "es2022", lib: ["es2022", "dom", "dom.iterable"], types: [], module };
          const config = {
            compilerOptions: { ...compilerOptions, moduleResolution },
            files: ["uses-everything.ts", "uses-types.ts"],
          };
          writeFileSync(`${folder}/tsconfig.json`, JSON.stringify(config));
          run(process.execPath, [resolve(`node_modules/${compiler}/bin/tsc`), "--project", "."]);
        },
      ]),
    ),
  );
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
    throw new Error("it told nothing");
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
  const declarations = run("grep", [
    "--recursive",
    "--files-with-matches",
    "--include=*.d.ts",
    "--",
    "",
    "node_modules/partner-center-batch-status/dist",
  ]);
  for (const file of declarations.trim().split("\n")) {
    if (readFileSync(`${folder}/${file}`, "utf8").includes("openapi-fetch")) throw new Error(`${file} names openapi-fetch`);
  }
}

/** The first program of the README, with the emulator in place of the network. */
function quickStart() {
  const [, code] = /^```ts\n(.*?)^```$/ms.exec(readFileSync("README.md", "utf8")) ?? [];
  if (code === undefined) throw new Error("README.md has no program");
  writeFileSync(
    `${folder}/quick-start.mjs`,
    `import { createEmulator } from "partner-center-batch-status/emulator";
const emulator = createEmulator();
globalThis.fetch = emulator.fetch;
const token = "any";
const location = emulator.submit({ devices: [{ serialNumber: "1234567890", result: "808" }], duration: 0 });
const response = new Response(null, { status: 202, headers: { Location: location } });
${code}`,
  );
  const printed = run(process.execPath, ["quick-start.mjs"]);
  if (!printed.startsWith("1234567890 808 ZtdDeviceAssignedToOtherTenant")) throw new Error(`it printed: ${printed}`);
}

/** In a folder of its own, which npm has not touched. */
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
  if (!run(bin("bunx"), ["--bun", "batch-status", "--help"], own).includes("batch-status")) throw new Error("no command");
}
