"""The environment while programs talk to the fake."""

import os
import ssl
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from fakeserver.server import FakeServer
from fakeserver.trust import BUNDLE_VARIABLES, PROXY_VARIABLES, aiohttp_trusts, trusted, trusting, urllib_trusts


def test_every_variable_names_the_bundle_and_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/before.pem")
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    before = dict(os.environ)
    with trusted("/bundle.pem"):
        assert {os.environ[name] for name in BUNDLE_VARIABLES} == {"/bundle.pem"}
    assert dict(os.environ) == before


def test_without_tls_only_proxies_are_kept_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/before.pem")
    with trusted(None):
        assert os.environ["SSL_CERT_FILE"] == "/before.pem"
        assert "localhost" in os.environ["NO_PROXY"]


def test_hosts_that_pass_by_the_proxy_already_stay() -> None:
    variables = trusting("/bundle.pem", {"NO_PROXY": "intranet,localhost"})
    assert variables["NO_PROXY"] == "intranet,localhost,127.0.0.1,::1"
    assert {variables[name] for name in PROXY_VARIABLES} == {
        "intranet,localhost,127.0.0.1,::1",
        "localhost,127.0.0.1,::1",
    }


def test_further_names_pass_by_the_proxy() -> None:
    hosts = trusting("/bundle.pem", {}, ["outlook.office365.com"])["NO_PROXY"].split(",")
    assert "outlook.office365.com" in hosts


def test_aiohttps_own_context_is_put_back(m365_server: FakeServer) -> None:
    from aiohttp import connector

    usual = connector._SSL_CONTEXT_VERIFIED
    with aiohttp_trusts(m365_server.bundle_file):
        swapped = connector._SSL_CONTEXT_VERIFIED
        assert swapped is not usual
        assert isinstance(swapped, ssl.SSLContext)
        assert swapped.verify_mode is ssl.CERT_REQUIRED
    with aiohttp_trusts(None):
        assert connector._SSL_CONTEXT_VERIFIED is usual
    assert connector._SSL_CONTEXT_VERIFIED is usual


@pytest.fixture
def no_opener() -> Iterator[None]:
    before = kept_by_urllib()
    vars(urllib.request)["_opener"] = None
    yield
    vars(urllib.request)["_opener"] = before


def kept_by_urllib() -> object:
    """Return the opener that urllib keeps."""
    return vars(urllib.request)["_opener"]


def test_what_urllib_has_read_before_is_read_anew(no_opener: None) -> None:
    urllib.request.urlopen("data:,x").close()
    before = kept_by_urllib()
    assert before is not None
    with urllib_trusts():
        assert kept_by_urllib() is None
        urllib.request.urlopen("data:,x").close()
    assert kept_by_urllib() is before


def test_what_urllib_has_read_in_the_meantime_is_forgotten(no_opener: None) -> None:
    with urllib_trusts():
        urllib.request.urlopen("data:,x").close()
        assert kept_by_urllib() is not None
    assert kept_by_urllib() is None


class Handler(urllib.request.BaseHandler):
    def http_request(self, request: urllib.request.Request) -> urllib.request.Request:
        return request


def with_headers() -> urllib.request.OpenerDirector:
    opener = urllib.request.build_opener()
    opener.addheaders = [("User-Agent", "a program")]
    return opener


@pytest.mark.parametrize("within", [False, True])
@pytest.mark.parametrize(
    "build",
    [
        lambda: urllib.request.build_opener(Handler()),
        lambda: urllib.request.build_opener(urllib.request.HTTPCookieProcessor()),
        lambda: urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler()),
        with_headers,
    ],
)
def test_an_opener_that_a_program_has_installed_stays(
    no_opener: None, build: Callable[[], urllib.request.OpenerDirector], within: bool
) -> None:
    own = build()
    if not within:
        urllib.request.install_opener(own)
    with urllib_trusts():
        if within:
            urllib.request.install_opener(own)
        assert kept_by_urllib() is own
    assert kept_by_urllib() is own
