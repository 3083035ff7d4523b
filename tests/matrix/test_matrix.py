"""Every row of the table, over a real socket and TLS: what is said, to the letter, and why."""

import re

import pytest

from pytest_m365 import FakeServer
from tests.matrix.families import FAMILIES
from tests.matrix.table import Row, World, rows
from tests.matrix.wire import connected

ROWS = tuple(rows(FAMILIES))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_row(m365_server: FakeServer, row: Row) -> None:
    world = World(m365_server)
    m365_server.cloud.journal.clear()
    try:
        said = perform(world, row)
        noted = [*world.tenant.journal.entries, *m365_server.cloud.journal.entries]
        if not row.outcome.fits(said):
            lines = ["said:", *said, "expected:", *row.outcome.lines, "journal:", *map(str, noted)]
            pytest.fail("\n".join(lines), pytrace=False)
        assert m365_server.errors == []
    finally:
        m365_server.errors.clear()
        world.close()


def perform(world: World, row: Row) -> list[str]:
    """Set the row up, ask, and return what was said."""
    credential = row.kind.make(world, row.protocol)
    if row.circumstance.when == "before":
        for step in row.circumstance.steps:
            world.call(step)
        with connected(row.protocol, world.server, world.tenant) as connection:
            return connection.sign_in(credential)
    with connected(row.protocol, world.server, world.tenant) as connection:
        before = connection.sign_in(credential)
        assert before[-1].startswith(("OK", "+OK", "2")), before
        for step in row.circumstance.steps:
            world.call(step)
        return connection.use(credential)


def test_no_row_stands_twice() -> None:
    ids = [row.id for row in ROWS]
    assert sorted(ids) == sorted(set(ids))
    assert all(re.fullmatch(r"[\w-]+", name) for name in ids)


def test_the_table_has_hundreds_of_rows() -> None:
    assert len(ROWS) > 300
