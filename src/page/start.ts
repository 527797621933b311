import type { EmulatorState } from "../generated/emulator.ts";
import { batchRows } from "./batches-view.ts";
import { setUpClock } from "./clock-panel.ts";
import { createControl } from "./control.ts";
import { byId, replaceIfDifferent } from "./elements.ts";
import { setUpFaults } from "./faults-panel.ts";
import { follow } from "./follow.ts";
import { setUpRequest } from "./request-panel.ts";
import { createRequestsView } from "./requests-view.ts";
import { type Fetch, send } from "./send.ts";
import { setUpSubmission } from "./submission-panel.ts";

export interface PageOptions {
  fetch: Fetch;
  /** The emulator's address. */
  baseUrl: string;
  /** What the page says about itself. */
  intro: readonly (Node | string)[];
  /** What to know before running a command that repeats a request. */
  commandsHint: string;
}

/** Starts the page. Nothing that is typed into it is stored. */
export function start({ fetch, baseUrl, intro, commandsHint }: PageOptions): void {
  byId("intro", HTMLElement).append(...intro);
  byId("commands-hint", HTMLElement).textContent = commandsHint;

  const control = createControl(fetch, baseUrl);
  const connection = byId("connection", HTMLElement);
  const views: ((state: EmulatorState) => void)[] = [showBatches, createRequestsView()];
  const refresh = follow(async () => {
    const state = await control.state().catch(() => undefined);
    connection.textContent = state === undefined ? "The emulator does not respond. Is it still running?" : "";
    if (state !== undefined) for (const show of views) show(state);
  });

  const request = setUpRequest((options) => send(fetch, { baseUrl, ...options }), refresh);
  views.push(request.show, setUpFaults(control, refresh), setUpClock(control, refresh));
  setUpSubmission(control, async (upload) => {
    await refresh();
    request.choose(upload);
  });
  byId("reset", HTMLButtonElement).onclick = async () => {
    await control.reset().then(request.clear, () => {});
    await refresh();
  };
  refresh();
}

function showBatches(state: EmulatorState) {
  replaceIfDifferent(byId("batches", HTMLElement), batchRows(state));
}
