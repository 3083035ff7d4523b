"""Times in JSON: with the name of their zone, or in UTC."""

from datetime import UTC, datetime

import pytest

from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.values.times import (
    UTC_ZONE,
    precise_text,
    read_utc,
    read_zoned,
    utc_text,
    zone_named,
    zoned,
)

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("shown", "zone", "moment"),
    [
        ("2026-06-01T12:00:00", None, NOON),
        ("2026-06-01T12:00:00.0000000", "UTC", NOON),
        ("2026-06-01T05:00:00", "Pacific Standard Time", NOON),
        ("2026-06-01T14:00:00", "Europe/Berlin", NOON),
        ("2026-06-01T12:00", "Etc/UTC", NOON),
        ("2026-06-01T12:00:00Z", "Pacific Standard Time", NOON),
        ("2026-06-01T05:00:00-07:00", "UTC", NOON),
        ("2026-06-01", "UTC", NOON.replace(hour=0)),
        ("2026-06-01T12:00:00.1234567", "UTC", NOON.replace(microsecond=123456)),
    ],
)
def test_a_time_is_in_the_zone_beside_it(shown: str, zone: str | None, moment: datetime) -> None:
    assert read_zoned({"dateTime": shown, "timeZone": zone}, "start").moment == moment


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"dateTime": "2026-06-01T12:00:00", "timeZone": "Greenwich Mean Time"}, "TimeZoneNotSupportedException"),
        ({"dateTime": "soon"}, "ErrorPropertyValidationFailure"),
        ({"dateTime": "2026-02-30T12:00:00"}, "ErrorPropertyValidationFailure"),
        ({"dateTime": "9999-12-31T23:59:59", "timeZone": "Pacific Standard Time"}, "ErrorPropertyValidationFailure"),
        ({"timeZone": "UTC"}, "ErrorPropertyValidationFailure"),
        ({"dateTime": 5}, "BadRequest"),
        ("2026-06-01T12:00:00", "BadRequest"),
        ({"dateTime": "2026-06-01T12:00:00", "zone": "UTC"}, "RequestBodyRead"),
    ],
)
def test_what_is_no_time_is_refused(value: object, code: str) -> None:
    with pytest.raises(GraphError, match=code):
        read_zoned(value, "start")


def test_a_time_is_written_with_seven_decimals_and_the_name_that_was_asked_for() -> None:
    assert zoned(NOON, UTC_ZONE) == {"dateTime": "2026-06-01T12:00:00.0000000", "timeZone": "UTC"}
    shown = zoned(NOON, zone_named("Asia/Tokyo"))
    assert shown == {"dateTime": "2026-06-01T21:00:00.0000000", "timeZone": "Asia/Tokyo"}


def test_a_time_without_zone_is_utc() -> None:
    assert utc_text(NOON.replace(microsecond=5)) == "2026-06-01T12:00:00Z"
    assert read_utc("2026-06-01", "birthday") == NOON.replace(hour=0)
    assert read_utc("2026-06-01T14:00:00+02:00", "birthday") == NOON
    assert read_utc(None, "birthday") is None
    with pytest.raises(GraphError):
        read_utc("x", "birthday")


def test_an_iana_zone_is_kept_by_the_id_that_windows_has_for_it() -> None:
    assert zone_named("Europe/Vienna").stored.id == "W. Europe Standard Time"


def test_events_are_made_at_a_precise_moment() -> None:
    assert precise_text(NOON) == "2026-06-01T12:00:00Z"
    assert precise_text(NOON.replace(microsecond=120300)) == "2026-06-01T12:00:00.1203Z"
    assert precise_text(NOON.replace(second=10)) == "2026-06-01T12:00:10Z"
