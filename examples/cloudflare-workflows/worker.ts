/** A Worker that accepts batch uploads, waits for them, and posts each result to `RESULTS_URL`. */
import {
  type AccessToken,
  allSucceeded,
  type BatchUpload,
  type BatchUploadDetails,
  countDevices,
  createBatchStatusClient,
  failedDevices,
  parseBatchLocation,
} from "partner-center-batch-status";
import { appToken } from "partner-center-batch-status/auth";
import { type BatchUploadsEnv, BatchUploadWorkflow, enqueue } from "./batch-uploads.ts";

export { Throttle } from "./batch-uploads.ts";

interface Env extends BatchUploadsEnv {
  RESULTS_URL: string;
  AZURE_TENANT_ID: string;
  AZURE_CLIENT_ID: string;
  AZURE_CLIENT_SECRET: string;
  /** For sovereign clouds, and for tests. */
  AZURE_AUTHORITY?: string;
  PARTNER_CENTER_URL?: string;
}

export class BatchUploads extends BatchUploadWorkflow<Env> {
  protected override createClient(env: Env) {
    return createBatchStatusClient({ token: ({ forceRefresh }) => getToken(env, forceRefresh), baseUrl: env.PARTNER_CENTER_URL });
  }

  protected override async handle(details: BatchUploadDetails, upload: BatchUpload, idempotencyKey: string) {
    const failed = failedDevices(details).map(({ serialNumber, errorCode }) => ({ serialNumber, errorCode }));
    const response = await fetch(this.env.RESULTS_URL, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": idempotencyKey },
      body: JSON.stringify({ ...upload, allSucceeded: allSucceeded(details), devices: countDevices(details), failed }),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the result was refused with status ${response.status}`);
  }
}

/**
 * Shared by the instances in one isolate, which sleep between polls and lose their client with its token. The client itself must not
 * be shared: Workers forbid waiting for a request that another instance sent.
 */
let cached: AccessToken | undefined;

async function getToken(env: Env, forceRefresh: boolean): Promise<AccessToken> {
  if (!forceRefresh && cached !== undefined && cached.expiresOnTimestamp > Date.now() + 300_000) return cached;
  const {
    AZURE_TENANT_ID: tenantId,
    AZURE_CLIENT_ID: clientId,
    AZURE_CLIENT_SECRET: clientSecret,
    AZURE_AUTHORITY: authority,
  } = env;
  const token = await appToken({ tenantId, clientId, clientSecret, authority }).getToken("");
  if (token === null) throw new Error("no access token was issued");
  cached = token;
  return token;
}

export default {
  /** Accepts the `Location` headers of uploads, at most 100, one per line. Do not expose it: call it through a service binding. */
  async fetch(request: Request, env: Env): Promise<Response> {
    try {
      await enqueue(env, (await request.text()).trim().split(/\s+/).map(parseBatchLocation));
      return new Response(null, { status: 202 });
    } catch (error) {
      if (error instanceof TypeError) return new Response(error.message, { status: 400 });
      throw error;
    }
  },
};
