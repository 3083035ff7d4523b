"""What the journal keeps of a command, and which tag its answer has where only its beginning can be read."""

from fakeserver.protocols.imap.arguments import Authenticate, Command, Unreadable
from fakeserver.protocols.imap.commands import COMMANDS, read_head
from fakeserver.protocols.imap.signing_in import OFFERED


def tag_of(head: bytes) -> bytes:
    """Return the tag of a command of which only the beginning has come."""
    tag, _, _, _ = read_head(head)
    return tag


def takes_message(head: bytes) -> bool:
    """Say whether the literal that a command announces may be a message."""
    _, _, name, _ = read_head(head)
    row = COMMANDS.get(name)
    return row is not None and row.takes_message


def describe(command: Command[object] | Unreadable, octets: bytes) -> str:
    """Say what was asked in a few words: nothing secret, no message."""
    row = COMMANDS.get(command.name)
    if row is None:
        return "an unknown command"
    if isinstance(command, Unreadable):
        return command.name
    if row.secret:
        arguments = command.arguments
        if isinstance(arguments, Authenticate) and arguments.mechanism in OFFERED:
            return f"{command.name} {arguments.mechanism}"
        return command.name
    start = len(command.tag) + 1
    # Cut first: a literal may be many megabytes.
    return octets[start : start + 100].split(b"\n", 1)[0].decode("ascii", "replace").rstrip()
