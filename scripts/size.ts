/** `npm run size`: measures dist and fails if it exceeds the budgets in package.json. Requires `npm run build`. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { bundleForPage, compile } from "./measure.ts";

const NAME = "partner-center-batch-status";

/** Users' programs. */
const PROGRAMS: Record<string, string> = {
  client: `export { createBatchStatusClient } from "${NAME}";`,
  everything: `export * from "${NAME}";`,
  validators: `export { isBatchUploadDetails } from "${NAME}/validators";`,
  auth: `export { appToken } from "${NAME}/auth";`,
};

/** A program that uses the types, and one with the same result that does not. */
const TYPED = `import { createBatchStatusClient, failedDevices, parseBatchLocation } from "${NAME}";
const client = createBatchStatusClient({ token: "any" });
const details = await client.waitForBatchUpload(parseBatchLocation("/"));
export const codes: (string | null | undefined)[] = failedDevices(details).map(({ errorCode }) => errorCode);
`;
const UNTYPED = "export const codes: (string | null | undefined)[] = [];\n";

const COMPILER_OPTIONS = {
  strict: true,
  noEmit: true,
  target: "es2022",
  lib: ["es2022", "dom", "dom.iterable"],
  types: [],
  module: "nodenext",
  moduleDetection: "force",
  paths: { [NAME]: [resolve("dist/index.d.ts")] },
};

const { budgets } = JSON.parse(readFileSync("package.json", "utf8"));

for (const [name, program] of Object.entries(PROGRAMS)) {
  const { brotli, minified } = await bundleForPage(program, ".");
  compareWithBudget(name, brotli, "bytes brotli", `${minified} minified`);
}
const page = Buffer.concat(["index.html", "page.css", "page.js"].map((file) => readFileSync(`dist/page/${file}`)));
compareWithBudget("page", brotliCompressSync(page).length, "bytes brotli", `${page.length} minified, with the client`);
const instantiations = (await instantiationsOf(TYPED)) - (await instantiationsOf(UNTYPED));
compareWithBudget("types", instantiations, "instantiations", "more than an empty program");

function compareWithBudget(name: string, measured: number, unit: string, comment: string) {
  const budget = budgets[name];
  if (typeof budget !== "number") throw new Error(`package.json has no budget for "${name}"`);
  if (measured > budget) process.exitCode = 1;
  const verdict = measured > budget ? "EXCEEDS its budget of" : "of at most";
  console.log(`${name.padEnd(12)} ${String(measured).padStart(6)} ${unit} ${verdict} ${budget} (${comment})`);
}

async function instantiationsOf(program: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "size-"));
  try {
    return (await compile(program, COMPILER_OPTIONS, "node_modules/typescript", folder)).instantiations;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
