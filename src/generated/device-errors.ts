// Generated from device-errors.yaml by "npm run generate". Do not edit.

/**
 * What to do about a device that failed:
 *
 * - `"fix-and-upload-again"`: Correct the device's data and upload the device again.
 * - `"wait"`: Nothing is wrong with the device's data. Microsoft's services must recover before another upload can succeed.
 * - `"ask-owner"`: Someone else must act first, such as the owner of the tenant to which the device is registered.
 * - `"nothing"`: Nothing needs to be done. The device is already registered as intended.
 */
export type DeviceErrorAction = "fix-and-upload-again" | "wait" | "ask-owner" | "nothing";

export interface KnownError {
  name: string;
  advice?: string;
  action?: DeviceErrorAction;
  source?: string;
}

/** Windows Autopilot's registration errors, by the code that Partner Center reports. */
export const KNOWN_ERRORS = {
  "640": {
    "name": "StorageError"
  },
  "801": {
    "name": "InvalidZtdRequestBody",
    "advice": "Nothing to fix on your side: the failure is probably between Microsoft's services.",
    "action": "wait",
    "source": "https://oofhours.com/2019/07/07/what-happens-when-you-register-a-device-with-windows-autopilot/"
  },
  "802": {
    "name": "InvalidZtdHardwareHash",
    "advice": "Upload the hardware hash exactly as the collection script returned it. It has about 4,000 characters.",
    "action": "fix-and-upload-again",
    "source": "https://oofhours.com/2019/07/07/what-happens-when-you-register-a-device-with-windows-autopilot/"
  },
  "803": {
    "name": "MissingZtdSerialNumberAndProductKey",
    "advice": "Provide a non-empty serial number or product key.",
    "action": "fix-and-upload-again",
    "source": "https://oofhours.com/2019/07/07/what-happens-when-you-register-a-device-with-windows-autopilot/"
  },
  "806": {
    "name": "ZtdDeviceAlreadyAssigned",
    "advice": "The device is already registered to this tenant. To register it again, remove the old record first.",
    "action": "nothing",
    "source": "https://learn.microsoft.com/en-us/troubleshoot/mem/intune/device-enrollment/import-windows-autopilot-device-csv-files-errors"
  },
  "807": {
    "name": "ZtdDeviceIsNotRegistered"
  },
  "808": {
    "name": "ZtdDeviceAssignedToOtherTenant",
    "advice": "The device is registered to another tenant. The owner there, or Microsoft support with proof of ownership, must remove it first.",
    "action": "ask-owner",
    "source": "https://learn.microsoft.com/en-us/troubleshoot/mem/intune/device-enrollment/import-windows-autopilot-device-csv-files-errors"
  }
} satisfies { readonly [code: string]: KnownError };
