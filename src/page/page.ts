/** The page that the emulator's server shows at its address. */
import { element } from "./elements.ts";
import { start } from "./start.ts";

const link = (href: string) => element("a", { href }, href);

start({
  fetch: (url, init) => fetch(url, init),
  baseUrl: location.origin,
  intro: [
    `At ${location.origin}, on this machine only. The contract: `,
    link("/openapi.yaml"),
    ". Control by tests in any language: ",
    link("/_emulator/openapi.yaml"),
    ".",
  ],
  commandsHint: "",
});
