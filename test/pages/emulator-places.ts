import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { createEmulator, type Emulator } from "../../src/emulator/emulator.ts";
import { type EmulatorServer, startServer } from "../../src/emulator/server.ts";
import { type OpenedPage, openPage, type View } from "./browser.ts";

/** The file that `npm run playground` writes. */
export const PLAYGROUND = pathToFileURL("playground/index.html").href;

export const DESKTOP: View = { width: 1280, scheme: "light" };

export interface ServedPage extends OpenedPage {
  emulator: Emulator;
  server: EmulatorServer;
}

/** Opens the page that an emulator's server shows at its address. */
export async function openServed(view = DESKTOP): Promise<ServedPage> {
  const emulator = createEmulator();
  const server = await startServer(emulator, 0);
  return { emulator, server, ...(await openPage(server.url, view)) };
}

/** Chooses a batch, sends a request, and waits for its result. */
export async function sendRequest(page: Page, batch?: string): Promise<void> {
  if (batch !== undefined) await page.getByLabel("Batch", { exact: true }).selectOption({ label: batch });
  await page.getByRole("button", { name: "Send" }).click();
  await page
    .getByRole("status")
    .filter({ hasText: /The client (returned|threw)/ })
    .waitFor();
}

export async function summaryOf(page: Page): Promise<string> {
  return (await page.getByRole("status").filter({ hasText: "The client" }).textContent()) ?? "";
}

/** The text of a region, such as "Response", without its heading. */
export async function textOf(page: Page, region: string): Promise<string> {
  return (await page.getByRole("region", { name: region, exact: true }).textContent()) ?? "";
}

/** Waits until something on the page contains this text. */
export async function seeText(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).first().waitFor();
}
