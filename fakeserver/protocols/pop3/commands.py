"""The commands of POP3: one row each. Adding a command is a row here and its function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fakeserver.protocols.pop3 import signing_in, transactions
from fakeserver.protocols.pop3.conversation import Conversation
from fakeserver.protocols.pop3.errors import Row
from fakeserver.protocols.pop3.states import State
from fakeserver.protocols.pop3.transactions import Transaction


@dataclass(frozen=True, slots=True)
class CommandRow:
    """One command."""

    name: str
    #: the states that accept it
    states: frozenset[State]
    #: answers it, given what stands behind its name
    run: Callable[[Conversation, bytes], None]


_AUTHORIZATION = frozenset({State.AUTHORIZATION})
_ANY = frozenset(State)


def _transaction(name: str, perform: Transaction) -> CommandRow:
    """Make a row of what is done with the maildrop; the journal keeps the number of the message it is about."""

    def run(conversation: Conversation, arguments: bytes) -> None:
        assert conversation.maildrop is not None
        if arguments[:10].isdigit():
            conversation.exchange.asked = f"{name} {arguments[:10].decode('ascii')}"
        answer = perform(conversation.maildrop, arguments)
        if isinstance(answer, Row):
            conversation.refuse(answer)
        else:
            conversation.ok(answer)

    return CommandRow(name, frozenset({State.TRANSACTION}), run)


COMMANDS: Mapping[str, CommandRow] = MappingProxyType(
    {
        command.name: command
        for command in (
            CommandRow("CAPA", _ANY, signing_in.capa),
            CommandRow("AUTH", _AUTHORIZATION, signing_in.auth),
            CommandRow("USER", _AUTHORIZATION, signing_in.user),
            CommandRow("PASS", _AUTHORIZATION, signing_in.password),
            _transaction("STAT", transactions.stat),
            _transaction("LIST", transactions.list_sizes),
            _transaction("UIDL", transactions.uidl),
            _transaction("RETR", transactions.retr),
            _transaction("TOP", transactions.top_lines),
            _transaction("DELE", transactions.dele),
            _transaction("RSET", transactions.rset),
            _transaction("NOOP", transactions.noop),
            CommandRow("QUIT", _ANY, signing_in.quit_session),
        )
    }
)
