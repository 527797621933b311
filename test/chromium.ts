import { execFileSync } from "node:child_process";
import { type Browser, chromium } from "playwright-core";

/** Starts Debian's Chromium, or whatever Chromium or Chrome is on the path. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    // The sandbox does not work for root, and updates are useless without internet access.
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"],
  });
}

function chromiumPath(): string {
  const search = "command -v chromium || command -v chromium-browser || command -v google-chrome || true";
  const found = execFileSync("sh", ["-c", search], { encoding: "utf8" }).trim();
  if (found === "") throw new Error("Chromium is not on the path (on Debian: apt-get install chromium)");
  return found;
}
