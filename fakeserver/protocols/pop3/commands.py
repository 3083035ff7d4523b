"""The commands of POP3: one row each. Adding a command is a row here and its function."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fakeserver.digits import number_in
from fakeserver.protocols.pop3 import signing_in, transactions
from fakeserver.protocols.pop3.conversation import Conversation
from fakeserver.protocols.pop3.errors import Row
from fakeserver.protocols.pop3.states import State
from fakeserver.protocols.pop3.transactions import Transaction

_WORDS = re.compile(rb"(?: [\x21-\x7e]+)*")
#: how many words stand behind a command's name
_NONE, _ONE, _UP_TO_ONE, _TWO, _ONE_OR_TWO = range(1), range(1, 2), range(2), range(2, 3), range(1, 3)


@dataclass(frozen=True, slots=True)
class CommandRow:
    """One command."""

    name: str
    #: the states that accept it
    states: tuple[State, ...]
    #: answers it, given what stands behind its name
    run: Callable[[Conversation, bytes], None]
    #: how many words that may be, each after one blank; None: any octets, which are one argument
    words: range | None = _NONE

    def accepts(self, rest: bytes) -> bool:
        """Say whether what stands behind the name, blank included, are arguments that it takes (RFC 1939 section 3)."""
        if self.words is None:
            return len(rest) > 1
        return _WORDS.fullmatch(rest) is not None and rest.count(b" ") in self.words


_AUTHORIZATION = (State.AUTHORIZATION,)
_ANY = tuple(State)


def _transaction(name: str, perform: Transaction, words: range) -> CommandRow:
    """Make a row of what is done with the maildrop; the journal keeps the number of the message it is about."""

    def run(conversation: Conversation, arguments: bytes) -> None:
        assert conversation.maildrop is not None
        if number_in(arguments[:10]) is not None:
            conversation.exchange.asked = f"{name} {arguments[:10].decode('ascii')}"
        answer = perform(conversation.maildrop, arguments)
        if isinstance(answer, Row):
            conversation.refuse(answer)
        else:
            conversation.ok(answer)

    return CommandRow(name, (State.TRANSACTION,), run, words)


COMMANDS: Mapping[str, CommandRow] = MappingProxyType(
    {
        command.name: command
        for command in (
            CommandRow("CAPA", _ANY, signing_in.capa),
            CommandRow("AUTH", _AUTHORIZATION, signing_in.auth, _ONE_OR_TWO),
            CommandRow("USER", _AUTHORIZATION, signing_in.user, _ONE),
            CommandRow("PASS", _AUTHORIZATION, signing_in.password, None),
            _transaction("STAT", transactions.stat, _NONE),
            _transaction("LIST", transactions.list_sizes, _UP_TO_ONE),
            _transaction("UIDL", transactions.uidl, _UP_TO_ONE),
            _transaction("RETR", transactions.retr, _ONE),
            _transaction("TOP", transactions.top_lines, _TWO),
            _transaction("DELE", transactions.dele, _ONE),
            _transaction("RSET", transactions.rset, _NONE),
            _transaction("NOOP", transactions.noop, _NONE),
            CommandRow("QUIT", _ANY, signing_in.quit_session),
        )
    }
)
