"""The flags of a message, as one value that every protocol reads and writes whole."""

from typing import NamedTuple


class MessageFlags(NamedTuple):
    """IMAP's flags ``\\Seen`` ... ``$MDNSent``; EWS shows them as IsRead, IsDraft, Flag and others."""

    seen: bool = False
    answered: bool = False
    flagged: bool = False
    #: IMAP's ``\\Deleted``: still there, to go at the next EXPUNGE
    deleted: bool = False
    draft: bool = False
    #: a read receipt was sent, or refused, for it (RFC 3503)
    mdn_sent: bool = False


NO_FLAGS = MessageFlags()
SEEN = MessageFlags(seen=True)


def without_deleted(flags: MessageFlags) -> MessageFlags:
    r"""Return the flags that a message has elsewhere: \Deleted belongs to the folder that it was in."""
    return flags._replace(deleted=False) if flags.deleted else flags
