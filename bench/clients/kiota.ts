import { AllowedHostsValidator, BaseBearerTokenAuthenticationProvider } from "@microsoft/kiota-abstractions";
import { FetchRequestAdapter, KiotaClientFactory } from "@microsoft/kiota-http-fetchlibrary";
import type { BatchUploadDetails } from "../../dist/index.js";
import type { CreateCall } from "./client.ts";
import { createPartnerCenterClient } from "./kiota/partnerCenterClient.ts";

/** With its default middlewares. */
export const createCall: CreateCall = ({ baseUrl, token, locale, fetch }) => {
  const allowedHosts = new AllowedHostsValidator(new Set([new URL(baseUrl).hostname]));
  const tokenProvider = { getAuthorizationToken: async () => token, getAllowedHostsValidator: () => allowedHosts };
  const httpClient = KiotaClientFactory.create(fetch && ((url, init) => fetch(url, init)));
  const authentication = new BaseBearerTokenAuthenticationProvider(tokenProvider);
  const adapter = new FetchRequestAdapter(authentication, undefined, undefined, httpClient);
  adapter.baseUrl = baseUrl;
  const api = createPartnerCenterClient(adapter);
  return async ({ customerId, batchTrackingId }) => {
    const builder = api.v1.customers.byCustomerId(customerId).batchJobStatus.byBatchTrackingId(batchTrackingId);
    const details = await builder.get({ headers: { "MS-RequestId": crypto.randomUUID(), "X-Locale": locale } });
    if (details === undefined) throw new Error("no data");
    // Sound because the contract requires the status, the only member that Kiota takes less strictly.
    return details as BatchUploadDetails;
  };
};
