import type { Page } from "playwright-core";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { accessibilityViolations, closePages, horizontalOverflow, openPage, VIEWS, type View } from "./browser.ts";
import { DESKTOP, openServed, PLAYGROUND, type ServedPage, seeText, sendRequest, summaryOf, textOf } from "./emulator-places.ts";

interface Opened {
  page: Page;
  messages: readonly string[];
  close(): Promise<void>;
}

const served = {
  name: "the emulator's page",
  async open(view: View): Promise<Opened> {
    const { page, messages, server } = await openServed(view);
    return { page, messages, close: () => server.close() };
  },
};
const playground = {
  name: "the playground, opened from a disk",
  async open(view: View): Promise<Opened> {
    const { page, messages, requests } = await openPage(PLAYGROUND, view);
    return {
      page,
      messages,
      close: async () =>
        assert.equal(
          requests.filter((url) => url !== PLAYGROUND),
          [],
        ),
    };
  },
};

for (const { name, open } of [served, playground]) {
  const test = suite<Opened>(name);

  test.before.each(async (context) => {
    Object.assign(context, await open(DESKTOP));
  });
  test.after.each(async ({ close }) => {
    await closePages();
    await close();
  });

  test("sends a request, and shows each byte of the response and what the client returns", async ({ page, messages }) => {
    await sendRequest(page, "documented");
    assert.match(await summaryOf(page), /^200.* The client returned a batch that is finished; allSucceeded is false\.$/);
    const body = await textOf(page, "Response body");
    assert.match(
      body,
      /^byte order mark EF BB BF\{"batchTrackingId":"0127ed8e-ff72-4983-a3d8-e8d8bd378932","status":"finished",/,
    );
    assert.match(body, /"productKey":"12345-67890-09876-54321-13579"/);
    const size = 3 + Buffer.byteLength(body.replace("byte order mark EF BB BF", ""));
    assert.match(
      await textOf(page, "Response"),
      new RegExp(`content-typeapplication/json; charset=utf-8.*Body: ${size} bytes`, "s"),
    );
    assert.match(
      await textOf(page, "Client"),
      /Returned BatchUploadDetailsallSucceeded.*false.*total 1, succeeded 0, failed 1,/s,
    );
    assert.match(await textOf(page, "Client"), /808 ZtdDeviceAssignedToOtherTenant: The device is registered to another tenant/);
    const returned = JSON.parse(await textOf(page, "Returned value"));
    assert.equal(returned, JSON.parse(body.replace("byte order mark EF BB BF", "")));
    assert.equal(messages, []);
  });

  test("lets the next requests fail, in the order of the buttons pressed", async ({ page }) => {
    for (const fault of ["503", "body cut after 40 bytes", "429, Retry-After 5"]) {
      await page.getByRole("button", { name: fault, exact: true }).click();
    }
    await seeText(page, "Queued: 503 → body cut after 40 bytes → 429, Retry-After 5");
    await sendRequest(page, "documented");
    assert.match(await summaryOf(page), /^503.* The client threw ApiError\.$/);
    const { code, status, category, faultCode } = JSON.parse(await textOf(page, "Properties of the error"));
    assert.equal(
      { code, status, category, faultCode },
      { code: "ERR_API", status: 503, category: "ServerBusy", faultCode: "800003" },
    );
    await seeText(page, "Queued: body cut after 40 bytes → 429, Retry-After 5");

    await sendRequest(page);
    assert.match(await summaryOf(page), /^200.* The client threw NetworkError\.$/);
    assert.match(await textOf(page, "Response"), /Body: \d+ bytes, then the connection was lost/);
    await seeText(page, "Queued: 429, Retry-After 5");

    await sendRequest(page);
    assert.match(await textOf(page, "Response"), /retry-after5/);
    assert.is(JSON.parse(await textOf(page, "Properties of the error")).retryAfter, 5000);
    await seeText(page, "Queued: none");
  });

  test("submits a batch, and moves time forward until it is finished", async ({ page }) => {
    await page.getByRole("button", { name: "Pause" }).click();
    await seeText(page, "Time is paused.");
    await page.getByLabel("Devices, one per line").fill("A-1\n\n A-2 , 806 \nA-3");
    await page.getByLabel("Duration (s)").fill("600");
    await page.getByRole("button", { name: "Submit" }).click();
    await seeText(page, /^Submitted 3 devices as batch [0-9a-f-]{36}\.$/);
    await sendRequest(page);
    assert.match(await summaryOf(page), /returned a batch that is queued; allSucceeded is false/);
    await page.getByRole("cell", { name: "queued, 600 s left" }).waitFor();

    await page.getByLabel("Seconds", { exact: true }).fill("300");
    await page.getByRole("button", { name: "Advance" }).click();
    await page.getByRole("cell", { name: "processing, 300 s left" }).waitFor();
    await sendRequest(page);
    assert.match(await summaryOf(page), /returned a batch that is processing/);

    await page.getByRole("button", { name: "Advance" }).click();
    await page.getByRole("cell", { name: "2 succeeded, 1 failed" }).waitFor();
    await sendRequest(page);
    assert.match(await summaryOf(page), /returned a batch that is finished; allSucceeded is false/);
    assert.match(await textOf(page, "Client"), /total 3, succeeded 2, failed 1, pending 0, unknown 0/);

    await page.getByRole("button", { name: "Resume" }).click();
    await seeText(page, "Time runs again.");
  });

  test("shows batches of 5,000 devices", async ({ page }) => {
    await page.getByLabel("Devices, one per line").focus();
    // Not typed: fill() takes minutes for so many lines, unlike pasting.
    await page.evaluate(
      'document.activeElement.value = Array.from({ length: 5000 }, (_, index) => "SN-" + String(index).padStart(5, "0")).join("\\n")',
    );
    await page.getByLabel("Duration (s)").fill("0");
    await page.getByRole("button", { name: "Submit" }).click();
    await seeText(page, "Submitted 5,000 devices as batch");
    await sendRequest(page);
    assert.match(await summaryOf(page), /allSucceeded is true/);
    assert.match(await textOf(page, "Client"), /total 5000, succeeded 5000,/);
    const [, size = ""] = /Body: ([\d,]+) bytes/.exec(await textOf(page, "Response")) ?? [];
    await page.getByRole("region", { name: "Response", exact: true }).getByRole("button", { name: "Show all" }).click();
    const body = await textOf(page, "Response body");
    assert.is(3 + body.length - "byte order mark EF BB BF".length, Number(size.replaceAll(",", "")));
    assert.match(body, /"serialNumber":"SN-04999"/);
    assert.is(await horizontalOverflow(page), 0);
  });

  test("shows in the emulator's words why a batch is refused", async ({ page }) => {
    await page.getByLabel("Devices, one per line").fill("1\n2, 999");
    await page.getByRole("button", { name: "Submit" }).click();
    await seeText(page, '"devices.1.result" must be "success", a known error code (640,');
  });

  test("starts over", async ({ page }) => {
    await page.getByRole("button", { name: "no response" }).click();
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "Submit" }).click();
    await seeText(page, "Submitted 3 devices");
    await page.getByRole("button", { name: "Send" }).click();
    await seeText(page, "Waiting for the response…");
    await page.getByRole("button", { name: "503" }).click();
    await seeText(page, "Queued: 503");
    await page.getByRole("button", { name: "Start over" }).click();
    await seeText(page, "Send a request to see the response");
    await seeText(page, "Queued: none");
    await page.getByRole("button", { name: "Pause" }).waitFor();
    await seeText(page, "None yet.");
    assert.is(await page.getByRole("group", { name: "Submitted" }).count(), 0);
    await sendRequest(page);
    assert.match(await summaryOf(page), /The client returned a batch that is finished/);
    await seeText(page, "GET documented");
    assert.is(await page.getByRole("row").filter({ hasText: "GET" }).count(), 1);
  });

  test("names what the client refuses to send, and which tokens the emulator rejects", async ({ page }) => {
    await page.getByLabel("Token").fill("");
    await sendRequest(page);
    assert.match(await summaryOf(page), /^Nothing was sent\. The client threw TypeError\.$/);
    assert.match(await textOf(page, "Client"), /"token" must be an access token/);
    await page.getByLabel("Token").fill("expired");
    await sendRequest(page);
    assert.match(await summaryOf(page), /^401.* The client threw ApiError\.$/);
  });

  test("can be used with a keyboard", async ({ page }) => {
    await page.getByRole("button", { name: "no response" }).press("Enter");
    await seeText(page, "Queued: no response");
    const token = page.getByLabel("Token");
    await token.press("Enter");
    await seeText(page, "Waiting for the response…");
    await token.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await seeText(page, "No response arrived. The client threw AbortError.");
    assert.is(await page.evaluate<string>("document.activeElement.textContent"), "Send");
  });

  test("stores nothing that is typed", async ({ page }) => {
    await page.getByLabel("Token").fill("eyJ-a-real-token");
    await sendRequest(page);
    assert.is(await page.evaluate<number>("localStorage.length + sessionStorage.length + document.cookie.length"), 0);
    await page.reload();
    assert.is(await page.getByLabel("Token").inputValue(), "any");
  });

  test("enforces trusted types", async ({ page }) => {
    const assign = "try { document.body.innerHTML = '<b>markup</b>' } catch (error) { error.message }";
    assert.match(await page.evaluate<string>(assign), /requires 'TrustedHTML' assignment/);
  });

  test.run();

  const views = suite<{ opened?: Opened }>(`${name}, at any width and in any color`);

  views.after.each(async ({ opened }) => {
    await closePages();
    await opened?.close();
  });

  for (const view of VIEWS) {
    views(`is accessible and fits, ${view.width} pixels wide and ${view.scheme}`, async (context) => {
      const opened = await open(view);
      context.opened = opened;
      const { page, messages } = opened;
      await seeText(page, "Queued: none");
      assert.equal(await accessibilityViolations(page), []);
      assert.is(await horizontalOverflow(page), 0);
      await page.getByRole("button", { name: "Submit" }).click();
      await seeText(page, "Submitted 3 devices");
      await sendRequest(page, "documented");
      await page.getByText("GET documented").click();
      assert.equal(await accessibilityViolations(page), []);
      assert.is(await horizontalOverflow(page), 0);
      assert.equal(messages, []);
      // An error, in color.
      await page.getByLabel("Token").fill("");
      await sendRequest(page);
      assert.equal(await accessibilityViolations(page), []);
    });
  }

  views.run();
}

const server = suite<ServedPage>("the page that the emulator's server shows");

server.before.each(async (context) => {
  Object.assign(context, await openServed());
});
server.after.each(async (context) => {
  await closePages();
  await context.server.close();
});

server("shows requests of any program as they arrive, without their tokens", async ({ page, server }) => {
  await seeText(page, "None yet.");
  const path = "/v1/customers/47021739-3426-40bf-9601-61b4b6d7c793/batchJobStatus/00000000-0000-4000-8000-000000000000";
  await fetch(server.url + path, { headers: { Authorization: "Bearer secret-token", "User-Agent": "another program" } });
  const row = page.getByRole("row").filter({ hasText: "GET 00000000…" });
  await row.getByRole("cell", { name: "404" }).waitFor();
  await row.getByText("GET 00000000…").click();
  const text = (await row.textContent()) ?? "";
  assert.match(text, /another program/);
  assert.match(text, /authorizationBearer #[0-9a-f]{8}/);
  assert.not.match(text, /secret/);
  // A further request leaves the row opened.
  await fetch(`${server.url}/elsewhere`);
  await seeText(page, "GET /elsewhere");
  assert.ok(await row.getByText("another program").isVisible());
});

server("sends one request, and no other, even if the connection is reset", async ({ page, emulator }) => {
  await sendRequest(page, "documented");
  await page.getByRole("button", { name: "connection reset" }).click();
  await seeText(page, "Queued: connection reset");
  await sendRequest(page);
  assert.match(await summaryOf(page), /^No response arrived\. The client threw NetworkError\.$/);
  assert.is(emulator.requests.length, 2);
});

server("does not follow a redirect", async ({ page }) => {
  await page.getByRole("button", { name: "redirect" }).click();
  await seeText(page, "Queued: redirect");
  await sendRequest(page);
  assert.match(await summaryOf(page), /^A redirect after .* The client threw ApiError\.$/);
});

server("asks for the emulator's state once a second, and not while nobody sees the page", async ({ page, requests }) => {
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1000);
  await page.reload();
  await seeText(page, "Queued: none");
  // The page clears its timer as soon as it has seen a response.
  await page.evaluate(
    "window.seen = 0; const clear = clearTimeout; window.clearTimeout = (timer) => { seen += 1; clear(timer); };",
  );
  const untilSeen = async (action: () => Promise<unknown>) => {
    const before = await page.evaluate("seen");
    await action();
    while ((await page.evaluate("seen")) === before);
  };
  const polls = async () => {
    // Everything that the page has requested before this is in the list.
    await page.evaluate("fetch('/_emulator/state?nothing').then((response) => response.text())");
    return requests.filter((url) => url.endsWith("/_emulator/state")).length;
  };
  const become = (state: string) =>
    page.evaluate(
      `Object.defineProperty(document, "visibilityState", { value: "${state}", configurable: true }); document.dispatchEvent(new Event("visibilitychange"));`,
    );
  const before = await polls();
  for (let second = 0; second < 5; second++) {
    await page.clock.runFor(999);
    assert.is(await polls(), before + second);
    await untilSeen(() => page.clock.runFor(1));
  }
  await become("hidden");
  await untilSeen(() => page.clock.runFor(1000));
  await page.clock.runFor(10_000);
  assert.is(await polls(), before + 6);
  await untilSeen(() => become("visible"));
  assert.is(await polls(), before + 7);
  await untilSeen(() => page.clock.runFor(1000));
  assert.is(await polls(), before + 8);
});

server("says so if the emulator has stopped", async ({ page, server }) => {
  await seeText(page, "Queued: none");
  await server.close();
  await page.getByRole("alert").filter({ hasText: "The emulator does not respond. Is it still running?" }).waitFor();
});

server.run();
