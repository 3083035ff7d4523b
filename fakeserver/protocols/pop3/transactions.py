"""What may be done with a maildrop (RFC 1939 sections 5 and 7): one function per command.

Each takes the maildrop and the command's arguments, and returns the response's octets, or the row of an error.
"""

from collections.abc import Callable

from fakeserver.digits import number_in
from fakeserver.protocols.pop3.errors import BAD_ARGUMENTS, NO_SUCH_MESSAGE, Row
from fakeserver.protocols.pop3.maildrop import Maildrop, multi_line, top

#: of a number; clients ask for as many lines as a number can hold
_MAX_DIGITS = 10
_OK = b"+OK\r\n"

Answer = bytes | Row
Transaction = Callable[[Maildrop, bytes], Answer]


def stat(drop: Maildrop, arguments: bytes) -> Answer:
    """Say how many messages there are, and their octets."""
    return b"+OK %d %d\r\n" % (len(drop), drop.octets())


def list_sizes(drop: Maildrop, arguments: bytes) -> Answer:
    """Say the size of one message, or of each."""
    if not arguments:
        return _listed([(number, b"%d" % drop.size(number)) for number in drop.numbers()])
    number = _message_number(drop, arguments)
    return number if isinstance(number, Row) else b"+OK %d %d\r\n" % (number, drop.size(number))


def uidl(drop: Maildrop, arguments: bytes) -> Answer:
    """Say the unique id of one message, or of each."""
    if not arguments:
        return _listed([(number, drop.unique_id(number)) for number in drop.numbers()])
    number = _message_number(drop, arguments)
    return number if isinstance(number, Row) else b"+OK %d %b\r\n" % (number, drop.unique_id(number))


def retr(drop: Maildrop, arguments: bytes) -> Answer:
    """Send a message; it is read then (MailKit#952)."""
    number = _message_number(drop, arguments)
    if isinstance(number, Row):
        return number
    drop.set_read(number)
    return multi_line(drop.message(number))


def top_lines(drop: Maildrop, arguments: bytes) -> Answer:
    """Send a message's header and its first lines.

    Where these are all there are, the message is read (BlackBerry's KB03913, which names Office 365).
    """
    word, _, lines = arguments.partition(b" ")
    number = _message_number(drop, word)
    count = number_in(lines, _MAX_DIGITS)
    if count is None:
        return BAD_ARGUMENTS
    if isinstance(number, Row):
        return number
    message = drop.message(number)
    beginning = top(message, count)
    if count and len(beginning) == len(message):
        drop.set_read(number)
    return multi_line(beginning)


def dele(drop: Maildrop, arguments: bytes) -> Answer:
    """Mark a message for deletion."""
    number = _message_number(drop, arguments)
    if isinstance(number, Row):
        return number
    drop.mark(number)
    return _OK


def rset(drop: Maildrop, arguments: bytes) -> Answer:
    """Take all marks away."""
    drop.reset()
    return _OK


def noop(drop: Maildrop, arguments: bytes) -> Answer:
    """Do nothing."""
    return _OK


def _listed(facts: list[tuple[int, bytes]]) -> bytes:
    return b"+OK\r\n%b.\r\n" % b"".join([b"%d %b\r\n" % fact for fact in facts])


def _message_number(drop: Maildrop, arguments: bytes) -> int | Row:
    """Read the one number of a message. Assumption: no zero stands before it, as in IMAP."""
    number = number_in(arguments, _MAX_DIGITS)
    if number is None or (number and arguments.startswith(b"0")):
        return BAD_ARGUMENTS
    return number if drop.has(number) else NO_SUCH_MESSAGE
