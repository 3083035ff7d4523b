"""A socket that got no answer is the network's matter, and no wait for mail that was in vain."""

from types import SimpleNamespace
from typing import Any

import pytest

from pytest_m365.live_report import LATE, section_without_target

RUN: Any = SimpleNamespace(header=[])


@pytest.mark.parametrize(
    "failure",
    [
        TimeoutError("timed out"),
        TimeoutError("_ssl.c:989: The handshake operation timed out"),
        TimeoutError(110, "Connection timed out"),
    ],
)
def test_a_socket(failure: TimeoutError) -> None:
    assert section_without_target(RUN, failure).startswith("the service or its settings")


def test_a_wait_in_vain() -> None:
    failure = TimeoutError("No message with subject 'It timed out' came to Inbox in 120 s; it is empty.")
    assert section_without_target(RUN, failure) == LATE
