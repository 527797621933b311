import type { EmulatorState } from "../generated/emulator.ts";
import type { Control } from "./control.ts";
import { button, byId, replaceIfDifferent } from "./elements.ts";
import { describeFault, FAULTS } from "./faults.ts";

/** A button for each fault, and the queue of those that are yet to come. */
export function setUpFaults(control: Control, refresh: () => Promise<void>): (state: EmulatorState) => void {
  const buttons = FAULTS.map((fault) =>
    button(describeFault(fault), () => control.queue({ faults: [fault] }).then(refresh, refresh)),
  );
  byId("faults", HTMLElement).append(...buttons);
  const queue = byId("queue", HTMLElement);
  return ({ faults }) => replaceIfDifferent(queue, [`Queued: ${faults.map(describeFault).join(" → ") || "none"}`]);
}
