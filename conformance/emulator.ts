import type { Emulator } from "../src/emulator/emulator.ts";
import { startServer } from "../src/emulator/server.ts";

/** Serves an emulator over HTTP for as long as it is used. */
export async function withEmulator<T>(emulator: Pick<Emulator, "fetch">, use: (url: string) => Promise<T>): Promise<T> {
  const server = await startServer(emulator, 0);
  try {
    return await use(server.url);
  } finally {
    await server.close();
  }
}
