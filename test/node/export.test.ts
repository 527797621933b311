import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readContract } from "../../scripts/contract.ts";
import { readDeviceErrors } from "../../scripts/device-errors.ts";

const test = suite<{ folder: string }>("npm run export");

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "export-"));
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

function run(...options: string[]) {
  return spawnSync(process.execPath, ["--import", "tsx", "scripts/export.ts", ...options], { encoding: "utf8" });
}

const read = (...path: string[]) => readFileSync(join(...path), "utf8");

test("writes the contract and what other languages need with it, with checksums", ({ folder }) => {
  const to = join(folder, "new/contract");
  const { status, stdout, stderr } = run("--to", to);
  assert.equal([status, stderr], [0, ""]);
  assert.match(stdout, /^Wrote \d+ files to .*contract\n$/);
  assert.equal(readdirSync(to).sort(), [
    ...["LICENSE", "README.md", "SHA256SUMS", "conformance", "device-errors.json", "device-errors.yaml", "docs"],
    ...["emulator.yaml", "generators", "openapi.json", "openapi.yaml", "readers"],
  ]);
  assert.equal(JSON.parse(read(to, "openapi.json")), readContract());
  assert.equal(JSON.parse(read(to, "device-errors.json")), readDeviceErrors());
  const copied = [
    ...["openapi.yaml", "device-errors.yaml", "generators/go.yaml", "readers/go/batchstatus.go"],
    ...["conformance/readings.json", "conformance/vectors/documented.json"],
  ];
  for (const name of copied) assert.is(read(to, name), read(name));
  assert.equal(readdirSync(join(to, "conformance/vectors")), readdirSync("conformance/vectors"));

  const checksums = read(to, "SHA256SUMS").trim().split("\n");
  const listed = checksums.map((line) => line.slice(66));
  const files = readdirSync(to, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.is(listed.length, files.length - 1);
  for (const [index, file] of listed.entries()) {
    const sum = createHash("sha256")
      .update(readFileSync(join(to, file)))
      .digest("hex");
    assert.is(checksums[index], `${sum}  ${file}`);
  }
});

test("writes every file to which the page for other languages links", ({ folder }) => {
  assert.is(run("--to", folder).status, 0);
  const links = [...read(folder, "docs/other-languages.md").matchAll(/\]\((\.\.?\/[^)#]+)/g)].map(([, path = ""]) => path);
  assert.ok(links.length > 10);
  for (const path of links) assert.ok(existsSync(join(folder, "docs", path)), path);
});

test("describes everything that it writes", ({ folder }) => {
  assert.is(run("--to", folder).status, 0);
  const described = read(folder, "README.md");
  for (const entry of readdirSync(folder)) {
    if (!["README.md", "LICENSE"].includes(entry)) assert.match(described, `\`${entry}`);
  }
  assert.match(described, `# partner-center-batch-status ${JSON.parse(read("package.json")).version}\n`);
});

test("refuses a folder that is not empty and leaves it as it is", ({ folder }) => {
  writeFileSync(join(folder, "openapi.yaml"), "mine");
  const { status, stderr } = run("--to", folder);
  assert.is(status, 1);
  assert.is(stderr, `export: ${folder} is not empty. Choose a new or an empty folder.\n`);
  assert.equal(readdirSync(folder), ["openapi.yaml"]);
  assert.is(read(folder, "openapi.yaml"), "mine");
});

test("refuses a file, a missing folder and an unknown option", ({ folder }) => {
  mkdirSync(join(folder, "parent"));
  const file = join(folder, "parent/file");
  writeFileSync(file, "mine");
  const messages = {
    file: /^export: .*file/,
    none: /^export: no folder specified: npm run export -- --to DIR\n$/,
    unknown: /^export: .*'--out'/,
  };
  for (const [options, message] of [
    [["--to", file], messages.file],
    [[], messages.none],
    [["--to", ""], messages.none],
    [["--out", folder], messages.unknown],
  ] as const) {
    const { status, stderr } = run(...options);
    assert.is(status, 1);
    assert.match(stderr, message);
  }
  assert.is(read(file), "mine");
});

test.run();
