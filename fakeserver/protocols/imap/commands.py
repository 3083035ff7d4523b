"""The commands of IMAP: one row each, and how octets become one of them (RFC 3501 section 6, and the extensions).

Adding a command is a row here, its function, and a reader in ``grammar.py`` if it has arguments of a new kind.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from fakeserver.protocols.imap import (
    copying,
    expunging,
    folder_commands,
    grammar,
    listing,
    message_commands,
    signing_in,
)
from fakeserver.protocols.imap.arguments import Command, Unreadable
from fakeserver.protocols.imap.conversation import Conversation
from fakeserver.protocols.imap.elements import BadSyntax, Cursor
from fakeserver.protocols.imap.states import State

#: A tag is as long as its client likes (RFC 3501 section 9).
_HEAD = re.compile(rb"([^\x00-\x20\x7f-\xff(){%*\"\\+]+) ((?i:uid )?)([A-Za-z0-9]{1,32})(?= |\Z)")
_TAG = re.compile(rb"([^\x00-\x20\x7f-\xff(){%*\"\\+]+)(?= )")


#: a command's arguments
A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class CommandRow(Generic[A]):
    """One command."""

    #: upper case
    name: str
    #: the states that accept it
    states: tuple[State, ...]
    #: reads what stands behind its name
    read: Callable[[Cursor], A]
    #: answers it
    run: Callable[[Conversation, Command[A]], None]
    #: reads the arguments of its UID form; None: it has no such form
    read_uid: Callable[[Cursor], A] | None = None
    #: what CAPABILITY calls it; empty for what every IMAP4rev1 server has
    capability: str = ""
    #: the generations of the front end that know it; None: all. See ``style.py``
    generations: frozenset[str] | None = None
    #: whether message numbers may shift while it is answered (RFC 3501 section 7.4.1); in its UID form they may
    may_expunge: bool = True
    #: whether its literals are messages, which may be larger than names and search texts
    takes_message: bool = False
    #: whether the journal must not see its arguments
    secret: bool = False

    def known_to(self, conversation: Conversation) -> bool:
        """Say whether the front end of a conversation knows this command."""
        return self.generations is None or conversation.style.generation in self.generations


_NOT_AUTHENTICATED = (State.NOT_AUTHENTICATED,)
_ANY = (State.NOT_AUTHENTICATED, State.AUTHENTICATED, State.SELECTED)
_MAILBOX = (State.AUTHENTICATED, State.SELECTED)
_SELECTED = (State.SELECTED,)
#: Exchange's own state: the token was good, the mailbox did not open.
_EVEN_NOT_CONNECTED = tuple(State)
#: Assumption: where LSUB is gone it is answered like any unknown command; clients saw a BAD, its text is not known.
_BEFORE_REV2 = frozenset({"a", "b", "c"})
_REV2 = frozenset({"rev2"})

_ROWS: tuple[CommandRow[Any], ...] = (
    CommandRow("CAPABILITY", _EVEN_NOT_CONNECTED, grammar.nothing, signing_in.capability),
    CommandRow("NOOP", _ANY, grammar.nothing, signing_in.noop),
    CommandRow("LOGOUT", _EVEN_NOT_CONNECTED, grammar.nothing, signing_in.logout),
    CommandRow("ID", _ANY, grammar.client_id, signing_in.identify, capability="ID"),
    CommandRow("AUTHENTICATE", _NOT_AUTHENTICATED, grammar.authenticate, signing_in.authenticate, secret=True),
    CommandRow("LOGIN", _NOT_AUTHENTICATED, grammar.login, signing_in.login, secret=True),
    # RFC 5161 section 3.1: ENABLE comes before any folder is selected.
    CommandRow(
        "ENABLE", (State.AUTHENTICATED,), grammar.enable, signing_in.enable,
        capability="ENABLE", generations=_REV2,
    ),
    CommandRow("SELECT", _MAILBOX, grammar.mailbox, folder_commands.select),
    CommandRow("EXAMINE", _MAILBOX, grammar.mailbox, folder_commands.select),
    CommandRow("CREATE", _MAILBOX, grammar.mailbox, folder_commands.create),
    CommandRow("DELETE", _MAILBOX, grammar.mailbox, folder_commands.delete),
    CommandRow("RENAME", _MAILBOX, grammar.rename, folder_commands.rename),
    CommandRow("SUBSCRIBE", _MAILBOX, grammar.mailbox, listing.subscribe),
    CommandRow("UNSUBSCRIBE", _MAILBOX, grammar.mailbox, listing.subscribe),
    CommandRow("LIST", _MAILBOX, grammar.list_folders, listing.list_folders),
    CommandRow("LSUB", _MAILBOX, grammar.list_folders, listing.list_folders, generations=_BEFORE_REV2),
    CommandRow("NAMESPACE", _MAILBOX, grammar.nothing, listing.namespace, capability="NAMESPACE"),
    CommandRow("STATUS", _MAILBOX, grammar.status, folder_commands.status),
    CommandRow("APPEND", _MAILBOX, grammar.append, message_commands.append, takes_message=True),
    CommandRow("IDLE", _MAILBOX, grammar.nothing, message_commands.idle, capability="IDLE"),
    CommandRow("CHECK", _SELECTED, grammar.nothing, folder_commands.check),
    CommandRow("CLOSE", _SELECTED, grammar.nothing, folder_commands.close),
    CommandRow("UNSELECT", _SELECTED, grammar.nothing, folder_commands.close, capability="UNSELECT"),
    CommandRow("EXPUNGE", _SELECTED, grammar.expunge, expunging.expunge, grammar.uid_expunge),
    CommandRow("SEARCH", _SELECTED, grammar.search, message_commands.search, grammar.search, may_expunge=False),
    CommandRow("FETCH", _SELECTED, grammar.fetch, message_commands.fetch, grammar.fetch, may_expunge=False),
    CommandRow("STORE", _SELECTED, grammar.store, message_commands.store, grammar.store, may_expunge=False),
    CommandRow("COPY", _SELECTED, grammar.copy, copying.copy, grammar.copy),
    CommandRow("MOVE", _SELECTED, grammar.copy, copying.copy, grammar.copy, capability="MOVE"),
)  # fmt: skip

COMMANDS: Mapping[str, CommandRow[Any]] = MappingProxyType({row.name: row for row in _ROWS})


def read_head(octets: bytes) -> tuple[bytes, bool, str, int]:
    """Read how a command begins, whether the rest has come or not.

    Returns:
        Its tag, ``*`` where that cannot be read; whether it is a UID command; its name in upper case, empty where there
        is none; and where its arguments begin.
    """
    head = _HEAD.match(octets)
    if head is None:
        only_tag = _TAG.match(octets)
        return only_tag[1] if only_tag else b"*", False, "", 0
    tag, uid, name = head.groups()
    return tag, bool(uid), name.decode("ascii").upper(), head.end()


def parse_command(octets: bytes) -> Command[Any] | Unreadable:
    """Read one whole command."""
    tag, by_uid, name, end = read_head(octets)
    row = COMMANDS.get(name)
    read = None if row is None else row.read_uid if by_uid else row.read
    if row is None or read is None:
        return Unreadable(tag, name, "unknown")
    cursor = Cursor(octets)
    cursor.at = end
    try:
        arguments = read(cursor)
        cursor.end()
    except BadSyntax as error:
        return Unreadable(tag, name, error.problem)
    return Command(tag, name, arguments, by_uid, may_expunge=by_uid or row.may_expunge)
