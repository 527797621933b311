import { TOKEN_REFUSALS } from "../emulator/failures.ts";
import type { EmulatorState } from "../generated/emulator.ts";
import { type BatchUpload, parseBatchLocation } from "../index.ts";
import { batchChoices, choiceOf } from "./batches-view.ts";
import { byId, element, replaceIfDifferent } from "./elements.ts";
import { createExchangeView } from "./exchange-view.ts";
import type { Exchange } from "./send.ts";

type Send = (options: { token: string; upload: BatchUpload; signal: AbortSignal }) => Promise<Exchange>;

/** The form that sends a request, and shows what came of it. */
export interface RequestPanel {
  show(state: EmulatorState): void;
  choose(upload: BatchUpload): void;
  /** Cancels a request that is under way, and forgets the last one. */
  clear(): void;
}

export function setUpRequest(send: Send, refresh: () => Promise<void>): RequestPanel {
  const batch = byId("batch", HTMLSelectElement);
  const about = byId("about", HTMLElement);
  const token = byId("token", HTMLInputElement);
  const cancel = byId("cancel", HTMLButtonElement);
  const view = createExchangeView();
  let sent: AbortController | undefined;
  let descriptions = new Map<string, string>();

  const tokens = Object.keys(TOKEN_REFUSALS);
  byId("tokens", HTMLElement).append(...["any", ...tokens].map((value) => element("option", { value })));
  byId("refused", HTMLElement).textContent =
    `Any token works, except these, which are rejected for the reason they name: ${tokens.join(", ")}.`;
  byId("request", HTMLFormElement).onsubmit = (event) => {
    event.preventDefault();
    // Without a choice, the emulator has not responded yet.
    if (sent === undefined && batch.value !== "") sendOne();
  };
  cancel.onclick = () => {
    byId("send", HTMLButtonElement).focus();
    sent?.abort();
  };
  batch.onchange = describe;

  async function sendOne() {
    const controller = new AbortController();
    sent = controller;
    cancel.disabled = false;
    view.wait();
    const exchange = await send({ token: token.value, upload: parseBatchLocation(batch.value), signal: controller.signal });
    if (sent !== controller) return;
    sent = undefined;
    cancel.disabled = true;
    view.show(exchange);
    await refresh();
  }

  function describe() {
    about.textContent = descriptions.get(batch.value) ?? "";
  }

  return {
    show(state) {
      const chosen = batch.value;
      if (replaceIfDifferent(batch, batchChoices(state))) {
        descriptions = new Map(state.samples.map((sample) => [choiceOf(sample), `${sample.about}.`]));
        batch.value = chosen;
        // A batch is gone after the emulator started over.
        if (batch.selectedIndex < 0) batch.selectedIndex = [...batch.options].findIndex(({ value }) => descriptions.has(value));
      }
      describe();
    },
    choose(upload) {
      batch.value = choiceOf(upload);
      describe();
    },
    clear() {
      sent?.abort();
      sent = undefined;
      cancel.disabled = true;
      view.clear();
    },
  };
}
