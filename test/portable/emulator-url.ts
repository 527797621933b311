/** The URL of an emulator on real HTTP. The test run starts one, since not every runtime can. */
export function emulatorUrl(): string {
  const { EMULATOR_URL: url } = globalThis as { EMULATOR_URL?: unknown };
  if (typeof url !== "string") throw new Error("no emulator is running: globalThis.EMULATOR_URL must contain its URL");
  return url;
}

/** A batch on that emulator that takes one second from the first request. */
export const SHORT_BATCH = {
  customerId: "47021739-3426-40bf-9601-61b4b6d7c793",
  batchTrackingId: "c0000000-0000-4000-8000-000000000001",
};
