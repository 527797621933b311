import type { BaseRequestBuilder, KeysToExcludeForNavigationMetadata, NavigationMetadata } from "@microsoft/kiota-abstractions";
import { type BatchJobStatusRequestBuilder, BatchJobStatusRequestBuilderNavigationMetadata } from "./batchJobStatus/index.js";

/**
 * Builds and executes requests for operations under /v1/customers/{customerId}
 */
export interface WithCustomerItemRequestBuilder extends BaseRequestBuilder<WithCustomerItemRequestBuilder> {
  /**
   * The batchJobStatus property
   */
  get batchJobStatus(): BatchJobStatusRequestBuilder;
}
/**
 * Uri template for the request builder.
 */
export const WithCustomerItemRequestBuilderUriTemplate = "{+baseurl}/v1/customers/{customerId}";
/**
 * Metadata for all the navigation properties in the request builder.
 */
export const WithCustomerItemRequestBuilderNavigationMetadata: Record<
  Exclude<keyof WithCustomerItemRequestBuilder, KeysToExcludeForNavigationMetadata>,
  NavigationMetadata
> = {
  batchJobStatus: {
    navigationMetadata: BatchJobStatusRequestBuilderNavigationMetadata,
  },
};
