// In the form of Kiota's TypeScript output in @microsoft/msgraph-sdk 1.0.0-preview.90, but by hand: the generator is a .NET
// program, which is not on npm. As with `--serializer` and `--deserializer` for JSON alone.
import {
  apiClientProxifier,
  type BaseRequestBuilder,
  type KeysToExcludeForNavigationMetadata,
  type NavigationMetadata,
  type ParseNodeFactoryRegistry,
  type RequestAdapter,
  type SerializationWriterFactoryRegistry,
} from "@microsoft/kiota-abstractions";
import { JsonParseNodeFactory, JsonSerializationWriterFactory } from "@microsoft/kiota-serialization-json";
import { type V1RequestBuilder, V1RequestBuilderNavigationMetadata } from "./v1/index.js";

/**
 * Instantiates a new PartnerCenterClient and sets the default values.
 * @param requestAdapter The request adapter to use to execute the requests.
 */
export function createPartnerCenterClient(requestAdapter: RequestAdapter): PartnerCenterClient {
  if (requestAdapter === undefined) {
    throw new Error("requestAdapter cannot be undefined");
  }
  // Sound because both are looked at before they are used; the generator writes them so.
  const serializationWriterFactory = requestAdapter.getSerializationWriterFactory() as SerializationWriterFactoryRegistry;
  const parseNodeFactoryRegistry = requestAdapter.getParseNodeFactory() as ParseNodeFactoryRegistry;
  const backingStoreFactory = requestAdapter.getBackingStoreFactory();

  if (parseNodeFactoryRegistry.registerDefaultDeserializer) {
    parseNodeFactoryRegistry.registerDefaultDeserializer(JsonParseNodeFactory, backingStoreFactory);
  }

  if (serializationWriterFactory.registerDefaultSerializer) {
    serializationWriterFactory.registerDefaultSerializer(JsonSerializationWriterFactory);
  }

  if (requestAdapter.baseUrl === undefined || requestAdapter.baseUrl === null || requestAdapter.baseUrl === "") {
    requestAdapter.baseUrl = "https://api.partnercenter.microsoft.com";
  }
  const pathParameters: Record<string, unknown> = {
    baseurl: requestAdapter.baseUrl,
  };
  return apiClientProxifier<PartnerCenterClient>(
    requestAdapter,
    pathParameters,
    PartnerCenterClientNavigationMetadata,
    undefined,
  );
}
/**
 * The main entry point of the SDK, exposes the configuration and the fluent API.
 */
export interface PartnerCenterClient extends BaseRequestBuilder<PartnerCenterClient> {
  /**
   * The v1 property
   */
  get v1(): V1RequestBuilder;
}
/**
 * Uri template for the request builder.
 */
export const PartnerCenterClientUriTemplate = "{+baseurl}";
/**
 * Metadata for all the navigation properties in the request builder.
 */
export const PartnerCenterClientNavigationMetadata: Record<
  Exclude<keyof PartnerCenterClient, KeysToExcludeForNavigationMetadata>,
  NavigationMetadata
> = {
  v1: {
    navigationMetadata: V1RequestBuilderNavigationMetadata,
  },
};
