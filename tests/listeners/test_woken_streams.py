"""Woken streams make their pieces first, and write in the loop's next turn: a client may leave in between."""

import asyncio
from types import SimpleNamespace
from typing import Any

from fakeserver.listeners.transfer import Transfer
from fakeserver.wire import AT_ONCE
from tests.listeners.streams import News


class Leaving(News):
    """A stream whose client leaves once a piece is made."""

    transfer: Transfer

    def next_chunk(self) -> bytes | None:
        if self.waiting:
            asyncio.get_running_loop().call_soon(self.transfer.stop)
        return super().next_chunk()


def test_what_was_made_and_not_written_counts_as_unread() -> None:
    stream, written, unread, errors = Leaving(), list[bytes](), list[bool](), list[BaseException]()

    async def run() -> None:
        transport: Any = SimpleNamespace(get_extra_info=lambda _: None, is_closing=lambda: False, write=written.append)
        stream.transfer = Transfer(
            transport,
            stream,
            AT_ONCE,
            on_sent=lambda: None,
            on_error=errors.append,
            on_reset=lambda: unread.append(True),
        )
        stream.transfer.start()
        stream.say(b"news")
        for _ in range(10):
            await asyncio.sleep(0)

    asyncio.run(run())
    assert (written, unread, errors) == ([], [True], [])
