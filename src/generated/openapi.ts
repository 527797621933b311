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
         * @description Tells how far a batch is and what became of each of its devices. Ask again until `status` is `finished` or
         *     `finished_with_errors`, with growing pauses: a batch takes minutes, and continuous polling is throttled.
         *
         *     The path is matched without regard to case: the documentation's own example writes `batchjobstatus`, the `Location`
         *     header of an upload `batchJobStatus`. That header leaves the leading `/v1` out.
         *
         *     Send `Accept: application/json`: without it the server may answer XML.
         *
         *     Works with App-only and with App+User tokens of a partner whose role is Admin agent or Sales agent.
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
        /** @description How far a batch of devices is, and what became of each device. Every member but `status` may be absent or null. */
        BatchUploadDetails: {
            /** @description The batch's id, GUID-formatted, as in the request. Letter case may differ. */
            batchTrackingId?: string | null;
            /**
             * @description How far the batch is: `unknown`, `queued`, `processing`, and at the end `finished` or `finished_with_errors`.
             *     Compare without regard to letter case and expect other values: only the two that begin with `finished` are
             *     final. `finished` does not promise that any device was registered; that stands at the devices.
             */
            status: string;
            /**
             * @description When the work on the batch began, such as `2017-07-25T10:00:00`. UTC, also without an offset; up to seven fraction
             *     digits. Absent, null, empty, or in the year 0001 while it is not set.
             */
            startedTime?: string | null;
            /**
             * @description When the work on the batch ended. UTC, also without an offset; up to seven fraction digits. Absent, null, empty,
             *     or in the year 0001 while it is not set.
             */
            completedTime?: string | null;
            /** @description The batch's devices. May be absent while the batch is queued. */
            devicesStatus?: components["schemas"]["DeviceUploadDetails"][] | null;
            attributes?: components["schemas"]["ResourceAttributes"];
        };
        /** @description What became of one device. Every member may be absent or null. */
        DeviceUploadDetails: {
            /** @description The device's id. Absent from the documentation's example. */
            deviceId?: string | null;
            /** @description The device's serial number, as uploaded. Absent for a device uploaded by its hardware hash alone. */
            serialNumber?: string | null;
            /**
             * @description The device's product key, five groups of five characters. A secret: never log it. Absent for a device uploaded
             *     without one.
             */
            productKey?: string | null;
            /**
             * @description How far the device is. The documentation names `in-progress`, `finished` and `finished_with_errors`; Microsoft's
             *     SDKs use the values of a batch. Compare without regard to letter case and expect other values.
             */
            status?: string | null;
            /**
             * @description Why the device failed: a number in a string. The documentation calls it an HTTP status code, but its example `808`
             *     is a Windows Autopilot code. Absent, null, empty or `0` without an error.
             */
            errorCode?: string | null;
            /** @description The error's symbolic name, such as `ZtdDeviceAssignedToOtherTenant`. Absent without an error. */
            errorDescription?: string | null;
            attributes?: components["schemas"]["ResourceAttributes"];
        };
        /** @description What Partner Center tells of any resource. Carries no meaning for a batch; may be absent or null. */
        ResourceAttributes: {
            /** @description The resource's type, `BatchUploadDetails` or `DeviceUploadDetails`. */
            objectType?: string | null;
            /** @description The resource's version, opaque. Not seen in the documentation's example. */
            etag?: string | null;
        } | null;
        /**
         * @description Why a request failed. Documented are `code`, `description`, `data` and `source`; a throttled request is answered with
         *     `statusCode` and `message` instead. Every member may be absent or null, and others may be there.
         */
        ApiFault: {
            /**
             * @description The kind of failure, a number or the same number in a string, so it has no type here. Not unique to one HTTP
             *     status.
             */
            code?: unknown;
            /** @description What went wrong, in words. May contain HTML entities or a whole JSON document. */
            description?: string | null;
            /** @description More about the failure, an empty array, strings or objects, so it has no type here. */
            data?: unknown;
            /** @description The part of Partner Center that failed, opaque. */
            source?: string | null;
            /** @description The HTTP status once more, in answers to throttled requests. */
            statusCode?: number | null;
            /** @description What went wrong, in words, in answers to throttled requests. */
            message?: string | null;
        };
    };
    responses: {
        /** @description The request is wrong, most often an id that is not GUID-formatted. Repeating it does not help. */
        BadRequest: {
            headers: {
                /**
                 * @description The request's own `MS-RequestId`, or the one that the server made. May be absent. Microsoft's support asks for it.
                 * @example 7b3e2e00-b330-4480-9d84-59ace713427f
                 */
                "MS-RequestId"?: string;
                /**
                 * @description The request's own `MS-CorrelationId`, or the one that the server made. May be absent. Microsoft's support asks for it.
                 * @example bbbb1111-cc22-3333-44dd-555555eeeeee
                 */
                "MS-CorrelationId"?: string;
                /**
                 * @description The server's correlation vector, opaque. May be absent.
                 * @example YrLe3w6BbUSMt1fi.0
                 */
                "MS-CV"?: string;
                /**
                 * @description The server that answered, opaque. May be absent.
                 * @example 030020344
                 */
                "MS-ServerId"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiFault"];
            };
        };
        /** @description The token is missing, expired, or made for another audience. */
        Unauthorized: {
            headers: {
                /**
                 * @description The request's own `MS-RequestId`, or the one that the server made. May be absent. Microsoft's support asks for it.
                 * @example 7b3e2e00-b330-4480-9d84-59ace713427f
                 */
                "MS-RequestId"?: string;
                /**
                 * @description The request's own `MS-CorrelationId`, or the one that the server made. May be absent. Microsoft's support asks for it.
                 * @example bbbb1111-cc22-3333-44dd-555555eeeeee
                 */
                "MS-CorrelationId"?: string;
                /**
                 * @description The server's correlation vector, opaque. May be absent.
                 * @example YrLe3w6BbUSMt1fi.0
                 */
                "MS-CV"?: string;
                /**
                 * @description The server that answered, opaque. May be absent.
                 * @example 030020344
                 */
                "MS-ServerId"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiFault"];
            };
        };
        /** @description The token is genuine, but what it asks for is not allowed. The body may be empty. */
        Forbidden: {
            headers: {
                /**
                 * @description The request's own `MS-RequestId`, or the one that the server made. May be absent. Microsoft's support asks for it.
                 * @example 7b3e2e00-b330-4480-9d84-59ace713427f
                 */
                "MS-RequestId"?: string;
                /**
                 * @description The request's own `MS-CorrelationId`, or the one that the server made. May be absent. Microsoft's support asks for it.
                 * @example bbbb1111-cc22-3333-44dd-555555eeeeee
                 */
                "MS-CorrelationId"?: string;
                /**
                 * @description The server's correlation vector, opaque. May be absent.
                 * @example YrLe3w6BbUSMt1fi.0
                 */
                "MS-CV"?: string;
                /**
                 * @description The server that answered, opaque. May be absent.
                 * @example 030020344
                 */
                "MS-ServerId"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiFault"];
            };
        };
        /** @description The batch, or the tenant, is unknown. Whether a batch's id stops being known some day is undocumented. */
        NotFound: {
            headers: {
                /**
                 * @description The request's own `MS-RequestId`, or the one that the server made. May be absent. Microsoft's support asks for it.
                 * @example 7b3e2e00-b330-4480-9d84-59ace713427f
                 */
                "MS-RequestId"?: string;
                /**
                 * @description The request's own `MS-CorrelationId`, or the one that the server made. May be absent. Microsoft's support asks for it.
                 * @example bbbb1111-cc22-3333-44dd-555555eeeeee
                 */
                "MS-CorrelationId"?: string;
                /**
                 * @description The server's correlation vector, opaque. May be absent.
                 * @example YrLe3w6BbUSMt1fi.0
                 */
                "MS-CV"?: string;
                /**
                 * @description The server that answered, opaque. May be absent.
                 * @example 030020344
                 */
                "MS-ServerId"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiFault"];
            };
        };
        /** @description Too many requests. Wait as long as `Retry-After` says. The limits are not published. */
        TooManyRequests: {
            headers: {
                /**
                 * @description The request's own `MS-RequestId`, or the one that the server made. May be absent. Microsoft's support asks for it.
                 * @example 7b3e2e00-b330-4480-9d84-59ace713427f
                 */
                "MS-RequestId"?: string;
                /**
                 * @description The request's own `MS-CorrelationId`, or the one that the server made. May be absent. Microsoft's support asks for it.
                 * @example bbbb1111-cc22-3333-44dd-555555eeeeee
                 */
                "MS-CorrelationId"?: string;
                /**
                 * @description The server's correlation vector, opaque. May be absent.
                 * @example YrLe3w6BbUSMt1fi.0
                 */
                "MS-CV"?: string;
                /**
                 * @description The server that answered, opaque. May be absent.
                 * @example 030020344
                 */
                "MS-ServerId"?: string;
                /**
                 * @description How long to wait before the next request, in whole seconds or as an HTTP date. May be absent.
                 * @example 57
                 */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiFault"];
            };
        };
        /** @description The server failed. Repeating the request later may help. */
        InternalServerError: {
            headers: {
                /**
                 * @description The request's own `MS-RequestId`, or the one that the server made. May be absent. Microsoft's support asks for it.
                 * @example 7b3e2e00-b330-4480-9d84-59ace713427f
                 */
                "MS-RequestId"?: string;
                /**
                 * @description The request's own `MS-CorrelationId`, or the one that the server made. May be absent. Microsoft's support asks for it.
                 * @example bbbb1111-cc22-3333-44dd-555555eeeeee
                 */
                "MS-CorrelationId"?: string;
                /**
                 * @description The server's correlation vector, opaque. May be absent.
                 * @example YrLe3w6BbUSMt1fi.0
                 */
                "MS-CV"?: string;
                /**
                 * @description The server that answered, opaque. May be absent.
                 * @example 030020344
                 */
                "MS-ServerId"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiFault"];
            };
        };
        /** @description The server is busy or down. Repeat the request later, after `Retry-After` where it is given. */
        ServiceUnavailable: {
            headers: {
                /**
                 * @description The request's own `MS-RequestId`, or the one that the server made. May be absent. Microsoft's support asks for it.
                 * @example 7b3e2e00-b330-4480-9d84-59ace713427f
                 */
                "MS-RequestId"?: string;
                /**
                 * @description The request's own `MS-CorrelationId`, or the one that the server made. May be absent. Microsoft's support asks for it.
                 * @example bbbb1111-cc22-3333-44dd-555555eeeeee
                 */
                "MS-CorrelationId"?: string;
                /**
                 * @description The server's correlation vector, opaque. May be absent.
                 * @example YrLe3w6BbUSMt1fi.0
                 */
                "MS-CV"?: string;
                /**
                 * @description The server that answered, opaque. May be absent.
                 * @example 030020344
                 */
                "MS-ServerId"?: string;
                /**
                 * @description How long to wait before the next request, in whole seconds or as an HTTP date. May be absent.
                 * @example 57
                 */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiFault"];
            };
        };
        /** @description Any other failure. The body may also be HTML or empty, where something before Partner Center has answered. */
        UnexpectedError: {
            headers: {
                /**
                 * @description The request's own `MS-RequestId`, or the one that the server made. May be absent. Microsoft's support asks for it.
                 * @example 7b3e2e00-b330-4480-9d84-59ace713427f
                 */
                "MS-RequestId"?: string;
                /**
                 * @description The request's own `MS-CorrelationId`, or the one that the server made. May be absent. Microsoft's support asks for it.
                 * @example bbbb1111-cc22-3333-44dd-555555eeeeee
                 */
                "MS-CorrelationId"?: string;
                /**
                 * @description The server's correlation vector, opaque. May be absent.
                 * @example YrLe3w6BbUSMt1fi.0
                 */
                "MS-CV"?: string;
                /**
                 * @description The server that answered, opaque. May be absent.
                 * @example 030020344
                 */
                "MS-ServerId"?: string;
                /**
                 * @description How long to wait before the next request, in whole seconds or as an HTTP date. May be absent.
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
         * @description The customer's tenant id, GUID-formatted (8-4-4-4-12 hexadecimal digits, any case). Called `customer-id` in the
         *     documentation.
         * @example 47021739-3426-40bf-9601-61b4b6d7c793
         */
        customerId: string;
        /**
         * @description The id of the batch, GUID-formatted (8-4-4-4-12 hexadecimal digits, any case): the last segment of the `Location`
         *     header that answered the upload. Called `batchtracking-id` in the documentation.
         * @example 0127ed8e-ff72-4983-a3d8-e8d8bd378932
         */
        batchTrackingId: string;
        /**
         * @description A GUID that names this request. Send the same one when a request that got no response is repeated, and a new one
         *     after any response. The server makes one when it is missing.
         * @example e88d014d-ab70-41de-90a0-f7fd1797267d
         */
        "MS-RequestId": string;
        /**
         * @description A GUID that groups requests which belong together. The server makes one when it is missing.
         * @example aaaa0000-bb11-2222-33cc-444444dddddd
         */
        "MS-CorrelationId": string;
        /**
         * @description The language of descriptions in the answer, such as `en-US`, which is also taken when it is missing.
         * @example en-US
         */
        "X-Locale": string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description The request's own `MS-RequestId`, or the one that the server made. May be absent. Microsoft's support asks for it.
         * @example 7b3e2e00-b330-4480-9d84-59ace713427f
         */
        "MS-RequestId": string;
        /**
         * @description The request's own `MS-CorrelationId`, or the one that the server made. May be absent. Microsoft's support asks for it.
         * @example bbbb1111-cc22-3333-44dd-555555eeeeee
         */
        "MS-CorrelationId": string;
        /**
         * @description The server's correlation vector, opaque. May be absent.
         * @example YrLe3w6BbUSMt1fi.0
         */
        "MS-CV": string;
        /**
         * @description The server that answered, opaque. May be absent.
         * @example 030020344
         */
        "MS-ServerId": string;
        /**
         * @description How long to wait before the next request, in whole seconds or as an HTTP date. May be absent.
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
                 * @description A GUID that names this request. Send the same one when a request that got no response is repeated, and a new one
                 *     after any response. The server makes one when it is missing.
                 * @example e88d014d-ab70-41de-90a0-f7fd1797267d
                 */
                "MS-RequestId"?: components["parameters"]["MS-RequestId"];
                /**
                 * @description A GUID that groups requests which belong together. The server makes one when it is missing.
                 * @example aaaa0000-bb11-2222-33cc-444444dddddd
                 */
                "MS-CorrelationId"?: components["parameters"]["MS-CorrelationId"];
                /**
                 * @description The language of descriptions in the answer, such as `en-US`, which is also taken when it is missing.
                 * @example en-US
                 */
                "X-Locale"?: components["parameters"]["X-Locale"];
            };
            path: {
                /**
                 * @description The customer's tenant id, GUID-formatted (8-4-4-4-12 hexadecimal digits, any case). Called `customer-id` in the
                 *     documentation.
                 * @example 47021739-3426-40bf-9601-61b4b6d7c793
                 */
                customerId: components["parameters"]["customerId"];
                /**
                 * @description The id of the batch, GUID-formatted (8-4-4-4-12 hexadecimal digits, any case): the last segment of the `Location`
                 *     header that answered the upload. Called `batchtracking-id` in the documentation.
                 * @example 0127ed8e-ff72-4983-a3d8-e8d8bd378932
                 */
                batchTrackingId: components["parameters"]["batchTrackingId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How far the batch is. The body is UTF-8 and may begin with a byte order mark, which a client has to skip. */
            200: {
                headers: {
                    /**
                     * @description The request's own `MS-RequestId`, or the one that the server made. May be absent. Microsoft's support asks for it.
                     * @example 7b3e2e00-b330-4480-9d84-59ace713427f
                     */
                    "MS-RequestId"?: string;
                    /**
                     * @description The request's own `MS-CorrelationId`, or the one that the server made. May be absent. Microsoft's support asks for it.
                     * @example bbbb1111-cc22-3333-44dd-555555eeeeee
                     */
                    "MS-CorrelationId"?: string;
                    /**
                     * @description The server's correlation vector, opaque. May be absent.
                     * @example YrLe3w6BbUSMt1fi.0
                     */
                    "MS-CV"?: string;
                    /**
                     * @description The server that answered, opaque. May be absent.
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
