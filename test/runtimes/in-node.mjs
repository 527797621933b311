// Runs the tests in runtimes that have Node's modules: Node and Bun.
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const [script, url] = process.argv.slice(2);
globalThis.EMULATOR_URL = url;
runInThisContext(readFileSync(script, "utf8"), { filename: script });
globalThis.runPortableTests(console.error).then((result) => {
  console.log(`RESULT ${JSON.stringify(result)}`);
  process.exit();
});
