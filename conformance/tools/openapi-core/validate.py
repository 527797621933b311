"""Validates recorded attempts (attempts.json) against openapi.yaml. Prints the violations of each as a line of JSON."""

import base64
import json

from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse

with open("attempts.json", encoding="utf-8") as file:
    attempts = json.load(file)
contract = OpenAPI.from_file_path("openapi.yaml")
server = (contract.spec / "servers" / 0 / "url").read_str()


def violations(validate, *messages):
    try:
        validate(*messages)
    except OpenAPIError as error:
        cause = error.__cause__ or error
        found = [f"{one.json_path} {one.message}" for one in getattr(cause, "schema_errors", [])]
        return found or [str(cause)]
    return []


for attempt in attempts:
    sent, received = attempt["request"], attempt["response"]
    # These plain classes have nothing to do with mocks except for their names.
    request = MockRequest(server, sent["method"], sent["path"], headers=sent["headers"])
    response = MockResponse(
        base64.b64decode(received["body"]),
        received["status"],
        received["headers"],
        received["headers"].get("content-type", ""),
    )
    result = {
        "name": attempt["name"],
        "request": violations(contract.validate_request, request),
        "response": violations(contract.validate_response, request, response),
    }
    print(json.dumps(result))
