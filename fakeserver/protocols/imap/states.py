"""Which commands each state accepts (RFC 3501 section 3; ID 2971, IDLE 2177, NAMESPACE 2342, UNSELECT 3691,
ENABLE 5161, MOVE 6851).

A UID command is filed under its plain name.
"""

from enum import Enum, auto


class State(Enum):
    """Where a conversation stands."""

    NOT_AUTHENTICATED = auto()
    AUTHENTICATED = auto()
    SELECTED = auto()
    #: Exchange's own: the token was good, the mailbox did not open
    NOT_CONNECTED = auto()


_ANY = {"CAPABILITY", "NOOP", "LOGOUT", "ID"}
_MAILBOX = {
    "SELECT", "EXAMINE", "CREATE", "DELETE", "RENAME", "SUBSCRIBE", "UNSUBSCRIBE", "LIST", "LSUB", "NAMESPACE",
    "STATUS", "APPEND", "IDLE",
}  # fmt: skip
_FOLDER = {"CHECK", "CLOSE", "UNSELECT", "EXPUNGE", "SEARCH", "FETCH", "STORE", "COPY", "MOVE"}

# RFC 5161 section 3.1: ENABLE comes before any folder is selected.
ALLOWED: dict[State, frozenset[str]] = {
    State.NOT_AUTHENTICATED: frozenset(_ANY | {"AUTHENTICATE", "LOGIN"}),
    State.AUTHENTICATED: frozenset(_ANY | _MAILBOX | {"ENABLE"}),
    State.SELECTED: frozenset(_ANY | _MAILBOX | _FOLDER),
    State.NOT_CONNECTED: frozenset({"CAPABILITY", "LOGOUT"}),
}

#: Commands during whose answer message numbers may not shift (RFC 3501 section 7.4.1); their UID forms may.
NUMBERS_STAND = frozenset({"FETCH", "STORE", "SEARCH"})
