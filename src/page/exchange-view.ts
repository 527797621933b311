import { showResult, summarizeResult } from "./client-view.ts";
import { toCurl, toPowerShell } from "./commands.ts";
import { byId } from "./elements.ts";
import { showResponse, summarizeResponse } from "./response-view.ts";
import type { Exchange } from "./send.ts";

/** Shows a request's response, what the client made of it, and the same request as commands. */
export interface ExchangeView {
  wait(): void;
  show(exchange: Exchange): void;
  clear(): void;
}

export function createExchangeView(): ExchangeView {
  const exchange = byId("exchange", HTMLElement);
  const summary = byId("summary", HTMLElement);
  const response = byId("response", HTMLElement);
  const client = byId("client", HTMLElement);
  const commands = byId("commands", HTMLElement);
  const copied = byId("copied", HTMLElement);
  const invitation = summary.textContent;
  setUpCopying("curl");
  setUpCopying("powershell");

  function setUpCopying(id: string) {
    const command = byId(id, HTMLElement);
    byId(`copy-${id}`, HTMLButtonElement).onclick = () => {
      navigator.clipboard.writeText(command.textContent ?? "").then(
        () => (copied.textContent = "Copied."),
        () => (copied.textContent = "The browser did not allow copying. Select the text instead."),
      );
    };
  }

  function clear() {
    exchange.hidden = true;
    commands.hidden = true;
    copied.textContent = "";
    summary.textContent = invitation;
  }

  return {
    clear,
    wait() {
      clear();
      summary.textContent = "Waiting for the response…";
    },
    show(sent) {
      const { request, result } = sent;
      summary.textContent = `${summarizeResponse(sent)} ${summarizeResult(result)}`;
      response.replaceChildren(...showResponse(sent));
      client.replaceChildren(...showResult(result));
      exchange.hidden = false;
      commands.hidden = request === undefined;
      // On a phone, it is below the controls.
      const { top, bottom } = summary.getBoundingClientRect();
      if (top < 0 || bottom > innerHeight) summary.scrollIntoView();
      if (request === undefined) return;
      byId("curl", HTMLElement).textContent = toCurl(request);
      byId("powershell", HTMLElement).textContent = toPowerShell(request);
    },
  };
}
