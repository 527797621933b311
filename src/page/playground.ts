/** The page without a server: the emulator runs within the page, too. */
import { createEmulator } from "../emulator/emulator.ts";
import { start } from "./start.ts";

const emulator = createEmulator();
const command = "npx partner-center-batch-status emulator";

start({
  fetch: emulator.fetch,
  // The address of an emulator on the reader's machine, so that the commands never lead to Partner Center.
  baseUrl: "http://127.0.0.1:4010",
  intro: [`A playground: emulator and client run in this page, and nothing is sent. On your machine: ${command}`],
  commandsHint: `For an emulator on your machine (${command}). It has the same samples.`,
});
