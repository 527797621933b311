"""Reads batch tracking ids from standard input, one per line, and prints the result of each as a line of JSON."""

import json
import sys

from openapi_client import ApiClient, BatchUploadDetails, Configuration, DeviceBatchUploadsApi
from openapi_client.exceptions import ApiException

CUSTOMER_ID = "47021739-3426-40bf-9601-61b4b6d7c793"


class PartnerCenterClient(ApiClient):
    """Removes the byte order mark with which responses of Partner Center begin, because json.loads rejects it."""

    def deserialize(self, response_text, response_type, content_type):
        return super().deserialize(response_text.removeprefix("\ufeff"), response_type, content_type)


def main(base_url: str, mode: str) -> None:
    # Without retries=False urllib3 retries by itself and waits for the whole Retry-After, however long it is.
    options = {"host": base_url, "access_token": "conformance-token"}
    if mode == "recommended":
        client = PartnerCenterClient(Configuration(**options, retries=False))
    else:
        client = ApiClient(Configuration(**options))
    api = DeviceBatchUploadsApi(client)
    for line in sys.stdin:
        id = line.strip()
        # Prints a time as the model reads it, in case the contract makes it a datetime.
        print(json.dumps({"id": id, **fetch_result(api, id)}, default=lambda time: time.isoformat()), flush=True)


def fetch_result(api: DeviceBatchUploadsApi, id: str) -> dict:
    try:
        batch = api.get_batch_upload_status(CUSTOMER_ID, id, ms_request_id=id, ms_correlation_id=id, x_locale="de-DE")
        return {"facts": facts(batch)}
    except ApiException as error:
        # Also raised with status 0 for a success whose content type is not JSON.
        return {"apiFault": api_fault(error)} if error.status else {"failure": error.reason}
    except Exception as error:
        return {"failure": type(error).__name__}  # The message of a ValidationError may quote a product key.


def facts(batch: BatchUploadDetails) -> dict:
    devices = batch.devices_status or []
    first = devices[0] if devices else None
    last = devices[-1] if devices else None
    return {
        "/batchTrackingId": batch.batch_tracking_id,
        "/status": batch.status,
        "/startedTime": batch.started_time,
        "/completedTime": batch.completed_time,
        "/attributes/objectType": batch.attributes and batch.attributes.object_type,
        "/attributes/etag": batch.attributes and batch.attributes.etag,
        "/devicesStatus/length": len(devices),
        "/devicesStatus/0/deviceId": first and first.device_id,
        "/devicesStatus/0/serialNumber": first and first.serial_number,
        "/devicesStatus/0/productKey": first and first.product_key,
        "/devicesStatus/0/status": first and first.status,
        "/devicesStatus/0/errorCode": first and first.error_code,
        "/devicesStatus/0/errorDescription": first and first.error_description,
        "/devicesStatus/0/attributes/objectType": first and first.attributes and first.attributes.object_type,
        "/devicesStatus/last/serialNumber": last and last.serial_number,
        "/devicesStatus/last/errorCode": last and last.error_code,
    }


def api_fault(error: ApiException) -> dict:
    # The data is an ApiFault, or None if the body is empty or a web page.
    code = error.data.code if error.data else None
    return {"status": error.status, "code": None if code is None else str(code)}


main(*sys.argv[1:])
