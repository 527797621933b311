import type { InjectedFault } from "../generated/emulator.ts";

/** The faults that the page has a button for. */
export const FAULTS: readonly InjectedFault[] = [
  { status: 503 },
  { status: 429, headers: { "Retry-After": "5" } },
  { status: 500, body: "" },
  { status: 200, headers: { "Content-Type": "text/html" }, body: "<html><title>Sign in</title></html>" },
  { redirect: "https://login.example/" },
  { cutBody: 40 },
  { slowBody: 3000 },
  "reset",
  "silence",
];

/** A few words for a fault. */
export function describeFault(fault: InjectedFault): string {
  if (fault === "reset") return "connection reset";
  if (fault === "silence") return "no response";
  if ("redirect" in fault) return "redirect";
  if ("cutBody" in fault) return `body cut after ${fault.cutBody} bytes`;
  if ("slowBody" in fault) return `body over ${fault.slowBody / 1000} s`;
  const { status, headers = {}, body } = fault;
  const retryAfter = headers["Retry-After"];
  if (retryAfter !== undefined) return `${status}, Retry-After ${retryAfter}`;
  if (headers["Content-Type"] === "text/html") return `${status} with HTML`;
  return body === "" ? `${status}, empty` : String(status);
}
