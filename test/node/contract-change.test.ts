import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { breakingChanges } from "../../scripts/contract-change.ts";

const test = suite("a change of the contract");

type Replacement = readonly [from: string, to: string];

const contract = readFileSync("openapi.yaml", "utf8");
const NULLABLE = "        startedTime:\n          type: string\n          nullable: true\n";
const folder = mkdtempSync(join(tmpdir(), "contract-"));

test.after(() => rmSync(folder, { recursive: true }));

/** Breaking changes, with the end of the line that reports each. Those of a group are made together, to run Redocly once. */
const breaking: Record<string, [replacement: Replacement, reported: string]>[] = [
  {
    "the removal of a property": [[/ {8}etag:\n(?: {10}.*\n)+/.exec(contract)?.[0] ?? "?", ""], "attributes/properties/etag "],
    "the removal of a response": [
      ['        "429":\n          $ref: "#/components/responses/TooManyRequests"\n', ""],
      "/get/responses/429 ",
    ],
    "another type": [["          type: integer\n", "          type: string\n"], "/properties/statusCode type"],
    "a parameter that becomes required": [
      [
        "      name: X-Locale\n      in: header\n      required: false",
        "      name: X-Locale\n      in: header\n      required: true",
      ],
      "/get/parameters/4 required",
    ],
    "a property that becomes required": [
      ["      required:\n        - status\n", "      required:\n        - status\n        - completedTime\n"],
      "removed: BatchUploadDetails.completedTime is optional",
    ],
    "a type for a property that had none": [
      ["        code:\n          description", "        code:\n          type: string\n          description"],
      "removed: ApiFault.code has any type",
    ],
    "a property that can no longer be null": [
      [NULLABLE, NULLABLE.replace("          nullable: true\n", "")],
      "/properties/startedTime nullable",
    ],
    "the removal of the mark of a secret": [
      ["          x-ms-secret: true\n", ""],
      "removed: DeviceUploadDetails.productKey is marked as a secret",
    ],
    "the removal of a known status": [
      [
        "            - unknown\n            - queued\n            - processing\n            - finished\n",
        "            - unknown\n            - queued\n            - finished\n",
      ],
      "removed: the known value processing of BatchUploadDetails.status",
    ],
  },
  {
    "a status that becomes optional": [["      required:\n        - status\n", ""], "application~1json/schema required"],
    "another path": [
      ["/batchJobStatus/{batchTrackingId}:", "/batchStatus/{batchTrackingId}:"],
      "removed: the path /v1/customers/{customerId}/batchJobStatus/{batchTrackingId}",
    ],
    "another name of a schema": [["ResourceAttributes", "Attributes"], "removed: the schema ResourceAttributes"],
  },
  {
    "another name of a parameter": [["batchTrackingId", "trackingId"], "removed: the parameter path batchTrackingId"],
  },
];
const harmless: Record<string, Replacement> = {
  "another description": ["The batch's devices.", "All devices in the batch."],
  "a new property": ["        etag:\n", "        added:\n          type: string\n          nullable: true\n        etag:\n"],
  "a new known status": [
    "            - queued\n            - processing\n",
    "            - queued\n            - paused\n            - processing\n",
  ],
};

for (const [index, group] of breaking.entries()) {
  const reports = breakingChanges(
    "openapi.yaml",
    changed(
      `breaking-${index}`,
      Object.values(group).map(([replacement]) => replacement),
    ),
  );
  for (const [what, [, reported]] of Object.entries(group)) {
    test(`is breaking if it is ${what}`, () => {
      assert.ok(
        reports.some((report) => report.endsWith(reported)),
        `${reported} is not in\n${reports.join("\n")}`,
      );
    });
  }
}

test(`is not breaking if it is ${Object.keys(harmless).join(", or ")}`, () => {
  assert.equal(breakingChanges("openapi.yaml", changed("harmless", Object.values(harmless))), []);
});

test("requires a major changeset if it is breaking", () => {
  const file = changed("required", [
    ["      required:\n        - status\n", ""],
    ["  version: 1.0.0\n", "  version: 2.0.0\n"],
  ]);
  announce("minor");
  const refused = check("openapi.yaml", file, folder);
  assert.match(refused.stderr, "removes or narrows");
  assert.is(refused.status, 1);
  announce("major");
  assert.is(check("openapi.yaml", file, folder).status, 0);
});

test("requires another version of the contract, whatever it is", () => {
  const description: Replacement = ["The batch's devices.", "All devices in the batch."];
  const refused = check("openapi.yaml", changed("same-version", [description]), ".changeset");
  assert.match(refused.stderr, "Raise its info.version");
  assert.is(refused.status, 1);
  const raised = changed("raised", [description, ["  version: 1.0.0\n", "  version: 1.0.1\n"]]);
  assert.is(check("openapi.yaml", raised, ".changeset").status, 0);
  assert.is(check("openapi.yaml", "openapi.yaml", ".changeset").status, 0);
});

test("requires no changeset before the first release", () => {
  assert.is(check("absent.yaml", "openapi.yaml", ".changeset").status, 0);
});

function changed(name: string, replacements: readonly Replacement[]): string {
  let text = contract;
  for (const [from, to] of replacements) {
    assert.ok(text.includes(from), from);
    text = text.replaceAll(from, to);
  }
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, text);
  return file;
}

function announce(version: string) {
  const changeset = `---\n"partner-center-batch-status": ${version}\n---\n\nIts impact: major\n---\n`;
  writeFileSync(join(folder, "change.md"), changeset);
}

function check(...paths: string[]) {
  return spawnSync(process.execPath, ["--import", "tsx", "scripts/check-contract-change.ts", ...paths], { encoding: "utf8" });
}

test.run();
