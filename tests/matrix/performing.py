"""How a row is performed: set up, asked, and taken down."""

from collections.abc import Iterator
from contextlib import contextmanager

from fakeserver.server import FakeServer
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


def perform(world: World, row: Row, connection: Connection) -> list[str]:
    """Set a row up, ask on an open connection, and return what was said."""
    credential = row.kind.make(world, row.protocol)
    if row.circumstance.when == "connected":
        before = connection.sign_in(credential)
        assert before[-1].startswith(("OK", "+OK", "2")), before
    for step in row.circumstance.steps:
        world.call(step)
    if row.circumstance.when == "connected":
        return connection.use(credential)
    return connection.sign_in(credential)
