import { deviceOutcome, hasErrorCode } from "./details.ts";
import { type DeviceErrorAction, KNOWN_ERRORS, type KnownError } from "./generated/device-errors.ts";
import type { DeviceUploadDetails } from "./generated/openapi.ts";

/** Why a device failed, and what to do about it. */
export interface DeviceErrorExplanation {
  /** The device's error code, such as `"808"`. */
  code: string | undefined;
  /** The symbolic name of the error, as sent by Partner Center; otherwise the known name of the code. */
  name: string | undefined;
  /** What to do about it; undefined if no source has any. */
  advice: string | undefined;
  /** The same for programs to decide by; undefined if there is no advice. */
  action: DeviceErrorAction | undefined;
  /** The source of the advice. */
  source: string | undefined;
}

function isKnown(code: string | undefined): code is keyof typeof KNOWN_ERRORS {
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
 *   if (error?.action === "fix-and-upload-again") console.log("Correct the device's data and upload it again.");
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
    action: known?.action,
    source: known?.source,
  };
}
