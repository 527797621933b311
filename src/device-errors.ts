import { deviceOutcome, hasErrorCode } from "./details.ts";
import type { DeviceUploadDetails } from "./generated/openapi.ts";

/** Why a device failed, in words for people. */
export interface DeviceErrorExplanation {
  /** The device's error code, such as `"808"`. */
  code: string | undefined;
  /** The error's symbolic name: as Partner Center sent it, else the one the code is known by. */
  name: string | undefined;
  /** What to do about it. Undefined where no source gives advice. */
  advice: string | undefined;
  /** Where the advice comes from. */
  source: string | undefined;
}

interface KnownError {
  name: string;
  advice?: string;
  source?: string;
}

const MICROSOFT_ARTICLE =
  "https://learn.microsoft.com/en-us/troubleshoot/mem/intune/device-enrollment/import-windows-autopilot-device-csv-files-errors";
const AUTOPILOT_ENGINEER = "https://oofhours.com/2019/07/07/what-happens-when-you-register-a-device-with-windows-autopilot/";

/** Windows Autopilot's registration errors, by the code that Partner Center passes on. */
export const KNOWN_ERRORS = {
  "640": { name: "StorageError" },
  "801": {
    name: "InvalidZtdRequestBody",
    advice: "Nothing to mend on your side: it is probably a fault between Microsoft's services.",
    source: AUTOPILOT_ENGINEER,
  },
  "802": {
    name: "InvalidZtdHardwareHash",
    advice: "Upload the hardware hash exactly as the collecting script returned it. It is 4K long.",
    source: AUTOPILOT_ENGINEER,
  },
  "803": {
    name: "MissingZtdSerialNumberAndProductKey",
    advice: "Give the device a serial number or a product key that is not empty.",
    source: AUTOPILOT_ENGINEER,
  },
  "806": {
    name: "ZtdDeviceAlreadyAssigned",
    advice: "The device is already registered to this tenant. Remove the old record first if it must be registered anew.",
    source: MICROSOFT_ARTICLE,
  },
  "807": { name: "ZtdDeviceIsNotRegistered" },
  "808": {
    name: "ZtdDeviceAssignedToOtherTenant",
    advice:
      "The device is registered to another tenant. Its owner there, or Microsoft support on proof of ownership, must remove it first.",
    source: MICROSOFT_ARTICLE,
  },
} satisfies { readonly [code: string]: KnownError };

/** The code of a device error whose name is known. */
export type KnownDeviceErrorCode = keyof typeof KNOWN_ERRORS;

function isKnown(code: string | undefined): code is KnownDeviceErrorCode {
  return code !== undefined && Object.hasOwn(KNOWN_ERRORS, code);
}

/**
 * Explains why a device failed: its code, its name, and advice where a source gives some.
 *
 * @returns Undefined for a device that has not failed.
 *
 * @example
 * ```ts
 * for (const device of failedDevices(details)) {
 *   const error = explainDeviceError(device);
 *   console.log(device.serialNumber, error?.code, error?.name, error?.advice);
 * }
 * ```
 *
 * @see https://learn.microsoft.com/en-us/troubleshoot/mem/intune/device-enrollment/import-windows-autopilot-device-csv-files-errors
 */
export function explainDeviceError(
  device: Pick<DeviceUploadDetails, "status" | "errorCode" | "errorDescription">,
): DeviceErrorExplanation | undefined {
  if (deviceOutcome(device) !== "failed") return undefined;
  const code = hasErrorCode(device) ? device.errorCode?.trim() : undefined;
  const known: KnownError | undefined = isKnown(code) ? KNOWN_ERRORS[code] : undefined;
  return {
    code,
    name: device.errorDescription?.trim() || known?.name,
    advice: known?.advice,
    source: known?.source,
  };
}
