import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { OpenAPI3 } from "openapi-typescript";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parse } from "yaml";
import { readControl } from "../../scripts/contract.ts";
import { readDeviceErrors } from "../../scripts/device-errors.ts";
import { generatedFiles } from "../../scripts/generated.ts";

const test = suite("npm run generate");

const contract = readFileSync("openapi.yaml", "utf8");

/** The names of the files in src/generated that do not match a contract. */
async function stale(contract: string): Promise<string[]> {
  // Safe: every contract in these tests is openapi.yaml or close to it.
  const files = await generatedFiles(parse(contract) as OpenAPI3, readControl(), readDeviceErrors());
  return Object.entries(files)
    .filter(([file, text]) => file.startsWith("src/generated/") && readFileSync(file, "utf8") !== text)
    .map(([file]) => file.replace("src/generated/", ""));
}

test("has been run for the committed contract", async () => {
  assert.equal(await stale(contract), []);
});

const changes: Record<string, [from: string, to: string, stale: string[]]> = {
  "a type": ["type: integer", "type: string", ["openapi.ts", "validators.ts"]],
  "a description": ["The batch's devices.", "All devices of the batch.", ["openapi.ts"]],
  "a status": ["            - queued\n", "            - waiting\n", ["openapi.ts"]],
  "the required properties": ["      required:\n        - status\n", "", ["openapi.ts", "validators.ts"]],
  "an example": ['errorCode: "808"', 'errorCode: "806"', ["examples.ts"]],
  "the path": ["/batchJobStatus/{batchTrackingId}:", "/batchjobstatus/{batchTrackingId}:", ["openapi.ts"]],
};
for (const [what, [from, to, expected]] of Object.entries(changes)) {
  test(`writes ${expected.join(" and ")} after a change of ${what}`, async () => {
    assert.ok(contract.includes(from));
    assert.equal(await stale(contract.replace(from, to)), expected);
  });
}

test("checks that the files match the contract, and writes those that do not", () => {
  const folder = mkdtempSync(join(tmpdir(), "generate-"));
  try {
    for (const name of [
      "openapi.yaml",
      "emulator.yaml",
      "device-errors.yaml",
      "scripts",
      "src",
      "conformance/cases.ts",
      "conformance/vectors",
      "package.json",
    ])
      cpSync(name, join(folder, name), { recursive: true });
    symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
    const obsolete = "conformance/vectors/obsolete.json";
    writeFileSync(join(folder, obsolete), "{}\n");
    appendFileSync(join(folder, "src/generated/validators.ts"), "// edited\n");

    const check = generate(folder, "--check");
    assert.match(check.stderr, "src/generated/validators.ts does not match its source");
    assert.match(check.stderr, `${obsolete} is no longer generated`);
    assert.not.match(check.stderr, "src/generated/openapi.ts");
    assert.is(check.status, 1);
    assert.is(generate(folder).status, 0);
    assert.not(existsSync(join(folder, obsolete)));
    const written = readFileSync(join(folder, "src/generated/validators.ts"), "utf8");
    assert.is(written, readFileSync("src/generated/validators.ts", "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function generate(folder: string, ...options: string[]) {
  return spawnSync(process.execPath, ["--import", "tsx", "scripts/generate.ts", ...options], { cwd: folder, encoding: "utf8" });
}

test.run();
