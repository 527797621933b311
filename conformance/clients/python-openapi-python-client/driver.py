"""Reads batch tracking ids from standard input, one per line, and prints the result of each as a line of JSON."""

import json
import sys

import httpx
from partner_center_device_batch_upload_status_client import AuthenticatedClient
from partner_center_device_batch_upload_status_client.api.device_batch_uploads import get_batch_upload_status
from partner_center_device_batch_upload_status_client.models import ApiFault, BatchUploadDetails
from partner_center_device_batch_upload_status_client.types import Unset

CUSTOMER_ID = "47021739-3426-40bf-9601-61b4b6d7c793"


def reject_web_pages(response: httpx.Response) -> None:
    """Raises an error with the status if the body is empty or a web page, on which the generated code fails without the status."""
    if response.is_error:
        response.read()
        try:
            response.json()
        except ValueError:
            response.raise_for_status()


RECOMMENDED = {
    "headers": {"Accept": "application/json"},
    "httpx_args": {"event_hooks": {"response": [reject_web_pages]}},
}


def main(base_url: str, mode: str) -> None:
    options = RECOMMENDED if mode == "recommended" else {}
    client = AuthenticatedClient(base_url=base_url, token="conformance-token", **options)
    for line in sys.stdin:
        id = line.strip()
        print(json.dumps({"id": id, **fetch_result(client, id)}), flush=True)


def fetch_result(client: AuthenticatedClient, id: str) -> dict:
    headers = {"ms_request_id": id, "ms_correlation_id": id, "x_locale": "de-DE"}
    try:
        response = get_batch_upload_status.sync_detailed(CUSTOMER_ID, id, client=client, **headers)
    except httpx.HTTPStatusError as error:
        return {"apiFault": {"status": error.response.status_code, "code": None}}
    except Exception as error:
        return {"failure": repr(error)}
    if isinstance(response.parsed, ApiFault):
        code = unwrap(response.parsed.code)
        return {"apiFault": {"status": response.status_code, "code": None if code is None else str(code)}}
    return {"facts": facts(response.parsed)}


def facts(batch: BatchUploadDetails) -> dict:
    devices = batch.devices_status or []
    first = devices[0] if devices else None
    last = devices[-1] if devices else None
    return {
        "/batchTrackingId": unwrap(batch.batch_tracking_id),
        "/status": batch.status,
        "/startedTime": unwrap(batch.started_time),
        "/completedTime": unwrap(batch.completed_time),
        "/attributes/objectType": unwrap(batch.attributes and batch.attributes.object_type),
        "/attributes/etag": unwrap(batch.attributes and batch.attributes.etag),
        "/devicesStatus/length": len(devices),
        "/devicesStatus/0/deviceId": first and unwrap(first.device_id),
        "/devicesStatus/0/serialNumber": first and unwrap(first.serial_number),
        "/devicesStatus/0/productKey": first and unwrap(first.product_key),
        "/devicesStatus/0/status": first and unwrap(first.status),
        "/devicesStatus/0/errorCode": first and unwrap(first.error_code),
        "/devicesStatus/0/errorDescription": first and unwrap(first.error_description),
        "/devicesStatus/0/attributes/objectType": first and unwrap(first.attributes and first.attributes.object_type),
        "/devicesStatus/last/serialNumber": last and unwrap(last.serial_number),
        "/devicesStatus/last/errorCode": last and unwrap(last.error_code),
    }


def unwrap(value):
    """The generated models distinguish absent from null; here both are null."""
    return None if isinstance(value, Unset) else value


main(*sys.argv[1:])
