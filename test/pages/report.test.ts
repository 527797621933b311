import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { makeFolder, releaseAll } from "../node/resources.ts";
import {
  accessibilityViolations,
  closePages,
  horizontalOverflow,
  type OpenedPage,
  openPage,
  printedPages,
  VIEWS,
  type View,
} from "./browser.ts";
import { HOSTILE_SERIAL_NUMBERS, PRODUCT_KEY, SAMPLES } from "./report-samples.ts";
import { type PageServer, servePage } from "./server.ts";

const test = suite<{ server?: PageServer }>("the HTML report");

test.after.each(async (context) => {
  await closePages();
  await context.server?.close();
  await releaseAll();
});

const DESKTOP: View = { width: 1280, scheme: "light" };

/** Opens a report from the disk, as an attachment. */
function open(html: string, view = DESKTOP): Promise<OpenedPage> {
  const file = join(makeFolder(), "report.html");
  writeFileSync(file, html);
  return openPage(pathToFileURL(file).href, view);
}

for (const [name, html] of Object.entries(SAMPLES)) {
  for (const view of VIEWS) {
    test(`about ${name} is accessible, fits the window and requests nothing: ${view.width} px, ${view.scheme}`, async () => {
      const { page, messages, requests } = await open(html, view);
      await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
      assert.is(await horizontalOverflow(page), 0);
      // The rows are all alike, and axe takes a minute for 5,000.
      await page.evaluate("for (const row of document.querySelectorAll('tr:nth-child(n + 100)')) row.remove()");
      assert.equal(await accessibilityViolations(page), []);
      assert.equal([messages, requests], [[], []]);
    });
  }
}

test("is light or dark, as the reader prefers", async () => {
  const colors = [];
  for (const scheme of ["light", "dark"] as const) {
    const { page } = await open(SAMPLES["one device"], { ...DESKTOP, scheme });
    colors.push(await page.evaluate("getComputedStyle(document.body).backgroundColor"));
  }
  assert.equal(colors, ["rgb(255, 255, 255)", "rgb(20, 23, 27)"]);
});

test("shows hostile text as text", async () => {
  const { page, messages } = await open(SAMPLES["hostile text"]);
  const serialNumbers = await page.locator("tbody td:nth-child(2)").allTextContents();
  assert.equal(
    serialNumbers.map((text) => text.trim()),
    HOSTILE_SERIAL_NUMBERS.map(({ shown }) => shown),
  );
  assert.is(await page.locator("img, script, b, i, [onload], [onerror]").count(), 0);
  assert.is(await page.title(), "Not finished: 0 of 7 devices succeeded, 7 failed");
  assert.equal(messages, []);
});

test("works without JavaScript: links lead to errors, and lists unfold", async () => {
  const { page } = await open(SAMPLES["40 devices"], { width: 320, scheme: "light", javaScriptEnabled: false });
  await page.getByRole("link", { name: "806 ZtdDeviceAlreadyAssigned" }).click();
  assert.is(await page.locator(":target h3").textContent(), "806 ZtdDeviceAlreadyAssigned 1 device");
  const first = page.locator("details tr").nth(1);
  assert.not(await first.isVisible());
  await page.getByText("Succeeded: 31 devices").click();
  assert.ok(await first.isVisible());
});

test("links from each of several batches to its own devices with an error", async () => {
  const { page } = await open(SAMPLES["five uploads"]);
  const third = page.locator("section").filter({ has: page.getByRole("heading", { name: "Batch 3 of 5" }) });
  await third.getByRole("link", { name: "808" }).click();
  assert.is(await page.locator(":target tr").count(), 5);
  assert.match((await page.locator(":target th").textContent()) ?? "", "Batch 3");
  await page.locator(":target").getByRole("link", { name: "Batch 3" }).click();
  assert.is(await page.locator(":target h2").textContent(), "Batch 3 of 5");
});

test("can be read under a policy of its host that drops its style", async (context) => {
  const policy = "sandbox; default-src 'none'; style-src 'self'";
  context.server = await servePage(SAMPLES["40 devices"], { "Content-Security-Policy": policy });
  const { page, messages, requests } = await openPage(context.server.url, DESKTOP);
  assert.is(messages.length, 1);
  assert.match(messages[0] ?? "", "Applying inline style violates");
  assert.equal(requests, []);
  const widths = [];
  for (const part of await page.locator("svg[viewBox] rect").all()) widths.push((await part.boundingBox())?.width ?? 0);
  const [succeeded = 0, failed = 0, unknown = 0] = widths;
  assert.ok(succeeded > failed && failed > unknown && unknown > 20, String(widths));
  const text = await page.locator("body").innerText();
  for (const shown of ["31 of 40 devices succeeded, 7 failed, 2 unknown", "31 succeeded", "808 ZtdDeviceAssignedToOtherTenant"]) {
    assert.match(text, shown);
  }
  await page.getByText("Succeeded: 31 devices").click();
  assert.ok(await page.getByText("PF031000").isVisible());
});

test("prints on few pages, without what is folded", async () => {
  const { page } = await open(SAMPLES["5,000 succeeded devices"]);
  assert.is(await printedPages(page), 1);
  await page.getByText("Succeeded: 5,000 devices").click();
  const unfolded = await printedPages(page);
  assert.ok(unfolded > 50 && unfolded < 120, `${unfolded} pages`);
});

test("prints dark text on white, even if the reader prefers dark", async () => {
  const { page } = await open(SAMPLES["one device"], { ...DESKTOP, scheme: "dark" });
  await page.emulateMedia({ media: "print" });
  assert.is(await page.evaluate("getComputedStyle(document.body).backgroundColor"), "rgb(255, 255, 255)");
  assert.is(await page.evaluate("getComputedStyle(document.body).color"), "rgb(28, 33, 40)");
});

test("contains no product key", () => {
  for (const html of Object.values(SAMPLES)) {
    assert.match(html, "*****-*****-*****-*****-789BC");
    for (const group of PRODUCT_KEY.split("-").slice(0, 4)) assert.not(html.includes(group));
  }
});

test.run();
