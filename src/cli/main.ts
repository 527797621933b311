#!/usr/bin/env node
import { Command, InvalidArgumentError, Option } from "commander";
import { parseDuration } from "./duration.ts";
import { runEmulator } from "./emulator.ts";
import { EXIT, UsageError } from "./exit.ts";
import { get } from "./get.ts";
import { hintAbout } from "./hint.ts";
import { wait } from "./wait.ts";

// Whoever reads the output may stop reading, as whoever pipes it into head knows. A disk that is full is an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") fail(error);
  process.exit(process.exitCode ?? EXIT.notRead);
});
// Nobody is left to be told.
process.stderr.on("error", () => {});
process.on("uncaughtException", (error) => {
  fail(error);
  process.exit();
});

const program = new Command("batch-status")
  .description("What became of your devices: the status of device batch uploads to Microsoft Partner Center.")
  .version(VERSION)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : EXIT.usage))
  .addHelpText(
    "after",
    `
Signing in, by environment variables:
  PARTNER_CENTER_TOKEN           an access token for https://api.partnercenter.microsoft.com
or
  AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET
                                 an app of your tenant, App-only
  PARTNER_CENTER_REFRESH_TOKEN   with it, App+User
  AZURE_AUTHORITY_HOST           another cloud's, such as https://login.microsoftonline.us

Exit codes:
  0    every device succeeded
  1    finished with any other outcome
  2    wrong usage
  3    the API or the network failed
  4    not finished yet
  130  interrupted
  141  nobody read the output to its end
Of several uploads the worst counts: 3, then 4, then 1.`,
  );

program
  .command("get")
  .description("ask once how far a batch is and what became of its devices")
  .usage("[options] <location> | <customer-id> <batch-tracking-id>")
  .argument("<upload...>", "the Location header that answered the upload, or the ids of customer and batch")
  .option("--json", "print the answer itself as JSON, its product keys masked")
  .addHelpText(
    "after",
    `
Examples:
  batch-status get /customers/47021739-3426-40bf-9601-61b4b6d7c793/batchJobStatus/0127ed8e-ff72-4983-a3d8-e8d8bd378932
  batch-status get 47021739-3426-40bf-9601-61b4b6d7c793 0127ed8e-ff72-4983-a3d8-e8d8bd378932 --csv > devices.csv`,
  )
  .action(get);

program
  .command("wait")
  .description("wait until batches are finished, and tell what became of their devices")
  .usage("[options] <location>... | <customer-id> <batch-tracking-id> | --from <file>")
  .argument("[upload...]", "Location headers that answered uploads, or the ids of customer and batch")
  .option("--from <file>", "uploads, one a line; - for standard input")
  .addOption(
    new Option("--timeout <time>", "how long to wait in all, such as 90s, 15m, 2h")
      .argParser(parseDuration)
      .default(3_600_000, "1h"),
  )
  .option(
    "--interval <time>",
    "how long to wait between two looks (default: from 5 s to 1 min, longer the longer it takes)",
    parseDuration,
  )
  .option("--json", "print a line of JSON for each change, the last one final, product keys masked")
  .addHelpText(
    "after",
    `
Examples:
  batch-status wait /customers/47021739-3426-40bf-9601-61b4b6d7c793/batchJobStatus/0127ed8e-ff72-4983-a3d8-e8d8bd378932
  batch-status wait --from uploads.txt --timeout 30m --csv > devices.csv`,
  )
  .action(wait);

for (const command of program.commands) {
  command
    .addOption(new Option("--csv", "print the devices as CSV, for Excel").conflicts("json"))
    .option("--all", "print all devices, however many there are")
    .option("--base-url <url>", "where the API is, such as that of an emulator")
    .option("--locale <locale>", "the language of descriptions, such as en-US")
    .option("--verbose", "tell of each request, on standard error");
}

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
  const hint = hintAbout(error);
  if (hint !== undefined) console.error(`hint: ${hint}`);
  process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.failure;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("It must be a number from 0 to 65535.");
}
