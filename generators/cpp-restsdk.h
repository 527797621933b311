// For your program: sends one request and reads the response with the generated models. The generated DeviceBatchUploadsApi cannot be
// used, because its JSON parser rejects the byte order mark with which responses of Partner Center begin. It also reads a value of
// the wrong type as an empty one, and drops the headers of an error.
#pragma once

#include <CppRestOpenAPIClient/ApiClient.h>
#include <CppRestOpenAPIClient/ApiException.h>
#include <CppRestOpenAPIClient/model/BatchUploadDetails.h>

#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

class PartnerCenter {
    using BatchUploadDetails = org::openapitools::client::model::BatchUploadDetails;
    using Headers = std::map<utility::string_t, utility::string_t>;

public:
    explicit PartnerCenter(std::shared_ptr<const org::openapitools::client::api::ApiClient> client) : client(std::move(client)) {}

    /**
     * The task throws an ApiException with the headers and the body if the status is not 200, a json_exception if the response is not
     * valid, and an http_exception if there is none. Their messages do not contain the body.
     */
    pplx::task<std::shared_ptr<BatchUploadDetails>> getBatchUploadStatus(
        const utility::string_t& customerId, const utility::string_t& batchTrackingId, const Headers& requestHeaders = {}) const {
        auto headers = client->getConfiguration()->getDefaultHeaders();
        headers[_XPLATSTR("Accept")] = _XPLATSTR("application/json");
        headers.insert(requestHeaders.begin(), requestHeaders.end());
        const auto path = _XPLATSTR("/v1/customers/") + web::uri::encode_data_string(customerId) + _XPLATSTR("/batchJobStatus/")
            + web::uri::encode_data_string(batchTrackingId);
        return client->callApi(path, _XPLATSTR("GET"), {}, nullptr, headers, {}, {}, _XPLATSTR("application/json"))
            .then([](web::http::http_response response) {
                return response.extract_utf8string(true).then([response](const std::string& body) { return read(response, body); });
            });
    }

private:
    static std::shared_ptr<BatchUploadDetails> read(const web::http::http_response& response, const std::string& body) {
        const auto text = body.rfind("\xEF\xBB\xBF", 0) == 0 ? body.substr(3) : body;
        if (response.status_code() != 200) {
            Headers headers;
            for (const auto name : {_XPLATSTR("Retry-After"), _XPLATSTR("MS-RequestId"), _XPLATSTR("MS-CorrelationId")}) {
                if (utility::string_t value; response.headers().match(name, value)) headers[name] = value;
            }
            throw org::openapitools::client::api::ApiException(
                response.status_code(), response.reason_phrase(), headers, std::make_shared<std::istringstream>(text));
        }
        auto batch = std::make_shared<BatchUploadDetails>();
        if (!batch->fromJson(web::json::value::parse(utility::conversions::to_string_t(text))) || !batch->statusIsSet()) {
            throw web::json::json_exception("the response does not match the contract");
        }
        return batch;
    }

    std::shared_ptr<const org::openapitools::client::api::ApiClient> client;
};
