import type { InjectedFault, SubmittedDevice } from "../generated/emulator.ts";
import { type Example, examples } from "../generated/examples.ts";
import type { BatchUpload } from "../location.ts";

/** The customer in Microsoft's documentation. All samples belong to it. */
export const SAMPLE_CUSTOMER_ID = "47021739-3426-40bf-9601-61b4b6d7c793";

/** A batch that every emulator contains from the start. */
export interface Sample {
  name: string;
  /** What it demonstrates. */
  about: string;
  upload: BatchUpload;
  /** Always the same body, optionally with a fault in each response, or a batch that starts with its first request. */
  content: { body: object; fault?: InjectedFault } | { devices: readonly SubmittedDevice[]; duration: number };
}

/** The contract's examples, then what an example cannot demonstrate. */
export const SAMPLES: readonly Sample[] = [
  ...examples.map(exampleSample),
  sample(
    "moving",
    "Queued, then processing, then finished with mixed results, within 30 s of the first request",
    "b0000000-0000-4000-8000-000000000001",
    {
      duration: 30_000,
      devices: [
        { serialNumber: "MV-0001" },
        { serialNumber: "MV-0002", productKey: "ABCDE-FGHJK-LMNPQ-RTVWX-YZ234", result: "808" },
        { serialNumber: "MV-0003" },
        { serialNumber: "MV-0004", result: "806" },
        { hardwareHash: "T0hTX1NBTVBMRQ==", result: "802" },
        { serialNumber: "MV-0006" },
      ],
    },
  ),
  sample("unknownStatuses", "Undocumented statuses of the batch and of a device", "b0000000-0000-4000-8000-000000000002", {
    body: {
      batchTrackingId: "b0000000-0000-4000-8000-000000000002",
      status: "archived",
      devicesStatus: [{ serialNumber: "1234567890", status: "unknown", errorCode: "0" }],
    },
  }),
  faultSample("html", "An HTML page with status 200", 1, { status: 200, ...html("Sign in") }),
  faultSample("badGateway", "An HTML page with status 502", 2, { status: 502, ...html("Bad gateway") }),
  faultSample("emptyForbidden", "403 with an empty body", 3, { status: 403, body: "" }),
  faultSample("redirect", "A redirect to another host", 4, { redirect: "https://login.example/" }),
  faultSample("reset", "The connection is reset before the response", 5, "reset"),
  faultSample("silence", "No response is ever sent", 6, "silence"),
  faultSample("slowBody", "The body takes 10 s", 7, { slowBody: 10_000 }),
  faultSample("cutBody", "The connection is reset within the body", 8, { cutBody: 40 }),
];

function html(title: string) {
  return { body: `<html><title>${title}</title></html>`, headers: { "Content-Type": "text/html" } };
}

function sample(name: string, about: string, batchTrackingId: string, content: Sample["content"]): Sample {
  return { name, about, upload: { customerId: SAMPLE_CUSTOMER_ID, batchTrackingId }, content };
}

function faultSample(name: string, about: string, number: number, fault: InjectedFault): Sample {
  const batchTrackingId = `f0000000-0000-4000-8000-00000000000${number}`;
  return sample(name, about, batchTrackingId, { body: { batchTrackingId, status: "processing" }, fault });
}

/** A success contains its id. An error gets an id that contains its status, such as e0000000-0000-4000-8000-000000401002. */
function exampleSample({ name, status, summary, body }: Example): Sample {
  if ("batchTrackingId" in body) return sample(name, summary, String(body.batchTrackingId), { body });
  const sameStatus = examples.filter((example) => example.status === status);
  const number = 1 + sameStatus.findIndex((example) => example.name === name);
  const id = `e0000000-0000-4000-8000-000000${status}${String(number).padStart(3, "0")}`;
  const headers = status === 429 || status === 503 ? { "Retry-After": "57" } : {};
  return sample(name, summary, id, { body: {}, fault: { status, body, headers } });
}
