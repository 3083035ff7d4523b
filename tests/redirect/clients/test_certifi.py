"""Programs that trust certifi's roots by name."""

import asyncio
import ssl
import urllib.request
from types import SimpleNamespace
from typing import Any

import certifi
import pytest
import requests
import requests.adapters

from fakeserver.redirect import Redirects, redirected
from fakeserver.redirect.clients.certifi import replaced


def test_a_context_of_certifis_roots_trusts_the_fake(keys: str) -> None:
    context = ssl.create_default_context(cafile=certifi.where())
    with urllib.request.urlopen(keys, timeout=60, context=context) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("verify", [True, "certifi"])
def test_requests_without_the_environment(keys: str, verify: bool | str) -> None:
    with requests.Session() as session:
        session.trust_env = False
        session.verify = certifi.where() if verify == "certifi" else verify
        assert session.get(keys, timeout=60).status_code == 200


@pytest.mark.usefixtures("collected")
def test_aiohttp_by_certifi(keys: str) -> None:
    import aiohttp

    async def ask() -> int:
        context = ssl.create_default_context(cafile=certifi.where())
        connector = aiohttp.TCPConnector(ssl=context)
        async with aiohttp.ClientSession(connector=connector) as session, session.get(keys) as answer:
            return answer.status

    assert asyncio.run(ask()) == 200


def test_the_path_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    within = certifi.where()
    monkeypatch.setenv("SSL_CERT_FILE", "elsewhere.pem")
    with redirected(Redirects({})):
        # The outer block's, which is not over.
        assert certifi.where() == within
    assert certifi.where() == within


def test_what_was_kept_is_put_back_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    core: Any = SimpleNamespace(_CACERT_PATH="own.pem")
    core.where = lambda: core._CACERT_PATH
    monkeypatch.setenv("SSL_CERT_FILE", "bundle.pem")
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", "own.pem")
    [path] = replaced(core)
    for _ in range(2):
        path.put()
        path.put()
        assert requests.adapters.DEFAULT_CA_BUNDLE_PATH == core.where() == "bundle.pem"
        path.put_back()
        path.put_back()
        assert requests.adapters.DEFAULT_CA_BUNDLE_PATH == core.where() == "own.pem"
