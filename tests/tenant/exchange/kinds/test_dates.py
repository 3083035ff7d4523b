"""Durations in words of ISO 8601."""

from datetime import timedelta

import pytest

from fakeserver.tenant.exchange.kinds.dates import duration_text


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (timedelta(minutes=44, seconds=51), "PT44M51S"),
        (timedelta(hours=1), "PT1H"),
        (timedelta(days=1), "P1D"),
        (timedelta(days=2, minutes=30), "P2DT30M"),
        (timedelta(), "PT0S"),
    ],
)
def test_a_duration_in_words(duration: timedelta, text: str) -> None:
    assert duration_text(duration) == text
