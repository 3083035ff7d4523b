"""How fast a live run may go, out of the ini file."""

import pytest

from pytest_m365.live.ini import IniWrong
from pytest_m365.live.paces import Paces, paces_of


def test_the_defaults(pytester: pytest.Pytester) -> None:
    assert paces_of(pytester.parseconfig()) == Paces(1, 120, 0)


def test_what_is_given(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nm365_live_pace = 0.5\nm365_live_timeout = 300\nm365_live_lock=60\n")
    assert paces_of(pytester.parseconfig()) == Paces(0.5, 300, 60)


@pytest.mark.parametrize("value", ["fast", "-1", "1 2", "nan", "inf", "86400"])
def test_what_is_no_time(pytester: pytest.Pytester, value: str) -> None:
    pytester.makeini(f"[pytest]\nm365_live_timeout = {value}\n")
    with pytest.raises(IniWrong, match=r"ini m365_live_timeout is .*, and takes seconds, 0 or more"):
        paces_of(pytester.parseconfig())
