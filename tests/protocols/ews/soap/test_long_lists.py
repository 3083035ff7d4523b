"""Long lists are read in steps, and their refusals come where they came."""

import pytest
from lxml import etree

from fakeserver import steps
from fakeserver.protocols.ews.soap import long_lists
from fakeserver.protocols.ews.soap.long_lists import LONG, read_ahead
from fakeserver.protocols.ews.soap.names import TYPES
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.protocols.ews.values.members import MEMBERS

_MEMBER = "<t:Member><t:Mailbox><t:EmailAddress>a{}@example.com</t:EmailAddress></t:Mailbox></t:Member>"


def item(*members: str) -> etree._Element:
    return etree.fromstring(f'<t:List xmlns:t="{TYPES}"><t:Members>{"".join(members)}</t:Members></t:List>')


def test_each_entry_is_read_once_and_others_run_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "STEP", 0)
    node = item(*map(_MEMBER.format, range(LONG * 2)))
    with read_ahead(node) as reading:
        assert sum(1 for _ in reading) > 1
        assert len(long_lists._OUTCOMES) == LONG * 2
        read = MEMBERS.read(node[0])
        assert not long_lists._OUTCOMES
    assert [member.address.address for member in read] == [f"a{number}@example.com" for number in range(LONG * 2)]


def test_what_is_refused_is_refused_by_whoever_reads_the_list() -> None:
    node = item(*map(_MEMBER.format, range(LONG)), "<t:Member><t:Planet/></t:Member>")
    with read_ahead(node) as reading:
        steps.finish(reading)
        with pytest.raises(Violation, match="Planet"):
            MEMBERS.read(node[0])
    assert not long_lists._OUTCOMES


def test_a_short_list_is_left_to_its_reader() -> None:
    with read_ahead(item(_MEMBER.format(1))) as reading:
        assert list(reading) == []
        assert not long_lists._OUTCOMES


def test_what_is_given_up_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "STEP", 0)
    with read_ahead(item(*map(_MEMBER.format, range(LONG * 2)))) as reading:
        next(reading)
        assert long_lists._OUTCOMES
    assert not long_lists._OUTCOMES
