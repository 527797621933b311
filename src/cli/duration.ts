import { InvalidArgumentError } from "commander";

/** In milliseconds: the default of `--timeout`, and of a watch. */
export const DEFAULT_TIMEOUT = 3_600_000;

const MILLISECONDS = { s: 1000, m: 60_000, h: 3_600_000 };

/** Parses `90`, `90s`, `15m` or `2h` into milliseconds. The default unit is seconds. */
export function parseDuration(text: string): number {
  const [, amount, unit = "s"] = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(text.trim()) ?? [];
  // Safe because the pattern allows no other unit.
  const milliseconds = Number(amount) * MILLISECONDS[(unit || "s") as keyof typeof MILLISECONDS];
  if (amount === undefined || milliseconds === 0) throw new InvalidArgumentError("It must be a time such as 90s, 15m or 2h.");
  return milliseconds;
}

/** `8 s`, `2:05`, `1:02:05`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (number: number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours > 0) return `${hours}:${two(minutes)}:${two(seconds % 60)}`;
  return minutes > 0 ? `${minutes}:${two(seconds % 60)}` : `${seconds} s`;
}
