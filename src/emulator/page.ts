import { readFileSync } from "node:fs";

/** The page runs our script and no other, connects only to this server, and cannot be part of another page. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

/** The emulator's page, by path. */
export const PAGE_FILES: Readonly<Record<string, () => Response>> = {
  "/": () => file("index.html", "text/html; charset=utf-8"),
  "/page.css": () => file("page.css", "text/css; charset=utf-8"),
  "/page.js": () => file("page.js", "text/javascript; charset=utf-8"),
  // Browsers ask for it; it is not a request to Partner Center.
  "/favicon.ico": () => new Response(null, { status: 204 }),
};

/** Built files. Sources and bundled command are both two folders below them, so the path fits both. */
function file(name: string, type: string): Response {
  return new Response(readFileSync(new URL(`../../dist/page/${name}`, import.meta.url)), {
    headers: {
      "Content-Type": type,
      "Cache-Control": "no-cache",
      "Content-Security-Policy": POLICY,
      "X-Content-Type-Options": "nosniff",
    },
  });
}
