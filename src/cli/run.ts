import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { CommandContext } from "./context.ts";
import { parseDuration } from "./duration.ts";
import { type EmulatorCommandOptions, listBatches, serveEmulator } from "./emulator.ts";
import { EXIT, UsageError } from "./exit.ts";
import { type GetOptions, get } from "./get.ts";
import { hintFor } from "./hint.ts";
import { printable, printableLines } from "./printable.ts";
import { type WaitOptions, wait } from "./wait.ts";

/**
 * Runs the command.
 *
 * @param args - The command-line arguments, without the names of the interpreter and the script.
 * @returns The exit code. A started emulator continues to run.
 */
export async function run(args: readonly string[], context: CommandContext): Promise<number> {
  let exitCode = EXIT.succeeded;
  const program = createProgram(context, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has printed the help, the version or the error.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.succeeded : EXIT.usage;
    return printError(error, context.stderr);
  }
}

/** Prints an error without its stack trace, which is of no use to users of a command, and returns the exit code. */
export function printError(error: unknown, stderr: NodeJS.WritableStream): number {
  stderr.write(`error: ${printable(error instanceof Error ? error.message : String(error))}\n`);
  if (error instanceof UsageError && error.instructions !== undefined) stderr.write(`${error.instructions}\n`);
  const hint = hintFor(error);
  if (hint !== undefined) stderr.write(`hint: ${hint}\n`);
  return error instanceof UsageError ? EXIT.usage : EXIT.failure;
}

function createProgram(context: CommandContext, setExitCode: (code: number) => void): Command {
  const { stdout, stderr } = context;
  const program = new Command("batch-status")
    .description("Find out what happened to your devices: the status of device batch uploads to Microsoft Partner Center.")
    .version(context.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(printableLines(text)),
      getOutHelpWidth: () => stdout.columns || 80,
      getErrHelpWidth: () => stderr.columns || 80,
    })
    .addHelpText(
      "after",
      `
Sign in with environment variables:
  PARTNER_CENTER_TOKEN           an access token for https://api.partnercenter.microsoft.com
or
  AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET
                                 the credentials of an app in your tenant (App-only)
  PARTNER_CENTER_REFRESH_TOKEN   a user's refresh token, in addition (App+User)
  AZURE_AUTHORITY_HOST           the authority of another cloud, such as https://login.microsoftonline.us

Exit codes:
  0    every device succeeded
  1    finished with any other outcome
  2    wrong usage
  3    the API or the network failed
  4    not finished yet
  130  interrupted
  141  output closed early (broken pipe)
With several uploads the most severe code wins: 3, then 4, then 1.`,
    );

  program
    .command("get")
    .description("get the status of a batch and of its devices, once")
    .usage("[options] <location> | <customer-id> <batch-tracking-id>")
    .argument("<upload...>", "the Location header your upload returned, or the customer id and the batch tracking id")
    .option("--json", "print the response as JSON, product keys masked")
    .addHelpText(
      "after",
      `
Examples:
  batch-status get /customers/47021739-3426-40bf-9601-61b4b6d7c793/batchJobStatus/0127ed8e-ff72-4983-a3d8-e8d8bd378932
  batch-status get 47021739-3426-40bf-9601-61b4b6d7c793 0127ed8e-ff72-4983-a3d8-e8d8bd378932 --csv > devices.csv`,
    )
    .action(async (uploads: string[], options: GetOptions) => setExitCode(await get(uploads, options, context)));

  program
    .command("wait")
    .description("wait until batches are finished, then print the results of their devices")
    .usage("[options] <location>... | <customer-id> <batch-tracking-id> | --from <file>")
    .argument("[upload...]", "the Location headers your uploads returned, or a customer id and a batch tracking id")
    .option("--from <file>", "read uploads from a file, one per line; - reads standard input")
    .addOption(
      new Option("--timeout <time>", "how long to wait in total, such as 90s, 15m, 2h")
        .argParser(parseDuration)
        .default(3_600_000, "1h"),
    )
    .option("--interval <time>", "time between polls (default: 5 s, growing to 45 s)", parseDuration)
    .option("--json", "print each change as a line of JSON, the last one final, product keys masked")
    .addHelpText(
      "after",
      `
Examples:
  batch-status wait /customers/47021739-3426-40bf-9601-61b4b6d7c793/batchJobStatus/0127ed8e-ff72-4983-a3d8-e8d8bd378932
  batch-status wait --from uploads.txt --timeout 30m --csv > devices.csv`,
    )
    .action(async (uploads: string[], options: WaitOptions) => setExitCode(await wait(uploads, options, context)));

  for (const command of program.commands) {
    command
      .addOption(new Option("--csv", "print the devices as CSV, for Excel").conflicts("json"))
      .option("--all", "print all devices, even if the table is long")
      .option("--base-url <url>", "base URL of the API, such as that of an emulator")
      .option("--locale <locale>", "language of descriptions, such as en-US")
      .option("--verbose", "log each request to standard error");
  }

  program
    .command("emulator")
    .description("serve a Partner Center with sample batches, on this machine only")
    .option("--port <port>", "port to listen on (0 picks a free one)", parsePort, 4010)
    .option("--scenario <file>", "JSON with additional batches, quirks of all responses, and faults of the first requests")
    .option("--list", "list the batches, with a command for each, instead of serving them")
    .option("--verbose", "log each request to standard error")
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
    .action(async (options: EmulatorCommandOptions) => {
      if (options.list) listBatches(options, context);
      else await serveEmulator(options, context);
    });

  return program;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("It must be a number from 0 to 65535.");
}
