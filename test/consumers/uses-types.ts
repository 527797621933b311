// A consumer of the types only, with its own openapi-fetch client.
import createClient from "openapi-fetch";
import type { components, paths } from "partner-center-batch-status";

type Device = components["schemas"]["DeviceUploadDetails"];

const path = { customerId: "47021739-3426-40bf-9601-61b4b6d7c793", batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932" };
const body = { status: "finished", devicesStatus: [{ errorCode: "808" } satisfies Device] };
const api = createClient<paths>({ baseUrl: "https://api.example", fetch: async () => new Response(JSON.stringify(body)) });
const { data, error } = await api.GET("/v1/customers/{customerId}/batchJobStatus/{batchTrackingId}", { params: { path } });
if (error) throw new Error(error.description ?? "the request failed");
const status: string = data.status;
if (status !== "finished" || data.devicesStatus?.[0]?.errorCode !== "808") throw new Error("the response was not parsed");
// @ts-expect-error: the path has two parameters
void (() => api.GET("/v1/customers/{customerId}/batchJobStatus/{batchTrackingId}", { params: { path: { customerId: "" } } }));
