"""Reads the responses of Partner Center's device batch uploads. Copy this file; it requires only Python 3.9 or later.

A batch and a device are what json.loads returns for a response, which may start with a byte order mark:
json.loads(body.decode("utf-8-sig")). Functions that return None do so for any input that they cannot read. None of them raises
an exception for any input of the documented type.
"""

from __future__ import annotations

import math
import random as _random
import re
from datetime import datetime, timedelta, timezone
from typing import Any, Callable, Optional

_OUTCOMES = {
    "finished": "succeeded",
    "finished_with_errors": "failed",
    "queued": "pending",
    "processing": "pending",
    "in-progress": "pending",
}


def device_outcome(device: Any) -> str:
    """Returns "succeeded", "failed", "pending", or "unknown", which is neither a success nor a failure.

    An error code other than "0" is a failure, whatever the status.
    """
    return "failed" if _error_code(device) else _OUTCOMES.get(_member(device, "status").lower(), "unknown")


def count_devices(batch: Any) -> dict[str, int]:
    """Counts the devices of a batch, in total and by outcome. While a batch is queued, it may list none."""
    outcomes = [device_outcome(device) for device in _devices(batch)]
    counts = {outcome: outcomes.count(outcome) for outcome in ("succeeded", "failed", "pending", "unknown")}
    return {"total": len(outcomes), **counts}


def all_succeeded(batch: Any) -> bool:
    """Whether the batch is finished, lists devices, and each of them succeeded. The status alone promises nothing."""
    counts = count_devices(batch)
    return _member(batch, "status").lower() == "finished" and counts["total"] == counts["succeeded"] > 0


def is_finished(batch: Any) -> bool:
    """Whether Partner Center has finished processing the batch. Statuses that are not documented are not final."""
    return _member(batch, "status").lower() in ("finished", "finished_with_errors")


def explain_device_error(device: Any, device_errors: Any) -> Optional[dict[str, Optional[str]]]:
    """Explains why a device failed: code, name, advice, action and source, each None if it is not known.

    :param device_errors: what json.load returns for device-errors.json
    :return: None if the device did not fail
    """
    if device_outcome(device) != "failed":
        return None
    code = _error_code(device)
    known = next((error for error in device_errors["errors"] if error["code"] == code), {})
    return {
        "code": code or None,
        "name": _member(device, "errorDescription") or known.get("name"),
        **{name: known.get(name) for name in ("advice", "action", "source")},
    }


_TIMESTAMP = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?(?:[Zz]|([+-])([0-9]{2}):?([0-9]{2}))?"
)


def parse_timestamp(timestamp: Optional[str]) -> Optional[datetime]:
    """Parses a time, which is UTC if it has no offset. Fractions are cut off after milliseconds.

    Returns None for a time that is not set (None, empty, or in the year 0001), does not exist, or is later than the year 9999.
    """
    match = _TIMESTAMP.fullmatch((timestamp or "").strip())
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(digits) for digits in match.groups()[:6])
    fraction, sign, offset_hours, offset_minutes = match.groups()[6:]
    offset = timedelta(hours=int(offset_hours or 0), minutes=int(offset_minutes or 0))
    if year <= 1 or int(offset_hours or 0) > 23 or int(offset_minutes or 0) > 59:
        return None
    milliseconds = int((fraction or "")[:3].ljust(3, "0"))
    try:
        local = datetime(year, month, day, hour, minute, second, milliseconds * 1000, timezone.utc)
        return local + offset if sign == "-" else local - offset
    except (ValueError, OverflowError):
        return None


_TRANSIENT = frozenset((408, 429, 500, 502, 503, 504))


def is_transient(status: int) -> bool:
    """Whether the same request may succeed later, after a response with this HTTP status."""
    return status in _TRANSIENT


# Longer than any wait, and exact as a float.
_LONGEST_MILLISECONDS = 2**53 - 1
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TIME = r"([0-9]{2}):([0-9]{2}):([0-9]{2})"
_IMF_FIXDATE = re.compile(rf"[A-Za-z]{{3}}, ([0-9]{{2}}) ([A-Za-z]{{3}}) ([0-9]{{4}}) {_TIME} GMT")
_RFC_850 = re.compile(rf"[A-Za-z]{{6,9}}, ([0-9]{{2}})-([A-Za-z]{{3}})-([0-9]{{2}}) {_TIME} GMT")
_ASCTIME = re.compile(rf"[A-Za-z]{{3}} ([A-Za-z]{{3}}) ([ 0-9][0-9]) {_TIME} ([0-9]{{4}})")


def parse_retry_after(header: Optional[str], now: datetime) -> Optional[float]:
    """Parses a Retry-After header, seconds or a date in one of the three formats of HTTP.

    :param now: with a time zone
    :return: the seconds to wait, 0 for a date in the past; None if the header is missing or malformed
    """
    value = (header or "").strip()
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", value):
        return math.ceil(min(float(value) * 1000, _LONGEST_MILLISECONDS)) / 1000
    try:
        now = now.astimezone(timezone.utc)
        date = _parse_http_date(value, now)
        return None if date is None else max(0.0, (date - now).total_seconds())
    except (ValueError, OverflowError):
        return None


def _parse_http_date(value: str, now: datetime) -> Optional[datetime]:
    """Raises a ValueError for a date that does not exist."""
    if match := _IMF_FIXDATE.fullmatch(value):
        day, month, year, *time = match.groups()
    elif match := _RFC_850.fullmatch(value):
        day, month, year, *time = match.groups()
        year = now.year - now.year % 100 + int(year)
        # A year of two digits is at most 50 years in the future.
        year = year - 100 if year > now.year + 50 else year
    elif match := _ASCTIME.fullmatch(value):
        month, day, *time, year = match.groups()
    else:
        return None
    hour, minute, second = (int(digits) for digits in time)
    return datetime(int(year), _MONTHS.index(month) + 1, int(day), hour, minute, second, tzinfo=timezone.utc)


def next_pause(
    elapsed: float,
    retry_after: Optional[float] = None,
    *,
    shortest: float = 5,
    growth: float = 0.2,
    longest: float = 45,
    random: Callable[[], float] = _random.random,
) -> float:
    """Chooses the pause before the next poll, in seconds: a share of the time waited so far, varied by a tenth.

    :param elapsed: seconds since the first poll
    :param retry_after: seconds that the server asks for. They only lengthen the pause
    """
    share = max(elapsed * growth, shortest) * (0.9 + 0.2 * random())
    return max(min(max(share, shortest), longest), retry_after or 0)


_GUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_LOCATION = re.compile(
    rf"(?:https?://[^/?#\\]+)?(?:/v1(?:\.0)?)?/customers/({_GUID})/batchJobStatus/({_GUID})/?(?:[?#].*)?",
    # Without ASCII, IGNORECASE takes ſ for s.
    re.ASCII | re.IGNORECASE | re.DOTALL,
)


def parse_location(location: Optional[str]) -> Optional[tuple[str, str]]:
    """Parses the Location header of an upload's response. Returns the customer id and the batch tracking id."""
    match = _LOCATION.fullmatch((location or "").strip())
    return None if match is None else (match[1], match[2])


def _devices(batch: Any) -> list[Any]:
    devices = batch.get("devicesStatus") if isinstance(batch, dict) else None
    return devices if isinstance(devices, list) else []


def _error_code(device: Any) -> str:
    """Returns "" if there is no error."""
    code = _member(device, "errorCode")
    return "" if code == "0" else code


def _member(parent: Any, name: str) -> str:
    """Returns a text or number as text, and "" if it is missing. Another type, which violates the contract, becomes "?"."""
    value = parent.get(name) if isinstance(parent, dict) else None
    if value is None:
        return ""
    return str(value).strip() if isinstance(value, (str, int, float)) else "?"
