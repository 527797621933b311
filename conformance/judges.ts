import type { Client } from "./clients.ts";

/** A program that knows nothing of us, and looks at the contract or the emulator. */
export interface Judge extends Pick<Client, "needs"> {
  name: string;
  title: string;
  /** What it finds wrong. */
  judge(): Promise<string[]>;
}

export const JUDGES: Judge[] = [];
