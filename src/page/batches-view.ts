import type { EmulatorState } from "../generated/emulator.ts";
import type { BatchUpload } from "../index.ts";
import { element } from "./elements.ts";
import { plural } from "./plural.ts";

/** What the page calls a batch: the sample's name, or the beginning of its id. */
export function nameBatch({ samples }: EmulatorState, batchTrackingId: string): string {
  const id = batchTrackingId.toLowerCase();
  return samples.find((sample) => sample.batchTrackingId.toLowerCase() === id)?.name ?? `${id.slice(0, 8)}…`;
}

/** The choices of batches: those that were submitted, the newest first, and the samples. */
export function batchChoices(state: EmulatorState): HTMLOptGroupElement[] {
  const ids = new Set(state.samples.map((sample) => sample.batchTrackingId));
  const submitted = state.batches.filter((batch) => !ids.has(batch.batchTrackingId)).reverse();
  const option = (upload: BatchUpload, text: string) => element("option", { value: choiceOf(upload) }, text);
  return [
    ...(submitted.length > 0
      ? [
          element(
            "optgroup",
            { label: "Submitted" },
            ...submitted.map((batch) =>
              option(batch, `${nameBatch(state, batch.batchTrackingId)} (${plural(batch.devices.total, "device")})`),
            ),
          ),
        ]
      : []),
    element("optgroup", { label: "Samples" }, ...state.samples.map((sample) => option(sample, sample.name))),
  ];
}

/** The value of a choice. */
export function choiceOf({ customerId, batchTrackingId }: BatchUpload): string {
  return `/customers/${customerId}/batchJobStatus/${batchTrackingId}`;
}

/** A row for each batch that the emulator processes, the newest first. */
export function batchRows(state: EmulatorState): HTMLTableRowElement[] {
  return [...state.batches].reverse().map((batch) => {
    const { total, ...outcomes } = batch.devices;
    const counts = Object.entries(outcomes).filter(([, count]) => count > 0);
    const cells = [
      nameBatch(state, batch.batchTrackingId),
      batch.status + timeLeft(batch, state.now),
      counts.map(([name, count]) => `${count} ${name}`).join(", ") || "none",
    ];
    return element("tr", {}, ...cells.map((text) => element("td", {}, text)));
  });
}

function timeLeft({ beganAt, duration }: EmulatorState["batches"][number], now: number): string {
  if (beganAt === undefined) return ", begins with its first request";
  const left = Math.ceil((beganAt + duration - now) / 1000);
  return left > 0 ? `, ${left} s left` : "";
}
