import type {
  BaseRequestBuilder,
  RequestConfiguration,
  RequestInformation,
  RequestsMetadata,
} from "@microsoft/kiota-abstractions";
import {
  type BatchUploadDetails,
  createApiFaultFromDiscriminatorValue,
  createBatchUploadDetailsFromDiscriminatorValue,
} from "../../../../../models/index.js";

/**
 * Builds and executes requests for operations under /v1/customers/{customerId}/batchJobStatus/{batchTrackingId}
 */
export interface WithBatchTrackingItemRequestBuilder extends BaseRequestBuilder<WithBatchTrackingItemRequestBuilder> {
  /**
   * Tells how far a batch is and what became of each of its devices.
   * @param requestConfiguration Configuration for the request such as headers, query parameters, and middleware options.
   * @returns {Promise<BatchUploadDetails>}
   * @throws {ApiFault} error when the service returns a 400 status code
   * @throws {ApiFault} error when the service returns a 401 status code
   * @throws {ApiFault} error when the service returns a 403 status code
   * @throws {ApiFault} error when the service returns a 404 status code
   * @throws {ApiFault} error when the service returns a 429 status code
   * @throws {ApiFault} error when the service returns a 500 status code
   * @throws {ApiFault} error when the service returns a 503 status code
   * @throws {ApiFault} error when the service returns a 4XX or 5XX status code
   */
  get(requestConfiguration?: RequestConfiguration<object> | undefined): Promise<BatchUploadDetails | undefined>;
  /**
   * Tells how far a batch is and what became of each of its devices.
   * @param requestConfiguration Configuration for the request such as headers, query parameters, and middleware options.
   * @returns {RequestInformation}
   */
  toGetRequestInformation(requestConfiguration?: RequestConfiguration<object> | undefined): RequestInformation;
}
/**
 * Uri template for the request builder.
 */
export const WithBatchTrackingItemRequestBuilderUriTemplate =
  "{+baseurl}/v1/customers/{customerId}/batchJobStatus/{batchTrackingId}";
/**
 * Metadata for all the requests in the request builder.
 */
export const WithBatchTrackingItemRequestBuilderRequestsMetadata: RequestsMetadata = {
  get: {
    uriTemplate: WithBatchTrackingItemRequestBuilderUriTemplate,
    responseBodyContentType: "application/json",
    errorMappings: {
      400: createApiFaultFromDiscriminatorValue,
      401: createApiFaultFromDiscriminatorValue,
      403: createApiFaultFromDiscriminatorValue,
      404: createApiFaultFromDiscriminatorValue,
      429: createApiFaultFromDiscriminatorValue,
      500: createApiFaultFromDiscriminatorValue,
      503: createApiFaultFromDiscriminatorValue,
      XXX: createApiFaultFromDiscriminatorValue,
    },
    adapterMethodName: "send",
    responseBodyFactory: createBatchUploadDetailsFromDiscriminatorValue,
  },
};
