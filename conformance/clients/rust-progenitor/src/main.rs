//! Reads batch tracking ids from standard input, one per line, and prints the result of each as a line of JSON.
mod partner_center;

use partner_center::types::{ApiFault, BatchUploadDetails};
use partner_center::{Client, Error, ResponseValue};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use serde_json::{Value, json};

const CUSTOMER_ID: &str = "47021739-3426-40bf-9601-61b4b6d7c793";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let base_url = std::env::args().nth(1).ok_or("no base URL")?;
    let token = HeaderValue::from_static("Bearer conformance-token");
    let headers = HeaderMap::from_iter([(AUTHORIZATION, token)]);
    let http = reqwest::Client::builder().default_headers(headers);
    let api = Client::new_with_client(&base_url, http.build()?);
    for line in std::io::stdin().lines() {
        let id = &line?;
        let response = api
            .get_batch_upload_status(CUSTOMER_ID, id, Some(id), Some(id), Some("de-DE"))
            .await;
        let result = match response {
            Ok(details) => json!({ "id": id, "facts": facts(details.into_inner()) }),
            Err(Error::ErrorResponse(error)) => json!({ "id": id, "apiFault": api_fault(error) }),
            Err(error) => json!({ "id": id, "failure": error.to_string() }),
        };
        println!("{result}");
    }
    Ok(())
}

fn facts(details: BatchUploadDetails) -> Value {
    let devices = details.devices_status.unwrap_or_default();
    let first = devices.first().cloned().unwrap_or_default();
    let last = devices.last().cloned().unwrap_or_default();
    let of_batch = details.attributes.and_then(|it| it.0).unwrap_or_default();
    let of_first = first.attributes.and_then(|it| it.0).unwrap_or_default();
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

fn api_fault(error: ResponseValue<ApiFault>) -> Value {
    let status = error.status().as_u16();
    let code = match error.into_inner().code {
        Some(Value::Number(code)) => Some(code.to_string()),
        Some(Value::String(code)) => Some(code),
        _ => None,
    };
    json!({ "status": status, "code": code })
}
