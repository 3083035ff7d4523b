"""Load over HTTP/1.1 without TLS: connections that ask again as soon as they are answered."""

import asyncio
import time
from collections.abc import Iterator
from itertools import cycle
from urllib.parse import urlencode, urlsplit

SECONDS = 3.0
#: seconds before the count begins
WARM_UP = 0.5
_IN_CHUNKS = -1
_LAST_CHUNK = b"\r\n0\r\n\r\n"


def form_post(url: str, form: dict[str, str]) -> bytes:
    """Return a whole request that posts a form."""
    body = urlencode(form).encode()
    where = urlsplit(url)
    head = (
        f"POST {where.path} HTTP/1.1\r\nHost: {where.netloc}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def rate(url: str, request: bytes | list[bytes], connections: int, seconds: float = SECONDS) -> float:
    """Return the answers per second that so many connections get.

    Args:
        request: what each asks; several are asked in turn, by all connections together.
    """
    where, requests = urlsplit(url), cycle([request] if isinstance(request, bytes) else request)
    return asyncio.run(_load(where.hostname or "", where.port or 80, requests, connections, seconds))


class Requests(asyncio.Protocol):
    """One connection that asks again as soon as it is answered."""

    def __init__(self, requests: Iterator[bytes]) -> None:
        self._requests = requests
        self._received = b""
        self._expected = 0
        self.answers = 0
        self.problem = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(next(self._requests))

    def data_received(self, data: bytes) -> None:
        self._received += data
        if not self._expected:
            head, found, _ = self._received.partition(b"\r\n\r\n")
            if not found:
                return
            if not head.startswith(b"HTTP/1.1 200"):
                self.problem = head.decode("ascii", "replace")
                self._transport.close()
                return
            length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
            # An answer in chunks has no length: nothing in these answers looks like the last chunk.
            self._expected = len(head) + 4 + int(length) if length else _IN_CHUNKS
        if self._is_complete():
            self._received, self._expected = b"", 0
            self.answers += 1
            self._transport.write(next(self._requests))

    def _is_complete(self) -> bool:
        if self._expected == _IN_CHUNKS:
            return self._received.endswith(_LAST_CHUNK)
        return len(self._received) >= self._expected

    def close(self) -> None:
        self._transport.close()


async def _load(host: str, port: int, requests: Iterator[bytes], connections: int, seconds: float) -> float:
    loop = asyncio.get_running_loop()
    open_ones = [(await loop.create_connection(lambda: Requests(requests), host, port))[1] for _ in range(connections)]
    await asyncio.sleep(WARM_UP)
    before, began = sum(one.answers for one in open_ones), time.perf_counter()
    await asyncio.sleep(seconds)
    answers, taken = sum(one.answers for one in open_ones) - before, time.perf_counter() - began
    for one in open_ones:
        one.close()
        if one.problem:
            raise RuntimeError(one.problem)
    return answers / taken
