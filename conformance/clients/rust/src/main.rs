//! Asks for each batch tracking id that it reads, and prints what it knows then.
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
        api.client = asking_for_json()?;
    }
    for line in std::io::stdin().lines() {
        let id = &line?;
        let answer =
            get_batch_upload_status(&api, CUSTOMER_ID, id, Some(id), Some(id), Some("de-DE")).await;
        let known = match answer {
            Ok(details) => json!({ "id": id, "facts": facts(details) }),
            Err(Error::ResponseError(error)) => json!({ "id": id, "fault": fault(error) }),
            Err(error) => json!({ "id": id, "failure": error.to_string() }),
        };
        println!("{known}");
    }
    Ok(())
}

/// The generated client leaves `Accept: */*` to reqwest, and Partner Center may answer that with XML.
fn asking_for_json() -> reqwest::Result<reqwest::Client> {
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

fn fault(error: ResponseContent<GetBatchUploadStatusError>) -> Value {
    json!({ "status": error.status.as_u16(), "code": error.entity.and_then(code) })
}

fn code(error: GetBatchUploadStatusError) -> Option<String> {
    use GetBatchUploadStatusError::*;
    let fault = match error {
        Status400(fault)
        | Status401(fault)
        | Status403(fault)
        | Status404(fault)
        | Status429(fault)
        | Status500(fault)
        | Status503(fault)
        | DefaultResponse(fault) => fault,
        UnknownValue(_) => return None,
    };
    match fault.code.flatten()? {
        Value::String(code) => Some(code),
        Value::Number(code) => Some(code.to_string()),
        _ => None,
    }
}
