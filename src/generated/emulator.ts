// Generated from emulator.yaml by "npm run generate". Do not edit.
export interface paths {
    readonly "/_emulator/state": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get the emulator's state */
        readonly get: operations["getState"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/_emulator/batches": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Submit a batch of devices */
        readonly post: operations["submitBatch"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/_emulator/faults": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Make the next requests fail, one fault each, in order */
        readonly post: operations["queueFaults"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/_emulator/clock": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Pause, advance or resume the emulator's time */
        readonly post: operations["setClock"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/_emulator/reset": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Return to the state at the start
         * @description Without requests and with the samples, batches and faults that it started with. Time is the system's again.
         */
        readonly post: operations["reset"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly Refusal: {
            /** @description Why the request is refused. For an invalid body, it names the place and what is expected there. */
            readonly message: string;
        };
        /** @description A batch to process. */
        readonly Submission: {
            readonly devices: readonly components["schemas"]["SubmittedDevice"][];
            /** @description By default the documentation's customer, 47021739-3426-40bf-9601-61b4b6d7c793. */
            readonly customerId?: string;
            /** @description By default derived from the seed. */
            readonly batchTrackingId?: string;
            /**
             * @description Milliseconds from start to end. The batch is queued for the first tenth.
             * @default 600000
             */
            readonly duration?: number;
            /**
             * @description When the duration starts. By default with the submission; for a batch that the emulator contains from the start, with
             *     the first request.
             * @enum {string}
             */
            readonly begins?: "submission" | "first-request";
            /** @description The batch's final status. By default derived from the devices and `finishedDespiteFailures`. */
            readonly status?: "unknown" | "queued" | "processing" | "finished" | "finished_with_errors" | (string & {});
            readonly quirks?: components["schemas"]["Quirks"];
            /**
             * @description The form of the location: `/customers/…`, `/v1/customers/…`, or an absolute URL. `relative` is what Partner Center
             *     returns.
             * @default relative
             * @enum {string}
             */
            readonly location?: "relative" | "versioned" | "absolute";
        };
        /** @description A device as a partner uploads it, by serial number, product key, hardware hash, or several of them. */
        readonly SubmittedDevice: {
            readonly serialNumber?: string;
            readonly productKey?: string;
            /** @description Never returned in a response. */
            readonly hardwareHash?: string;
            /**
             * @description The device's result: registered, rejected with a known error, or any status and error you choose. By default
             *     `success`.
             */
            readonly result?: ("success" | "640" | "801" | "802" | "803" | "806" | "807" | "808") | components["schemas"]["DeviceResult"];
        };
        readonly DeviceResult: {
            readonly status?: "unknown" | "queued" | "processing" | "in-progress" | "finished" | "finished_with_errors" | (string & {});
            readonly errorCode?: string;
            readonly errorDescription?: string;
        };
        /**
         * @description Details of responses that vary. Each default is what is known or documented of Partner Center itself. A batch's own
         *     override those of the emulator.
         */
        readonly Quirks: {
            /**
             * @description Whether successful responses start with a UTF-8 byte order mark.
             * @default true
             */
            readonly byteOrderMark?: boolean;
            /**
             * @description The format of timestamps: `2017-07-25T10:00:00`, `2017-07-25T10:00:00Z` or `2017-07-25T03:00:00.0000000-07:00`.
             * @default offset-less
             * @enum {string}
             */
            readonly times?: "offset-less" | "utc" | "seven-digits";
            /**
             * @description How an unset timestamp is written.
             * @default year-0001
             * @enum {string}
             */
            readonly unsetTimes?: "year-0001" | "absent" | "null" | "empty";
            /**
             * @description How other properties without a value are written.
             * @default absent
             * @enum {string}
             */
            readonly unsetMembers?: "absent" | "null";
            /**
             * @description Whether the devices are listed while the batch is queued.
             * @default false
             */
            readonly devicesWhileQueued?: boolean;
            /**
             * @description Whether a batch with failed devices is still `finished`, as in the documentation.
             * @default true
             */
            readonly finishedDespiteFailures?: boolean;
            /**
             * @description Whether the batch, its devices and their attributes have undocumented properties.
             * @default false
             */
            readonly unknownMembers?: boolean;
            /**
             * @description Whether the path is matched case-insensitively.
             * @default true
             */
            readonly anyPathCase?: boolean;
            /**
             * @description Whether the token endpoint accepts a refresh token only once. Otherwise it stays valid beside the new one, as with
             *     Microsoft.
             * @default false
             */
            readonly singleUseRefreshTokens?: boolean;
        };
        readonly FaultList: {
            readonly faults: readonly components["schemas"]["InjectedFault"][];
        };
        /**
         * @description A fault injected into the response to one request.
         *
         *     - `"reset"`: the connection is reset before any response.
         *     - `"silence"`: the request arrives, but no response is ever sent.
         *     - `{ status }`: an error response. Without `body` it has the body that Partner Center sends with this status. A string is
         *       sent as is, anything else as JSON. `headers` override the response's own, such as `Content-Type` or `Retry-After`.
         *     - `{ redirect }`: a 302 to another address.
         *     - `{ slowBody }`: the normal response, its body spread over that many milliseconds, measured with the runtime's timers.
         *     - `{ cutBody }`: the normal response, its body cut off after that many bytes.
         */
        readonly InjectedFault: ("reset" | "silence") | components["schemas"]["StatusFault"] | components["schemas"]["RedirectFault"] | components["schemas"]["SlowBodyFault"] | components["schemas"]["CutBodyFault"];
        readonly StatusFault: {
            readonly status: number;
            /** @description A string is sent as is, anything else as JSON. */
            readonly body?: unknown;
            readonly headers?: {
                readonly [key: string]: components["schemas"]["HeaderValue"];
            };
        };
        readonly RedirectFault: {
            readonly redirect: components["schemas"]["HeaderValue"];
        };
        readonly SlowBodyFault: {
            readonly slowBody: number;
        };
        readonly CutBodyFault: {
            readonly cutBody: number;
        };
        readonly ClockChange: {
            /** @description `true` stops the emulator's clock, so that batches make no progress. `false` lets it run again, from the time it shows. */
            readonly paused?: boolean;
            /** @description Moves the clock forward by that many milliseconds, whether it is paused or not. */
            readonly advance?: number;
        };
        /** @description What an emulator starts with, and returns to when it is reset. The content of a scenario file. */
        readonly Scenario: {
            readonly quirks?: components["schemas"]["Quirks"];
            /** @description Batches beside the samples. Unless one says otherwise, it begins with the first request for it. */
            readonly batches?: readonly components["schemas"]["Submission"][];
            /** @description The faults of the first requests, in order. */
            readonly faults?: readonly components["schemas"]["InjectedFault"][];
        };
        readonly EmulatorState: {
            /** @description The time of the emulator's clock, in milliseconds since 1970. */
            readonly now: number;
            /** @description Whether the clock is paused. */
            readonly paused: boolean;
            /** @description The batches that every emulator contains. */
            readonly samples: readonly components["schemas"]["SampleBatch"][];
            /** @description The batches that the emulator processes, the sample `moving` included, in the order of their submission. */
            readonly batches: readonly components["schemas"]["BatchState"][];
            /** @description The faults of the next requests, in order. */
            readonly faults: readonly components["schemas"]["InjectedFault"][];
            /** @description The last 200 requests, in the order of their arrival. */
            readonly requests: readonly components["schemas"]["ReceivedRequest"][];
        };
        readonly SampleBatch: {
            readonly name: string;
            /** @description What it demonstrates. */
            readonly about: string;
            readonly customerId: string;
            readonly batchTrackingId: string;
        };
        readonly BatchState: {
            readonly customerId: string;
            readonly batchTrackingId: string;
            /** @description The status that a request receives now. */
            readonly status: string;
            /** @description In milliseconds since 1970. Absent if the batch begins with its first request, and none has arrived. */
            readonly beganAt?: number;
            /** @description Milliseconds from start to end. */
            readonly duration: number;
            readonly devices: components["schemas"]["DeviceCounts"];
        };
        /** @description The number of devices, in total and by outcome. */
        readonly DeviceCounts: {
            readonly total: number;
            readonly succeeded: number;
            readonly failed: number;
            readonly pending: number;
            /** @description Devices with an undocumented status or none. They count neither as succeeded nor as failed. */
            readonly unknown: number;
        };
        /** @description A request as received, with its secrets replaced by fingerprints. Equal secrets have equal fingerprints. */
        readonly ReceivedRequest: {
            /** @description Its position in the order of arrival, from 1. */
            readonly number: number;
            readonly method: string;
            /** @description A user name and a password in it are replaced by fingerprints, such as `5f1ea67b`. */
            readonly url: string;
            /**
             * @description Names are in lower case. `authorization`, `proxy-authorization` and `cookie` are replaced by fingerprints, such as
             *     `Bearer #5f1ea67b`.
             */
            readonly headers: {
                readonly [key: string]: string;
            };
            /** @description When it arrived by the emulator's clock, in milliseconds since 1970. */
            readonly at: number;
            /** @description The status of the response. Absent if none has been sent. */
            readonly status?: number;
            /** @description How long the response took, its body included, in real time. Absent if it is not complete. */
            readonly milliseconds?: number;
        };
        readonly HeaderValue: string;
    };
    responses: {
        /**
         * @description The request is refused, and nothing has changed: 400 for an invalid body, 403 for a page of another origin, 404 for an
         *     unknown route, 405 for another method, 413 for a body over 1 MB, 415 for a content type other than JSON, 421 for a
         *     `Host` other than loopback.
         */
        readonly Refused: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "message": "\"faults.0.status\" must be a whole number from 200 to 599, but is 99"
                 *     }
                 */
                readonly "application/json": components["schemas"]["Refusal"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Refusal = components['schemas']['Refusal'];
export type Submission = components['schemas']['Submission'];
export type SubmittedDevice = components['schemas']['SubmittedDevice'];
export type DeviceResult = components['schemas']['DeviceResult'];
export type Quirks = components['schemas']['Quirks'];
export type FaultList = components['schemas']['FaultList'];
export type InjectedFault = components['schemas']['InjectedFault'];
export type StatusFault = components['schemas']['StatusFault'];
export type RedirectFault = components['schemas']['RedirectFault'];
export type SlowBodyFault = components['schemas']['SlowBodyFault'];
export type CutBodyFault = components['schemas']['CutBodyFault'];
export type ClockChange = components['schemas']['ClockChange'];
export type Scenario = components['schemas']['Scenario'];
export type EmulatorState = components['schemas']['EmulatorState'];
export type SampleBatch = components['schemas']['SampleBatch'];
export type BatchState = components['schemas']['BatchState'];
export type DeviceCounts = components['schemas']['DeviceCounts'];
export type ReceivedRequest = components['schemas']['ReceivedRequest'];
export type HeaderValue = components['schemas']['HeaderValue'];
export type ResponseRefused = components['responses']['Refused'];
export type $defs = Record<string, never>;
export interface operations {
    readonly getState: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Its time, samples, batches, queued faults, and most recent requests. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EmulatorState"];
                };
            };
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly submitBatch: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "duration": 60000,
                 *       "devices": [
                 *         {
                 *           "serialNumber": "1234567890"
                 *         },
                 *         {
                 *           "serialNumber": "1234567891",
                 *           "result": "808"
                 *         }
                 *       ]
                 *     }
                 */
                readonly "application/json": components["schemas"]["Submission"];
            };
        };
        readonly responses: {
            /** @description The batch is accepted. */
            readonly 201: {
                headers: {
                    /**
                     * @description As in Partner Center's response to an upload: `/customers/{customer-id}/batchJobStatus/{batchtracking-id}`,
                     *     without `/v1`, unless the submission asks for another form.
                     */
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly queueFaults: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "faults": [
                 *         "reset",
                 *         {
                 *           "status": 429,
                 *           "headers": {
                 *             "Retry-After": "5"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                readonly "application/json": components["schemas"]["FaultList"];
            };
        };
        readonly responses: {
            /** @description The faults are queued. If one of them is invalid, none is. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly setClock: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "paused": true,
                 *       "advance": 60000
                 *     }
                 */
                readonly "application/json": components["schemas"]["ClockChange"];
            };
        };
        readonly responses: {
            /** @description The clock is set. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly reset: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The emulator starts over. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly "4XX": components["responses"]["Refused"];
        };
    };
}
