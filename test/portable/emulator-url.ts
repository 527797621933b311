/** Where an emulator listens on real HTTP: whoever runs the tests starts one, since not every runtime can. */
export function emulatorUrl(): string {
  const { EMULATOR_URL: url } = globalThis as { EMULATOR_URL?: unknown };
  if (typeof url !== "string") throw new Error("no emulator listens: globalThis.EMULATOR_URL has to tell where");
  return url;
}

/** A batch of that emulator's that takes a second from the first look at it. */
export const SHORT_BATCH = {
  customerId: "47021739-3426-40bf-9601-61b4b6d7c793",
  batchTrackingId: "c0000000-0000-4000-8000-000000000001",
};
