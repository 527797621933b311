// Reads batch tracking ids from standard input, one per line, and prints the result of each as a line of JSON.
#include <CppRestOpenAPIClient/api/DeviceBatchUploadsApi.h>
#include <cpp-restsdk.h>

#include <exception>
#include <iostream>
#include <memory>
#include <string>

using namespace org::openapitools::client::api;
using namespace org::openapitools::client::model;
using web::json::value;

const std::string CUSTOMER_ID = "47021739-3426-40bf-9601-61b4b6d7c793";

// A getter of a property that is not set ends the process.
template <typename Model>
value text(const std::shared_ptr<Model>& model, bool (Model::*isSet)() const, std::string (Model::*get)() const) {
    return model && (*model.*isSet)() ? value::string((*model.*get)()) : value::null();
}

template <typename Model>
std::shared_ptr<ResourceAttributes> attributes(const std::shared_ptr<Model>& model) {
    return model && model->attributesIsSet() ? model->getAttributes() : nullptr;
}

value facts(const std::shared_ptr<BatchUploadDetails>& batch) {
    using Batch = BatchUploadDetails;
    using Device = DeviceUploadDetails;
    using Attributes = ResourceAttributes;
    const auto devices = batch->devicesStatusIsSet() ? batch->getDevicesStatus() : std::vector<std::shared_ptr<Device>>();
    const auto first = devices.empty() ? nullptr : devices.front();
    const auto last = devices.empty() ? nullptr : devices.back();
    return value::object({
        {"/batchTrackingId", text(batch, &Batch::batchTrackingIdIsSet, &Batch::getBatchTrackingId)},
        {"/status", text(batch, &Batch::statusIsSet, &Batch::getStatus)},
        {"/startedTime", text(batch, &Batch::startedTimeIsSet, &Batch::getStartedTime)},
        {"/completedTime", text(batch, &Batch::completedTimeIsSet, &Batch::getCompletedTime)},
        {"/attributes/objectType", text(attributes(batch), &Attributes::objectTypeIsSet, &Attributes::getObjectType)},
        {"/attributes/etag", text(attributes(batch), &Attributes::etagIsSet, &Attributes::getEtag)},
        {"/devicesStatus/length", value::number(static_cast<int>(devices.size()))},
        {"/devicesStatus/0/deviceId", text(first, &Device::deviceIdIsSet, &Device::getDeviceId)},
        {"/devicesStatus/0/serialNumber", text(first, &Device::serialNumberIsSet, &Device::getSerialNumber)},
        {"/devicesStatus/0/productKey", text(first, &Device::productKeyIsSet, &Device::getProductKey)},
        {"/devicesStatus/0/status", text(first, &Device::statusIsSet, &Device::getStatus)},
        {"/devicesStatus/0/errorCode", text(first, &Device::errorCodeIsSet, &Device::getErrorCode)},
        {"/devicesStatus/0/errorDescription", text(first, &Device::errorDescriptionIsSet, &Device::getErrorDescription)},
        {"/devicesStatus/0/attributes/objectType", text(attributes(first), &Attributes::objectTypeIsSet, &Attributes::getObjectType)},
        {"/devicesStatus/last/serialNumber", text(last, &Device::serialNumberIsSet, &Device::getSerialNumber)},
        {"/devicesStatus/last/errorCode", text(last, &Device::errorCodeIsSet, &Device::getErrorCode)},
    });
}

// The code of an ApiFault, a number or a string, as a string, or null if the body is empty or a web page.
value apiFaultCode(const ApiException& error) {
    try {
        ApiFault apiFault;
        apiFault.fromJson(value::parse(*error.getContent()));
        if (!apiFault.codeIsSet()) return value::null();
        const auto code = apiFault.getCode()->toJson();
        return code.is_string() ? code : value::string(code.serialize());
    } catch (const web::json::json_exception&) {
        return value::null();
    }
}

value fetchResult(const std::shared_ptr<const ApiClient>& client, bool isRecommended, const std::string& id) {
    try {
        const auto batch = isRecommended
            ? PartnerCenter(client)
                  .getBatchUploadStatus(CUSTOMER_ID, id, {{"MS-RequestId", id}, {"MS-CorrelationId", id}, {"X-Locale", "de-DE"}})
                  .get()
            : DeviceBatchUploadsApi(client).getBatchUploadStatus(CUSTOMER_ID, id, id, id, std::string("de-DE")).get();
        return value::object({{"facts", facts(batch)}});
    } catch (const ApiException& error) {
        const auto status = value::number(error.error_code().value());
        return value::object({{"apiFault", value::object({{"status", status}, {"code", apiFaultCode(error)}})}});
    } catch (const std::exception& error) {
        return value::object({{"failure", value::string(error.what())}});
    }
}

int main(int, char* arguments[]) {
    const auto configuration = std::make_shared<ApiConfiguration>();
    configuration->setBaseUrl(arguments[1]);
    configuration->getDefaultHeaders()["Authorization"] = "Bearer conformance-token";
    const auto client = std::make_shared<ApiClient>(configuration);
    const auto isRecommended = std::string(arguments[2]) == "recommended";
    for (std::string id; std::getline(std::cin, id);) {
        auto result = fetchResult(client, isRecommended, id);
        result["id"] = value::string(id);
        std::cout << result.serialize() << std::endl;
    }
}
