from typing import Any

import pytest

from fakeserver.protocols.imap.commands import COMMANDS, CommandRow, parse_command
from fakeserver.protocols.imap.states import State
from fakeserver.protocols.imap.style import ImapStyle

GENERATIONS = ("a", "b", "c", "rev2")

#: what CAPABILITY says that is no command of its own, and where it is found instead
NOT_COMMANDS = {
    "IMAP4": "the protocol",
    "IMAP4rev1": "the protocol",
    "IMAP4rev2": "the protocol, as ENABLE names it",
    "AUTH=PLAIN": "AUTHENTICATE's mechanisms",
    "AUTH=XOAUTH2": "AUTHENTICATE's mechanisms",
    "LOGINDISABLED": "LOGIN's refusal",
    "SASL-IR": "AUTHENTICATE's second argument",
    "UIDPLUS": "UID EXPUNGE and the codes of APPEND, COPY and MOVE",
    "CHILDREN": "attributes in LIST",
    "LITERAL+": "the framing",
    "CLIENTACCESSRULES": "between Exchange's own servers",
    "CLIENTNETWORKPRESENCELOCATION": "between Exchange's own servers",
    "BACKENDAUTHENTICATE": "between Exchange's own servers",
    "BACKENDAUTHENTICATE-IR": "between Exchange's own servers",
}


def known_to(generation: str) -> dict[str, CommandRow[Any]]:
    return {name: row for name, row in COMMANDS.items() if row.generations is None or generation in row.generations}


def words(generation: str, *, signed_in: bool) -> set[str]:
    return set(ImapStyle(generation).capabilities(signed_in=signed_in).decode().split())


@pytest.mark.parametrize("generation", GENERATIONS)
def test_what_is_advertised_is_implemented_and_what_has_a_word_is_advertised(generation: str) -> None:
    implemented = {row.capability for row in known_to(generation).values() if row.capability}
    assert words(generation, signed_in=True) - NOT_COMMANDS.keys() == implemented
    assert words(generation, signed_in=False) - NOT_COMMANDS.keys() <= implemented


def test_every_word_that_is_no_command_is_said_by_some_generation() -> None:
    said = {word for generation in GENERATIONS for at in (True, False) for word in words(generation, signed_in=at)}
    assert NOT_COMMANDS.keys() <= said


def test_enable_came_with_rev2_and_lsub_went() -> None:
    assert COMMANDS.keys() - known_to("b").keys() == {"ENABLE"}
    assert COMMANDS.keys() - known_to("rev2").keys() == {"LSUB"}
    assert frozenset().union(*(row.generations or () for row in COMMANDS.values())) == set(GENERATIONS)


def test_each_state_has_its_commands() -> None:
    by_state = {state: {name for name, row in COMMANDS.items() if state in row.states} for state in State}
    assert by_state[State.NOT_CONNECTED] == {"CAPABILITY", "LOGOUT"}
    assert by_state[State.NOT_AUTHENTICATED] == {"CAPABILITY", "NOOP", "LOGOUT", "ID", "AUTHENTICATE", "LOGIN"}
    assert by_state[State.AUTHENTICATED] - by_state[State.SELECTED] == {"ENABLE"}
    assert by_state[State.SELECTED] - by_state[State.AUTHENTICATED] == {
        "CHECK", "CLOSE", "UNSELECT", "EXPUNGE", "SEARCH", "FETCH", "STORE", "COPY", "MOVE",
    }  # fmt: skip


def test_only_these_have_a_uid_form() -> None:
    with_uid = {name for name, row in COMMANDS.items() if row.read_uid is not None}
    assert with_uid == {"EXPUNGE", "SEARCH", "FETCH", "STORE", "COPY", "MOVE"}


@pytest.mark.parametrize(
    ("octets", "may_expunge"),
    [
        (b"a FETCH 1 UID", False),
        (b"a STORE 1 FLAGS ()", False),
        (b"a SEARCH ALL", False),
        (b"a UID FETCH 1 UID", True),
        (b"a UID STORE 1 FLAGS ()", True),
        (b"a UID SEARCH ALL", True),
        (b"a NOOP", True),
        (b"a COPY 1 x", True),
    ],
)
def test_message_numbers_stand_while_fetch_store_and_search_are_answered(octets: bytes, may_expunge: bool) -> None:
    assert getattr(parse_command(octets), "may_expunge", None) is may_expunge
