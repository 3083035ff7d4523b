"""The states of a POP3 conversation (RFC 1939 section 3)."""

from enum import Enum, auto


class State(Enum):
    """Where a conversation stands."""

    AUTHORIZATION = auto()
    TRANSACTION = auto()
