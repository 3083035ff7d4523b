"""Tokens per second from the token endpoint: client credentials, on one connection and on sixteen.

The server runs in a process of its own, without TLS (its cost is OpenSSL's, not ours); the load comes from this one.
"""

import asyncio
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from benchmarks.startup import serving
from benchmarks.table import Figure

SECONDS = 3.0


def figures() -> Iterator[Figure]:
    """Yield the figures of this room."""
    yield Figure("yardstick: RS256 signatures alone", signatures_per_second(), "/s", better="more")
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, "endpoints.json")
        with serving(file, "--plain"):
            endpoints = json.loads(file.read_text())
            request = token_request(endpoints)
            where = urlsplit(endpoints["token_url"])
            for connections, bar in ((1, 1200), (16, 1900)):
                rate = asyncio.run(load(where.hostname or "", where.port or 0, request, connections))
                yield Figure(f"tokens, client credentials, {connections} at a time", rate, "/s", bar, "more")


def token_request(endpoints: dict[str, object]) -> bytes:
    """Return the HTTP request of a daemon that asks for a token."""
    apps = endpoints["apps"]
    assert isinstance(apps, list)
    daemon = next(app for app in apps if app["kind"] == "confidential")
    form = {
        "grant_type": "client_credentials",
        "client_id": daemon["client_id"],
        "client_secret": daemon["client_secret"],
        "scope": "https://outlook.office365.com/.default",
    }
    body = urlencode(form).encode()
    where = urlsplit(str(endpoints["token_url"]))
    head = (
        f"POST {where.path} HTTP/1.1\r\nHost: {where.netloc}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Requests(asyncio.Protocol):
    """One connection that asks again as soon as it is answered."""

    def __init__(self, request: bytes) -> None:
        self._request = request
        self._received = b""
        self._expected = 0
        self.answers = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._received += data
        if not self._expected:
            head, found, _ = self._received.partition(b"\r\n\r\n")
            if not found:
                return
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(head.decode("ascii", "replace"))
            length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
            self._expected = len(head) + 4 + int(length)
        if len(self._received) >= self._expected:
            self._received, self._expected = b"", 0
            self.answers += 1
            self._transport.write(self._request)

    def close(self) -> None:
        self._transport.close()


async def load(host: str, port: int, request: bytes, connections: int, seconds: float = SECONDS) -> float:
    """Return the answers per second that so many connections get."""
    loop = asyncio.get_running_loop()
    open_ones = [(await loop.create_connection(lambda: Requests(request), host, port))[1] for _ in range(connections)]
    await asyncio.sleep(0.5)
    before, began = sum(one.answers for one in open_ones), time.perf_counter()
    await asyncio.sleep(seconds)
    answers, taken = sum(one.answers for one in open_ones) - before, time.perf_counter() - began
    for one in open_ones:
        one.close()
    return answers / taken


def signatures_per_second() -> float:
    """Return how many RS256 signatures one core makes."""
    from cryptography.hazmat.primitives.asymmetric import padding, rsa
    from cryptography.hazmat.primitives.hashes import SHA256

    key = rsa.generate_private_key(65537, 2048)
    made, began = 0, time.perf_counter()
    while (taken := time.perf_counter() - began) < 1.0:
        key.sign(b"x" * 900, padding.PKCS1v15(), SHA256())
        made += 1
    return made / taken
