/**
 * Runs the portable tests, bundled once with the packed package, in every runtime.
 *
 *   npm run test:runtimes                                  all runtimes; installs Node 20, 22, 24 and 26 into a cache
 *   npm run test:runtimes -- --quick                       only runtimes that npm ci installs
 *   npm run test:runtimes -- --only bun,chromium           only these runtimes
 *   npm run test:runtimes -- --skip chromium,node-26       without these runtimes; any other that is missing is a failure
 *   npm run test:runtimes -- --tests test/runner-fixtures/failing.test.ts
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { installInto, pack } from "../../scripts/package.ts";
import { bundle, portableTests } from "./bundle.ts";
import { CACHE, RUNTIMES, type Runtime } from "./runtimes.ts";

const { quick, only, skip, tests } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    skip: { type: "string", default: "" },
    tests: { type: "string" },
  },
}).values;

const [chosen, skipped] = [only?.split(","), skip.split(",").filter((name) => name !== "")];
const unknown = [...(chosen ?? []), ...skipped].find((word) => !RUNTIMES.some(({ name }) => name === word));
if (unknown !== undefined)
  throw new Error(`unknown runtime "${unknown}"; the runtimes are ${RUNTIMES.map(({ name }) => name).join(", ")}`);

const script = `${CACHE}/tests.js`;
// Outside this project, whose node_modules would provide dependencies that the package lacks.
const installed = mkdtempSync(join(tmpdir(), "test-runtimes-"));
await installInto(installed, [await pack(CACHE)]);
await bundle(installed, tests?.split(",") ?? portableTests(), script);
rmSync(installed, { recursive: true });

const total = { passed: 0, failed: 0 };
for (const runtime of RUNTIMES.filter(({ name, isQuick }) => chosen?.includes(name) ?? (isQuick || !quick))) {
  if (skipped.includes(runtime.name)) console.log(`${runtime.name.padEnd(20)} skipped`);
  else await runTestsIn(runtime);
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
// Not process.exitCode, because a browser that does not close would keep this process running.
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);

async function runTestsIn({ name, version, run }: Runtime) {
  const began = performance.now();
  let printed = "";
  try {
    const versionText = await version();
    printed = await run(script);
    const [, result] = /\bRESULT (\{.+\})/.exec(printed) ?? [];
    if (result === undefined) throw new Error("it exited without a result");
    const { passed, failed } = JSON.parse(result);
    if (passed + failed === 0) throw new Error("it ran no tests");
    total.passed += passed;
    total.failed += failed;
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`${name.padEnd(20)} ${versionText.padEnd(20)} ${passed} passed, ${failed} failed, ${seconds} s`);
    if (failed > 0) console.error(printed);
  } catch (error) {
    total.failed += 1;
    console.log(`${name.padEnd(20)} failed: ${error instanceof Error ? error.message : error}`);
    if (printed !== "") console.error(printed.slice(-5000));
  }
}
