"""One IMAP conversation, from greeting to goodbye, without a socket: it takes octets and returns what to send.

What is here: cutting octets into commands, the limits, and what is sent unasked. Commands are answered by
``dispatch.py``; what each of them does is in the modules that ``commands.py`` names.
"""

from collections.abc import Callable
from math import isinf
from uuid import uuid4

from fakeserver.edge.exchange import NO_ANSWER
from fakeserver.protocols.imap.conversation import Conversation
from fakeserver.protocols.imap.dispatch import dispatch
from fakeserver.protocols.imap.errors import (
    COMMAND_TOO_LONG,
    CONNECTION_CLOSED,
    INTERNAL,
    TIMED_OUT,
    TOO_LARGE,
    phrase,
)
from fakeserver.protocols.imap.framing import CommandReader, CommandTooLong, LiteralAnnounced, WholeCommand
from fakeserver.protocols.imap.noting import tag_of, takes_message
from fakeserver.protocols.imap.style import ImapStyle
from fakeserver.steps import ANSWERS_AT_ONCE, MUCH_TO_SEND, take_step
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.places import CONNECT
from fakeserver.tenant.refusals import Refusal
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import AT_ONCE

#: The service closes after about ten bad commands (seen by clients).
#: Assumption: every BAD of a conversation counts, whatever its reason, and good commands between them change nothing.
MAX_BAD_COMMANDS = 10

#: The faults that happen to a client that has asked for nothing.
_IN_IDLE = frozenset({"bye", "drop", "down", "moved"})


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
        connection: int = 0,
    ) -> None:
        """Begin.

        Args:
            host: the server's name in the greeting.
            peer: the client's address, for the door's records.
            style: how the front end answers; by default what the tenant's switches ask for.
            connection: its number, for the journal (`fakeserver.sequence`).
        """
        self._conversation = Conversation(cloud, style, peer, connection)
        self._reader = CommandReader()
        self._host = host
        self._new_id = new_id
        self._pieces: list[bytes] = []
        #: whether it stopped to let the client read or others run; ``receive(b"")`` goes on
        self.has_more = False
        #: how the next answer is delivered
        self.delivery = AT_ONCE

    # --- for the listener ----------------------------------------------------------------------------------------

    @property
    def on_wake(self) -> Callable[[], None] | None:
        """Set by the listener: asks it to call ``wake`` soon, in its own thread."""
        return self._conversation.on_wake

    @on_wake.setter
    def on_wake(self, on_wake: Callable[[], None] | None) -> None:
        self._conversation.on_wake = on_wake

    @property
    def closed(self) -> bool:
        """Whether the connection is to be closed, once everything is sent."""
        return self._conversation.closed

    def wake_in(self) -> float | None:
        """Return in how many seconds to wake even if nothing happens: when the token of an idling client expires."""
        visitor = self._conversation.visitor
        if visitor is None or not self._conversation.idling or isinf(visitor.expires_at):
            return None
        return visitor.tenant.clock.seconds_until(visitor.expires_at)

    def greeting(self) -> bytes:
        """Return what to send first."""
        conversation = self._conversation
        conversation.exchange.asked = conversation.exchange.operation = CONNECT
        if not conversation.is_kept_by_fault():
            conversation.out.append(conversation.style.greet(self._host, self._new_id()))
        self._meet_fault(0)
        return self._flush()

    def receive(self, data: bytes) -> bytes:
        """Take octets from the client; return what to send back."""
        self._reader.feed(data)
        self.has_more = False
        waiting = 0
        conversation = self._conversation
        while not conversation.closed:
            if not self._step():
                break
            if conversation.exchange.effect is not None and self._meet_fault(waiting):
                self.has_more = True
                break
            # One piece per step, so that counting what waits costs little. A single piece goes out without a copy.
            piece = b"".join(conversation.out)
            conversation.out.clear()
            if piece:
                self._pieces.append(piece)
                waiting += len(piece)
            is_much = waiting > MUCH_TO_SEND or len(self._pieces) >= ANSWERS_AT_ONCE
            if conversation.unfinished is not None or (is_much and self._reader.buffered):
                self.has_more = True
                break
        return self._flush()

    def wake(self) -> bytes:
        """Return what is sent unasked: changes while idling, or that the token has expired.

        Assumption: a switch set while a client idles takes effect at the next change, or at DONE.
        """
        conversation = self._conversation
        if not conversation.idling or conversation.closed or conversation.visitor is None:
            return b""
        with conversation.visitor.tenant.lock:
            if conversation.may_stay():
                conversation.send_news()
        if conversation.visitor.tenant.trouble.in_force is not None and conversation.idling:
            self._meet_fault_in_idle()
        return self._flush()

    def timed_out(self) -> bytes:
        """Return what to say to a client that was silent for too long."""
        self._conversation.goodbye(TIMED_OUT)
        return self._flush()

    def internal_error(self) -> bytes:
        """Return what to say after ``receive`` or ``wake`` raised: a bug in the fake. The session goes on."""
        self._conversation.unfinished = self._conversation.exchange.effect = None
        self._conversation.out.append(b"%b %b\r\n" % (self._conversation.tag, phrase(INTERNAL, "")))
        return self._flush()

    @property
    def tenant(self) -> Tenant | None:
        """The tenant whose user has signed in, or has tried to."""
        return self._conversation.exchange.tenant

    def dismiss(self) -> bytes:
        """Return what to say when that tenant is gone, and let go of it."""
        self._conversation.goodbye(CONNECTION_CLOSED)
        self.connection_lost()
        return self._flush()

    def connection_lost(self) -> None:
        """Release the mailbox and stop watching."""
        conversation = self._conversation
        conversation.closed = True
        conversation.on_wake = None
        if conversation.unfinished is not None and conversation.visit is not None:
            with conversation.visit.tenant.lock:
                conversation.unfinished.close()
            conversation.unfinished = None
        conversation.release()

    # --- one step ---------------------------------------------------------------------------------------------

    def _step(self) -> bool:
        """Continue an answer, or take the next event; return whether there was anything to do."""
        conversation = self._conversation
        if conversation.unfinished is not None:
            self._answer_on()
            return True
        event = self._reader.next_event(literals=conversation.continuation is None)
        if event is None:
            return False
        if isinstance(event, LiteralAnnounced):
            self._decide_about_literal(event)
        elif isinstance(event, CommandTooLong):
            # A SASL response belongs to its command, whose tag the client waits for.
            tag = tag_of(event.head) if conversation.continuation is None else conversation.tag
            conversation.continuation = None
            conversation.end_idling()
            conversation.exchange.asked, conversation.exchange.operation = "a command that is too long", ""
            conversation.refuse(tag, "", COMMAND_TOO_LONG)
        else:
            self._take(event)
        if conversation.bad_answers >= MAX_BAD_COMMANDS and not conversation.closed:
            conversation.goodbye(CONNECTION_CLOSED)
        return True

    def _answer_on(self) -> None:
        """Take one step of a long command, then let others run and the client read."""
        conversation = self._conversation
        assert conversation.unfinished is not None
        assert conversation.visit is not None
        try:
            if take_step(conversation.visit.tenant.lock, conversation.unfinished):
                conversation.unfinished = None
        except Refusal as refusal:
            conversation.unfinished = None
            conversation.refuse_for(refusal)

    def _take(self, event: WholeCommand) -> None:
        """Take the rest of a sign-in or of IDLE, or else a command."""
        conversation = self._conversation
        if conversation.continuation is None:
            dispatch(conversation, event.octets)
            if conversation.unfinished is not None:
                self._answer_on()
        elif conversation.idling and conversation.visit is not None:
            with conversation.visit.tenant.lock:
                if conversation.may_stay():
                    conversation.continuation(event.octets)
        else:
            conversation.continuation(event.octets)

    # --- literals ------------------------------------------------------------------------------------------------

    def _decide_about_literal(self, literal: LiteralAnnounced) -> None:
        conversation = self._conversation
        is_append = conversation.visit is not None and takes_message(literal.head)
        is_too_large = is_append and literal.size > conversation.mailbox.receive_limit
        # A message does not count, but what stands before it does: there may be one literal after the other.
        if self._reader.fits(literal, is_message=is_append) and not is_too_large:
            self._reader.accept_literal(is_message=is_append)
            if literal.waits:
                conversation.out.append(b"+ Ready for additional command text.\r\n")
            return
        self._reader.refuse_literal()
        conversation.exchange.operation = "APPEND" if is_append else ""
        conversation.exchange.asked = conversation.exchange.operation or "a literal"
        conversation.refuse(tag_of(literal.head), "", TOO_LARGE if is_too_large else COMMAND_TOO_LONG)

    def _meet_fault_in_idle(self) -> None:
        """Ask whether a fault was ordered that happens to who idles."""
        conversation = self._conversation
        conversation.exchange.nothing_asked()
        effect = conversation.exchange.meets_fault(conversation.visit, operation="IDLE", kinds=_IN_IDLE)
        if effect is None:
            return
        conversation.exchange.answered(effect.unasked.decode("ascii").strip() or NO_ANSWER, effect.refusal)
        self._meet_fault(0)

    def _meet_fault(self, waiting: int) -> bool:
        """Let an ordered fault change the answer, once all of it is there; return whether to stop here.

        Args:
            waiting: octets of earlier answers, which go out with it.
        """
        conversation = self._conversation
        effect = conversation.exchange.effect
        if effect is None:
            return False
        if conversation.unfinished is not None:
            return True
        if conversation.continuation is not None and not conversation.idling:
            # A sign-in: its answer comes after the client's response.
            return False
        answer, self.delivery = effect.on(b"".join(conversation.out), waiting)
        conversation.out[:] = [answer]
        conversation.exchange.effect = None
        return True

    def _flush(self) -> bytes:
        conversation = self._conversation
        if conversation.exchange.effect is not None and conversation.unfinished is not None:
            # An answer that a fault changes is sent once it is whole.
            out = b"".join(self._pieces)
        else:
            out = b"".join([*self._pieces, *conversation.out])
            conversation.out.clear()
        self._pieces.clear()
        return out
