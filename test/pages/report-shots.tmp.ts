import { writeFileSync } from "node:fs";
import { closeBrowser, openPage } from "./browser.ts";
import { SAMPLES } from "./report-samples.ts";

for (const [name, html] of Object.entries(SAMPLES)) {
  const file = `/tmp/html-work/${name.replaceAll(/[ ,]/g, "-")}.html`;
  writeFileSync(file, html);
  console.log(name, Buffer.byteLength(html));
  for (const width of [1280, 375])
    for (const scheme of ["light", "dark"] as const) {
      const { page, messages } = await openPage(`file://${file}`, { width, scheme });
      await page.screenshot({
        path: file.replace(".html", `-${width}-${scheme}.png`).replace("/tmp/html-work/", "/tmp/shots/html-"),
        fullPage: !name.startsWith("5,000"),
      });
      if (messages.length) console.log(messages);
      await page.context().close();
    }
}
await closeBrowser();
