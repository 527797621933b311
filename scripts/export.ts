/**
 * `npm run export -- --to DIR`: writes what other languages need into a new or empty folder, for those without npm.
 */
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { asJson, readContract } from "./contract.ts";
import { readDeviceErrors } from "./device-errors.ts";

/** Under the same paths, so that the links between them work. */
const COPIED = [
  "openapi.yaml",
  "emulator.yaml",
  "device-errors.yaml",
  "docs/other-languages.md",
  "generators",
  "readers",
  "conformance/clients",
  "conformance/readings.json",
  "conformance/vectors",
  "conformance/MATRIX.md",
  "LICENSE",
];

const README = `# partner-center-batch-status VERSION

The status of device batch uploads to Microsoft Partner Center, for programs in any language.

- \`docs/other-languages.md\`: how to use them in your language
- \`openapi.yaml\`, \`openapi.json\`: the contract of the operation
- \`emulator.yaml\`: the routes that control the emulator, which needs Node
- \`device-errors.yaml\`, \`device-errors.json\`: what the error codes of devices mean, and what to do about them
- \`generators/\`: configurations for generators of clients
- \`readers/\`: a file in Go and one in Python to copy, which read statuses, times, errors, pauses and Location headers
- \`conformance/\`: the tested clients and their results (\`MATRIX.md\`), and inputs with expected results, to test a reader
  (\`readings.json\`) or a client (\`vectors/\`) of your own
- \`SHA256SUMS\`: checksums of all files; \`sha256sum --check SHA256SUMS\` verifies them
`;

try {
  writeTo(destination());
} catch (error) {
  console.error(`export: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

function destination(): string {
  const { to } = parseArgs({ options: { to: { type: "string" } } }).values;
  if (!to) throw new Error("no folder specified: npm run export -- --to DIR");
  mkdirSync(to, { recursive: true });
  if (readdirSync(to).length > 0) throw new Error(`${resolve(to)} is not empty. Choose a new or an empty folder.`);
  return to;
}

function writeTo(folder: string) {
  for (const path of COPIED) cpSync(path, join(folder, path), { recursive: true });
  writeFileSync(join(folder, "openapi.json"), asJson(readContract()));
  writeFileSync(join(folder, "device-errors.json"), asJson(readDeviceErrors()));
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  writeFileSync(join(folder, "README.md"), README.replace("VERSION", version));
  const files = filesIn(folder);
  const checksums = files.map((file) => `${sha256(join(folder, file))}  ${file}\n`);
  writeFileSync(join(folder, "SHA256SUMS"), checksums.join(""));
  console.log(`Wrote ${files.length + 1} files to ${resolve(folder)}`);
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/")).sort();
}

function sha256(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
