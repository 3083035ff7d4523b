"""Values of MAPI properties as text."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fakeserver.tenant.exchange.mapi.values import TYPE_NAMES, as_text, date_time_value, parsed, type_named
from fakeserver.tenant.exchange.values import PropertyType

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given_text", "value"),
    [
        ("2026-01-02T12:00:00Z", NOON),
        ("2026-01-02T13:00:00+01:00", NOON),
        ("2026-01-02T12:00:00.1234567Z", NOON + timedelta(microseconds=123456)),
        ("2026-01-02T10:00:00", datetime(2026, 1, 2, 10)),
        ("2026-01-02", datetime(2026, 1, 2)),
        ("2026-01-02Z", datetime(2026, 1, 2, tzinfo=UTC)),
        ("2026-13-02T12:00:00Z", None),
        ("99999-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("today", None),
    ],
)
def test_times_are_in_utc_or_naive_where_no_offset_is_given(given_text: str, value: datetime | None) -> None:
    assert date_time_value(given_text) == value


def test_names_of_types_say_whether_there_are_several_values() -> None:
    assert type_named("IntegerArray") == (PropertyType.INTEGER_32, True)
    assert type_named("Boolean") == (PropertyType.BOOLEAN, False)
    assert "BooleanArray" not in TYPE_NAMES


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (PropertyType.INTEGER_16, "-32768", -32768),
        (PropertyType.FLOATING_64, "1.5e3", 1500.0),
        (PropertyType.BOOLEAN, "true", True),
        (PropertyType.BINARY, "AAEC", b"\0\1\2"),
        (PropertyType.TIME, "2026-01-02T12:00:00Z", NOON),
        (PropertyType.GUID, "{00020329-0000-0000-C000-000000000046}", "00020329-0000-0000-c000-000000000046"),
        (PropertyType.STRING, " x ", " x "),
    ],
)
def test_a_text_is_a_value_of_its_type(kind: PropertyType, text: str, value: Any) -> None:
    assert parsed(text, kind) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (PropertyType.INTEGER_32, "2147483648"),
        (PropertyType.FLOATING_64, "1e999"),
        (PropertyType.FLOATING_64, "NaN"),
        (PropertyType.BOOLEAN, "yes"),
        (PropertyType.BINARY, "!"),
        (PropertyType.TIME, "today"),
        (PropertyType.GUID, "x"),
    ],
)
def test_a_text_that_does_not_fit(kind: PropertyType, text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says
        parsed(text, kind)


def test_values_are_written() -> None:
    assert [as_text(value) for value in (True, NOON, b"\0", 7, "x")] == [
        "true",
        "2026-01-02T12:00:00Z",
        "AA==",
        "7",
        "x",
    ]
