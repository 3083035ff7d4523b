"""libcurl within this process."""

import io
from pathlib import Path
from typing import Any

import certifi
import pytest
import trustme

from fakeserver import machine_roots
from pytest_m365 import Target

pycurl = pytest.importorskip("pycurl")

BUNDLES = [bundle for bundle in machine_roots.BUNDLES if Path(bundle).is_file()]


def status(url: str | bytes, handle: Any = None, **options: Any) -> int:
    handle = handle or pycurl.Curl()
    handle.setopt(pycurl.WRITEDATA, io.BytesIO())
    for name, value in options.items():
        handle.setopt(getattr(pycurl, name), value)
    handle.setopt(pycurl.URL, url)
    handle.perform()
    code: int = handle.getinfo(pycurl.RESPONSE_CODE)
    return code


def test_a_handle_is_led(keys: str) -> None:
    handle = pycurl.Curl()
    assert status(keys, handle) == 200
    handle.reset()
    assert status(keys.encode(), handle) == 200
    handle.close()


@pytest.mark.parametrize("roots", [certifi.where(), *BUNDLES])
def test_a_handle_that_names_the_machines_roots(keys: str, roots: str) -> None:
    assert status(keys, CAINFO=roots) == 200


def test_a_handle_that_names_other_roots(keys: str, tmp_path: Path) -> None:
    own = tmp_path / "own.pem"
    own.write_bytes(trustme.CA().cert_pem.bytes())
    with pytest.raises(pycurl.error, match=r"self-signed|unable to get local issuer"):
        status(keys, CAINFO=str(own))


def test_mail_by_libcurl(m365: Target) -> None:
    handle = pycurl.Curl()
    handle.setopt(pycurl.WRITEDATA, io.BytesIO())
    handle.setopt(pycurl.URL, "imaps://outlook.office365.com/")
    handle.setopt(pycurl.CUSTOMREQUEST, "CAPABILITY")
    handle.perform()
    assert handle.getinfo(pycurl.PRIMARY_PORT) == m365.imap.port
    handle.close()


def test_what_leads_nowhere_fails_at_once() -> None:
    for url, place in (
        ("https://teams.microsoft.com/", "teams.microsoft.com port 443"),
        ("imap://outlook.office365.com/", "outlook.office365.com port 143"),
    ):
        with pytest.raises(pycurl.error, match=f"{place} is kept from the network") as refused:
            status(url)
        assert refused.value.args[0] == pycurl.E_COULDNT_RESOLVE_HOST


def test_other_names_are_libcurls_own(m365: Target) -> None:
    assert status(f"{m365.server.base_url}/") == 200  # type: ignore[attr-defined]
