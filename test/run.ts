/**
 * Runs the tests on Node.
 *
 *   tsx test/run.ts                                  all files in test/portable and test/node
 *   tsx test/run.ts test/portable/details.test.ts    the given files
 */
import { readdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { startEmulator } from "./emulator-on-http.ts";
import { runTests } from "./runner.ts";

// Detects lost files. Raise it when tests are added.
const FEWEST_TESTS = 1_100;

// Only a completed run changes this: a process that ends earlier has failed.
process.exitCode = 1;

const named = process.argv.slice(2);
const files = named.length > 0 ? named : ["test/portable", "test/node"].flatMap(testFiles);

run().then(({ passed, failed }) => {
  const forgotten = files.filter(forgetsToRun);
  for (const file of forgotten) console.error(`FAIL ${file}: has more suites than calls to .run()`);
  const tooFew = named.length === 0 && passed + failed < FEWEST_TESTS;
  if (tooFew) console.error(`FAIL found only ${passed + failed} tests, expected at least ${FEWEST_TESTS}`);
  const allFailed = failed + forgotten.length + (tooFew ? 1 : 0);
  console.log(`\n${passed} passed, ${allFailed} failed`);
  // Exits explicitly: a server or timer left open by a failed test must not keep the process alive.
  process.exit(allFailed === 0 ? 0 : 1);
});

async function run() {
  const { url } = await startEmulator();
  Object.assign(globalThis, { EMULATOR_URL: url });
  return runTests(
    files.map((file) => [file, () => import(pathToFileURL(file).href)]),
    console.error,
    Number(process.env["TEST_PATIENCE"] ?? 600_000),
  );
}

function testFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => `${folder}/${file}`);
}

/** uvu's queue does not contain suites that are never run. */
function forgetsToRun(file: string): boolean {
  const source = readFileSync(file, "utf8");
  return source.split(/\bsuite\(/).length > source.split(/\.run\(\)/).length;
}
