"""Faults in an order that the test gives, and mixed by chance."""

import pytest
import requests

from fakeserver.tenant.faults.series import Part
from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Target
from tests.edge.faults.test_throttle import ask_for_token


def status(m365: Target) -> int | str:
    """Return the status of the token endpoint's answer, or the kind of trouble."""
    try:
        return ask_for_token(m365).status_code
    except requests.ConnectionError:
        return "gone"


def test_answers_out_of_a_list(m365: Target, m365_fake: Tenant) -> None:
    listed = m365_fake.faults.answer("token", ["throttle", "ok", "drop", ("unavailable", {"status": 502})])
    assert [status(m365) for _ in range(5)] == [429, 200, "gone", 502, 200]
    assert listed.taken == 4


def test_a_list_begins_anew_where_more_requests_are_to_meet_it(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.answer("token", ["throttle", "ok", ("unavailable", {"status": 502})], times=5)
    assert [status(m365) for _ in range(6)] == [429, 200, 502, 429, 200, 200]


def test_a_mix_is_the_same_by_the_same_seed(m365: Target, m365_fake: Tenant) -> None:
    def run() -> list[int | str]:
        parts: list[Part] = ["throttle", "drop", ("unavailable", {"status": 500})]
        with m365_fake.faults.mix("token", parts=parts, probability=0.5, seed=3):
            return [status(m365) for _ in range(30)]

    first = run()
    assert first == run()
    assert set(first) == {200, 429, "gone", 500}


def test_a_mix_tells_its_seed(m365_fake: Tenant) -> None:
    mixed = m365_fake.faults.mix("imap")
    assert mixed.text == f"faults.mix('imap') with seed={mixed.seed}"


def test_parts_are_checked_when_they_are_ordered(m365_fake: Tenant) -> None:
    with pytest.raises(ValueError, match=r"there is no fault 'throtle'; did you mean 'throttle'\?"):
        m365_fake.faults.answer("ews", ["throtle"])
    with pytest.raises(TypeError, match="code is for smtp"):
        m365_fake.faults.answer("ews", [("throttle", {"code": 421})])
    with pytest.raises(ValueError, match="parts takes at least one"):
        m365_fake.faults.answer("ews", [])
    with pytest.raises(ValueError, match="cannot happen at 'pop3'"):
        m365_fake.faults.answer("pop3", ["bye"])
