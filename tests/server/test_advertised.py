"""Where clients are told to connect."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeserver.endpoint import Endpoint
from fakeserver.server.advertised import PROTOCOLS, Advertised
from fakeserver.server.endpoints import Endpoints
from fakeserver.server.host_names import host_name

LISTENING = Endpoints(
    Endpoint("localhost", 8443),
    Endpoint("localhost", 9993),
    Endpoint("localhost", 9995),
    Endpoint("localhost", 5587),
    "/c",
)


def told(*texts: str, usual: str | None = None) -> dict[str, str]:
    """Return what clients are told, as host:port."""
    endpoints = Advertised.read(texts, usual).of(LISTENING)
    assert endpoints.ca_file == LISTENING.ca_file
    return {name: "{}:{}".format(*getattr(endpoints, name)) for name in ("http", "imap", "pop3", "smtp")}


def test_nothing_is_where_it_listens() -> None:
    assert Advertised.read(()).of(LISTENING) == LISTENING
    assert Advertised.read(()).hosts == ()


def test_a_host_is_for_all_protocols_and_ports_stay() -> None:
    everywhere = {
        "http": "mail.local:8443",
        "imap": "mail.local:9993",
        "pop3": "mail.local:9995",
        "smtp": "mail.local:5587",
    }
    assert told("Mail.local") == told(usual="mail.local") == told("mail.local", usual="fake") == everywhere


def test_one_protocol_is_elsewhere() -> None:
    texts = ("mail.local", "imap=imap.local:993", "pop3=:995", "smtp=smtp.local", "http=[2001:db8::7]:443")
    assert told(*texts) == {
        "http": "2001:db8::7:443", "imap": "imap.local:993", "pop3": "mail.local:995", "smtp": "smtp.local:5587"
    }  # fmt: skip
    assert Advertised.read(texts).hosts == ("mail.local", "imap.local", "smtp.local", "2001:db8::7")
    assert told("imap=:993")["imap"] == "localhost:993"


def test_an_address_may_be_for_all() -> None:
    assert told("2001:db8::7")["imap"] == told("[2001:db8::7]")["imap"] == "2001:db8::7:9993"
    assert told("10.1.2.3")["smtp"] == "10.1.2.3:5587"


@pytest.mark.parametrize("port", [443, 8443])
def test_urls_name_a_port_where_it_is_not_the_usual_one(port: int) -> None:
    endpoints = Advertised.read(["mail.local", f"http=:{port}"]).of(LISTENING)
    assert endpoints.ews_url == f"https://mail.local{'' if port == 443 else ':8443'}/EWS/Exchange.asmx"


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        (["mail.local:443"], "say which, such as http=mail.local:443"),
        ([":443"], "say which, such as http=:443"),
        ([""], "is no host name: it is empty"),
        (["https://mail.local"], "is no host name: give the host alone"),
        (["imp=mail.local"], "no protocol is 'imp'; did you mean 'imap'"),
        (["=mail.local"], "no protocol is ''"),
        (["imap="], "it is a host, a port, or both"),
        (["imap=a:b"], "it is a host, a port, or both"),
        (["imap=mail.local:0"], "0 is no port"),
        (["imap=mail.local:65536"], "65536 is no port"),
        (["imap=2001:db8::7"], "it is a host, a port, or both"),
        (["imap=my_fake:993"], "alias, such as my-fake"),
        (["imap=a", "imap=b"], "imap is advertised twice"),
        (["a.example", "b.example"], "a.example and b.example are both advertised"),
    ],
)
def test_what_cannot_be_read_is_refused(texts: list[str], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Advertised.read(texts)


@settings(max_examples=50)
@given(st.lists(st.text(st.sampled_from("imap=local.:[]0123 "), max_size=14), max_size=3))
def test_whatever_is_given_is_read_or_refused(texts: list[str]) -> None:
    with suppress(ValueError):
        read = Advertised.read(texts).of(LISTENING)
        for protocol in PROTOCOLS:
            host, port = getattr(read, protocol)
            assert host_name(host) == host
            assert 0 < port < 65536


def test_one_text_is_not_several() -> None:
    with pytest.raises(TypeError, match=r"several texts, such as \['mail.local'\]"):
        Advertised.read("mail.local")
