"""Device codes."""

from datetime import UTC, datetime
from random import Random

import pytest

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.permissions import RequestedScopes
from fakeserver.tenant.refusals import (
    AccountDisabled,
    CodeForOtherApplication,
    CodeInvalid,
    DeviceCodeDeclined,
    DeviceCodeExpired,
    DeviceCodeInvalid,
    DeviceCodePending,
)
from fakeserver.tenant.tokens import device_codes
from fakeserver.tenant.tokens.claims import SignIn
from fakeserver.tenant.tokens.device_codes import DeviceCodes


@pytest.fixture
def codes() -> DeviceCodes:
    clock = Clock()
    clock.freeze(datetime(2026, 11, 23, tzinfo=UTC))
    return DeviceCodes(clock, Random(1))


def test_an_approved_code_works_once(codes: DeviceCodes) -> None:
    code = codes.begin("app", RequestedScopes())
    with pytest.raises(DeviceCodePending):
        codes.poll(code.device_code, "app")
    codes.approve(codes.by_user_code(code.user_code), "alice", SignIn("s"))
    assert codes.poll(code.device_code, "app")[0] == "alice"
    with pytest.raises(CodeInvalid):
        codes.poll(code.device_code, "app")


def test_people_type_as_they_like(codes: DeviceCodes) -> None:
    code = codes.begin("app", RequestedScopes())
    typed = f" {code.user_code[:4].lower()}-{code.user_code[4:]} "
    assert codes.by_user_code(typed) is code


def test_codes_have_nothing_that_reads_like_something_else(codes: DeviceCodes) -> None:
    letters = {letter for _ in range(200) for letter in codes.begin("app", RequestedScopes()).user_code}
    assert not letters & set("IO01")


def test_declined_and_for_a_reason(codes: DeviceCodes) -> None:
    code, other = codes.begin("app", RequestedScopes()), codes.begin("app", RequestedScopes())
    codes.decline(code)
    codes.decline(other, AccountDisabled("alice"))
    with pytest.raises(DeviceCodeDeclined):
        codes.poll(code.device_code, "app")
    lengths = set()
    for _ in range(3):
        with pytest.raises(AccountDisabled) as refused:
            codes.poll(other.device_code, "app")
        lengths.add(len(refused.traceback))
    assert len(lengths) == 1


def test_expired(codes: DeviceCodes) -> None:
    code = codes.begin("app", RequestedScopes())
    codes.clock.advance(900)
    with pytest.raises(DeviceCodeExpired):
        codes.poll(code.device_code, "app")
    with pytest.raises(DeviceCodeExpired):
        codes.by_user_code(code.user_code)


def test_unknown_and_anothers(codes: DeviceCodes) -> None:
    code = codes.begin("app", RequestedScopes())
    with pytest.raises(DeviceCodeInvalid):
        codes.poll("nonsense", "app")
    with pytest.raises(DeviceCodeInvalid):
        codes.by_user_code("")
    with pytest.raises(CodeForOtherApplication):
        codes.poll(code.device_code, "another")


def test_the_oldest_is_forgotten_when_there_are_too_many(codes: DeviceCodes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_codes, "_LIMIT", 2)
    first, *_, last = [codes.begin("app", RequestedScopes()) for _ in range(3)]
    assert not codes.knows(first.device_code)
    assert codes.knows(last.device_code)
