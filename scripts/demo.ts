/** `npm start`: the built command serves the emulator over HTTP and gets the status of the documented batch from it. */
import { spawn } from "node:child_process";
import { once } from "node:events";

const command = "dist/cli/batch-status.js";

const emulator = spawn(process.execPath, [command, "emulator", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
const [greeting] = await once(emulator.stdout, "data");
const url = String(greeting).split("\n")[0] ?? "";

const location = "/customers/47021739-3426-40bf-9601-61b4b6d7c793/batchJobStatus/0127ed8e-ff72-4983-a3d8-e8d8bd378932";
console.log(`The emulator listens on ${url}\n\n$ batch-status get --base-url ${url} ${location}\n`);
const get = spawn(process.execPath, [command, "get", "--base-url", url, location], {
  env: { ...process.env, PARTNER_CENTER_TOKEN: "any" },
  stdio: "inherit",
});
const [exitCode] = await once(get, "exit");
emulator.kill();

if (exitCode !== 1) throw new Error(`the command exited with ${exitCode} instead of 1`);
console.log("\nIts exit code is 1: the batch is finished, but not every device succeeded.");
