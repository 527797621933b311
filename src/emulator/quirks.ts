/** Details of responses that vary. Each default is what is known or documented of Partner Center itself. */
export interface Quirks {
  /** Whether successful responses start with a UTF-8 byte order mark. @defaultValue true */
  byteOrderMark?: boolean;
  /**
   * The format of timestamps: `2017-07-25T10:00:00`, `2017-07-25T10:00:00Z` or `2017-07-25T03:00:00.0000000-07:00`.
   * @defaultValue `"offset-less"`
   */
  times?: "offset-less" | "utc" | "seven-digits";
  /** How an unset timestamp is written. @defaultValue `"year-0001"` */
  unsetTimes?: "year-0001" | "absent" | "null" | "empty";
  /** How other properties without a value are written. @defaultValue `"absent"` */
  unsetMembers?: "absent" | "null";
  /** Whether the devices are listed while the batch is queued. @defaultValue false */
  devicesWhileQueued?: boolean;
  /** Whether a batch with failed devices is still `finished`, as in the documentation. @defaultValue true */
  finishedDespiteFailures?: boolean;
  /** Whether the batch, its devices and their attributes have undocumented properties. @defaultValue false */
  unknownMembers?: boolean;
  /** Whether the path is matched case-insensitively. @defaultValue true */
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
