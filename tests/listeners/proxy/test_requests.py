"""What a proxy is asked, read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.listeners.proxy.requests import BadProxyRequest, read_request, with_authorization


@pytest.mark.parametrize(
    ("asked", "host", "port"),
    [
        ("outlook.office365.com:993", "outlook.office365.com", 993),
        ("[::1]:25", "::1", 25),
        ("127.0.0.1:1", "127.0.0.1", 1),
    ],
)
def test_a_tunnel(asked: str, host: str, port: int) -> None:
    head = f"CONNECT {asked} HTTP/1.1\r\nHost: {asked}\r\n\r\n".encode()
    wanted = read_request(head)
    assert (wanted.host, wanted.port, wanted.tunnel, wanted.tls) == (host, port, True, False)
    assert wanted.head == head


def test_a_request_is_forwarded_as_the_server_takes_it() -> None:
    head = (
        b"GET http://intra.example:8080/a?b=c#d HTTP/1.1\r\nHost: intra.example\r\nProxy-Connection: keep-alive\r\n\r\n"
    )
    wanted = read_request(head)
    assert (wanted.host, wanted.port, wanted.tunnel, wanted.tls) == ("intra.example", 8080, False, False)
    assert wanted.direct_head == b"GET /a?b=c HTTP/1.1\r\nHost: intra.example\r\nConnection: close\r\n\r\n"
    assert wanted.head.startswith(b"GET http://intra.example:8080/a?b=c#d HTTP/1.1\r\n")
    assert b"Proxy-Connection" not in wanted.head


def test_a_whole_url_of_https_asks_the_proxy_for_tls() -> None:
    wanted = read_request(b"POST https://login.microsoftonline.com HTTP/1.1\r\n\r\n")
    assert (wanted.port, wanted.tls) == (443, True)
    assert wanted.direct_head.startswith(b"POST / HTTP/1.1\r\n")


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET ftp://a.example/ HTTP/1.1\r\n\r\n",
        b"GET http:///x HTTP/1.1\r\n\r\n",
        b"GET http://a.example:port/ HTTP/1.1\r\n\r\n",
        b"GET http://[a.example/ HTTP/1.1\r\n\r\n",
        b"CONNECT outlook.office365.com HTTP/1.1\r\n\r\n",
        b"CONNECT outlook.office365.com:70000 HTTP/1.1\r\n\r\n",
        b"CONNECT a.example:443\r\n\r\n",
        b"\x05\x01\x00\r\n\r\n",
    ],
)
def test_what_is_no_request_for_a_proxy(head: bytes) -> None:
    with pytest.raises(BadProxyRequest):
        read_request(head)


@given(st.binary(max_size=200) | st.binary(max_size=60).map(lambda some: b"GET http://a" + some + b" HTTP/1.1"))
def test_any_octets_are_read_or_refused(octets: bytes) -> None:
    try:
        wanted = read_request(octets + b"\r\n\r\n")
    except BadProxyRequest:
        return
    assert wanted.host
    assert 0 <= wanted.port <= 65535


def test_credentials_for_another_proxy_go_into_the_head() -> None:
    head = with_authorization(b"CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n", "Basic eDp5")
    assert head == b"CONNECT a.example:443 HTTP/1.1\r\nProxy-Authorization: Basic eDp5\r\nHost: a.example\r\n\r\n"
