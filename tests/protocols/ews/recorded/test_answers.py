"""Each kind of recorded answer, beside what this service answers in the like situation: elements and header fields."""

from difflib import SequenceMatcher
from functools import cache

import pytest

from fakeserver.protocols.http.generations import Generation
from tests.protocols.ews.recorded.appointments import APPOINTMENTS
from tests.protocols.ews.recorded.asking import Client, Situations
from tests.protocols.ews.recorded.contacts import CONTACTS
from tests.protocols.ews.recorded.differences import DIFFERENCES, Difference
from tests.protocols.ews.recorded.folders import FOLDERS
from tests.protocols.ews.recorded.mails import MAILS
from tests.protocols.ews.recordings import Recorded, comparable, fields, keep_shared_folders, kind, recordings

SITUATIONS: Situations = {**FOLDERS, **MAILS, **CONTACTS, **APPOINTMENTS}


def generation(theirs: Recorded) -> Generation:
    return "2020" if theirs.moment.year == 2020 else "2025"


@cache
def answered(file: str, number: int) -> Client:
    theirs = recordings()[file, number]
    client = Client(theirs.moment, generation(theirs))
    SITUATIONS[file, number](client)
    return client


@cache
def differing(file: str, number: int) -> list[str]:
    """Return the lines that stand in one of the two answers only."""
    recorded, client = recordings()[file, number], answered(file, number)
    theirs, ours = recorded.root, client.root
    lines = keep_shared_folders(theirs, ours)
    before, after = comparable(theirs), comparable(ours)
    # The servers of Exchange 2019 stand behind a provider's proxy, and are none of the service's.
    if recorded.of_exchange_online:
        before += fields(recorded.headers)
        after += fields(dict(client.last.headers))
    for tag, start, end, other_start, other_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            lines += [f"- {line.strip()}" for line in before[start:end]]
            lines += [f"+ {line.strip()}" for line in after[other_start:other_end]]
    return lines


def explanations(file: str, number: int) -> dict[str, list[Difference]]:
    return {line: [row for row in DIFFERENCES if row.explains(file, line)] for line in differing(file, number)}


@pytest.mark.parametrize(("file", "number"), SITUATIONS)
def test_the_answer_is_the_recorded_one_but_for_what_the_table_explains(file: str, number: int) -> None:
    assert [line for line, rows in explanations(file, number).items() if not rows] == []
    theirs, client = recordings()[file, number], answered(file, number)
    assert client.last.chunked == (theirs.headers.get("Transfer-Encoding") == ["chunked"])
    if theirs.of_exchange_online:
        assert dict(client.last.headers)["x-EwsHandler"] == theirs.headers["x-EwsHandler"][0]
        # The declaration and the prefixes, with nothing between the elements.
        for before, after in zip(beginning(theirs.body), beginning(client.last.body.decode()), strict=True):
            assert before == after


def beginning(body: str) -> tuple[str, str]:
    """Return what stands before the version, and behind it up to the codes."""
    end = body.partition(' Version="')[2].partition('"')[2]
    return body.partition(" MajorVersion")[0], end.partition("ResponseCode>")[0]


def test_each_row_of_the_table_is_needed() -> None:
    used = {row for file, number in SITUATIONS for rows in explanations(file, number).values() for row in rows}
    assert [row for row in DIFFERENCES if row not in used] == []


def test_each_kind_of_recorded_answer_has_its_situation() -> None:
    rebuilt = {kind(recordings()[key].root) for key in SITUATIONS}
    assert [(one.file, one.number) for one in recordings().values() if kind(one.root) not in rebuilt] == []
