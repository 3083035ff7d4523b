"""What an idle TLS connection keeps in memory.

asyncio gives each TLS connection a buffer of 256 kB, into which it reads. Loops with a selector fill it and empty it in
one go, so that all connections of a thread can have the same one. Windows' loop fills it while others run: there each
connection has its own, as long as one TLS record. Only connections that are given to ``share_buffer`` change; asyncio's
classes stay as they are, for whoever else runs a loop in this process.
"""

import asyncio
import threading
from typing import Any

#: Octets: a TLS record's content is 16 kB at the most (RFC 8446 section 5.1), and its frame takes some more.
_ONE_RECORD = 18 * 1024
#: Octets, as asyncio's own.
_MANY_RECORDS = 256 * 1024


class _Shared(threading.local):
    """The buffer of each thread that runs a server's loop."""

    def __init__(self) -> None:
        self.buffer = bytearray(_MANY_RECORDS)


_SHARED = _Shared()


def share_buffer(transport: asyncio.BaseTransport) -> None:
    """Let a TLS connection of this thread's loop read into the buffer that all of them share.

    The names below are asyncio's private ones; where a loop has none of them, as uvloop's, nothing is done.
    """
    protocol: Any = getattr(transport, "_ssl_protocol", None)
    if not hasattr(protocol, "_ssl_buffer"):
        return
    if isinstance(asyncio.get_running_loop(), asyncio.SelectorEventLoop):
        buffer = _SHARED.buffer
    else:
        buffer = bytearray(_ONE_RECORD)
        protocol.max_size = _ONE_RECORD
    protocol._ssl_buffer = buffer
    protocol._ssl_buffer_view = memoryview(buffer)
