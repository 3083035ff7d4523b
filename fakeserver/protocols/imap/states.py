"""The states of an IMAP conversation (RFC 3501 section 3), and one that Exchange adds."""

from enum import Enum, auto


class State(Enum):
    """Where a conversation stands."""

    NOT_AUTHENTICATED = auto()
    AUTHENTICATED = auto()
    SELECTED = auto()
    #: Exchange's own: the token was good, the mailbox did not open
    NOT_CONNECTED = auto()
