import { createEmulator } from "../emulator/emulator.ts";
import { SAMPLES } from "../emulator/samples.ts";
import { startServer } from "../emulator/server.ts";

export async function runEmulator({ port }: { port: number }) {
  const { url } = await startServer(createEmulator(), port).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "EADDRINUSE" ? new Error(`port ${port} is in use: choose another one with --port`) : error;
  });
  console.log(greeting(url));
}

function greeting(url: string): string {
  const samples = SAMPLES.map(({ name, about, upload: { customerId, batchTrackingId } }) =>
    [`# ${name}: ${about}`, `batch-status get --base-url ${url} ${customerId} ${batchTrackingId}`].join("\n"),
  );
  return `${url}
The contract, with this address as its server: ${url}/openapi.yaml and ${url}/openapi.json
Any token will do. Stop with Ctrl-C.

bash        export PARTNER_CENTER_TOKEN=any
PowerShell  $env:PARTNER_CENTER_TOKEN = "any"

${samples.join("\n")}`;
}
