import type { BaseRequestBuilder, KeysToExcludeForNavigationMetadata, NavigationMetadata } from "@microsoft/kiota-abstractions";
import { type WithBatchTrackingItemRequestBuilder, WithBatchTrackingItemRequestBuilderRequestsMetadata } from "./item/index.js";

/**
 * Builds and executes requests for operations under /v1/customers/{customerId}/batchJobStatus
 */
export interface BatchJobStatusRequestBuilder extends BaseRequestBuilder<BatchJobStatusRequestBuilder> {
  /**
   * Gets an item from the ApiSdk.v1.customers.item.batchJobStatus.item collection
   * @param batchTrackingId The id of the batch, GUID-formatted (8-4-4-4-12 hexadecimal digits, any case): the last segment of the `Location` header that answered the upload. Called `batchtracking-id` in the documentation.
   * @returns {WithBatchTrackingItemRequestBuilder}
   */
  byBatchTrackingId(batchTrackingId: string): WithBatchTrackingItemRequestBuilder;
}
/**
 * Uri template for the request builder.
 */
export const BatchJobStatusRequestBuilderUriTemplate = "{+baseurl}/v1/customers/{customerId}/batchJobStatus";
/**
 * Metadata for all the navigation properties in the request builder.
 */
export const BatchJobStatusRequestBuilderNavigationMetadata: Record<
  Exclude<keyof BatchJobStatusRequestBuilder, KeysToExcludeForNavigationMetadata>,
  NavigationMetadata
> = {
  byBatchTrackingId: {
    requestsMetadata: WithBatchTrackingItemRequestBuilderRequestsMetadata,
    pathParametersMappings: ["batchTrackingId"],
  },
};
