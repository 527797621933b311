// Runs the tests in the virtual machine in which Vercel's edge functions are developed.
import { readFileSync } from "node:fs";
import { EdgeVM } from "@edge-runtime/vm";

const [script, url] = process.argv.slice(2);
const vm = new EdgeVM();
vm.context.EMULATOR_URL = url;
vm.evaluate(readFileSync(script, "utf8"));
vm.context.runPortableTests(console.error).then((result) => {
  console.log(`RESULT ${JSON.stringify(result)}`);
  process.exit();
});
