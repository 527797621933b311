"""Reads batch tracking ids from standard input, one per line, and prints the result of each as a line of JSON."""

import json
import sys
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from models import ApiFault, BatchUploadDetails

CUSTOMER_ID = "47021739-3426-40bf-9601-61b4b6d7c793"


def main(base_url: str, mode: str) -> None:
    for line in sys.stdin:
        id = line.strip()
        print(json.dumps({"id": id, **fetch_result(base_url, mode, id)}), flush=True)


def fetch_result(base_url: str, mode: str, id: str) -> dict:
    headers = {
        "Authorization": "Bearer conformance-token",
        "Accept": "application/json",
        "MS-RequestId": id,
        "MS-CorrelationId": id,
        "X-Locale": "de-DE",
    }
    request = Request(f"{base_url}/v1/customers/{CUSTOMER_ID}/batchJobStatus/{id}", headers=headers)
    try:
        with urlopen(request, timeout=30) as response:
            if mode == "recommended":
                # The standard library's json skips a byte order mark in bytes; pydantic's parser rejects it.
                batch = BatchUploadDetails.model_validate(json.load(response))
            else:
                batch = BatchUploadDetails.model_validate_json(response.read())
        return {"facts": facts(batch)}
    except HTTPError as error:
        return {"apiFault": {"status": error.code, "code": api_fault_code(error)}}
    except Exception as error:
        return {"failure": type(error).__name__}  # The message of a ValidationError may quote a product key.


def facts(batch: BatchUploadDetails) -> dict:
    devices = batch.devicesStatus or []
    first = devices[0] if devices else None
    last = devices[-1] if devices else None
    return {
        "/batchTrackingId": batch.batchTrackingId,
        "/status": batch.status,
        "/startedTime": batch.startedTime,
        "/completedTime": batch.completedTime,
        "/attributes/objectType": batch.attributes and batch.attributes.objectType,
        "/attributes/etag": batch.attributes and batch.attributes.etag,
        "/devicesStatus/length": len(devices),
        "/devicesStatus/0/deviceId": first and first.deviceId,
        "/devicesStatus/0/serialNumber": first and first.serialNumber,
        "/devicesStatus/0/productKey": first and first.productKey,
        "/devicesStatus/0/status": first and first.status,
        "/devicesStatus/0/errorCode": first and first.errorCode,
        "/devicesStatus/0/errorDescription": first and first.errorDescription,
        "/devicesStatus/0/attributes/objectType": first and first.attributes and first.attributes.objectType,
        "/devicesStatus/last/serialNumber": last and last.serialNumber,
        "/devicesStatus/last/errorCode": last and last.errorCode,
    }


def api_fault_code(error: HTTPError) -> str | None:
    try:
        code = ApiFault.model_validate(json.load(error)).code
    except ValueError:  # A web page or an empty body.
        return None
    return None if code is None else str(code)


main(*sys.argv[1:])
