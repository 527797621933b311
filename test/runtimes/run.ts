/**
 * Runs the portable tests, bundled once with the package as it is packed, wherever JavaScript runs.
 *
 *   npm run test:runtimes                                  everywhere; installs Node 20, 22, 24 and 26 into a cache
 *   npm run test:runtimes -- --quick                       where npm ci suffices
 *   npm run test:runtimes -- --only bun,chromium           in some
 *   npm run test:runtimes -- --skip chromium,node-26       what this machine has not; anything else that is missing is a failure
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
if (unknown !== undefined) throw new Error(`"${unknown}" is none of ${RUNTIMES.map(({ name }) => name).join(", ")}`);

const script = `${CACHE}/tests.js`;
// Far from this project's own node_modules, which would lend what the package lacks.
const installed = mkdtempSync(join(tmpdir(), "test-runtimes-"));
await installInto(installed, [await pack(CACHE)]);
await bundle(installed, tests?.split(",") ?? portableTests(), script);
rmSync(installed, { recursive: true });

const total = { passed: 0, failed: 0 };
for (const runtime of RUNTIMES.filter(({ name, isQuick }) => chosen?.includes(name) ?? (isQuick || !quick))) {
  if (skipped.includes(runtime.name)) console.log(`${runtime.name.padEnd(20)} skipped`);
  else await report(runtime);
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
// Not only the exit code: a browser that does not end must not keep the run from ending.
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);

async function report({ name, version, run }: Runtime) {
  const began = performance.now();
  let printed = "";
  try {
    const itsVersion = await version();
    printed = await run(script);
    const [, result] = /\bRESULT (\{.+\})/.exec(printed) ?? [];
    if (result === undefined) throw new Error("it ended without a result");
    const { passed, failed } = JSON.parse(result);
    if (passed + failed === 0) throw new Error("it ran no test");
    total.passed += passed;
    total.failed += failed;
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`${name.padEnd(20)} ${itsVersion.padEnd(20)} ${passed} passed, ${failed} failed, ${seconds} s`);
    if (failed > 0) console.error(printed);
  } catch (error) {
    total.failed += 1;
    console.log(`${name.padEnd(20)} failed: ${error instanceof Error ? error.message : error}`);
    if (printed !== "") console.error(printed.slice(-5000));
  }
}
