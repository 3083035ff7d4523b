"""Every row of the table, over a real socket and TLS: what is said, to the letter, and why."""

import re

import pytest

from pytest_m365 import FakeServer
from tests.matrix.families import FAMILIES, token_endpoint
from tests.matrix.outcomes import Imap, Pop3, Smtp
from tests.matrix.performing import performed, world_of
from tests.matrix.table import Row, rows

ROWS = tuple(rows(FAMILIES))


#: Answers of a protocol itself, before any door: commands out of turn, mechanisms and forms that it does not have.
NEVER_ASKED = {
    Imap.INVALID_STATE.lines,
    Pop3.INVALID_STATE.lines,
    Pop3.ONE_LINE.lines,
    Smtp.UNAUTHENTICATED.lines,
    Smtp.NO_MECHANISM.lines,
    token_endpoint.UNKNOWN_GRANT.lines,
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_row(m365_server: FakeServer, row: Row) -> None:
    with world_of(m365_server) as world, performed(world, row) as (_, said):
        noted = [*world.tenant.journal.entries, *m365_server.cloud.journal.entries]
        if not row.outcome.fits(said):
            lines = ["said:", *said, "expected:", *row.outcome.lines, "journal:", *map(str, noted)]
            pytest.fail("\n".join(lines), pytrace=False)
        if not row.outcome.works and row.outcome.lines not in NEVER_ASKED:
            protocol = "OAuth" if row.protocol == "Token" else row.protocol
            reasons = [entry.refusal for entry in noted if entry.refusal is not None and entry.protocol == protocol]
            assert reasons, "the journal explains each refusal"
            for text in ("rule", "mend", "real", "page"):
                assert getattr(reasons[-1], text), f"{reasons[-1].name} has no {text}"


def test_no_row_stands_twice() -> None:
    ids = [row.id for row in ROWS]
    assert sorted(ids) == sorted(set(ids))
    assert all(re.fullmatch(r"[\w-]+", name) for name in ids)


def test_the_table_has_hundreds_of_rows() -> None:
    assert len(ROWS) > 800
