// Generated from openapi.yaml by "npm run generate". Do not edit.
export interface paths {
    "/v1/customers/{customerId}/batchJobStatus/{batchTrackingId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the status of a device batch upload
         * @description Returns the progress of a batch and the status of each of its devices. Poll with increasing pauses until `status` is
         *     `finished` or `finished_with_errors`. A batch takes minutes, and continuous polling is throttled.
         *
         *     The path appears to be case-insensitive. The documentation's example uses `batchjobstatus`, while the `Location`
         *     header of an upload uses `batchJobStatus`. That header omits the leading `/v1`.
         *
         *     Send `Accept: application/json`. Without it the server may respond with XML.
         *
         *     Supports App-only and App+User tokens. The required role is Admin agent or Sales agent.
         */
        get: operations["getBatchUploadStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The status of a batch and of each of its devices. Every property except `status` may be absent or null. */
        BatchUploadDetails: {
            /** @description The id of the batch, GUID-formatted, as in the request. Case may differ. */
            batchTrackingId?: string | null;
            /**
             * @description The status of the batch: `unknown`, `queued`, `processing`, and finally `finished` or `finished_with_errors`.
             *     Compare case-insensitively and expect other values. Only `finished` and `finished_with_errors` are final.
             *     `finished` does not mean that any device was registered. Registration is reported per device.
             */
            status: string;
            /**
             * @description When processing started, for example `2017-07-25T10:00:00`. UTC if it has no offset. Up to seven fractional
             *     digits. Absent, null, empty or in the year 0001 if it is not set.
             */
            startedTime?: string | null;
            /**
             * @description When processing completed. UTC if it has no offset. Up to seven fractional digits. Absent, null, empty or in the
             *     year 0001 if it is not set.
             */
            completedTime?: string | null;
            /** @description The batch's devices. May be absent while the batch is queued. */
            devicesStatus?: components["schemas"]["DeviceUploadDetails"][] | null;
            attributes?: components["schemas"]["ResourceAttributes"];
        };
        /** @description The status of one device. Every property may be absent or null. */
        DeviceUploadDetails: {
            /** @description The device's id. Absent from the documented example. */
            deviceId?: string | null;
            /** @description The device's serial number, as uploaded. Absent if only a hardware hash was uploaded. */
            serialNumber?: string | null;
            /**
             * @description The device's product key, five groups of five characters. It is a secret and must never be logged. Absent if the
             *     device was uploaded without one.
             */
            productKey?: string | null;
            /**
             * @description The status of the device. The documentation lists `in-progress`, `finished` and `finished_with_errors`, while
             *     Microsoft's SDKs use the values of a batch. Compare case-insensitively and expect other values.
             */
            status?: string | null;
            /**
             * @description The error code, a number in a string. The documentation calls it an HTTP status code, but its example `808` is a
             *     Windows Autopilot code. Absent, null, empty or `0` if there is no error.
             */
            errorCode?: string | null;
            /** @description The symbolic name of the error, such as `ZtdDeviceAssignedToOtherTenant`. Absent if there is no error. */
            errorDescription?: string | null;
            attributes?: components["schemas"]["ResourceAttributes"];
        };
        /** @description Metadata that Partner Center attaches to every resource. Not meaningful here. May be absent or null. */
        ResourceAttributes: {
            /** @description The type of the resource, `BatchUploadDetails` or `DeviceUploadDetails`. */
            objectType?: string | null;
            /** @description The version of the resource. Opaque. Absent from the documented example. */
            etag?: string | null;
        } | null;
        /**
         * @description The error body of a failed request. `code`, `description`, `data` and `source` are documented. A throttling response
         *     has `statusCode` and `message` instead. Every property may be absent or null, and there may be others.
         */
        ApiFault: {
            /**
             * @description The error code, a number or the same number in a string. It has no type here because it can be either. A code is
             *     not unique to one HTTP status.
             */
            code?: unknown;
            /** @description A description of the error. May contain HTML entities or a complete JSON document. */
            description?: string | null;
            /** @description More about the error. It has no type here because it can be an empty array, strings or objects. */
            data?: unknown;
            /** @description The part of Partner Center that reported the error. Opaque. */
            source?: string | null;
            /** @description The HTTP status, repeated in throttling responses. */
            statusCode?: number | null;
            /** @description A description of the error, in throttling responses. */
            message?: string | null;
        };
    };
    responses: {
        /** @description The request is invalid, usually because an id is not GUID-formatted. Retrying does not help. */
        BadRequest: {
            headers: {
                /**
                 * @description The `MS-RequestId` of the request, or the one the server generated. May be absent. Microsoft support asks for it.
                 * @example 7b3e2e00-b330-4480-9d84-59ace713427f
                 */
                "MS-RequestId"?: string;
                /**
                 * @description The `MS-CorrelationId` of the request, or the one the server generated. May be absent. Microsoft support asks for it.
                 * @example bbbb1111-cc22-3333-44dd-555555eeeeee
                 */
                "MS-CorrelationId"?: string;
                /**
                 * @description The server's correlation vector. Opaque. May be absent.
                 * @example YrLe3w6BbUSMt1fi.0
                 */
                "MS-CV"?: string;
                /**
                 * @description The server that sent the response. Opaque. May be absent.
                 * @example 030020344
                 */
                "MS-ServerId"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiFault"];
            };
        };
        /** @description The token is missing, has expired, or is for another audience. */
        Unauthorized: {
            headers: {
                /**
                 * @description The `MS-RequestId` of the request, or the one the server generated. May be absent. Microsoft support asks for it.
                 * @example 7b3e2e00-b330-4480-9d84-59ace713427f
                 */
                "MS-RequestId"?: string;
                /**
                 * @description The `MS-CorrelationId` of the request, or the one the server generated. May be absent. Microsoft support asks for it.
                 * @example bbbb1111-cc22-3333-44dd-555555eeeeee
                 */
                "MS-CorrelationId"?: string;
                /**
                 * @description The server's correlation vector. Opaque. May be absent.
                 * @example YrLe3w6BbUSMt1fi.0
                 */
                "MS-CV"?: string;
                /**
                 * @description The server that sent the response. Opaque. May be absent.
                 * @example 030020344
                 */
                "MS-ServerId"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiFault"];
            };
        };
        /** @description The token is valid, but does not permit this request. The body may be empty. */
        Forbidden: {
            headers: {
                /**
                 * @description The `MS-RequestId` of the request, or the one the server generated. May be absent. Microsoft support asks for it.
                 * @example 7b3e2e00-b330-4480-9d84-59ace713427f
                 */
                "MS-RequestId"?: string;
                /**
                 * @description The `MS-CorrelationId` of the request, or the one the server generated. May be absent. Microsoft support asks for it.
                 * @example bbbb1111-cc22-3333-44dd-555555eeeeee
                 */
                "MS-CorrelationId"?: string;
                /**
                 * @description The server's correlation vector. Opaque. May be absent.
                 * @example YrLe3w6BbUSMt1fi.0
                 */
                "MS-CV"?: string;
                /**
                 * @description The server that sent the response. Opaque. May be absent.
                 * @example 030020344
                 */
                "MS-ServerId"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiFault"];
            };
        };
        /** @description The batch or the tenant is unknown. It is undocumented whether batch ids expire. */
        NotFound: {
            headers: {
                /**
                 * @description The `MS-RequestId` of the request, or the one the server generated. May be absent. Microsoft support asks for it.
                 * @example 7b3e2e00-b330-4480-9d84-59ace713427f
                 */
                "MS-RequestId"?: string;
                /**
                 * @description The `MS-CorrelationId` of the request, or the one the server generated. May be absent. Microsoft support asks for it.
                 * @example bbbb1111-cc22-3333-44dd-555555eeeeee
                 */
                "MS-CorrelationId"?: string;
                /**
                 * @description The server's correlation vector. Opaque. May be absent.
                 * @example YrLe3w6BbUSMt1fi.0
                 */
                "MS-CV"?: string;
                /**
                 * @description The server that sent the response. Opaque. May be absent.
                 * @example 030020344
                 */
                "MS-ServerId"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiFault"];
            };
        };
        /** @description Too many requests. Wait as long as `Retry-After` requires. The limits are not published. */
        TooManyRequests: {
            headers: {
                /**
                 * @description The `MS-RequestId` of the request, or the one the server generated. May be absent. Microsoft support asks for it.
                 * @example 7b3e2e00-b330-4480-9d84-59ace713427f
                 */
                "MS-RequestId"?: string;
                /**
                 * @description The `MS-CorrelationId` of the request, or the one the server generated. May be absent. Microsoft support asks for it.
                 * @example bbbb1111-cc22-3333-44dd-555555eeeeee
                 */
                "MS-CorrelationId"?: string;
                /**
                 * @description The server's correlation vector. Opaque. May be absent.
                 * @example YrLe3w6BbUSMt1fi.0
                 */
                "MS-CV"?: string;
                /**
                 * @description The server that sent the response. Opaque. May be absent.
                 * @example 030020344
                 */
                "MS-ServerId"?: string;
                /**
                 * @description When to send the next request, as a number of whole seconds to wait or as an HTTP date. May be absent.
                 * @example 57
                 */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiFault"];
            };
        };
        /** @description The server failed. Retrying later may help. */
        InternalServerError: {
            headers: {
                /**
                 * @description The `MS-RequestId` of the request, or the one the server generated. May be absent. Microsoft support asks for it.
                 * @example 7b3e2e00-b330-4480-9d84-59ace713427f
                 */
                "MS-RequestId"?: string;
                /**
                 * @description The `MS-CorrelationId` of the request, or the one the server generated. May be absent. Microsoft support asks for it.
                 * @example bbbb1111-cc22-3333-44dd-555555eeeeee
                 */
                "MS-CorrelationId"?: string;
                /**
                 * @description The server's correlation vector. Opaque. May be absent.
                 * @example YrLe3w6BbUSMt1fi.0
                 */
                "MS-CV"?: string;
                /**
                 * @description The server that sent the response. Opaque. May be absent.
                 * @example 030020344
                 */
                "MS-ServerId"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiFault"];
            };
        };
        /** @description The server is busy or down. Retry later, after `Retry-After` if it is present. */
        ServiceUnavailable: {
            headers: {
                /**
                 * @description The `MS-RequestId` of the request, or the one the server generated. May be absent. Microsoft support asks for it.
                 * @example 7b3e2e00-b330-4480-9d84-59ace713427f
                 */
                "MS-RequestId"?: string;
                /**
                 * @description The `MS-CorrelationId` of the request, or the one the server generated. May be absent. Microsoft support asks for it.
                 * @example bbbb1111-cc22-3333-44dd-555555eeeeee
                 */
                "MS-CorrelationId"?: string;
                /**
                 * @description The server's correlation vector. Opaque. May be absent.
                 * @example YrLe3w6BbUSMt1fi.0
                 */
                "MS-CV"?: string;
                /**
                 * @description The server that sent the response. Opaque. May be absent.
                 * @example 030020344
                 */
                "MS-ServerId"?: string;
                /**
                 * @description When to send the next request, as a number of whole seconds to wait or as an HTTP date. May be absent.
                 * @example 57
                 */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiFault"];
            };
        };
        /** @description Any other failure. The body may be HTML or empty if an intermediary sent the response. */
        UnexpectedError: {
            headers: {
                /**
                 * @description The `MS-RequestId` of the request, or the one the server generated. May be absent. Microsoft support asks for it.
                 * @example 7b3e2e00-b330-4480-9d84-59ace713427f
                 */
                "MS-RequestId"?: string;
                /**
                 * @description The `MS-CorrelationId` of the request, or the one the server generated. May be absent. Microsoft support asks for it.
                 * @example bbbb1111-cc22-3333-44dd-555555eeeeee
                 */
                "MS-CorrelationId"?: string;
                /**
                 * @description The server's correlation vector. Opaque. May be absent.
                 * @example YrLe3w6BbUSMt1fi.0
                 */
                "MS-CV"?: string;
                /**
                 * @description The server that sent the response. Opaque. May be absent.
                 * @example 030020344
                 */
                "MS-ServerId"?: string;
                /**
                 * @description When to send the next request, as a number of whole seconds to wait or as an HTTP date. May be absent.
                 * @example 57
                 */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiFault"];
            };
        };
    };
    parameters: {
        /**
         * @description The customer's tenant id, GUID-formatted (8-4-4-4-12 hexadecimal digits, any case). The documentation calls it
         *     `customer-id`.
         * @example 47021739-3426-40bf-9601-61b4b6d7c793
         */
        customerId: string;
        /**
         * @description The id of the batch, GUID-formatted (8-4-4-4-12 hexadecimal digits, any case). It is the last segment of the
         *     `Location` header of the upload response. The documentation calls it `batchtracking-id`.
         * @example 0127ed8e-ff72-4983-a3d8-e8d8bd378932
         */
        batchTrackingId: string;
        /**
         * @description A GUID that identifies this request. Reuse it to repeat a request that received no response. Send a new one after
         *     any response. The server generates one if it is missing.
         * @example e88d014d-ab70-41de-90a0-f7fd1797267d
         */
        "MS-RequestId": string;
        /**
         * @description A GUID that groups related requests. The server generates one if it is missing.
         * @example aaaa0000-bb11-2222-33cc-444444dddddd
         */
        "MS-CorrelationId": string;
        /**
         * @description The language of descriptions in the response. The default is `en-US`.
         * @example en-US
         */
        "X-Locale": string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description The `MS-RequestId` of the request, or the one the server generated. May be absent. Microsoft support asks for it.
         * @example 7b3e2e00-b330-4480-9d84-59ace713427f
         */
        "MS-RequestId": string;
        /**
         * @description The `MS-CorrelationId` of the request, or the one the server generated. May be absent. Microsoft support asks for it.
         * @example bbbb1111-cc22-3333-44dd-555555eeeeee
         */
        "MS-CorrelationId": string;
        /**
         * @description The server's correlation vector. Opaque. May be absent.
         * @example YrLe3w6BbUSMt1fi.0
         */
        "MS-CV": string;
        /**
         * @description The server that sent the response. Opaque. May be absent.
         * @example 030020344
         */
        "MS-ServerId": string;
        /**
         * @description When to send the next request, as a number of whole seconds to wait or as an HTTP date. May be absent.
         * @example 57
         */
        "Retry-After": string;
    };
    pathItems: never;
}
export type BatchUploadDetails = components['schemas']['BatchUploadDetails'];
export type DeviceUploadDetails = components['schemas']['DeviceUploadDetails'];
export type ResourceAttributes = components['schemas']['ResourceAttributes'];
export type ApiFault = components['schemas']['ApiFault'];
export type ResponseBadRequest = components['responses']['BadRequest'];
export type ResponseUnauthorized = components['responses']['Unauthorized'];
export type ResponseForbidden = components['responses']['Forbidden'];
export type ResponseNotFound = components['responses']['NotFound'];
export type ResponseTooManyRequests = components['responses']['TooManyRequests'];
export type ResponseInternalServerError = components['responses']['InternalServerError'];
export type ResponseServiceUnavailable = components['responses']['ServiceUnavailable'];
export type ResponseUnexpectedError = components['responses']['UnexpectedError'];
export type ParameterCustomerId = components['parameters']['customerId'];
export type ParameterBatchTrackingId = components['parameters']['batchTrackingId'];
export type ParameterMsRequestId = components['parameters']['MS-RequestId'];
export type ParameterMsCorrelationId = components['parameters']['MS-CorrelationId'];
export type ParameterXLocale = components['parameters']['X-Locale'];
export type HeaderMsRequestId = components['headers']['MS-RequestId'];
export type HeaderMsCorrelationId = components['headers']['MS-CorrelationId'];
export type HeaderMsCv = components['headers']['MS-CV'];
export type HeaderMsServerId = components['headers']['MS-ServerId'];
export type HeaderRetryAfter = components['headers']['Retry-After'];
export type $defs = Record<string, never>;
export interface operations {
    getBatchUploadStatus: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A GUID that identifies this request. Reuse it to repeat a request that received no response. Send a new one after
                 *     any response. The server generates one if it is missing.
                 * @example e88d014d-ab70-41de-90a0-f7fd1797267d
                 */
                "MS-RequestId"?: components["parameters"]["MS-RequestId"];
                /**
                 * @description A GUID that groups related requests. The server generates one if it is missing.
                 * @example aaaa0000-bb11-2222-33cc-444444dddddd
                 */
                "MS-CorrelationId"?: components["parameters"]["MS-CorrelationId"];
                /**
                 * @description The language of descriptions in the response. The default is `en-US`.
                 * @example en-US
                 */
                "X-Locale"?: components["parameters"]["X-Locale"];
            };
            path: {
                /**
                 * @description The customer's tenant id, GUID-formatted (8-4-4-4-12 hexadecimal digits, any case). The documentation calls it
                 *     `customer-id`.
                 * @example 47021739-3426-40bf-9601-61b4b6d7c793
                 */
                customerId: components["parameters"]["customerId"];
                /**
                 * @description The id of the batch, GUID-formatted (8-4-4-4-12 hexadecimal digits, any case). It is the last segment of the
                 *     `Location` header of the upload response. The documentation calls it `batchtracking-id`.
                 * @example 0127ed8e-ff72-4983-a3d8-e8d8bd378932
                 */
                batchTrackingId: components["parameters"]["batchTrackingId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The status of the batch. The body is UTF-8 and may start with a byte order mark, which clients must skip. */
            200: {
                headers: {
                    /**
                     * @description The `MS-RequestId` of the request, or the one the server generated. May be absent. Microsoft support asks for it.
                     * @example 7b3e2e00-b330-4480-9d84-59ace713427f
                     */
                    "MS-RequestId"?: string;
                    /**
                     * @description The `MS-CorrelationId` of the request, or the one the server generated. May be absent. Microsoft support asks for it.
                     * @example bbbb1111-cc22-3333-44dd-555555eeeeee
                     */
                    "MS-CorrelationId"?: string;
                    /**
                     * @description The server's correlation vector. Opaque. May be absent.
                     * @example YrLe3w6BbUSMt1fi.0
                     */
                    "MS-CV"?: string;
                    /**
                     * @description The server that sent the response. Opaque. May be absent.
                     * @example 030020344
                     */
                    "MS-ServerId"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchUploadDetails"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["UnexpectedError"];
        };
    };
}
/** The known values of `BatchUploadDetails.status`, and any other string. */
export type BatchUploadStatus = "unknown" | "queued" | "processing" | "finished" | "finished_with_errors" | (string & {});
/** The known values of `DeviceUploadDetails.status`, and any other string. */
export type DeviceUploadStatus = "unknown" | "queued" | "processing" | "in-progress" | "finished" | "finished_with_errors" | (string & {});
