"""Load on line protocols: connections that say a line, wait for the end of its answer, and say the next."""

import asyncio
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import NamedTuple

from benchmarks.load import SECONDS, WARM_UP

#: octets
_MAX_LINE = 500
#: how the last line of a refusal begins, in any of the protocols
_REFUSED = re.compile(rb"a (NO|BAD) |-ERR |[45]\d\d ")


class Step(NamedTuple):
    """What is said, and the octets that its answer ends with."""

    says: bytes
    until: bytes = b"\r\n"


class Dialogue(asyncio.Protocol):
    """One connection that takes its steps and then the repeated ones again and again."""

    def __init__(self, first: Iterable[Step], repeated: Sequence[Step]) -> None:
        """``repeated`` steps are counted; none: the dialogue ends after the first ones."""
        self._steps = self._each(first, repeated)
        # The banner comes unasked.
        self._until = b"\r\n"
        self._end = b""
        self.rounds = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def _each(self, first: Iterable[Step], repeated: Sequence[Step]) -> Iterator[Step]:
        yield from first
        while repeated:
            yield from repeated
            self.rounds += 1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._end = data[-_MAX_LINE:] if len(data) >= _MAX_LINE else (self._end + data)[-_MAX_LINE:]
        last_line = self._end.rstrip().rpartition(b"\n")[2]
        if _REFUSED.match(last_line):
            self._finish(RuntimeError(last_line.decode("ascii", "replace")))
            return
        if not self._end.endswith(self._until):
            return
        step = next(self._steps, None)
        if step is None:
            self._finish(None)
            return
        self._end, self._until = b"", step.until
        self._transport.write(step.says)

    def connection_lost(self, error: Exception | None) -> None:
        self._finish(error)

    def close(self) -> None:
        self._transport.close()

    def _finish(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None) if error is None else self.done.set_exception(error)


Where = tuple[str, int]


def rounds_per_second(where: Where, first: Sequence[Step], repeated: Sequence[Step], connections: int) -> float:
    """Return how often per second so many connections go through the repeated steps."""

    async def load() -> float:
        loop = asyncio.get_running_loop()
        open_ones = [
            (await loop.create_connection(lambda: Dialogue(first, repeated), *where))[1] for _ in range(connections)
        ]
        await asyncio.sleep(WARM_UP)
        before, began = sum(one.rounds for one in open_ones), time.perf_counter()
        await asyncio.sleep(SECONDS)
        rounds, taken = sum(one.rounds for one in open_ones) - before, time.perf_counter() - began
        for one in open_ones:
            if one.done.done():
                one.done.result()
            one.close()
        return rounds / taken

    return asyncio.run(load())


def sessions_per_second(where: Where, steps: Sequence[Step], connections: int) -> float:
    """Return how many whole sessions per second, connecting included, come about one after the other."""

    async def load() -> float:
        loop, end = asyncio.get_running_loop(), time.perf_counter() + SECONDS

        async def one_after_the_other() -> int:
            sessions = 0
            while time.perf_counter() < end:
                _, dialogue = await loop.create_connection(lambda: Dialogue(steps, ()), *where)
                with closing(dialogue):
                    await dialogue.done
                sessions += 1
            return sessions

        began = time.perf_counter()
        sessions = sum(await asyncio.gather(*(one_after_the_other() for _ in range(connections))))
        return sessions / (time.perf_counter() - began)

    return asyncio.run(load())


def seconds(where: Where, first: Sequence[Step], timed: Sequence[Step]) -> float:
    """Return how long some steps take on one connection, after the first ones."""

    async def load() -> float:
        loop = asyncio.get_running_loop()
        began: list[float] = []

        def steps() -> Iterator[Step]:
            yield from first
            began.append(time.perf_counter())
            yield from timed

        _, dialogue = await loop.create_connection(lambda: Dialogue(steps(), ()), *where)
        with closing(dialogue):
            await dialogue.done
        return time.perf_counter() - began[0]

    return asyncio.run(load())
