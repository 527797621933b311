import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const test = suite("the test runner");

const PASSING = "test/runner-fixtures/passing.test.ts";

const failing = readdirSync("test/runner-fixtures")
  .map((file) => `test/runner-fixtures/${file}`)
  .filter((file) => file !== PASSING);

// One process for all: each of them must be reported, and none may keep the others from being run.
const together = run(...failing, PASSING);

for (const file of failing) {
  test(`reports ${file.replace(/^.*\/(.*)\.test\.ts$/, "$1").replaceAll("-", " ")} as a failure`, () => {
    assert.match(together.stderr, `FAIL ${file}: `);
  });
}

test("runs the files after a failed one, counts every failure, and exits with 1", () => {
  const [, passed, failed] = /\n(\d+) passed, (\d+) failed\n$/.exec(together.stdout) ?? [];
  assert.ok(Number(passed) >= 1, together.stdout);
  assert.ok(Number(failed) >= failing.length, together.stdout);
  assert.is(together.status, 1);
});

test("exits with 1 if one file of several fails", () => {
  const { status, stdout } = run(PASSING, "test/runner-fixtures/throwing-after-each.test.ts");
  assert.is(status, 1, stdout);
});

test("exits with 1 if a file does not exist", () => {
  const { status } = run("test/runner-fixtures/absent.test.ts");
  assert.is(status, 1);
});

test("exits with 0 if all tests pass, and prints how many", () => {
  const { status, stdout } = run(PASSING);
  assert.match(stdout, /\n1 passed, 0 failed\n$/);
  assert.is(status, 0);
});

function run(...files: string[]) {
  return spawnSync(process.execPath, ["--import", "tsx", "test/run.ts", ...files], {
    encoding: "utf8",
    env: { ...process.env, TEST_PATIENCE: "300" },
  });
}

test.run();
