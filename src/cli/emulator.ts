import { createEmulator, type Scenario } from "../emulator/emulator.ts";
import { TOKEN_REFUSALS } from "../emulator/failures.ts";
import { SAMPLES } from "../emulator/samples.ts";
import { type EmulatorServer, startServer } from "../emulator/server.ts";
import type { CommandContext } from "./context.ts";
import { printable } from "./printable.ts";
import { readScenario } from "./scenario.ts";

export interface EmulatorCommandOptions {
  port: number;
  /** The name of a file. */
  scenario?: string;
  list?: boolean;
  verbose?: boolean;
}

const SCRIPT = "npx partner-center-batch-status";

/** Starts an emulator and prints how to use it. It keeps the process running until it is closed. */
export async function serveEmulator(
  { port, scenario: file, verbose = false }: EmulatorCommandOptions,
  { stdout, stderr }: CommandContext,
): Promise<EmulatorServer> {
  const emulator = createEmulator(file === undefined ? {} : readScenario(file));
  const server = await startServer(emulator, port, {
    ...(verbose && {
      onRequest({ method, path, status, duration }) {
        const time = new Date().toISOString();
        stderr.write(`${time} ${method} ${printable(path)} ${status ?? "no response"} ${Math.round(duration)} ms\n`);
      },
    }),
  }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "EADDRINUSE" ? new Error(`port ${port} is in use: choose another one with --port`) : error;
  });
  stdout.write(`${banner(server.url)}\n`);
  return server;
}

/** At most twelve lines. */
function banner(url: string): string {
  const { customerId, batchTrackingId } = SAMPLES[0]?.upload ?? {};
  return `${url}
The contract, with this address as its server: ${url}/openapi.yaml and ${url}/openapi.json
Control by tests in any language: ${url}/_emulator/openapi.yaml
Sign-in with any tenant, client id and secret: set AZURE_AUTHORITY_HOST to ${url}
Any token works, except these, which are rejected for the reason they name: ${Object.keys(TOKEN_REFUSALS).join(", ")}
All batches, with a command for each: ${SCRIPT} emulator --list
Press Ctrl-C to stop.

bash        export PARTNER_CENTER_TOKEN=any
PowerShell  $env:PARTNER_CENTER_TOKEN = "any"
${SCRIPT} get --base-url ${url} ${customerId} ${batchTrackingId}`;
}

/** Prints the batches that an emulator with the same options would contain. */
export function listBatches({ port, scenario: file }: EmulatorCommandOptions, { stdout }: CommandContext): void {
  const scenario: Scenario = file === undefined ? {} : readScenario(file);
  const { samples, batches } = createEmulator(scenario).state();
  const own = batches.slice(batches.length - (scenario.batches?.length ?? 0));
  const named = [...own.map((batch, index) => ({ ...batch, name: `batch ${index + 1} of the scenario`, about: "" })), ...samples];
  for (const { name, about, customerId, batchTrackingId } of named) {
    const command = `${SCRIPT} get --base-url http://127.0.0.1:${port} ${customerId} ${batchTrackingId}`;
    stdout.write(`# ${name}${about && `: ${about}`}\n${command}\n`);
  }
}
