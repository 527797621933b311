//! Reads batch tracking ids from standard input, one per line, and prints the result of each as a line of JSON.
use openapi::apis::configuration::Configuration;
use openapi::apis::device_batch_uploads_api::{GetBatchUploadStatusError, get_batch_upload_status};
use openapi::apis::{Error, ResponseContent};
use openapi::models::BatchUploadDetails;
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use serde_json::{Value, json};

const CUSTOMER_ID: &str = "47021739-3426-40bf-9601-61b4b6d7c793";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut api = Configuration {
        base_path: arguments.next().ok_or("no base URL")?,
        bearer_access_token: Some("conformance-token".to_owned()),
        ..Configuration::default()
    };
    if arguments.next().as_deref() == Some("recommended") {
        api.client = client_with_accept()?;
    }
    for line in std::io::stdin().lines() {
        let id = &line?;
        let response =
            get_batch_upload_status(&api, CUSTOMER_ID, id, Some(id), Some(id), Some("de-DE")).await;
        let result = match response {
            Ok(details) => json!({ "id": id, "facts": facts(details) }),
            Err(Error::ResponseError(error)) => json!({ "id": id, "apiFault": api_fault(error) }),
            Err(error) => json!({ "id": id, "failure": error.to_string() }),
        };
        println!("{result}");
    }
    Ok(())
}

/// Sends `Accept: application/json`. The default of reqwest is `*/*`, for which Partner Center may respond with XML.
fn client_with_accept() -> reqwest::Result<reqwest::Client> {
    let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
    reqwest::Client::builder().default_headers(headers).build()
}

fn facts(details: BatchUploadDetails) -> Value {
    let devices = details.devices_status.flatten().unwrap_or_default();
    let first = devices.first().cloned().unwrap_or_default();
    let last = devices.last().cloned().unwrap_or_default();
    let of_batch = details.attributes.flatten().unwrap_or_default();
    let of_first = first.attributes.flatten().unwrap_or_default();
    json!({
        "/batchTrackingId": details.batch_tracking_id,
        "/status": details.status,
        "/startedTime": details.started_time,
        "/completedTime": details.completed_time,
        "/attributes/objectType": of_batch.object_type,
        "/attributes/etag": of_batch.etag,
        "/devicesStatus/length": devices.len(),
        "/devicesStatus/0/deviceId": first.device_id,
        "/devicesStatus/0/serialNumber": first.serial_number,
        "/devicesStatus/0/productKey": first.product_key,
        "/devicesStatus/0/status": first.status,
        "/devicesStatus/0/errorCode": first.error_code,
        "/devicesStatus/0/errorDescription": first.error_description,
        "/devicesStatus/0/attributes/objectType": of_first.object_type,
        "/devicesStatus/last/serialNumber": last.serial_number,
        "/devicesStatus/last/errorCode": last.error_code,
    })
}

fn api_fault(error: ResponseContent<GetBatchUploadStatusError>) -> Value {
    json!({ "status": error.status.as_u16(), "code": error.entity.and_then(code) })
}

fn code(error: GetBatchUploadStatusError) -> Option<String> {
    use GetBatchUploadStatusError::*;
    let api_fault = match error {
        Status400(api_fault)
        | Status401(api_fault)
        | Status403(api_fault)
        | Status404(api_fault)
        | Status429(api_fault)
        | Status500(api_fault)
        | Status503(api_fault)
        | DefaultResponse(api_fault) => api_fault,
        UnknownValue(_) => return None,
    };
    match api_fault.code.flatten()? {
        Value::String(code) => Some(code),
        Value::Number(code) => Some(code.to_string()),
        _ => None,
    }
}
