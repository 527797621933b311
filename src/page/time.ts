/** A time of the emulator's clock, in UTC. */
export function formatTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().replace("T", " ").slice(0, -5)} UTC`;
}
