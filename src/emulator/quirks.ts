import type { Quirks } from "../generated/emulator.ts";

export const DEFAULT_QUIRKS: Required<Quirks> = {
  byteOrderMark: true,
  times: "offset-less",
  unsetTimes: "year-0001",
  unsetMembers: "absent",
  devicesWhileQueued: false,
  finishedDespiteFailures: true,
  unknownMembers: false,
  anyPathCase: true,
  singleUseRefreshTokens: false,
};
