/**
 * `npm run playground`: builds playground/index.html, the emulator's page without a server, with client and emulator included. It is
 * one file, runs from a disk or from any host, and sends no request.
 */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { licenses, packagesIn } from "./bundled.ts";
import { bundleScript, minifyStyle, readHtml } from "./page.ts";

/** In bytes. */
const MAX_SIZE = 60_000;

const { text: script, inputs } = await bundleScript("src/page/playground.ts");
const style = await minifyStyle();
// Compressed, because most of it is the emulator's validators, which repeat themselves. The policy allows only these two scripts.
const loader = `(async () => {
  const bytes = Uint8Array.from(atob("${gzipSync(script, { level: 9 }).toString("base64")}"), (char) => char.charCodeAt(0));
  const text = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  const policy = window.trustedTypes?.createPolicy("playground", { createScript: (text) => text });
  const script = document.createElement("script");
  script.text = policy ? policy.createScript(text) : text;
  document.head.append(script);
})();`;
const policy = [
  "default-src 'none'",
  `script-src ${hashOf(loader)} ${hashOf(script)}`,
  `style-src ${hashOf(style)}`,
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types playground",
].join("; ");
const notice = `<!--
Built by "npm run playground" from src/page of partner-center-batch-status. Its policy forbids every request.
It contains:

${licenses(packagesIn(inputs))}-->`;
const html = replace(readHtml(), {
  '<meta charset="utf-8">': `<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="${policy}">`,
  '<link rel="stylesheet" href="/page.css">': `<style>${style}</style>`,
  '<script src="/page.js" defer></script>\n': "",
  "</body>": `<script>${loader}</script>\n</body>\n${notice}`,
});
const size = Buffer.byteLength(html);
if (size > MAX_SIZE) throw new Error(`the playground has ${size} bytes of at most ${MAX_SIZE}`);
mkdirSync("playground", { recursive: true });
writeFileSync("playground/index.html", html);
console.log(`playground/index.html has ${size} bytes of at most ${MAX_SIZE}`);

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function replace(text: string, replacements: Readonly<Record<string, string>>): string {
  return Object.entries(replacements).reduce((text, [found, replacement]) => {
    if (!text.includes(found)) throw new Error(`src/page/index.html does not contain ${found}`);
    return text.replace(found, () => replacement);
  }, text);
}
