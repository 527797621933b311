import { createEmulator } from "../emulator/emulator.ts";
import { TOKEN_REFUSALS } from "../emulator/failures.ts";
import { SAMPLES } from "../emulator/samples.ts";
import { type EmulatorServer, startServer } from "../emulator/server.ts";
import type { CommandContext } from "./context.ts";
import { play, readScenario, type Scenario } from "./scenario.ts";

export interface EmulatorCommandOptions {
  port: number;
  /** The name of a file. */
  scenario?: string;
}

/** Starts an emulator and prints how to use it. It keeps the process running until it is closed. */
export async function serveEmulator(
  { port, scenario: file }: EmulatorCommandOptions,
  { stdout }: CommandContext,
): Promise<EmulatorServer> {
  const scenario: Scenario = file === undefined ? {} : readScenario(file);
  const emulator = createEmulator({ quirks: scenario.quirks ?? {} });
  const locations = play(scenario, emulator);
  const server = await startServer(emulator, port).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "EADDRINUSE" ? new Error(`port ${port} is in use: choose another one with --port`) : error;
  });
  stdout.write(`${banner(server.url, locations)}\n`);
  return server;
}

function banner(url: string, locations: readonly string[]): string {
  const command = (upload: string) => `npx partner-center-batch-status get --base-url ${url} ${upload}`;
  const batches = locations.map((location, index) => `# batch ${index + 1} of the scenario\n${command(location)}`);
  const samples = SAMPLES.map(
    ({ name, about, upload }) => `# ${name}: ${about}\n${command(`${upload.customerId} ${upload.batchTrackingId}`)}`,
  );
  return `${url}
The contract, with this address as its server: ${url}/openapi.yaml and ${url}/openapi.json
Any token works, except these, which are rejected for the reason they name: ${Object.keys(TOKEN_REFUSALS).join(", ")}
Press Ctrl-C to stop.

bash        export PARTNER_CENTER_TOKEN=any
PowerShell  $env:PARTNER_CENTER_TOKEN = "any"

${[...batches, ...samples].join("\n")}`;
}
