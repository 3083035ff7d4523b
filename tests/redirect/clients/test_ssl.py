"""Contexts of TLS that were made before the block."""

import asyncio
import shutil
import socket
import ssl
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import trustme

from fakeserver import machine_roots
from pytest_m365 import Target

#: made when the module is imported, as a program's clients are
EARLIER = ssl.create_default_context()
CLIENT: Any = import_module("httpx").Client() if find_spec("httpx") else None
BUNDLES = [bundle for bundle in machine_roots.BUNDLES if Path(bundle).is_file()]
HOST = "outlook.office365.com"


def shake_hands(context: ssl.SSLContext, host: str, name: str) -> str | None:
    with socket.create_connection((host, 443), 60) as bare, context.wrap_socket(bare, server_hostname=name) as client:
        assert client.context is context
        return client.version()


def test_one_that_was_made_before_trusts_the_fake_by_the_services_names() -> None:
    assert shake_hands(EARLIER, HOST, HOST)


def test_it_verifies_still() -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="certificate verify failed"):
        shake_hands(EARLIER, HOST, "smtp.gmail.com")


def test_it_trusts_no_more_than_the_bundle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "other.pem").write_bytes(trustme.CA().cert_pem.bytes())
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "other.pem"))
    with pytest.raises(ssl.SSLCertVerificationError, match="certificate verify failed"):
        shake_hands(EARLIER, HOST, HOST)


def test_it_trusts_nobody_new_by_another_name(m365: Target) -> None:
    with (
        socket.create_connection(m365.imap, 60) as bare,
        pytest.raises(ssl.SSLCertVerificationError, match=r"self-signed|unable to get local issuer"),
    ):
        EARLIER.wrap_socket(bare, server_hostname="localhost")


def test_one_that_is_made_within_the_block_keeps_what_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    within = ssl.create_default_context()
    monkeypatch.undo()
    with pytest.raises(ssl.SSLCertVerificationError, match=r"self-signed|unable to get local issuer"):
        shake_hands(within, HOST, HOST)


@pytest.mark.skipif(not BUNDLES, reason="the machine has no bundle at a path that is known")
def test_one_that_is_made_within_the_block_and_names_the_machines_roots(tmp_path: Path) -> None:
    assert shake_hands(ssl.create_default_context(cafile=BUNDLES[0]), HOST, HOST)
    own = shutil.copy(BUNDLES[0], tmp_path / "own.pem")
    with pytest.raises(ssl.SSLCertVerificationError, match=r"self-signed|unable to get local issuer"):
        shake_hands(ssl.create_default_context(cafile=own), HOST, HOST)


def test_asyncio_wraps_buffers() -> None:
    async def connect() -> None:
        reader, writer = await asyncio.open_connection(HOST, 993, ssl=EARLIER)
        assert (await reader.readline()).startswith(b"* OK")
        assert writer.get_extra_info("peercert")
        writer.close()
        await writer.wait_closed()

    asyncio.run(connect())


@pytest.mark.skipif(CLIENT is None, reason="needs httpx")
def test_clients_that_were_made_before(keys: str) -> None:
    with CLIENT:
        assert CLIENT.get(keys).status_code == 200
