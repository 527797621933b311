import type { BaseRequestBuilder, KeysToExcludeForNavigationMetadata, NavigationMetadata } from "@microsoft/kiota-abstractions";
import { type CustomersRequestBuilder, CustomersRequestBuilderNavigationMetadata } from "./customers/index.js";

/**
 * Builds and executes requests for operations under /v1
 */
export interface V1RequestBuilder extends BaseRequestBuilder<V1RequestBuilder> {
  /**
   * The customers property
   */
  get customers(): CustomersRequestBuilder;
}
/**
 * Uri template for the request builder.
 */
export const V1RequestBuilderUriTemplate = "{+baseurl}/v1";
/**
 * Metadata for all the navigation properties in the request builder.
 */
export const V1RequestBuilderNavigationMetadata: Record<
  Exclude<keyof V1RequestBuilder, KeysToExcludeForNavigationMetadata>,
  NavigationMetadata
> = {
  customers: {
    navigationMetadata: CustomersRequestBuilderNavigationMetadata,
  },
};
