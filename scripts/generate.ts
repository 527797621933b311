/**
 * Writes src/generated and conformance/vectors.
 *
 *   npm run generate              write the files
 *   npm run generate -- --check   list the files that do not match their sources, and fail if there are any
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readContract, readControl } from "./contract.ts";
import { readDeviceErrors } from "./device-errors.ts";
import { generatedFiles, vectorsFolder } from "./generated.ts";

const generated = await generatedFiles(readContract(), readControl(), readDeviceErrors());

if (process.argv.includes("--check")) check();
else write();

function write() {
  for (const folder of ["src/generated", vectorsFolder]) mkdirSync(folder, { recursive: true });
  for (const file of obsolete()) rmSync(file);
  for (const [file, text] of Object.entries(generated)) writeFileSync(file, text);
}

function check() {
  const stale = Object.entries(generated).filter(([file, text]) => !existsSync(file) || readFileSync(file, "utf8") !== text);
  for (const [file] of stale) console.error(`${file} does not match its source. Run "npm run generate" and commit the result.`);
  for (const file of obsolete()) console.error(`${file} is no longer generated. Run "npm run generate" and commit the deletion.`);
  if (stale.length + obsolete().length > 0) process.exitCode = 1;
}

/** Vectors of earlier runs. */
function obsolete(): string[] {
  const files = readdirSync(vectorsFolder).map((file) => `${vectorsFolder}/${file}`);
  return files.filter((file) => !(file in generated));
}
