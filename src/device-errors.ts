import { deviceOutcome, hasErrorCode } from "./details.ts";
import type { DeviceUploadDetails } from "./generated/openapi.ts";

/** Why a device failed, and what to do about it. */
export interface DeviceErrorExplanation {
  /** The device's error code, such as `"808"`. */
  code: string | undefined;
  /** The symbolic name of the error, as sent by Partner Center; otherwise the known name of the code. */
  name: string | undefined;
  /** What to do about it; undefined if no source has any. */
  advice: string | undefined;
  /** The source of the advice. */
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

/** Windows Autopilot's registration errors, by the code that Partner Center reports. */
export const KNOWN_ERRORS = {
  "640": { name: "StorageError" },
  "801": {
    name: "InvalidZtdRequestBody",
    advice: "Nothing to fix on your side: the failure is probably between Microsoft's services.",
    source: AUTOPILOT_ENGINEER,
  },
  "802": {
    name: "InvalidZtdHardwareHash",
    advice: "Upload the hardware hash exactly as the collection script returned it. It has about 4,000 characters.",
    source: AUTOPILOT_ENGINEER,
  },
  "803": {
    name: "MissingZtdSerialNumberAndProductKey",
    advice: "Provide a non-empty serial number or product key.",
    source: AUTOPILOT_ENGINEER,
  },
  "806": {
    name: "ZtdDeviceAlreadyAssigned",
    advice: "The device is already registered to this tenant. To register it again, remove the old record first.",
    source: MICROSOFT_ARTICLE,
  },
  "807": { name: "ZtdDeviceIsNotRegistered" },
  "808": {
    name: "ZtdDeviceAssignedToOtherTenant",
    advice:
      "The device is registered to another tenant. The owner there, or Microsoft support with proof of ownership, must remove it first.",
    source: MICROSOFT_ARTICLE,
  },
} satisfies { readonly [code: string]: KnownError };

/** A device error code with a known name. */
export type KnownDeviceErrorCode = keyof typeof KNOWN_ERRORS;

function isKnown(code: string | undefined): code is KnownDeviceErrorCode {
  return code !== undefined && Object.hasOwn(KNOWN_ERRORS, code);
}

/**
 * Explains why a device failed: the error's code and name, and advice, if a source has any.
 *
 * @returns Undefined if the device did not fail.
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
