"""What the journal is told of a command, and whose answer it is where only its beginning can be read."""

from fakeserver.protocols.imap import signing_in
from fakeserver.protocols.imap.commands import Command
from fakeserver.protocols.imap.dispatch import COMMANDS
from fakeserver.protocols.imap.grammar import Unreadable, parse_command

_SECRET = frozenset({"AUTHENTICATE", "LOGIN"})


def tag_of(head: bytes) -> bytes:
    """Return the tag of a command of which only the beginning has come."""
    command = parse_command(head.split(b"\r", 1)[0].split(b"\n", 1)[0])
    return command.tag


def describe(command: Command | Unreadable, octets: bytes) -> str:
    """Say what was asked in a few words: nothing secret, no message."""
    if isinstance(command, Unreadable):
        return command.name if command.name in COMMANDS else "an unknown command"
    if command.name in _SECRET:
        mechanism = getattr(command.arguments, "mechanism", "")
        return f"{command.name} {mechanism}" if mechanism in signing_in.MECHANISMS else command.name
    line = octets[len(command.tag) + 1 :].split(b"\n", 1)[0]
    return line[:100].decode("ascii", "replace").rstrip()
