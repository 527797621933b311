import type { EmulatorState } from "../generated/emulator.ts";
import type { Control } from "./control.ts";
import { byId } from "./elements.ts";
import { report } from "./report.ts";
import { formatTime } from "./time.ts";

/** Shows the emulator's time, and pauses, resumes and advances it. */
export function setUpClock(control: Control, refresh: () => Promise<void>): (state: EmulatorState) => void {
  const now = byId("now", HTMLElement);
  const pause = byId("pause", HTMLButtonElement);
  const message = byId("clock-message", HTMLElement);
  const seconds = byId("seconds", HTMLInputElement);
  let isPaused = false;

  const change = async (text: string, body: Parameters<Control["setClock"]>[0]) => {
    await report(message, async () => {
      await control.setClock(body);
      return text;
    });
    await refresh();
  };
  pause.onclick = () => change(isPaused ? "Time runs again." : "Time is paused.", { paused: !isPaused });
  byId("clock", HTMLFormElement).onsubmit = (event) => {
    event.preventDefault();
    change(`Advanced by ${seconds.value} s.`, { advance: seconds.valueAsNumber * 1000 });
  };
  return (state) => {
    isPaused = state.paused;
    now.textContent = `${formatTime(state.now)}${isPaused ? ", paused" : ""}`;
    pause.textContent = isPaused ? "Resume" : "Pause";
  };
}
