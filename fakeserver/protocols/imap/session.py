"""One IMAP conversation, from greeting to goodbye, without a socket: fed octets, it says what to send.

What is here: cutting octets into commands, dispatch, the state table, the limits, and the moments when something is
said unasked. What each command does is in the modules that `dispatch.py` names.
"""

import re
from collections.abc import Callable
from math import isinf
from uuid import uuid4

from fakeserver.protocols.imap.commands import Command
from fakeserver.protocols.imap.conversation import Conversation
from fakeserver.protocols.imap.dispatch import COMMANDS
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
    goodbye_for,
    phrase,
    row_for,
)
from fakeserver.protocols.imap.framing import CommandReader, LineTooLong, LiteralAnnounced, WholeCommand
from fakeserver.protocols.imap.grammar import Unreadable, parse_command
from fakeserver.protocols.imap.noting import describe, tag_of
from fakeserver.protocols.imap.states import ALLOWED, State
from fakeserver.protocols.imap.style import BY_GENERATION, ImapStyle
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.exchange.changes import Change
from fakeserver.tenant.refusals import Refusal
from fakeserver.wire import AT_ONCE

#: The service closes after about ten bad commands (seen by clients).
MOST_BAD_COMMANDS = 10
#: "After a couple" of refused commands the service hangs up on who is not connected (log in MailKit#1496).
MOST_COMMANDS_NOT_CONNECTED = 2
#: Once so many octets wait to be sent, the rest of the client's commands wait as well.
_MUCH_TO_SEND = 4 * 1024 * 1024
#: Literals in commands other than APPEND hold names and search texts.
SMALL_LITERAL = 65_536

_PROBLEMS = {"unknown": UNKNOWN_COMMAND, "arguments": BAD_ARGUMENTS, "message set": BAD_MESSAGE_SET}
_APPEND = re.compile(rb"[^ ]+ APPEND ", re.IGNORECASE)


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
        self._talk = Conversation(cloud, style, peer)
        self._reader = CommandReader()
        self._host = host
        self._new_id = new_id
        self._tag = b"*"
        self._pieces: list[bytes] = []
        self._stop_watching: list[Callable[[], None]] = []
        #: whether it stopped to let the client read first; ``receive(b"")`` goes on
        self.has_more = False
        self.delivery = AT_ONCE
        #: set by the listener: asks it to call ``wake`` soon, in its own thread
        self.on_wake: Callable[[], None] | None = None

    # --- for the listener ----------------------------------------------------------------------------------------

    @property
    def closed(self) -> bool:
        """Whether the connection is to be closed, once everything is sent."""
        return self._talk.closed

    def wake_in(self) -> float | None:
        """Return in how many seconds to wake though nothing happens: as the token expires while idling."""
        visitor = self._talk.visitor
        if visitor is None or not self._talk.idling or isinf(visitor.expires_at):
            return None
        return visitor.expires_at - visitor.tenant.clock.time()

    def greeting(self) -> bytes:
        """Return what to send first."""
        return self._talk.style.greet(self._host, self._new_id())

    def receive(self, data: bytes) -> bytes:
        """Take octets from the client; return what to send back."""
        self._reader.feed(data)
        self.has_more = False
        waiting = 0
        while not self._talk.closed:
            if not self._step():
                break
            # One piece per step, so that counting what waits costs little.
            piece = b"".join(self._talk.out)
            self._talk.out.clear()
            self._pieces.append(piece)
            waiting += len(piece)
            if waiting > _MUCH_TO_SEND and (self._talk.unfinished is not None or self._reader.buffered):
                self.has_more = True
                break
        return self._flush()

    def wake(self) -> bytes:
        """Return what is to be said unasked: news while idling, or that the token has expired.

        Assumption: a switch thrown while a client idles shows with the next news, or at DONE.
        """
        talk = self._talk
        if not talk.idling or talk.closed or talk.visitor is None:
            return b""
        with talk.visitor.tenant.lock:
            if self._may_stay():
                talk.tell_news()
        return self._flush()

    def timed_out(self) -> bytes:
        """Return what to say to a client that was silent for too long."""
        self._talk.goodbye(TIMED_OUT)
        return self._flush()

    def internal_error(self) -> bytes:
        """Return what to say after ``receive`` or ``wake`` raised: a bug in the fake. The session goes on."""
        self._talk.unfinished = None
        self._talk.out.append(b"%b %b\r\n" % (self._tag, phrase(INTERNAL, "")))
        return self._flush()

    def connection_lost(self) -> None:
        """Let go of everything."""
        self._talk.closed = True
        self._watch(False)
        self.on_wake = None

    # --- one step ---------------------------------------------------------------------------------------------

    def _step(self) -> bool:
        """Go on with an answer, or take what came next; return whether there was anything."""
        talk = self._talk
        if talk.unfinished is not None:
            self._answer_on()
            return True
        event = self._reader.next_event()
        if event is None:
            return False
        if isinstance(event, LiteralAnnounced):
            self._decide_about_literal(event)
        elif isinstance(event, LineTooLong):
            # A SASL response belongs to its command, whose tag the client waits for.
            tag = tag_of(event.head) if talk.continuation is None else self._tag
            talk.continuation = None
            talk.idling = False
            self._watch(False)
            talk.asked = "a line that is too long"
            talk.refuse(tag, "", LINE_TOO_LONG)
        else:
            self._take(event)
        if talk.bad_answers >= MOST_BAD_COMMANDS and not talk.closed:
            talk.goodbye(CONNECTION_CLOSED)
        return True

    def _answer_on(self) -> None:
        """Go on with a long answer until there is enough to send."""
        talk = self._talk
        assert talk.unfinished is not None
        assert talk.visit is not None
        with talk.visit.tenant.lock:
            size = 0
            for octets in talk.unfinished:
                size += octets
                if size > _MUCH_TO_SEND:
                    return
            talk.unfinished = None

    def _take(self, event: WholeCommand) -> None:
        talk = self._talk
        if talk.continuation is not None:
            was_idling = talk.idling
            if was_idling and talk.visitor is not None:
                with talk.visitor.tenant.lock:
                    if self._may_stay():
                        talk.continuation(event.octets)
                self._watch(False)
            else:
                talk.continuation(event.octets)
            return
        command = parse_command(event.octets)
        if command.name in BY_GENERATION and talk.style.lacks(command.name):
            command = Unreadable(command.tag, command.name, "unknown")
        self._tag = command.tag
        talk.asked = describe(command, event.octets)
        if isinstance(command, Unreadable):
            self._refuse_unreadable(command)
        elif command.name not in ALLOWED[talk.state]:
            self._refuse_in_this_state(command)
        elif talk.visit is None:
            COMMANDS[command.name](talk, command)
        else:
            with talk.visit.tenant.lock:
                if self._may_stay():
                    self._perform(command)

    def _perform(self, command: Command) -> None:
        talk = self._talk
        try:
            COMMANDS[command.name](talk, command)
        except Refusal as refusal:
            name = getattr(refusal, "folder", "")
            talk.refuse(command.tag, command.name, row_for(refusal), refusal, folder=name)
        if talk.idling:
            self._watch(True)

    def _may_stay(self) -> bool:
        """Ask the door again; whose right has ended hears BYE."""
        talk = self._talk
        if talk.visit is None:
            return True
        try:
            talk.cloud.door.recheck(talk.visit)
        except Refusal as refusal:
            talk.goodbye(goodbye_for(refusal), refusal)
            self._watch(False)
            return False
        return True

    def _refuse_unreadable(self, command: Unreadable) -> None:
        talk = self._talk
        if talk.state is State.NOT_CONNECTED:
            self._refuse_not_connected(command.tag, command.name)
        else:
            talk.refuse(command.tag, command.name, _PROBLEMS[command.problem])

    def _refuse_in_this_state(self, command: Command) -> None:
        talk = self._talk
        if talk.state is State.NOT_CONNECTED:
            self._refuse_not_connected(command.tag, command.name)
        else:
            talk.refuse(command.tag, command.name, INVALID_STATE)

    def _refuse_not_connected(self, tag: bytes, name: str) -> None:
        talk = self._talk
        talk.refuse(tag, name, NOT_CONNECTED)
        talk.refused_while_not_connected += 1
        if talk.refused_while_not_connected >= MOST_COMMANDS_NOT_CONNECTED:
            talk.goodbye(CONNECTION_CLOSED)

    # --- literals ------------------------------------------------------------------------------------------------

    def _decide_about_literal(self, literal: LiteralAnnounced) -> None:
        talk = self._talk
        is_append = talk.visit is not None and _APPEND.match(literal.head) is not None
        limit = talk.mailbox.receive_limit if is_append else SMALL_LITERAL
        # What came before counts as well: a command may announce one literal after the other.
        if literal.size <= limit and len(literal.head) <= SMALL_LITERAL:
            self._reader.accept_literal()
            if literal.waits:
                talk.out.append(b"+ Ready for additional command text.\r\n")
            return
        self._reader.refuse_literal()
        talk.asked = "APPEND" if is_append else "a literal"
        row = TOO_LARGE if is_append and literal.size > limit else BAD_ARGUMENTS
        talk.refuse(tag_of(literal.head), "APPEND", row)

    # --- news ----------------------------------------------------------------------------------------------------

    def _watch(self, on: bool) -> None:
        """Start or stop listening for what IDLE has to tell."""
        while self._stop_watching:
            self._stop_watching.pop()()
        if on and self._talk.visit is not None:
            tenant = self._talk.visit.tenant
            self._stop_watching = [self._talk.mailbox.watch(self._changed), tenant.clock.watch(self._wake)]

    def _changed(self, change: Change) -> None:
        view = self._talk.selected
        if view is not None and change.folder is view.folder:
            self._wake()

    def _wake(self) -> None:
        on_wake = self.on_wake
        if on_wake is not None:
            on_wake()

    def _flush(self) -> bytes:
        out = b"".join([*self._pieces, *self._talk.out])
        self._pieces.clear()
        self._talk.out.clear()
        return out
