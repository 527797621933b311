#!/usr/bin/env node
import { Command, InvalidArgumentError } from "commander";
import { runEmulator } from "./emulator.ts";
import { EXIT, UsageError } from "./exit.ts";
import { get } from "./get.ts";

// Whoever reads the output may stop reading. That is no error; a disk that is full is one.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  fail(error);
  process.exit();
});
process.on("uncaughtException", fail);

const program = new Command("batch-status")
  .description("What became of your devices: the status of device batch uploads to Microsoft Partner Center.")
  .version(VERSION)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : EXIT.usage))
  .addHelpText(
    "after",
    `
Signing in:
  PARTNER_CENTER_TOKEN  an access token for https://api.partnercenter.microsoft.com

Exit codes:
  0  every device succeeded
  1  finished with any other outcome
  2  wrong usage
  3  the API or the network failed
  4  not finished yet`,
  );

program
  .command("get")
  .description("ask once how far a batch is and what became of its devices")
  .usage("[options] <location> | <customer-id> <batch-tracking-id>")
  .argument("<location>", "the Location header that answered the upload, or the customer's id")
  .argument("[batch-tracking-id]", "the batch's id, after the customer's")
  .option("--json", "print the answer itself as JSON, its product keys masked")
  .option("--base-url <url>", "where the API is, such as that of an emulator")
  .addHelpText(
    "after",
    `
Examples:
  batch-status get /customers/47021739-3426-40bf-9601-61b4b6d7c793/batchJobStatus/0127ed8e-ff72-4983-a3d8-e8d8bd378932
  batch-status get 47021739-3426-40bf-9601-61b4b6d7c793 0127ed8e-ff72-4983-a3d8-e8d8bd378932 --json`,
  )
  .action(get);

program
  .command("emulator")
  .description("serve a Partner Center with sample batches, on this machine alone")
  .option("--port <port>", "where to listen, 0 for any that is free", parsePort, 4010)
  .option("--scenario <file>", "JSON with more batches, quirks of all answers, and faults of the first requests")
  .addHelpText(
    "after",
    `
Example:
  batch-status emulator --port 4010 --scenario scenario.json

A scenario:
  {
    "quirks": { "times": "utc" },
    "batches": [{ "duration": 20000, "devices": [{ "serialNumber": "1" }, { "serialNumber": "2", "result": "808" }] }],
    "faults": ["reset", { "status": 429, "headers": { "Retry-After": "5" } }]
  }`,
  )
  .action(runEmulator);

await program.parseAsync().catch(fail);

/** Says in one line what went wrong. A stack trace helps nobody who calls a command. */
function fail(error: unknown) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.failure;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("It must be a number from 0 to 65535.");
}
