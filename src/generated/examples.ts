// Generated from openapi.yaml by "npm run generate". Do not edit.
export interface Example {
  name: string;
  status: number;
  summary: string;
  body: object;
}

export const examples: readonly Example[] = [
  {
    "name": "documented",
    "status": 200,
    "summary": "The documented response. The batch is finished, yet its only device failed",
    "body": {
      "batchTrackingId": "0127ed8e-ff72-4983-a3d8-e8d8bd378932",
      "status": "finished",
      "startedTime": "2017-07-25T10:00:00",
      "completedTime": "2017-07-25T10:10:00",
      "devicesStatus": [
        {
          "serialNumber": "1234567890",
          "productKey": "12345-67890-09876-54321-13579",
          "status": "finished_with_errors",
          "errorCode": "808",
          "errorDescription": "ZtdDeviceAssignedToOtherTenant",
          "attributes": {
            "objectType": "DeviceUploadDetails"
          }
        }
      ],
      "attributes": {
        "objectType": "BatchUploadDetails"
      }
    }
  },
  {
    "name": "queued",
    "status": 200,
    "summary": "Queued. Nothing is known about the devices yet",
    "body": {
      "batchTrackingId": "a0000000-0000-4000-8000-000000000001",
      "status": "queued",
      "startedTime": "0001-01-01T00:00:00",
      "completedTime": "0001-01-01T00:00:00",
      "attributes": {
        "objectType": "BatchUploadDetails"
      }
    }
  },
  {
    "name": "processing",
    "status": 200,
    "summary": "In progress. The year 0001 means that the completed time is not set",
    "body": {
      "batchTrackingId": "a0000000-0000-4000-8000-000000000002",
      "status": "processing",
      "startedTime": "2017-07-25T10:00:00",
      "completedTime": "0001-01-01T00:00:00",
      "devicesStatus": [
        {
          "serialNumber": "1234567890",
          "status": "finished",
          "errorCode": "0",
          "attributes": {
            "objectType": "DeviceUploadDetails"
          }
        },
        {
          "serialNumber": "1234567891",
          "status": "in-progress",
          "attributes": {
            "objectType": "DeviceUploadDetails"
          }
        },
        {
          "serialNumber": "1234567892",
          "status": "queued",
          "attributes": {
            "objectType": "DeviceUploadDetails"
          }
        }
      ],
      "attributes": {
        "objectType": "BatchUploadDetails"
      }
    }
  },
  {
    "name": "finishedWithoutErrors",
    "status": 200,
    "summary": "Finished. Every device is registered",
    "body": {
      "batchTrackingId": "a0000000-0000-4000-8000-000000000003",
      "status": "finished",
      "startedTime": "2017-07-25T10:00:00",
      "completedTime": "2017-07-25T10:10:00",
      "devicesStatus": [
        {
          "deviceId": "5a9e2c7b-1f4d-4e0a-9c3b-7d6f8e2a1b40",
          "serialNumber": "1234567890",
          "status": "finished",
          "attributes": {
            "objectType": "DeviceUploadDetails"
          }
        },
        {
          "deviceId": "c1b7f3d2-8a65-4b9e-8f10-2e4d6c8a0b13",
          "serialNumber": "1234567891",
          "status": "finished",
          "errorCode": "0",
          "attributes": {
            "objectType": "DeviceUploadDetails"
          }
        }
      ],
      "attributes": {
        "objectType": "BatchUploadDetails"
      }
    }
  },
  {
    "name": "mixedResults",
    "status": 200,
    "summary": "Finished with errors. One device is registered, two failed",
    "body": {
      "batchTrackingId": "a0000000-0000-4000-8000-000000000004",
      "status": "finished_with_errors",
      "startedTime": "2017-07-25T10:00:00",
      "completedTime": "2017-07-25T10:10:00",
      "devicesStatus": [
        {
          "serialNumber": "1234567890",
          "status": "finished",
          "attributes": {
            "objectType": "DeviceUploadDetails"
          }
        },
        {
          "serialNumber": "1234567891",
          "productKey": "23456-78901-10987-65432-24680",
          "status": "finished_with_errors",
          "errorCode": "808",
          "errorDescription": "ZtdDeviceAssignedToOtherTenant",
          "attributes": {
            "objectType": "DeviceUploadDetails"
          }
        },
        {
          "serialNumber": "1234567892",
          "status": "finished_with_errors",
          "errorCode": "806",
          "errorDescription": "ZtdDeviceAlreadyAssigned",
          "attributes": {
            "objectType": "DeviceUploadDetails"
          }
        }
      ],
      "attributes": {
        "objectType": "BatchUploadDetails"
      }
    }
  },
  {
    "name": "hashOnlyDevice",
    "status": 200,
    "summary": "A device uploaded with only its hardware hash has no serial number and no product key",
    "body": {
      "batchTrackingId": "a0000000-0000-4000-8000-000000000005",
      "status": "finished",
      "startedTime": "2017-07-25T10:00:00",
      "completedTime": "2017-07-25T10:10:00",
      "devicesStatus": [
        {
          "deviceId": "9d3f6a1c-42b8-4c75-b0e9-5f1a7c3e8d26",
          "status": "finished_with_errors",
          "errorCode": "802",
          "errorDescription": "InvalidZtdHardwareHash",
          "attributes": {
            "objectType": "DeviceUploadDetails"
          }
        }
      ],
      "attributes": {
        "objectType": "BatchUploadDetails"
      }
    }
  },
  {
    "name": "notAGuid",
    "status": 400,
    "summary": "An id is not GUID-formatted. The code is a number and the data is empty",
    "body": {
      "code": 2000,
      "description": "The batch tracking id is not a GUID.",
      "data": [],
      "source": "PartnerFD"
    }
  },
  {
    "name": "invalidProperty",
    "status": 400,
    "summary": "A value in the request is invalid. The data contains strings",
    "body": {
      "code": 3000,
      "description": "A property is not valid.",
      "data": [
        "customer-id"
      ],
      "source": "PartnerFD"
    }
  },
  {
    "name": "invalidCustomerId",
    "status": 400,
    "summary": "The customer id is malformed",
    "body": {
      "code": 900118,
      "description": "The customer id is not valid.",
      "data": [],
      "source": "PartnerFD"
    }
  },
  {
    "name": "tokenMissing",
    "status": 401,
    "summary": "The token is missing. The code is a number",
    "body": {
      "code": 800001,
      "description": "The request carries no access token.",
      "source": "PartnerFD"
    }
  },
  {
    "name": "tokenRefused",
    "status": 401,
    "summary": "The token is rejected without a specific reason, for example because it has expired",
    "body": {
      "code": 400,
      "description": "Access is denied.",
      "data": [],
      "source": "PartnerFD"
    }
  },
  {
    "name": "wrongAudience",
    "status": 401,
    "summary": "The token is for the older audience. The code is a string",
    "body": {
      "code": "900420",
      "description": "The token is not meant for this audience.",
      "data": [],
      "source": "PartnerFD"
    }
  },
  {
    "name": "noRelationship",
    "status": 403,
    "summary": "The partner has no relationship with the customer",
    "body": {
      "code": 20002,
      "description": "The partner has no relationship with this customer.",
      "data": [],
      "source": "PartnerFD"
    }
  },
  {
    "name": "accessDenied",
    "status": 403,
    "summary": "Access is denied without a specific reason",
    "body": {
      "code": 2032,
      "description": "Access is denied.",
      "data": [],
      "source": "PartnerFD"
    }
  },
  {
    "name": "missingRole",
    "status": 403,
    "summary": "The user does not have the Admin agent or Sales agent role",
    "body": {
      "code": 900150,
      "description": "The user has none of the roles that this request needs.",
      "data": [],
      "source": "PartnerFD"
    }
  },
  {
    "name": "conditionalAccess",
    "status": 403,
    "summary": "A conditional access policy blocked the user",
    "body": {
      "code": 900309,
      "description": "A conditional access policy of the tenant refuses this request.",
      "data": [],
      "source": "PartnerFD"
    }
  },
  {
    "name": "appOnlyRefused",
    "status": 403,
    "summary": "The request needs an App+User token",
    "body": {
      "code": 900329,
      "description": "This request cannot be made with an App-only token.",
      "data": [],
      "source": "PartnerFD"
    }
  },
  {
    "name": "unknownBatch",
    "status": 404,
    "summary": "No batch has this id",
    "body": {
      "code": 1000,
      "description": "The batch was not found.",
      "data": [],
      "source": "PartnerFD"
    }
  },
  {
    "name": "unknownTenant",
    "status": 404,
    "summary": "No tenant has this customer id",
    "body": {
      "code": 60003,
      "description": "The tenant was not found.",
      "data": [],
      "source": "PartnerFD"
    }
  },
  {
    "name": "throttled",
    "status": 429,
    "summary": "A throttling response has statusCode and message instead of code and description",
    "body": {
      "statusCode": 429,
      "message": "Rate limit is exceeded. Try again in 57 seconds."
    }
  },
  {
    "name": "serverFault",
    "status": 500,
    "summary": "An error without data",
    "body": {
      "code": 800003,
      "description": "An unexpected error of the service.",
      "source": "PartnerFD"
    }
  },
  {
    "name": "nothingSaid",
    "status": 500,
    "summary": "An error without any details",
    "body": {}
  },
  {
    "name": "serverBusy",
    "status": 503,
    "summary": "An error with a string in its data",
    "body": {
      "code": 800003,
      "description": "The service is busy.",
      "data": [
        "Try again later."
      ],
      "source": "PartnerFD"
    }
  },
  {
    "name": "gatewayTimeout",
    "status": 504,
    "summary": "An error from another service on the same host (504), with undocumented properties",
    "body": {
      "code": "504",
      "message": "The backend did not answer in time.",
      "description": "The backend did not answer in time.",
      "errorName": "GatewayTimeout",
      "isRetryable": true
    }
  }
];
