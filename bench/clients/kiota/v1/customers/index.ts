import type { BaseRequestBuilder, KeysToExcludeForNavigationMetadata, NavigationMetadata } from "@microsoft/kiota-abstractions";
import { type WithCustomerItemRequestBuilder, WithCustomerItemRequestBuilderNavigationMetadata } from "./item/index.js";

/**
 * Builds and executes requests for operations under /v1/customers
 */
export interface CustomersRequestBuilder extends BaseRequestBuilder<CustomersRequestBuilder> {
  /**
   * Gets an item from the ApiSdk.v1.customers.item collection
   * @param customerId The customer's tenant id, GUID-formatted (8-4-4-4-12 hexadecimal digits, any case). Called `customer-id` in the documentation.
   * @returns {WithCustomerItemRequestBuilder}
   */
  byCustomerId(customerId: string): WithCustomerItemRequestBuilder;
}
/**
 * Uri template for the request builder.
 */
export const CustomersRequestBuilderUriTemplate = "{+baseurl}/v1/customers";
/**
 * Metadata for all the navigation properties in the request builder.
 */
export const CustomersRequestBuilderNavigationMetadata: Record<
  Exclude<keyof CustomersRequestBuilder, KeysToExcludeForNavigationMetadata>,
  NavigationMetadata
> = {
  byCustomerId: {
    navigationMetadata: WithCustomerItemRequestBuilderNavigationMetadata,
    pathParametersMappings: ["customerId"],
  },
};
