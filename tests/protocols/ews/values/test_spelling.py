"""How values are spelled: the simple types, read as the schema has them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.protocols.ews.values import addresses, recurrences, spelling
from fakeserver.protocols.ews.values.spelling import Spelling
from fakeserver.tenant.exchange.kinds.dates import ZonedDate

SIMPLE = [
    spelling.BOOLEAN,
    spelling.INTEGER,
    spelling.DOUBLE,
    spelling.DATE_TIME,
    spelling.DATE,
    spelling.TIME,
    spelling.DURATION,
    spelling.OCTETS,
    spelling.LANGUAGE,
    spelling.REMINDER_MINUTES,
    spelling.GUID,
    recurrences.DAY_OF_WEEK,
]


@pytest.mark.parametrize(
    ("simple_type", "given_text", "value", "spelled"),
    [
        (spelling.BOOLEAN, " 1 ", True, "true"),
        (spelling.INTEGER, " +007", 7, "7"),
        (spelling.DOUBLE, "1e2", 100.0, "100"),
        (spelling.DOUBLE, "41.9027835", 41.9027835, "41.9027835"),
        (spelling.DATE_TIME, "2026-01-01T01:00:00+01:00", datetime(2026, 1, 1, tzinfo=UTC), "2026-01-01T00:00:00Z"),
        (spelling.DATE_TIME, "2026-01-01T01:00:00", datetime(2026, 1, 1, 1), "2026-01-01T01:00:00"),
        (spelling.DATE, "2026-01-01", date(2026, 1, 1), "2026-01-01"),
        (spelling.DATE, "2026-01-01Z", ZonedDate(date(2026, 1, 1)), "2026-01-01Z"),
        (spelling.DATE, "2026-01-01+00:00", ZonedDate(date(2026, 1, 1), timedelta()), "2026-01-01Z"),
        (spelling.DATE, "2026-01-01-03:30", ZonedDate(date(2026, 1, 1), -timedelta(hours=3.5)), "2026-01-01-03:30"),
        (spelling.TIME, "02:00:00.0000000", time(2), "02:00:00"),
        (spelling.TIME, "02:00:00Z", time(2, tzinfo=UTC), "02:00:00Z"),
        (spelling.DURATION, "-PT60M", -timedelta(hours=1), "-PT1H"),
        (spelling.DURATION, "P0DT5H0M0.0S", timedelta(hours=5), "PT5H"),
        (spelling.DURATION, "P1DT0.5S", timedelta(days=1, seconds=0.5), "PT24H0.5S"),
        (spelling.LANGUAGE, " de-AT ", "de-AT", "de-AT"),
        (spelling.REMINDER_MINUTES, "2629800", 2_629_800, "2629800"),
        (spelling.REMINDER_MINUTES, "1525252321", 1_525_252_321, "1525252321"),
        (spelling.OCTETS, "AA EC", b"\x00\x01\x02", "AAEC"),
    ],
)
def test_a_text_is_a_value_and_has_a_normal_form(
    simple_type: Spelling, given_text: str, value: object, spelled: str
) -> None:
    assert simple_type.parse(given_text) == value
    assert simple_type.spell(value) == spelled


@pytest.mark.parametrize(
    ("simple_type", "given_text"),
    [
        (spelling.BOOLEAN, "yes"),
        (spelling.INTEGER, "1_0"),
        (spelling.INTEGER, "2147483648"),
        (spelling.DOUBLE, "nan"),
        (spelling.DOUBLE, "1_0"),
        (spelling.DOUBLE, "1e309"),
        (spelling.LANGUAGE, ""),
        (spelling.LANGUAGE, "Europe/Berlin"),
        (spelling.LANGUAGE, "en-"),
        (spelling.REMINDER_MINUTES, "-1"),
        (spelling.REMINDER_MINUTES, "2629801"),
        (spelling.DATE_TIME, "tomorrow"),
        (spelling.DATE, "2026-13-01"),
        (spelling.DATE, "2026-01-01+15:00"),
        (spelling.TIME, "24:00:00"),
        (spelling.DURATION, "PT"),
        (spelling.DURATION, "P1M"),
        (spelling.OCTETS, "A"),
        (spelling.OCTETS, "\xe4AEC"),
        (spelling.GUID, "{0d2e1b9c-5b5f-4b43-a2a5-111122223333}"),
        (addresses.ADDRESS_KIND, "mailbox"),
    ],
)
def test_another_text_is_none(simple_type: Spelling, given_text: str) -> None:
    with pytest.raises(ValueError, match=r"is not (a )?valid|is an invalid|Enumeration"):
        simple_type.parse(given_text)


@given(st.sampled_from(SIMPLE), st.text(max_size=30) | st.from_regex(r"-?P?[0-9TZ:+.-]{0,20}[DHMSZ]?", fullmatch=True))
def test_any_text_is_a_value_or_a_value_error(simple_type: Spelling, text: str) -> None:
    try:
        value = simple_type.parse(text)
    except ValueError:
        return
    spelled: Any = simple_type.spell(value)
    assert simple_type.spell(simple_type.parse(spelled)) == spelled


@given(st.timedeltas(timedelta(days=-9000), timedelta(days=9000)))
def test_any_duration_is_read_back(value: timedelta) -> None:
    assert spelling.DURATION.parse(spelling.DURATION.spell(value)) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_is_read_back(value: float) -> None:
    assert spelling.DOUBLE.parse(spelling.DOUBLE.spell(value)) == value


def test_every_word_of_an_enumeration_means_something(schema_values: Callable[[str], set[str]]) -> None:
    for enumeration in (recurrences.DAY_OF_WEEK, addresses.ADDRESS_KIND):
        words = schema_values(enumeration.datatype.rpartition(":")[2])
        assert {enumeration.spell(enumeration.parse(word)) for word in words} == words
