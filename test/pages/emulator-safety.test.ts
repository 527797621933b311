import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { closePages, openPage } from "./browser.ts";
import { DESKTOP, openServed, type ServedPage, seeText, sendRequest, textOf } from "./emulator-places.ts";
import { type PageServer, servePage } from "./server.ts";

const test = suite<ServedPage & { other: PageServer }>("the emulator's page beside other pages and programs");

test.before.each(async (context) => {
  Object.assign(context, await openServed());
  context.other = await servePage('<!doctype html><html lang="en"><title>Another origin</title></html>');
});
test.after.each(async ({ server, other }) => {
  await closePages();
  await server.close();
  await other.close();
});

test("has the strictest policy, which is kept without a message", async ({ page, server, messages, requests }) => {
  const { headers } = await fetch(server.url);
  assert.is(
    headers.get("Content-Security-Policy"),
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  );
  assert.is(headers.get("Access-Control-Allow-Origin"), null);
  assert.is(headers.get("X-Content-Type-Options"), "nosniff");
  await sendRequest(page, "documented");
  await page.getByRole("button", { name: "Submit" }).click();
  await seeText(page, "Submitted 3 devices");
  await page.getByRole("button", { name: "Start over" }).click();
  await seeText(page, "Send a request to see the response");
  assert.equal(messages, []);
  for (const url of requests) assert.is(new URL(url).origin, server.url);
});

test("is not counted among the requests to Partner Center", async ({ emulator, server }) => {
  for (const path of ["/", "/page.js", "/page.css", "/favicon.ico", "/openapi.yaml"]) {
    assert.ok((await fetch(server.url + path, { method: "HEAD" })).ok, path);
  }
  assert.equal(emulator.requests, []);
});

test("can neither be read nor changed by a page of another origin", async ({ emulator, server, other }) => {
  emulator.fail("reset");
  const { page } = await openPage(other.url, DESKTOP);
  const attempt = (path: string, init = "{}") =>
    page.evaluate<string>(`fetch("${server.url}${path}", ${init}).then((response) => "read " + response.type, () => "refused")`);
  assert.is(await attempt("/_emulator/state"), "refused");
  assert.is(await attempt("/"), "refused");
  assert.is(await attempt("/_emulator/reset", '{ method: "POST" }'), "refused");
  assert.is(
    await attempt("/_emulator/batches", '{ method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" }'),
    "refused",
  );
  // Sent without asking first, and not readable: the emulator itself must refuse it.
  assert.is(await attempt("/_emulator/reset", '{ method: "POST", mode: "no-cors" }'), "read opaque");
  assert.equal(emulator.state().faults, ["reset"]);
});

test("cannot be framed", async ({ server, other }) => {
  const { page, messages } = await openPage(other.url, DESKTOP);
  await page.evaluate(
    `new Promise((resolve) => {
      const frame = document.createElement("iframe");
      frame.onload = resolve;
      frame.src = "${server.url}";
      document.body.append(frame);
    })`,
  );
  assert.match(messages.join("\n"), /frame-ancestors 'none'/);
});

test("repeats a request as curl", async ({ page, emulator }) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByLabel("Token").fill("it's-$HOME");
  await sendRequest(page, "documented");
  await page.getByRole("button", { name: "Copy curl" }).click();
  await seeText(page, "Copied.");
  const command = await page.evaluate<string>("navigator.clipboard.readText()");
  const { stdout } = await promisify(execFile)("sh", ["-c", command.replace("--include", "--silent")]);
  assert.is(stdout, `\uFEFF${(await textOf(page, "Response body")).replace("byte order mark EF BB BF", "")}`);
  const [shown, repeated] = emulator.requests;
  for (const name of ["accept", "authorization", "ms-requestid", "ms-correlationid", "x-locale"]) {
    assert.type(shown?.headers[name], "string");
    assert.is(repeated?.headers[name], shown?.headers[name]);
  }
});

test("repeats a request as PowerShell", async ({ page, server }) => {
  await page.getByLabel("Token").fill("it's");
  await sendRequest(page, "documented");
  const command = await textOf(page, "The same request");
  const path = "/v1/customers/47021739-3426-40bf-9601-61b4b6d7c793/batchJobStatus/0127ed8e-ff72-4983-a3d8-e8d8bd378932";
  assert.ok(command.includes(`Invoke-WebRequest -UseBasicParsing -Uri '${server.url}${path}' -Headers @{\n`));
  assert.ok(command.includes("\n  'authorization' = 'Bearer it''s'\n"));
});

test.run();
