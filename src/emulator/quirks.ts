/** How answers look. Each default is what is known, or documented, of Partner Center itself. */
export interface Quirks {
  /** Whether a success begins with a UTF-8 byte order mark. @defaultValue true */
  byteOrderMark?: boolean;
  /**
   * How a time is written: `2017-07-25T10:00:00`, `2017-07-25T10:00:00Z` or `2017-07-25T03:00:00.0000000-07:00`.
   * @defaultValue `"offset-less"`
   */
  times?: "offset-less" | "utc" | "seven-digits";
  /** How a time that is not set is written. @defaultValue `"year-0001"` */
  unsetTimes?: "year-0001" | "absent" | "null" | "empty";
  /** What becomes of other members without a value. @defaultValue `"absent"` */
  unsetMembers?: "absent" | "null";
  /** Whether the devices are listed while the batch is queued. @defaultValue false */
  devicesWhileQueued?: boolean;
  /** Whether a batch with failed devices is `finished` all the same, as in the documentation. @defaultValue true */
  finishedDespiteFailures?: boolean;
  /** Whether the batch, its devices and their attributes have members that nobody documented. @defaultValue false */
  unknownMembers?: boolean;
  /** Whether the path is matched in any letter case. @defaultValue true */
  anyPathCase?: boolean;
}

export const DEFAULT_QUIRKS: Required<Quirks> = {
  byteOrderMark: true,
  times: "offset-less",
  unsetTimes: "year-0001",
  unsetMembers: "absent",
  devicesWhileQueued: false,
  finishedDespiteFailures: true,
  unknownMembers: false,
  anyPathCase: true,
};
