"""The environment while programs talk to the fake."""

import os
import ssl

import pytest

from fakeserver.server import FakeServer
from fakeserver.trust import BUNDLE_VARIABLES, PROXY_VARIABLES, aiohttp_trusts, trusted, trusting


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
