"""One IMAP conversation, from greeting to goodbye, without a socket: fed octets, it says what to send.

What is here: cutting octets into commands, dispatch, the state table, the limits, and the moments when something is
said unasked. What each command does is in the modules that `dispatch.py` names.
"""

from collections.abc import Callable
from math import isinf
from typing import Any
from uuid import uuid4

from fakeserver.protocols.imap.arguments import Command, Unreadable
from fakeserver.protocols.imap.commands import COMMANDS, CommandRow, parse_command
from fakeserver.protocols.imap.conversation import Conversation
from fakeserver.protocols.imap.errors import (
    BAD_ARGUMENTS,
    BAD_MESSAGE_SET,
    CONNECTION_CLOSED,
    INTERNAL,
    INVALID_STATE,
    LINE_TOO_LONG,
    NOT_CONNECTED,
    TIMED_OUT,
    TOO_LARGE,
    UNKNOWN_COMMAND,
    Row,
    goodbye_for,
    phrase,
    row_for,
)
from fakeserver.protocols.imap.framing import CommandReader, LineTooLong, LiteralAnnounced, WholeCommand
from fakeserver.protocols.imap.noting import describe, tag_of, takes_message
from fakeserver.protocols.imap.states import State
from fakeserver.protocols.imap.style import ImapStyle
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.exchange.changes import Change
from fakeserver.tenant.refusals import Refusal
from fakeserver.wire import AT_ONCE

#: The service closes after about ten bad commands (seen by clients).
MAX_BAD_COMMANDS = 10
#: "After a couple" of refused commands the service hangs up on who is not connected (log in MailKit#1496).
MAX_COMMANDS_NOT_CONNECTED = 2
#: Once so many octets wait to be sent, the rest of the client's commands wait as well.
_MUCH_TO_SEND = 4 * 1024 * 1024
#: Literals in commands other than APPEND hold names and search texts.
SMALL_LITERAL = 65_536

_PROBLEMS = {"unknown": UNKNOWN_COMMAND, "arguments": BAD_ARGUMENTS, "message set": BAD_MESSAGE_SET}


class ImapSession:
    """One client's session. Not thread-safe, but for ``on_wake``, which is called from any thread."""

    def __init__(
        self,
        cloud: Cloud,
        *,
        host: str = "localhost",
        peer: str = "127.0.0.1",
        style: ImapStyle | None = None,
        new_id: Callable[[], str] = lambda: str(uuid4()),
    ) -> None:
        """Begin.

        Args:
            host: the server's name in the greeting.
            peer: the client's address, for the door's records.
            style: the front end's ways, where they shall not be the tenant's.
        """
        self._conversation = Conversation(cloud, style, peer)
        self._reader = CommandReader()
        self._host = host
        self._new_id = new_id
        self._tag = b"*"
        self._pieces: list[bytes] = []
        self._stop_watching: list[Callable[[], None]] = []
        #: whether it stopped to let the client read first; ``receive(b"")`` goes on
        self.has_more = False
        #: how the next answer travels
        self.delivery = AT_ONCE
        #: set by the listener: asks it to call ``wake`` soon, in its own thread
        self.on_wake: Callable[[], None] | None = None

    # --- for the listener ----------------------------------------------------------------------------------------

    @property
    def closed(self) -> bool:
        """Whether the connection is to be closed, once everything is sent."""
        return self._conversation.closed

    def wake_in(self) -> float | None:
        """Return in how many seconds to wake though nothing happens: as the token expires while idling."""
        visitor = self._conversation.visitor
        if visitor is None or not self._conversation.idling or isinf(visitor.expires_at):
            return None
        return visitor.expires_at - visitor.tenant.clock.time()

    def greeting(self) -> bytes:
        """Return what to send first."""
        return self._conversation.style.greet(self._host, self._new_id())

    def receive(self, data: bytes) -> bytes:
        """Take octets from the client; return what to send back."""
        self._reader.feed(data)
        self.has_more = False
        waiting = 0
        while not self._conversation.closed:
            if not self._step():
                break
            # One piece per step, so that counting what waits costs little. A single piece goes out without a copy.
            piece = b"".join(self._conversation.out)
            self._conversation.out.clear()
            if piece:
                self._pieces.append(piece)
                waiting += len(piece)
            if waiting > _MUCH_TO_SEND and (self._conversation.unfinished is not None or self._reader.buffered):
                self.has_more = True
                break
        return self._flush()

    def wake(self) -> bytes:
        """Return what is to be said unasked: news while idling, or that the token has expired.

        Assumption: a switch thrown while a client idles shows with the next news, or at DONE.
        """
        conversation = self._conversation
        if not conversation.idling or conversation.closed or conversation.visitor is None:
            return b""
        with conversation.visitor.tenant.lock:
            if self._may_stay():
                conversation.send_news()
        return self._flush()

    def timed_out(self) -> bytes:
        """Return what to say to a client that was silent for too long."""
        self._conversation.goodbye(TIMED_OUT)
        return self._flush()

    def internal_error(self) -> bytes:
        """Return what to say after ``receive`` or ``wake`` raised: a bug in the fake. The session goes on."""
        self._conversation.unfinished = None
        self._conversation.out.append(b"%b %b\r\n" % (self._tag, phrase(INTERNAL, "")))
        return self._flush()

    def connection_lost(self) -> None:
        """Let go of everything."""
        self._conversation.closed = True
        self._watch(False)
        self.on_wake = None

    # --- one step ---------------------------------------------------------------------------------------------

    def _step(self) -> bool:
        """Go on with an answer, or take what came next; return whether there was anything."""
        conversation = self._conversation
        if conversation.unfinished is not None:
            self._answer_on()
            return True
        event = self._reader.next_event()
        if event is None:
            return False
        if isinstance(event, LiteralAnnounced):
            self._decide_about_literal(event)
        elif isinstance(event, LineTooLong):
            # A SASL response belongs to its command, whose tag the client waits for.
            tag = tag_of(event.head) if conversation.continuation is None else self._tag
            conversation.continuation = None
            conversation.idling = False
            self._watch(False)
            conversation.asked = "a line that is too long"
            conversation.refuse(tag, "", LINE_TOO_LONG)
        else:
            self._take(event)
        if conversation.bad_answers >= MAX_BAD_COMMANDS and not conversation.closed:
            conversation.goodbye(CONNECTION_CLOSED)
        return True

    def _answer_on(self) -> None:
        """Go on with a long answer until there is enough to send."""
        conversation = self._conversation
        assert conversation.unfinished is not None
        assert conversation.visit is not None
        with conversation.visit.tenant.lock:
            size = 0
            for octets in conversation.unfinished:
                size += octets
                if size > _MUCH_TO_SEND:
                    return
            conversation.unfinished = None

    def _take(self, event: WholeCommand) -> None:
        conversation = self._conversation
        if conversation.continuation is not None:
            was_idling = conversation.idling
            if was_idling and conversation.visitor is not None:
                with conversation.visitor.tenant.lock:
                    if self._may_stay():
                        conversation.continuation(event.octets)
                self._watch(False)
            else:
                conversation.continuation(event.octets)
            return
        command = parse_command(event.octets)
        self._tag = command.tag
        conversation.asked = describe(command, event.octets)
        row = COMMANDS.get(command.name)
        if row is None or not row.known_to(conversation):
            self._refuse(command, UNKNOWN_COMMAND)
        elif isinstance(command, Unreadable):
            self._refuse(command, _PROBLEMS[command.problem])
        elif conversation.state not in row.states:
            self._refuse(command, INVALID_STATE)
        elif conversation.visit is None:
            row.run(conversation, command)
        else:
            with conversation.visit.tenant.lock:
                if self._may_stay():
                    self._perform(row, command)

    def _perform(self, row: CommandRow[Any], command: Command[Any]) -> None:
        conversation = self._conversation
        try:
            row.run(conversation, command)
        except Refusal as refusal:
            name = getattr(refusal, "folder", "")
            conversation.refuse(command.tag, command.name, row_for(refusal), refusal, folder=name)
        if conversation.idling:
            self._watch(True)

    def _may_stay(self) -> bool:
        """Ask the door again; whose right has ended hears BYE."""
        conversation = self._conversation
        if conversation.visit is None:
            return True
        try:
            conversation.cloud.door.recheck(conversation.visit)
        except Refusal as refusal:
            conversation.goodbye(goodbye_for(refusal), refusal)
            self._watch(False)
            return False
        return True

    def _refuse(self, command: Command[object] | Unreadable, row: Row) -> None:
        """Refuse a command that is not even begun."""
        conversation = self._conversation
        if conversation.state is not State.NOT_CONNECTED:
            conversation.refuse(command.tag, command.name, row)
            return
        conversation.refuse(command.tag, command.name, NOT_CONNECTED)
        conversation.refused_while_not_connected += 1
        if conversation.refused_while_not_connected >= MAX_COMMANDS_NOT_CONNECTED:
            conversation.goodbye(CONNECTION_CLOSED)

    # --- literals ------------------------------------------------------------------------------------------------

    def _decide_about_literal(self, literal: LiteralAnnounced) -> None:
        conversation = self._conversation
        is_append = conversation.visit is not None and takes_message(literal.head)
        limit = conversation.mailbox.receive_limit if is_append else SMALL_LITERAL
        # What came before counts as well: a command may announce one literal after the other.
        if literal.size <= limit and len(literal.head) <= SMALL_LITERAL:
            self._reader.accept_literal()
            if literal.waits:
                conversation.out.append(b"+ Ready for additional command text.\r\n")
            return
        self._reader.refuse_literal()
        conversation.asked = "APPEND" if is_append else "a literal"
        row = TOO_LARGE if is_append and literal.size > limit else BAD_ARGUMENTS
        conversation.refuse(tag_of(literal.head), "APPEND", row)

    # --- news ----------------------------------------------------------------------------------------------------

    def _watch(self, on: bool) -> None:
        """Start or stop listening for what IDLE has to tell."""
        while self._stop_watching:
            self._stop_watching.pop()()
        if on and self._conversation.visit is not None:
            tenant = self._conversation.visit.tenant
            self._stop_watching = [self._conversation.mailbox.watch(self._changed), tenant.clock.watch(self._wake)]

    def _changed(self, change: Change) -> None:
        view = self._conversation.selected
        if view is not None and change.folder is view.folder:
            self._wake()

    def _wake(self) -> None:
        on_wake = self.on_wake
        if on_wake is not None:
            on_wake()

    def _flush(self) -> bytes:
        out = b"".join([*self._pieces, *self._conversation.out])
        self._pieces.clear()
        self._conversation.out.clear()
        return out
