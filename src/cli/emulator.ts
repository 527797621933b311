import { createEmulator } from "../emulator/emulator.ts";
import { TOKEN_REFUSALS } from "../emulator/failures.ts";
import { SAMPLES } from "../emulator/samples.ts";
import { startServer } from "../emulator/server.ts";
import { play, readScenario, type Scenario } from "./scenario.ts";

export async function runEmulator({ port, scenario: file }: { port: number; scenario?: string }) {
  const scenario: Scenario = file === undefined ? {} : readScenario(file);
  const emulator = createEmulator({ quirks: scenario.quirks ?? {} });
  const locations = play(scenario, emulator);
  const { url } = await startServer(emulator, port).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "EADDRINUSE" ? new Error(`port ${port} is in use: choose another one with --port`) : error;
  });
  console.log(greeting(url, locations));
}

function greeting(url: string, locations: readonly string[]): string {
  const command = (upload: string) => `batch-status get --base-url ${url} ${upload}`;
  const batches = locations.map((location, index) => `# batch ${index + 1} of the scenario\n${command(location)}`);
  const samples = SAMPLES.map(
    ({ name, about, upload }) => `# ${name}: ${about}\n${command(`${upload.customerId} ${upload.batchTrackingId}`)}`,
  );
  return `${url}
The contract, with this address as its server: ${url}/openapi.yaml and ${url}/openapi.json
Any token will do, but these are refused, each for its name: ${Object.keys(TOKEN_REFUSALS).join(", ")}
Stop with Ctrl-C.

bash        export PARTNER_CENTER_TOKEN=any
PowerShell  $env:PARTNER_CENTER_TOKEN = "any"

${[...batches, ...samples].join("\n")}`;
}
