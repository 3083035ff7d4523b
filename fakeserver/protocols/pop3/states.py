"""Which commands each state accepts (RFC 1939 section 3)."""

from enum import Enum, auto

from fakeserver.protocols.pop3.transactions import TRANSACTIONS


class State(Enum):
    """Where a conversation stands (RFC 1939 section 3)."""

    AUTHORIZATION = auto()
    TRANSACTION = auto()


#: Which commands each state accepts.
ALLOWED = {
    State.AUTHORIZATION: frozenset({"CAPA", "AUTH", "USER", "PASS", "QUIT"}),
    State.TRANSACTION: frozenset({"CAPA", "QUIT", *TRANSACTIONS}),
}
