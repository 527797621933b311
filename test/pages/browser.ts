import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../chromium.ts";

/** How a person looks at a page. */
export interface View {
  /** The width of the window in CSS pixels. */
  width: number;
  scheme: "light" | "dark";
  javaScriptEnabled?: boolean;
}

/** A desktop and the narrowest phone that WCAG 2.2 (1.4.10) asks for, each light and dark. */
export const VIEWS: readonly View[] = [1280, 320].flatMap((width) =>
  (["light", "dark"] as const).map((scheme) => ({ width, scheme })),
);

/** A page, and what has happened on it since it was opened. */
export interface OpenedPage {
  page: Page;
  /** Messages on the console, uncaught errors among them. */
  messages: readonly string[];
  /** The URLs requested after the page itself. */
  requests: readonly string[];
}

let browser: Promise<Browser> | undefined;

/** Opens a page in a new context. {@link closePages} closes it. */
export async function openPage(url: string, { width, scheme, javaScriptEnabled = true }: View): Promise<OpenedPage> {
  browser ??= launchChromium();
  const context = await (await browser).newContext({
    viewport: { width, height: 800 },
    colorScheme: scheme,
    javaScriptEnabled,
  });
  const page = await context.newPage();
  const messages: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => messages.push(message.text()));
  page.on("pageerror", (error) => messages.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(url);
  requests.shift();
  return { page, messages, requests };
}

/** Closes all pages; for `after.each`. */
export async function closePages(): Promise<void> {
  for (const context of (await browser)?.contexts() ?? []) await context.close();
}

/** Closes the browser, after all tests. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
}

/** What violates WCAG 2.2 at level A or AA, as text. Scripts must be enabled; the page's own policy may forbid them. */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  // Evaluated through the debugger, which the page's Content-Security-Policy does not restrict.
  await page.evaluate(axe.source);
  const options: axe.RunOptions = {
    runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    resultTypes: ["violations"],
  };
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(" ")}`);
}

/** How many pixels the page is wider than the window. */
export function horizontalOverflow(page: Page): Promise<number> {
  return page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}

/** The number of pages if printed on A4. */
export async function printedPages(page: Page): Promise<number> {
  const pdf = await page.pdf({ format: "A4" });
  return pdf.toString("latin1").match(/\/Type \/Page\b/g)?.length ?? 0;
}
