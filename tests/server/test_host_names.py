"""Names as somebody types them."""

from contextlib import suppress
from ipaddress import ip_address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeserver.server.host_names import host_name, host_names, is_host


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("fake", "fake"),
        (" Mail.Local. ", "mail.local"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("4u.example", "4u.example"),
        ("10.1.2.3", "10.1.2.3"),
        ("2001:DB8::0:7", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
    ],
)
def test_names_and_addresses(typed: str, name: str) -> None:
    assert host_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("", "it is empty"),
        ("https://mail.local", "without scheme"),
        ("mail.local/EWS", "without scheme and path"),
        ("fake,mail.local", "blanks between them"),
        ("*.mail.local", "name each host by itself"),
        ("mail.local:993", "ports are for --advertise"),
        ("my_fake", "alias, such as my-fake"),
        ("bücher.example", "as it goes over the wire: xn--bcher-kva.example"),
        ("ü" * 80, "as it goes over the wire"),
        ("-fake", "letters, digits"),
        ("a" * 64, "letters, digits"),
        (".".join(["a" * 60] * 5), "letters, digits"),
        ("1.2.3.444", "letters, digits"),
        ("0.0.0.0", "no client can be told to connect there"),
        ("::", "no client can be told to connect there"),
    ],
)
def test_what_is_none_is_refused_with_advice(typed: str, advice: str) -> None:
    with pytest.raises(ValueError, match=advice):
        host_name(typed)


def test_several_are_each_there_once() -> None:
    assert host_names(["fake", "FAKE", "10.1.2.3"]) == ("fake", "10.1.2.3")
    with pytest.raises(TypeError, match=r"several, such as \['fake'\]"):
        host_names("fake")


@settings(max_examples=50)
@given(st.text(st.sampled_from("aé1-._:[]/*= \n"), max_size=12))
def test_whatever_is_typed_is_a_name_or_refused(typed: str) -> None:
    name = ""
    with suppress(ValueError):
        name = host_name(typed)
    # What it returns it takes, and no certificate has trouble with it.
    assert not name or (host_name(name) == name and (is_host(name) or ip_address(name)))
