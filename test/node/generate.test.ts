import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const test = suite<{ folder: string }>("npm run generate");

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "generate-"));
  for (const name of [
    "openapi.yaml",
    "scripts",
    "src",
    "conformance/cases.ts",
    "conformance/vectors",
    "package.json",
    "tsconfig.json",
  ]) {
    cpSync(name, join(context.folder, name), { recursive: true });
  }
  symlinkSync(resolve("node_modules"), join(context.folder, "node_modules"));
});

test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

const generate = (folder: string, ...options: string[]) =>
  spawnSync(process.execPath, ["--import", "tsx", "scripts/generate.ts", ...options], { cwd: folder, encoding: "utf8" });

test("finds nothing stale in what is committed", ({ folder }) => {
  const { status, stderr } = generate(folder, "--check");
  assert.is(stderr, "");
  assert.is(status, 0);
});

const changes: Record<string, [from: string, to: string, stale: string[]]> = {
  "a type": ["type: integer", "type: string", ["openapi.ts", "validators.ts"]],
  "a description": ["The batch's devices.", "All devices of the batch.", ["openapi.ts"]],
  "a status": ["            - queued\n", "            - waiting\n", ["openapi.ts"]],
  "what is required": ["      required:\n        - status\n", "", ["openapi.ts", "validators.ts"]],
  "an example": ['errorCode: "808"', 'errorCode: "806"', ["examples.ts"]],
  "the path": ["/batchJobStatus/{batchTrackingId}:", "/batchjobstatus/{batchTrackingId}:", ["openapi.ts"]],
};
for (const [what, [from, to, stale]] of Object.entries(changes)) {
  test(`names what is stale after a change of ${what}, until it is run again`, ({ folder }) => {
    const contract = join(folder, "openapi.yaml");
    const text = readFileSync(contract, "utf8");
    assert.ok(text.includes(from));
    writeFileSync(contract, text.replace(from, to));
    const check = generate(folder, "--check");
    assert.is(check.status, 1);
    for (const file of stale) assert.match(check.stderr, `src/generated/${file}`);
    assert.is(generate(folder).status, 0);
    assert.is(generate(folder, "--check").status, 0);
  });
}

test("names a generated file that was edited by hand", ({ folder }) => {
  appendFileSync(join(folder, "src/generated/validators.ts"), "// mine\n");
  const { status, stderr } = generate(folder, "--check");
  assert.is(status, 1);
  assert.match(stderr, "src/generated/validators.ts");
  assert.not.match(stderr, "src/generated/openapi.ts");
});

test.run();
