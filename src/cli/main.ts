#!/usr/bin/env node
import { EXIT } from "./exit.ts";
import { printError, run } from "./run.ts";

// A closed pipe is the reader's decision, as with head. Anything else, such as a full disk, is an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") {
    printError(error, process.stderr);
    process.exit(EXIT.failure);
  }
  process.exit(EXIT.outputClosed);
});
// Nobody is left to read about it.
process.stderr.on("error", () => {});
process.on("uncaughtException", (error) => process.exit(printError(error, process.stderr)));

process.exitCode = await run(process.argv.slice(2), {
  version: VERSION,
  platform: process.platform,
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  onInterrupt(listener) {
    process.on("SIGINT", listener);
    return () => process.off("SIGINT", listener);
  },
});
