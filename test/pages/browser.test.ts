import { suite } from "uvu";
import * as assert from "uvu/assert";
import { accessibilityViolations, closePages, horizontalOverflow, openPage, printedPages } from "./browser.ts";
import { type PageServer, servePage } from "./server.ts";

const test = suite<{ server?: PageServer }>("what the tests of pages rely on");

test.after.each(async (context) => {
  await closePages();
  await context.server?.close();
});

const DESKTOP = { width: 1280, scheme: "light" } as const;
const BAD_PAGE = `<!doctype html><title>Bad</title>
<img src="/image.png"><p style="width: 1500px; color: #999">Pale</p><div style="height: 3000px"></div>
<script>document.title = "Run"; console.error("printed"); setTimeout(() => missing(), 0);</script>`;

test("find violations, overflow, console messages, errors and requests", async (context) => {
  context.server = await servePage(BAD_PAGE);
  const { page, messages, requests } = await openPage(context.server.url, DESKTOP);
  const violations = (await accessibilityViolations(page)).join("\n");
  for (const rule of ["image-alt", "color-contrast", "html-has-lang"]) assert.match(violations, `${rule}: `);
  assert.ok((await horizontalOverflow(page)) >= 1500 - 1280);
  assert.match(messages.join("\n"), /printed\n(.*\n)*missing is not defined/);
  assert.equal(requests, [`${context.server.url}image.png`]);
  assert.ok((await printedPages(page)) > 1);
});

test("find nothing on a page without scripts, however it is opened", async (context) => {
  context.server = await servePage('<!doctype html><html lang="en"><title>Good</title><main><h1>Good</h1></main></html>');
  const { page, messages, requests } = await openPage(context.server.url, DESKTOP);
  assert.equal(await accessibilityViolations(page), []);
  assert.is(await horizontalOverflow(page), 0);
  assert.equal([messages, requests], [[], []]);
  assert.is(await printedPages(page), 1);
});

test("can disable scripts, and choose a color scheme and a policy", async (context) => {
  context.server = await servePage(BAD_PAGE, { "Content-Security-Policy": "img-src 'none'; script-src 'unsafe-inline'" });
  const { page, messages } = await openPage(context.server.url, { width: 320, scheme: "dark", javaScriptEnabled: false });
  assert.is(await page.title(), "Bad");
  assert.is(await page.evaluate<boolean>("matchMedia('(prefers-color-scheme: dark) and (width: 320px)').matches"), true);
  assert.match(messages.join("\n"), /image\.png' violates the following Content Security Policy directive/);
});

test.run();
