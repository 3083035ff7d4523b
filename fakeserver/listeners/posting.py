"""POSTs that the server sends to clients' own services, in its loop; to this machine and nowhere else."""

import asyncio
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout, StreamReader, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult

from fakeserver.wire import Posted

#: Seconds of real time that a client's service may take to answer. Assumption: no page has a number.
LIMIT: Final = 30.0
#: Octets of an answer that are read.
LONGEST: Final = 64 * 1024


class LoopbackResolver(AbstractResolver):
    """Leads every name to this machine; no look-up leaves it."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the loopback addresses."""
        return [
            ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST)
            for address, kind in (("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6))
            if family in (socket.AF_UNSPEC, kind)
        ]

    async def close(self) -> None:
        """Do nothing: there is nothing to release."""


class Poster:
    """Sends POSTs (a `wire.Post`), each on a connection of its own.

    Args:
        loop: where they are sent; None: nothing is.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop | None) -> None:
        self._loop = loop
        #: held here, since a loop does not hold its tasks
        self._sending: set[asyncio.Task[None]] = set()

    @classmethod
    def of_this_thread(cls) -> "Poster":
        """Return one that sends in the loop that runs in the caller's thread, if there is any."""
        try:
            return cls(asyncio.get_running_loop())
        except RuntimeError:
            return cls(None)

    def __call__(
        self, url: str, headers: Sequence[tuple[str, str]], body: bytes, answered: Callable[[Posted], None]
    ) -> None:
        """Send one, and call back in the loop's thread. Any thread."""

        def begin() -> None:
            task = asyncio.get_running_loop().create_task(_send(url, headers, body, answered))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

        if self._loop is not None:
            # A server that has stopped sends nothing any more.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(begin)


async def _send(url: str, headers: Sequence[tuple[str, str]], body: bytes, answered: Callable[[Posted], None]) -> None:
    # Whoever listens on this machine has made the certificate as well, for a test: it is taken as it is.
    connector = TCPConnector(resolver=LoopbackResolver(), ssl=False, force_close=True)
    try:
        async with (
            ClientSession(connector=connector, timeout=ClientTimeout(LIMIT)) as session,
            # Another address may not be on this machine.
            session.post(url, data=body, headers=headers, allow_redirects=False) as answer,
        ):
            kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            posted = Posted(answer.status, await _beginning(answer.content), content_type=kind)
    except (ClientError, OSError, TimeoutError, ValueError) as problem:
        posted = Posted(problem=f"no answer ({type(problem).__name__})")
    answered(posted)


async def _beginning(content: StreamReader) -> bytes:
    """Return a body as far as it is of interest."""
    octets = b""
    while len(octets) < LONGEST and (piece := await content.read(LONGEST - len(octets))):
        octets += piece
    return octets
