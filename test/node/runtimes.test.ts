import { spawnSync } from "node:child_process";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const test = suite("the packed package in other runtimes");

/** The runtimes that npm ci installs. `npm run test:runtimes` runs in more. */
const QUICK = ["node", "bun", "edge-vm", "workerd-2025-06-01", "workerd-2026-10-01"];

test("passes the portable tests in every runtime", () => {
  const { status, lines } = run();
  assert.is(status, 0);
  assert.equal(Object.keys(lines), QUICK);
  for (const line of Object.values(lines)) assert.match(line, /[1-9]\d\d passed, 0 failed/);
});

test("reports a failing test in every runtime", () => {
  const { status, lines } = run("--tests", "test/runner-fixtures/failing.test.ts");
  assert.is(status, 1);
  assert.equal(Object.keys(lines), QUICK);
  for (const line of Object.values(lines)) assert.match(line, /0 passed, 1 failed/);
});

/** Returns the exit code and the printed line of each runtime. */
function run(...options: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "test/runtimes/run.ts", "--quick", ...options],
    { encoding: "utf8" },
  );
  if (status !== 0 && options.length === 0) console.error(stdout, stderr);
  const results = stdout.split("\n").filter((line) => /passed|failed/.test(line) && !/^\d/.test(line));
  return { status, lines: Object.fromEntries(results.map((line) => [line.split(" ")[0] ?? "", line])) };
}

test.run();
