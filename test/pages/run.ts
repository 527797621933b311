/**
 * Tests the pages that the package shows to people, in Chromium.
 *
 *   npm run test:pages                                    all files in test/pages
 *   npm run test:pages -- test/pages/report.test.ts       the given files
 */
import { readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { runTests } from "../runner.ts";
import { closeBrowser } from "./browser.ts";

// Only a completed run changes this: a process that ends earlier has failed.
process.exitCode = 1;

const named = process.argv.slice(2);
const files = named.length > 0 ? named : testFiles("test/pages");
const { passed, failed } = await runTests(
  files.map((file) => [file, () => import(pathToFileURL(file).href)]),
  console.error,
);
await closeBrowser();
console.log(`\n${passed} passed, ${failed} failed`);
// Exits explicitly: a page or server left open by a failed test must not keep the process alive.
process.exit(failed === 0 && passed > 0 ? 0 : 1);

function testFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => `${folder}/${file}`);
}
