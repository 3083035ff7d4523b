"""The last look at a report finds what is private in whatever way it is written, and nothing else."""

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from urllib.parse import quote
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_m365.contract.leaks import Leak, Private, find_leaks, looks_private
from pytest_m365.contract.literals.normal import PLACEHOLDERS
from pytest_m365.contract.promises.everything import PROMISES

TENANT = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
ADDRESS = "jane.doe@fabrikam.example"
SECRET = "8Q~abcdefGHIJKLmnopqrSTUVWX0123456789"


def private() -> Private:
    known = Private()
    known.add("tenant id", TENANT)
    known.add("address", ADDRESS)
    known.add_secret(SECRET)
    return known


WRITTEN: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in capitals": str.upper,
    "in an address": lambda value: quote(value, safe=""),
    "base64": lambda value: b64encode(value.encode()).decode(),
    "base64, further on": lambda value: b64encode(f"user={value}\1".encode()).decode(),
    "base64, yet further on": lambda value: b64encode(f"xx{value}".encode()).decode(),
    "base64url": lambda value: urlsafe_b64encode(value.encode()).decode().rstrip("="),
    "base64 of UTF-16": lambda value: b64encode(value.encode("utf-16-le")).decode(),
    "hexadecimal": lambda value: value.encode().hex(),
}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
@pytest.mark.parametrize("value", [TENANT, ADDRESS])
def test_it_finds_a_value_however_it_is_written(value: str, written: Callable[[str], str]) -> None:
    assert Leak("here", private().values[value]) in list(find_leaks(f"OK [{written(value)}]", "here", private()))


@pytest.mark.parametrize("octets", [UUID(TENANT).bytes, UUID(TENANT).bytes_le])
def test_it_finds_a_guid_as_octets(octets: bytes) -> None:
    for text in (octets.hex(), b64encode(b"x" + octets).decode()):
        assert list(find_leaks(text, "here", private())) == [Leak("here", "tenant id")]


def test_it_finds_the_domain_of_an_address_and_its_name() -> None:
    said = {leak.what for leak in find_leaks("sent from mail.fabrikam.example", "here", private())}
    assert said == {"domain", "name in a domain"}
    assert list(find_leaks("the Fabrikam directory", "here", private())) == [Leak("here", "name in a domain")]


def test_a_domain_that_is_a_word_is_looked_for_whole() -> None:
    known = Private()
    known.add("domain", "message.example")
    assert list(find_leaks("the message is whole", "here", known)) == []
    assert list(find_leaks("at message.example", "here", known)) == [Leak("here", "domain")]


def test_it_finds_a_part_of_a_secret() -> None:
    for text in (SECRET, SECRET[5:17], f"…{SECRET[-12:]}", b64encode(f"x{SECRET}".encode()).decode()[4:20]):
        assert list(find_leaks(f"says {text}", "here", private())) == [Leak("here", "a part of a secret or token")]
    assert list(find_leaks(f"says {SECRET[:11]}", "here", private())) == []


def test_a_short_secret_is_found_whole() -> None:
    known = Private()
    known.add_secret("hunter2")
    assert list(find_leaks("hunter2!", "here", known)) == [Leak("here", "a part of a secret or token")]


def test_a_leak_does_not_say_what_it_is() -> None:
    for leak in find_leaks(f"{TENANT} {ADDRESS} {SECRET}", "here", private()):
        assert not any(value.lower() in str(leak).lower() for value in (TENANT, ADDRESS, SECRET))
    assert not any(value in repr(private()) for value in (TENANT, ADDRESS, SECRET))


PRIVATE_LOOKING = {
    TENANT: "a GUID",
    TENANT.replace("-", ""): "a GUID",
    "[192.0.2.7]": "an IP address",
    "2001:db8:0:1:2:3:4:5": "an IP address",
    "<a@b.example>": "an address",
    "eyJ0eXAiOiJKV1Q": "a token",
    "QQBNADYAUABSADAAOABDAEEAMAAwADQANgAuAGUAdQBy": "base64",
    "AM6PR08CA0046.eurprd08.prod.outlook.com": "a host name",
}


@pytest.mark.parametrize(("text", "what"), PRIVATE_LOOKING.items(), ids=PRIVATE_LOOKING.values())
def test_it_finds_what_looks_private(text: str, what: str) -> None:
    assert Leak("here", f"what looks like {what}") in list(looks_private(f"OK {text} done", "here"))


def test_nothing_that_is_promised_looks_private() -> None:
    for promise in PROMISES:
        for literal in promise.expected:
            assert list(looks_private(literal, promise.id)) == []


@given(st.lists(st.sampled_from(sorted(PLACEHOLDERS)), max_size=5).map(" ".join))
def test_placeholders_are_no_leak(text: str) -> None:
    assert list(looks_private(text, "here")) == list(find_leaks(text, "here", private())) == []


def test_what_another_process_knows_is_known() -> None:
    known = Private()
    known.update(private())
    assert (known.values, known.secrets) == (private().values, private().secrets)
