import type { EmulatorState, ReceivedRequest } from "../generated/emulator.ts";
import { nameBatch } from "./batches-view.ts";
import { byId, element, facts } from "./elements.ts";
import { formatTime } from "./time.ts";

interface Row {
  row: HTMLTableRowElement;
  status: HTMLTableCellElement;
  took: HTMLTableCellElement;
}

/** Keeps a table up to date, the newest request first. Rows stay in place, so that opened ones stay open. */
export function createRequestsView(): (state: EmulatorState) => void {
  const table = byId("requests", HTMLElement);
  const body = byId("received", HTMLElement);
  const none = byId("no-requests", HTMLElement);
  const rows = new Map<string, Row>();
  return (state) => {
    table.hidden = state.requests.length === 0;
    none.hidden = !table.hidden;
    const received = new Map(state.requests.map((request) => [`${request.number} at ${request.at}`, request]));
    for (const [key, { row }] of rows) {
      if (received.has(key)) continue;
      row.remove();
      rows.delete(key);
    }
    for (const [key, request] of received) {
      const row = rows.get(key) ?? prepend(request, state);
      rows.set(key, row);
      row.status.textContent = request.status === undefined ? "–" : String(request.status);
      row.took.textContent = request.milliseconds === undefined ? "–" : `${request.milliseconds} ms`;
    }
  };

  function prepend(request: ReceivedRequest, state: EmulatorState): Row {
    const [status, took] = [element("td"), element("td")];
    const row = element(
      "tr",
      {},
      element("td", {}, String(request.number)),
      element("td", {}, details(request, state)),
      status,
      took,
    );
    body.prepend(row);
    return { row, status, took };
  }
}

function details({ method, url, headers, at }: ReceivedRequest, state: EmulatorState): HTMLDetailsElement {
  const { pathname, search } = new URL(url);
  const [, batchTrackingId] = /\/batchJobStatus\/([^/]+)/i.exec(pathname) ?? [];
  const target = batchTrackingId === undefined ? pathname : nameBatch(state, batchTrackingId);
  return element(
    "details",
    {},
    element("summary", {}, `${method} ${target}`),
    element("p", {}, pathname + search),
    facts([["received", formatTime(at)], ...Object.entries(headers)]),
  );
}
