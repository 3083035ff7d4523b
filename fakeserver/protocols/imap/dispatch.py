"""One whole command: read, checked against the state and with the door, then answered or refused."""

from fakeserver.protocols.imap.arguments import Command, Unreadable
from fakeserver.protocols.imap.commands import COMMANDS, parse_command
from fakeserver.protocols.imap.conversation import Conversation
from fakeserver.protocols.imap.errors import (
    BAD_ARGUMENTS,
    BAD_MAILBOX_NAME,
    BAD_MESSAGE_SET,
    CONNECTION_CLOSED,
    INVALID_STATE,
    NOT_CONNECTED,
    UNKNOWN_COMMAND,
    Row,
)
from fakeserver.protocols.imap.noting import describe
from fakeserver.protocols.imap.states import State
from fakeserver.tenant.refusals import Refusal

#: "After a couple" of refused commands the service closes the connection of a client that is authenticated but not
#: connected (log in MailKit#1496).
MAX_COMMANDS_NOT_CONNECTED = 2

_PROBLEMS = {
    "unknown": UNKNOWN_COMMAND,
    "arguments": BAD_ARGUMENTS,
    "message set": BAD_MESSAGE_SET,
    "mailbox name": BAD_MAILBOX_NAME,
}


def dispatch(conversation: Conversation, octets: bytes) -> None:
    """Answer a command."""
    command = parse_command(octets)
    conversation.tag, conversation.name = command.tag, command.name
    conversation.exchange.asked = describe(command, octets)
    row = COMMANDS.get(command.name)
    conversation.exchange.operation = "" if row is None else command.name
    if row is None or not row.known_to(conversation):
        _refuse(conversation, command, UNKNOWN_COMMAND)
    elif isinstance(command, Unreadable):
        _refuse(conversation, command, _PROBLEMS[command.problem])
    elif conversation.state not in row.states:
        _refuse(conversation, command, INVALID_STATE)
    elif conversation.is_kept_by_fault():
        # A fault that the test has ordered: it is answered, and not performed.
        return
    elif conversation.visit is None:
        row.run(conversation, command)
    else:
        with conversation.visit.tenant.lock:
            if conversation.may_stay():
                try:
                    row.run(conversation, command)
                except Refusal as refusal:
                    conversation.refuse_for(refusal)


def _refuse(conversation: Conversation, command: Command[object] | Unreadable, row: Row) -> None:
    """Refuse a command before it runs."""
    if conversation.state is not State.NOT_CONNECTED:
        conversation.refuse(command.tag, command.name, row)
        return
    conversation.refuse(command.tag, command.name, NOT_CONNECTED)
    conversation.refused_while_not_connected += 1
    if conversation.refused_while_not_connected >= MAX_COMMANDS_NOT_CONNECTED:
        conversation.goodbye(CONNECTION_CLOSED)
