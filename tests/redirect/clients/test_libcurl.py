"""What libcurl is told."""

import pytest

from fakeserver.redirect.clients.libcurl import NotLed, connect_to, refuse
from pytest_m365 import Target


@pytest.mark.parametrize(
    "url", ["https://outlook.office365.com/EWS", b"imaps://outlook.office365.com", "outlook.office.com"]
)
def test_where_to_connect(m365: Target, url: str | bytes) -> None:
    assert f"outlook.office365.com:993:localhost:{m365.imap.port}" in connect_to(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/",
        "file:///etc/hostname",
        "",
        "https://localhost:1/",
        "http://[::1]/",
        "http://[",
        "http://outlook.office365.com:99999/",
    ],
)
def test_what_is_libcurls_own(url: str) -> None:
    assert connect_to(url) == []


@pytest.mark.parametrize(
    "url", ["imap://outlook.office365.com/", "https://Teams.Microsoft.com./", "gopher://office.com/"]
)
def test_what_is_closed(url: str) -> None:
    with pytest.raises(NotLed, match="is kept from the network"):
        connect_to(url)


def test_what_is_refused() -> None:
    refuse("https://example.com/")
    refuse("https://localhost/")
    with pytest.raises(NotLed, match="this way of connecting does not lead to the fake"):
        refuse("https://outlook.office365.com/")
