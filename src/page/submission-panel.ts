import type { BatchUpload } from "../index.ts";
import type { Control } from "./control.ts";
import { parseDevices } from "./devices.ts";
import { byId } from "./elements.ts";
import { plural } from "./plural.ts";
import { report } from "./report.ts";

/** Submits typed devices as a batch. */
export function setUpSubmission(control: Control, onSubmitted: (upload: BatchUpload) => Promise<void>): void {
  const message = byId("submission-message", HTMLElement);
  const typed = byId("devices", HTMLTextAreaElement);
  const duration = byId("duration", HTMLInputElement);
  byId("submission", HTMLFormElement).onsubmit = (event) => {
    event.preventDefault();
    report(message, async () => {
      const devices = parseDevices(typed.value);
      const upload = await control.submit({ devices, duration: duration.valueAsNumber * 1000 });
      await onSubmitted(upload);
      return `Submitted ${plural(devices.length, "device")} as batch ${upload.batchTrackingId}.`;
    });
  };
}
