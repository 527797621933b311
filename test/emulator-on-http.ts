import { createEmulator } from "../src/emulator/emulator.ts";
import { startServer } from "../src/emulator/server.ts";
import { SHORT_BATCH } from "./portable/emulator-url.ts";

/** Starts the emulator for test/portable/loopback.test.ts, which can also serve pages to a browser. */
export function startEmulator(pages: ReadonlyMap<string, () => Response> = new Map()) {
  const emulator = createEmulator();
  emulator.submit({
    ...SHORT_BATCH,
    begins: "first-request",
    duration: 1000,
    devices: [{ serialNumber: "1" }, { result: "808" }],
  });
  const fetch: typeof emulator.fetch = async (input, init) =>
    pages.get(new URL(String(input)).pathname)?.() ?? emulator.fetch(input, init);
  return startServer({ fetch }, 0);
}
