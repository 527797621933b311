import type { ClockChange, EmulatorState, FaultList, paths, Refusal } from "../generated/emulator.ts";
import { type BatchUpload, parseBatchLocation } from "../index.ts";
import type { Fetch } from "./send.ts";

/** A batch as typed into the page. The emulator checks it. */
export interface TypedSubmission {
  devices: readonly { serialNumber: string; result?: string }[];
  /** In milliseconds. */
  duration: number;
}

/** The routes of emulator.yaml. Each rejects with the emulator's own words if it refuses the request. */
export interface Control {
  state(): Promise<EmulatorState>;
  submit(submission: TypedSubmission): Promise<BatchUpload>;
  queue(faults: FaultList): Promise<void>;
  setClock(change: ClockChange): Promise<void>;
  reset(): Promise<void>;
}

export function createControl(fetch: Fetch, baseUrl: string): Control {
  async function request(path: keyof paths, init?: RequestInit): Promise<Response> {
    const response = await fetch(baseUrl + path, init);
    if (response.ok) return response;
    // Safe: emulator.yaml describes every refusal.
    const { message } = (await response.json()) as Refusal;
    throw new Error(message);
  }

  function post(path: keyof paths, body: object): Promise<Response> {
    return request(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  }

  return {
    async state() {
      const response = await request("/_emulator/state");
      // Safe: emulator.yaml describes the state.
      return (await response.json()) as EmulatorState;
    },
    async submit(submission) {
      const response = await post("/_emulator/batches", submission);
      return parseBatchLocation(response.headers.get("Location"));
    },
    async queue(faults) {
      await post("/_emulator/faults", faults);
    },
    async setClock(change) {
      await post("/_emulator/clock", change);
    },
    async reset() {
      await request("/_emulator/reset", { method: "POST" });
    },
  };
}
