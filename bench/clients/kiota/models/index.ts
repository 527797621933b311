import {
  type AdditionalDataHolder,
  type ApiError,
  createUntypedNodeFromDiscriminatorValue,
  type Parsable,
  type ParseNode,
  type SerializationWriter,
  type UntypedNode,
} from "@microsoft/kiota-abstractions";

/**
 * Why a request failed.
 */
export interface ApiFault extends AdditionalDataHolder, ApiError, Parsable {
  /**
   * Stores additional data not described in the OpenAPI description found when deserializing. Can be used for serialization as well.
   */
  additionalData?: Record<string, unknown>;
  /**
   * The kind of failure, a number or the same number in a string, so it has no type here.
   */
  code?: UntypedNode | null;
  /**
   * More about the failure, an empty array, strings or objects, so it has no type here.
   */
  data?: UntypedNode | null;
  /**
   * What went wrong, in words.
   */
  description?: string | null;
  /**
   * What went wrong, in words, in answers to throttled requests.
   */
  messageEscaped?: string | null;
  /**
   * The part of Partner Center that failed, opaque.
   */
  source?: string | null;
  /**
   * The HTTP status once more, in answers to throttled requests.
   */
  statusCode?: number | null;
}
/**
 * How far a batch of devices is, and what became of each device.
 */
export interface BatchUploadDetails extends AdditionalDataHolder, Parsable {
  /**
   * Stores additional data not described in the OpenAPI description found when deserializing. Can be used for serialization as well.
   */
  additionalData?: Record<string, unknown>;
  /**
   * What Partner Center tells of any resource.
   */
  attributes?: ResourceAttributes | null;
  /**
   * The batch's id, GUID-formatted, as in the request.
   */
  batchTrackingId?: string | null;
  /**
   * When the work on the batch ended.
   */
  completedTime?: string | null;
  /**
   * The batch's devices.
   */
  devicesStatus?: DeviceUploadDetails[] | null;
  /**
   * When the work on the batch began.
   */
  startedTime?: string | null;
  /**
   * How far the batch is.
   */
  status?: string | null;
}
/**
 * What became of one device.
 */
export interface DeviceUploadDetails extends AdditionalDataHolder, Parsable {
  /**
   * Stores additional data not described in the OpenAPI description found when deserializing. Can be used for serialization as well.
   */
  additionalData?: Record<string, unknown>;
  /**
   * What Partner Center tells of any resource.
   */
  attributes?: ResourceAttributes | null;
  /**
   * The device's id.
   */
  deviceId?: string | null;
  /**
   * Why the device failed: a number in a string.
   */
  errorCode?: string | null;
  /**
   * The error's symbolic name.
   */
  errorDescription?: string | null;
  /**
   * The device's product key.
   */
  productKey?: string | null;
  /**
   * The device's serial number, as uploaded.
   */
  serialNumber?: string | null;
  /**
   * How far the device is.
   */
  status?: string | null;
}
/**
 * What Partner Center tells of any resource.
 */
export interface ResourceAttributes extends AdditionalDataHolder, Parsable {
  /**
   * Stores additional data not described in the OpenAPI description found when deserializing. Can be used for serialization as well.
   */
  additionalData?: Record<string, unknown>;
  /**
   * The resource's version, opaque.
   */
  etag?: string | null;
  /**
   * The resource's type.
   */
  objectType?: string | null;
}
/**
 * Creates a new instance of the appropriate class based on discriminator value
 * @param parseNode The parse node to use to read the discriminator value and create the object
 * @returns {ApiFault}
 */
export function createApiFaultFromDiscriminatorValue(
  _parseNode: ParseNode | undefined,
): (instance?: Parsable) => Record<string, (node: ParseNode) => void> {
  return deserializeIntoApiFault;
}
/**
 * Creates a new instance of the appropriate class based on discriminator value
 * @param parseNode The parse node to use to read the discriminator value and create the object
 * @returns {BatchUploadDetails}
 */
export function createBatchUploadDetailsFromDiscriminatorValue(
  _parseNode: ParseNode | undefined,
): (instance?: Parsable) => Record<string, (node: ParseNode) => void> {
  return deserializeIntoBatchUploadDetails;
}
/**
 * Creates a new instance of the appropriate class based on discriminator value
 * @param parseNode The parse node to use to read the discriminator value and create the object
 * @returns {DeviceUploadDetails}
 */
export function createDeviceUploadDetailsFromDiscriminatorValue(
  _parseNode: ParseNode | undefined,
): (instance?: Parsable) => Record<string, (node: ParseNode) => void> {
  return deserializeIntoDeviceUploadDetails;
}
/**
 * Creates a new instance of the appropriate class based on discriminator value
 * @param parseNode The parse node to use to read the discriminator value and create the object
 * @returns {ResourceAttributes}
 */
export function createResourceAttributesFromDiscriminatorValue(
  _parseNode: ParseNode | undefined,
): (instance?: Parsable) => Record<string, (node: ParseNode) => void> {
  return deserializeIntoResourceAttributes;
}
/**
 * The deserialization information for the current model
 * @param ApiFault The instance to deserialize into.
 * @returns {Record<string, (node: ParseNode) => void>}
 */
export function deserializeIntoApiFault(apiFault: Partial<ApiFault> | undefined = {}): Record<string, (node: ParseNode) => void> {
  return {
    code: (n) => {
      apiFault.code = n.getObjectValue<UntypedNode>(createUntypedNodeFromDiscriminatorValue);
    },
    data: (n) => {
      apiFault.data = n.getObjectValue<UntypedNode>(createUntypedNodeFromDiscriminatorValue);
    },
    description: (n) => {
      apiFault.description = n.getStringValue();
    },
    message: (n) => {
      apiFault.messageEscaped = n.getStringValue();
    },
    source: (n) => {
      apiFault.source = n.getStringValue();
    },
    statusCode: (n) => {
      apiFault.statusCode = n.getNumberValue();
    },
  };
}
/**
 * The deserialization information for the current model
 * @param BatchUploadDetails The instance to deserialize into.
 * @returns {Record<string, (node: ParseNode) => void>}
 */
export function deserializeIntoBatchUploadDetails(
  batchUploadDetails: Partial<BatchUploadDetails> | undefined = {},
): Record<string, (node: ParseNode) => void> {
  return {
    attributes: (n) => {
      batchUploadDetails.attributes = n.getObjectValue<ResourceAttributes>(createResourceAttributesFromDiscriminatorValue);
    },
    batchTrackingId: (n) => {
      batchUploadDetails.batchTrackingId = n.getStringValue();
    },
    completedTime: (n) => {
      batchUploadDetails.completedTime = n.getStringValue();
    },
    devicesStatus: (n) => {
      batchUploadDetails.devicesStatus = n.getCollectionOfObjectValues<DeviceUploadDetails>(
        createDeviceUploadDetailsFromDiscriminatorValue,
      );
    },
    startedTime: (n) => {
      batchUploadDetails.startedTime = n.getStringValue();
    },
    status: (n) => {
      batchUploadDetails.status = n.getStringValue();
    },
  };
}
/**
 * The deserialization information for the current model
 * @param DeviceUploadDetails The instance to deserialize into.
 * @returns {Record<string, (node: ParseNode) => void>}
 */
export function deserializeIntoDeviceUploadDetails(
  deviceUploadDetails: Partial<DeviceUploadDetails> | undefined = {},
): Record<string, (node: ParseNode) => void> {
  return {
    attributes: (n) => {
      deviceUploadDetails.attributes = n.getObjectValue<ResourceAttributes>(createResourceAttributesFromDiscriminatorValue);
    },
    deviceId: (n) => {
      deviceUploadDetails.deviceId = n.getStringValue();
    },
    errorCode: (n) => {
      deviceUploadDetails.errorCode = n.getStringValue();
    },
    errorDescription: (n) => {
      deviceUploadDetails.errorDescription = n.getStringValue();
    },
    productKey: (n) => {
      deviceUploadDetails.productKey = n.getStringValue();
    },
    serialNumber: (n) => {
      deviceUploadDetails.serialNumber = n.getStringValue();
    },
    status: (n) => {
      deviceUploadDetails.status = n.getStringValue();
    },
  };
}
/**
 * The deserialization information for the current model
 * @param ResourceAttributes The instance to deserialize into.
 * @returns {Record<string, (node: ParseNode) => void>}
 */
export function deserializeIntoResourceAttributes(
  resourceAttributes: Partial<ResourceAttributes> | undefined = {},
): Record<string, (node: ParseNode) => void> {
  return {
    etag: (n) => {
      resourceAttributes.etag = n.getStringValue();
    },
    objectType: (n) => {
      resourceAttributes.objectType = n.getStringValue();
    },
  };
}
/**
 * Serializes information the current object
 * @param isSerializingDerivedType A boolean indicating whether the serialization is for a derived type.
 * @param ApiFault The instance to serialize from.
 * @param writer Serialization writer to use to serialize this model
 */
export function serializeApiFault(
  writer: SerializationWriter,
  apiFault: Partial<ApiFault> | undefined | null = {},
  isSerializingDerivedType: boolean = false,
): void {
  if (!apiFault || isSerializingDerivedType) {
    return;
  }
  writer.writeObjectValue<UntypedNode>("code", apiFault.code);
  writer.writeObjectValue<UntypedNode>("data", apiFault.data);
  writer.writeStringValue("description", apiFault.description);
  writer.writeStringValue("message", apiFault.messageEscaped);
  writer.writeStringValue("source", apiFault.source);
  writer.writeNumberValue("statusCode", apiFault.statusCode);
  writer.writeAdditionalData(apiFault.additionalData);
}
/**
 * Serializes information the current object
 * @param isSerializingDerivedType A boolean indicating whether the serialization is for a derived type.
 * @param BatchUploadDetails The instance to serialize from.
 * @param writer Serialization writer to use to serialize this model
 */
export function serializeBatchUploadDetails(
  writer: SerializationWriter,
  batchUploadDetails: Partial<BatchUploadDetails> | undefined | null = {},
  isSerializingDerivedType: boolean = false,
): void {
  if (!batchUploadDetails || isSerializingDerivedType) {
    return;
  }
  writer.writeObjectValue<ResourceAttributes>("attributes", batchUploadDetails.attributes, serializeResourceAttributes);
  writer.writeStringValue("batchTrackingId", batchUploadDetails.batchTrackingId);
  writer.writeStringValue("completedTime", batchUploadDetails.completedTime);
  writer.writeCollectionOfObjectValues<DeviceUploadDetails>(
    "devicesStatus",
    batchUploadDetails.devicesStatus,
    serializeDeviceUploadDetails,
  );
  writer.writeStringValue("startedTime", batchUploadDetails.startedTime);
  writer.writeStringValue("status", batchUploadDetails.status);
  writer.writeAdditionalData(batchUploadDetails.additionalData);
}
/**
 * Serializes information the current object
 * @param isSerializingDerivedType A boolean indicating whether the serialization is for a derived type.
 * @param DeviceUploadDetails The instance to serialize from.
 * @param writer Serialization writer to use to serialize this model
 */
export function serializeDeviceUploadDetails(
  writer: SerializationWriter,
  deviceUploadDetails: Partial<DeviceUploadDetails> | undefined | null = {},
  isSerializingDerivedType: boolean = false,
): void {
  if (!deviceUploadDetails || isSerializingDerivedType) {
    return;
  }
  writer.writeObjectValue<ResourceAttributes>("attributes", deviceUploadDetails.attributes, serializeResourceAttributes);
  writer.writeStringValue("deviceId", deviceUploadDetails.deviceId);
  writer.writeStringValue("errorCode", deviceUploadDetails.errorCode);
  writer.writeStringValue("errorDescription", deviceUploadDetails.errorDescription);
  writer.writeStringValue("productKey", deviceUploadDetails.productKey);
  writer.writeStringValue("serialNumber", deviceUploadDetails.serialNumber);
  writer.writeStringValue("status", deviceUploadDetails.status);
  writer.writeAdditionalData(deviceUploadDetails.additionalData);
}
/**
 * Serializes information the current object
 * @param isSerializingDerivedType A boolean indicating whether the serialization is for a derived type.
 * @param ResourceAttributes The instance to serialize from.
 * @param writer Serialization writer to use to serialize this model
 */
export function serializeResourceAttributes(
  writer: SerializationWriter,
  resourceAttributes: Partial<ResourceAttributes> | undefined | null = {},
  isSerializingDerivedType: boolean = false,
): void {
  if (!resourceAttributes || isSerializingDerivedType) {
    return;
  }
  writer.writeStringValue("etag", resourceAttributes.etag);
  writer.writeStringValue("objectType", resourceAttributes.objectType);
  writer.writeAdditionalData(resourceAttributes.additionalData);
}
