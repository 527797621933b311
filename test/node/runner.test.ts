import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const test = suite("the test runner");

const fixtures = readdirSync("test/runner-fixtures").filter((file) => file !== "passing.test.ts");

for (const fixture of fixtures) {
  test(`fails on ${fixture.replace(".test.ts", "").replaceAll("-", " ")}`, () => {
    const { status, stderr } = run(`test/runner-fixtures/${fixture}`);
    assert.is.not(status, 0);
    assert.match(stderr, `${fixture}: `);
  });
}

test("fails on a file that is not there", () => {
  const { status } = run("test/runner-fixtures/absent.test.ts");
  assert.is.not(status, 0);
});

test("passes a test that passes, and says so in its last line", () => {
  const { status, stdout } = run("test/runner-fixtures/passing.test.ts");
  assert.is(status, 0);
  assert.match(stdout, /\n1 passed, 0 failed\n$/);
});

function run(file: string) {
  return spawnSync(process.execPath, ["--import", "tsx", "test/run.ts", file], {
    encoding: "utf8",
    env: { ...process.env, TEST_PATIENCE: "300" },
  });
}

test.run();
