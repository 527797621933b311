/**
 * Runs the tests on Node.
 *
 *   tsx test/run.ts                                  all of test/portable and test/node
 *   tsx test/run.ts test/portable/details.test.ts    some files
 */
import { readdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { startEmulator } from "./emulator-on-http.ts";
import { runTests } from "./runner.ts";

// Files that get lost must not go unnoticed. Raise it as tests are added.
const FEWEST_TESTS = 620;

// Only the last line of the run takes this back: whatever ends it before is a failure.
process.exitCode = 1;

const named = process.argv.slice(2);
const files = named.length > 0 ? named : ["test/portable", "test/node"].flatMap(testFiles);

run().then(({ passed, failed }) => {
  const forgotten = files.filter(forgetsToRun);
  for (const file of forgotten) console.error(`FAIL ${file}: has more suites than calls of .run()`);
  const tooFew = named.length === 0 && passed + failed < FEWEST_TESTS;
  if (tooFew) console.error(`FAIL only ${passed + failed} tests were found, fewer than ${FEWEST_TESTS}`);
  const allFailed = failed + forgotten.length + (tooFew ? 1 : 0);
  console.log(`\n${passed} passed, ${allFailed} failed`);
  // Not only the exit code: what a failed test leaves open must not keep the run from ending.
  process.exit(allFailed === 0 ? 0 : 1);
});

async function run() {
  const { url } = await startEmulator();
  Object.assign(globalThis, { EMULATOR_URL: url });
  return runTests(
    files.map((file) => [file, () => import(pathToFileURL(file).href)]),
    console.error,
    Number(process.env["TEST_PATIENCE"] ?? 120_000),
  );
}

function testFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => `${folder}/${file}`);
}

/** A suite that is never run leaves no trace in uvu's queue. */
function forgetsToRun(file: string): boolean {
  const source = readFileSync(file, "utf8");
  return source.split(/\bsuite\(/).length > source.split(/\.run\(\)/).length;
}
