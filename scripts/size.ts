/**
 * `npm run size`: what users load, as a bundler makes it of dist, and what the types cost their compiler. Fails over the budgets of
 * package.json. `npm run build` has to have run.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { PAGE_BUNDLE } from "./page-bundle.ts";

const NAME = "partner-center-batch-status";

/** What a user's program imports. */
const PROGRAMS: Record<string, string> = {
  client: `export { createBatchStatusClient } from "${NAME}";`,
  everything: `export * from "${NAME}";`,
  validators: `export { isBatchUploadDetails } from "${NAME}/validators";`,
  auth: `export { appToken } from "${NAME}/auth";`,
};

/** A program that uses the types, and the same without them. */
const TYPED = `import { createBatchStatusClient, failedDevices, parseBatchLocation } from "${NAME}";
const client = createBatchStatusClient({ token: "any" });
const details = await client.waitForBatchUpload(parseBatchLocation("/"));
export const codes: (string | null | undefined)[] = failedDevices(details).map(({ errorCode }) => errorCode);
`;
const UNTYPED = "export const codes: (string | null | undefined)[] = [];\n";

const { budgets } = JSON.parse(readFileSync("package.json", "utf8"));
let isOver = false;

for (const [name, source] of Object.entries(PROGRAMS)) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: "." },
    ...PAGE_BUNDLE,
  });
  const bytes = outputFiles[0]?.contents ?? new Uint8Array();
  report(name, brotliCompressSync(bytes).length, "bytes brotli", `${bytes.length} minified`);
}
const instantiations = instantiationsOf(TYPED) - instantiationsOf(UNTYPED);
report("types", instantiations, "instantiations", "more than an empty program has");
process.exitCode = isOver ? 1 : 0;

function report(name: string, measured: number, unit: string, more: string) {
  const budget = budgets[name];
  if (typeof budget !== "number") throw new Error(`package.json has no budget for "${name}"`);
  if (measured > budget) isOver = true;
  const verdict = measured > budget ? "OVER its budget of" : "of at most";
  console.log(`${name.padEnd(12)} ${String(measured).padStart(6)} ${unit} ${verdict} ${budget} (${more})`);
}

function instantiationsOf(source: string): number {
  const folder = mkdtempSync(join(tmpdir(), "size-"));
  try {
    writeFileSync(`${folder}/program.ts`, source);
    const compilerOptions = {
      ...{ strict: true, noEmit: true, target: "es2022", lib: ["es2022", "dom", "dom.iterable"], types: [] },
      ...{ module: "nodenext", moduleDetection: "force", paths: { [NAME]: [resolve("dist/index.d.ts")] } },
    };
    writeFileSync(`${folder}/package.json`, '{ "type": "module" }');
    writeFileSync(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions, files: ["program.ts"] }));
    const options = ["node_modules/typescript/bin/tsc", "--project", folder, "--extendedDiagnostics"];
    const printed = execFileSync(process.execPath, options, { encoding: "utf8" });
    const [, count] = /^Instantiations:\s+(\d+)/m.exec(printed) ?? [];
    if (count === undefined) throw new Error("tsc tells no instantiations");
    return Number(count);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
