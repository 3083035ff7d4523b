"""How a row is performed: set up, asked, and taken down."""

from collections.abc import Iterator
from contextlib import contextmanager

from fakeserver.server import FakeServer
from tests.matrix.asking import ask
from tests.matrix.connections import connected
from tests.matrix.table import Row, World
from tests.matrix.wire import Connection


@contextmanager
def world_of(server: FakeServer) -> Iterator[World]:
    """Give a row its own tenant; the fake must not meet an exception of its own meanwhile."""
    server.cloud.journal.clear()
    server.errors.clear()
    world = World(server)
    try:
        yield world
        assert server.errors == []
    finally:
        world.close()


@contextmanager
def performed(world: World, row: Row) -> Iterator[tuple[Connection, list[str]]]:
    """Set a row up and ask; give the connection, still open, and what was said."""
    credential = row.kind.make(world, row.protocol)
    while_connected = row.circumstance.when == "connected"
    if not while_connected:
        _set_up(world, row)
    with connected(row.protocol, world.server, world.tenant) as connection:
        said = connection.sign_in(credential)
        if while_connected:
            assert said[-1].startswith(("OK", "+OK", "2")), said
            _set_up(world, row)
            said = connection.use(credential)
        if row.kind.asks:
            assert said[-1].startswith(("OK", "+OK", "2")), said
            said = ask(connection, row.kind.asks, credential)
        yield connection, said


def _set_up(world: World, row: Row) -> None:
    for step in row.circumstance.steps:
        world.call(step)
