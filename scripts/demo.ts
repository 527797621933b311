/** `npm start`: the built command serves the emulator over HTTP and fetches the documentation's sample batch from it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const command = "dist/cli/batch-status.js";

const emulator = spawn(process.execPath, [command, "emulator", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
try {
  // The first line is the emulator's address.
  const [url] = await once(createInterface(emulator.stdout), "line");

  const location = "/customers/47021739-3426-40bf-9601-61b4b6d7c793/batchJobStatus/0127ed8e-ff72-4983-a3d8-e8d8bd378932";
  const args = ["get", "--base-url", url, location];
  console.log(`The emulator listens on ${url}\n\n$ npx partner-center-batch-status ${args.join(" ")}\n`);
  const get = spawn(process.execPath, [command, ...args], {
    env: { ...process.env, PARTNER_CENTER_TOKEN: "any" },
    stdio: "inherit",
  });
  const [exitCode] = await once(get, "exit");
  if (exitCode !== 1) throw new Error(`the command exited with ${exitCode} instead of 1, "finished with any other outcome"`);
} finally {
  emulator.kill();
}
console.log("\nThe exit code is 1: the batch is finished, but not every device succeeded.");
