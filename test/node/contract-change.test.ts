import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const test = suite("a change of the contract");

const contract = readFileSync("openapi.yaml", "utf8");
const NULLABLE = "        startedTime:\n          type: string\n          nullable: true\n";

const breaking: Record<string, [from: string, to: string]> = {
  "removes a member": [/ {8}etag:\n(?: {10}.*\n)+/.exec(contract)?.[0] ?? "?", ""],
  "removes a response": ['        "429":\n          $ref: "#/components/responses/TooManyRequests"\n', ""],
  "changes a type": ["          type: integer\n", "          type: string\n"],
  "lets the status be absent": ["      required:\n        - status\n", ""],
  "demands a parameter": [
    "      name: X-Locale\n      in: header\n      required: false",
    "      name: X-Locale\n      in: header\n      required: true",
  ],
  "renames the path": ["/batchJobStatus/{batchTrackingId}:", "/batchStatus/{batchTrackingId}:"],
  "renames a parameter": ["batchTrackingId", "trackingId"],
  "renames a schema": ["ResourceAttributes", "Attributes"],
  "demands a member": ["      required:\n        - status\n", "      required:\n        - status\n        - startedTime\n"],
  "gives a type to what had none": [
    "        code:\n          description",
    "        code:\n          type: string\n          description",
  ],
  "takes back a null": [NULLABLE, NULLABLE.replace("          nullable: true\n", "")],
  "forgets a status": [
    "            - unknown\n            - queued\n            - processing\n            - finished\n",
    "            - unknown\n            - queued\n            - finished\n",
  ],
};
const harmless: Record<string, [from: string, to: string]> = {
  "says something else": ["The batch's devices.", "All devices of the batch."],
  "adds a member": ["        etag:\n", "        added:\n          type: string\n          nullable: true\n        etag:\n"],
  "knows another status": [
    "            - queued\n            - processing\n",
    "            - queued\n            - paused\n            - processing\n",
  ],
};

for (const [what, change] of Object.entries(breaking)) {
  test(`that ${what} demands a major changeset`, () => {
    const { status, stderr } = check(change);
    assert.is(status, 1);
    assert.match(stderr, "removes or narrows");
    assert.is(check(change, "minor").status, 1);
    assert.is(check(change, "major").status, 0);
  });
}

for (const [what, change] of Object.entries(harmless)) {
  test(`that ${what} demands nothing`, () => {
    assert.is(check(change).status, 0);
  });
}

test("demands nothing before the first release", () => {
  assert.is(run("absent.yaml", "openapi.yaml", ".changeset").status, 0);
});

function check([from, to]: readonly [string, string], announced?: string) {
  const folder = mkdtempSync(join(tmpdir(), "contract-"));
  try {
    assert.ok(contract.includes(from));
    const changed = join(folder, "openapi.yaml");
    writeFileSync(changed, contract.replaceAll(from, to));
    if (announced)
      writeFileSync(
        join(folder, "change.md"),
        `---\n"partner-center-batch-status": ${announced}\n---\n\nIts impact: major\n---\n`,
      );
    return run("openapi.yaml", changed, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(...paths: string[]) {
  return spawnSync(process.execPath, ["--import", "tsx", "scripts/check-contract-change.ts", ...paths], { encoding: "utf8" });
}

test.run();
