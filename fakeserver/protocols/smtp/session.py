"""One SMTP conversation, from banner to QUIT, without a socket: fed with octets, it says what to send.

``framing`` cuts the octets, ``commands`` answers lines, ``submission`` takes the message; all words are in ``replies``
and ``errors``.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

from fakeserver.protocols.smtp import grammar, replies
from fakeserver.protocols.smtp.commands import COMMANDS, why_no_message
from fakeserver.protocols.smtp.conversation import Conversation
from fakeserver.protocols.smtp.errors import reply_to
from fakeserver.protocols.smtp.framing import Chunk, Event, Line, LineTooLong
from fakeserver.protocols.smtp.grammar import CommandInvalid
from fakeserver.protocols.smtp.replies import Host
from fakeserver.protocols.smtp.submission import submit
from fakeserver.steps import ANSWERS_AT_ONCE
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.exchange.transport.outcomes import remarks
from fakeserver.tenant.places import CONNECT
from fakeserver.tenant.refusals import Refusal
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import AT_ONCE

#: The commands that bring the message.
_OF_THE_MESSAGE = frozenset({"DATA", "BDAT"})


class SmtpSession:
    """One client's session: octets in, replies out.

    Args:
        cloud: where AUTH looks for its tenant.
        peer: the client's IP address.
        session_id: sixteen hex digits that the traces end with.
        tls: "required" before MAIL and AUTH; "off" when the listener has none (``--plain``).
        now: the time that banner and traces show.
    """

    def __init__(
        self,
        cloud: Cloud,
        *,
        peer: str = "127.0.0.1",
        session_id: str = "08DE2A000000001",
        tls: Literal["required", "off"] = "required",
        host: Host | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._conversation = Conversation(
            cloud, peer=peer, session_id=session_id, has_tls=tls == "required", host=host or Host(), now=now
        )
        self._answers: list[bytes] = []
        #: whether it stopped to let others go on; ``receive(b"")`` continues
        self.has_more = False
        #: how the next answer is delivered
        self.delivery = AT_ONCE

    # --- for the listener ----------------------------------------------------------------------------------------

    @property
    def closed(self) -> bool:
        """Whether the connection is to be closed, once everything is sent."""
        return self._conversation.closed

    @property
    def wants_tls(self) -> bool:
        """Whether a TLS handshake is to follow, once everything is sent; ``secured`` says that it is done."""
        return self._conversation.wants_tls

    def greeting(self) -> bytes:
        """Return the banner."""
        conversation = self._conversation
        conversation.exchange.asked = conversation.exchange.operation = CONNECT
        kept = conversation.kept_by_fault()
        self._answers.append(self._banner() if kept is None else kept)
        self._meet_fault()
        return self._flush()

    def _banner(self) -> bytes:
        now = self._conversation.now()
        moment = f"{now:%a}, {now.day} {now:%b %Y %H:%M:%S} +0000"
        name, session_id = self._conversation.host.public_name, self._conversation.session_id
        return f"220 {name} Microsoft ESMTP MAIL Service ready at {moment} [{session_id}]\r\n".encode("ascii")

    def receive(self, data: bytes) -> bytes:
        """Take octets from the client; return what to send back.

        What comes in plain text behind STARTTLS is dropped (CVE-2011-0411).
        """
        conversation = self._conversation
        self.has_more = False
        if conversation.closed or conversation.wants_tls:
            return b""
        conversation.framing.feed(data)
        while not (conversation.closed or conversation.wants_tls):
            event = conversation.framing.next_event()
            if event is None:
                break
            self._answers.append(self._answer(event))
            if conversation.exchange.effect is not None and self._meet_fault():
                self.has_more = True
                break
            if len(self._answers) >= ANSWERS_AT_ONCE and conversation.framing.buffered:
                self.has_more = True
                break
        return self._flush()

    def secured(self) -> None:
        """TLS is up: the conversation starts again (RFC 3207 section 4.2)."""
        self._conversation.wants_tls = self._conversation.may_start_tls = False
        self._conversation.client_name = ""
        self._conversation.transaction = None

    def timed_out(self) -> bytes:
        """Return the reply to a client that has been silent too long; the connection is closed after it."""
        self._conversation.closed = True
        self._conversation.exchange.nothing_asked()
        return self._conversation.note(replies.TIMEOUT)

    def internal_error(self) -> bytes:
        """Return what to say after ``receive`` raised: a bug in the fake. The transaction is over."""
        self._conversation.transaction = self._conversation.exchange.effect = None
        self._answers.append(self._conversation.say(replies.TEMPORARY_ERROR))
        return self._flush()

    @property
    def tenant(self) -> Tenant | None:
        """The tenant whose user has signed in, or has tried to."""
        return self._conversation.exchange.tenant

    def dismiss(self) -> bytes:
        """Return what to say when that tenant is gone, and let go of it."""
        self._conversation.exchange.nothing_asked()
        goodbye = self._conversation.note(replies.NOT_AVAILABLE)
        self.connection_lost()
        return goodbye

    def connection_lost(self) -> None:
        """Let go of everything."""
        self._conversation.closed = True
        self._conversation.transaction = None
        self._conversation.authentication.release()
        self._conversation.framing.discard()

    # --- one event -----------------------------------------------------------------------------------------------

    def _answer(self, event: Event) -> bytes:
        if isinstance(event, Line):
            return self._take_line(event.octets)
        if isinstance(event, Chunk):
            return self._take_chunk(event)
        if isinstance(event, LineTooLong):
            return self._refuse_line()
        return self._submit(event.octets)

    def _take_line(self, line: bytes) -> bytes:
        conversation = self._conversation
        if conversation.authentication.is_waiting:
            conversation.exchange.asked, conversation.exchange.operation = "AUTH (continued)", "AUTH"
            return conversation.answer_auth(conversation.authentication.proceed(line))
        conversation.exchange.asked, conversation.exchange.operation = "an unknown command", ""
        try:
            verb, argument = grammar.split(line)
            command = COMMANDS.get(verb)
            if command is None:
                return conversation.unknown_command(verb)
            conversation.exchange.asked = conversation.exchange.operation = verb
            # What goes wrong with DATA is the answer to the message.
            kept = None if verb in _OF_THE_MESSAGE else conversation.kept_by_fault()
            return command(conversation, argument) if kept is None else kept
        except CommandInvalid as invalid:
            return conversation.note(invalid.reply)

    def _refuse_line(self) -> bytes:
        conversation = self._conversation
        if conversation.authentication.is_waiting:
            conversation.exchange.asked, conversation.exchange.operation = "AUTH (a line too long)", "AUTH"
            return conversation.answer_auth(conversation.authentication.proceed(b"*"))
        conversation.exchange.asked, conversation.exchange.operation = "a line too long", ""
        return conversation.note(replies.LINE_TOO_LONG)

    def _take_chunk(self, piece: Chunk) -> bytes:
        conversation = self._conversation
        transaction, chunk = conversation.transaction, conversation.chunk
        if transaction is not None:
            transaction.add_octets(piece.octets)
        if not piece.is_last:
            return b""
        assert chunk is not None
        problem = why_no_message(transaction)
        if problem is not None or transaction is None:
            conversation.transaction = None
            return conversation.note(problem or replies.MAIL_FIRST)
        if not chunk.is_last:
            received = replies.CHUNK_RECEIVED
            return conversation.say(received.filled({"octets": chunk.size}))
        return self._submit(None if transaction.is_too_large else bytes(transaction.chunks or b""))

    def _submit(self, message: bytes | None) -> bytes:
        conversation = self._conversation
        transaction, visit = conversation.transaction, conversation.authentication.visit
        conversation.transaction = None
        assert transaction is not None
        assert visit is not None
        if message is None:
            return conversation.note(replies.TOO_LARGE)
        kept = conversation.kept_by_fault("DATA")
        if kept is not None:
            return kept
        try:
            conversation.exchange.check_sending(visit)
            with visit.tenant.lock:
                receipt = submit(visit, transaction, message)
        except Refusal as refusal:
            reply = reply_to(refusal, send_as=visit.tenant.policies.send_as_refusal)
            return conversation.note(reply, refusal)
        conversation.exchange.asked += f" ({len(message)} octets)"
        accepted = conversation.note(replies.ACCEPTED.filled({"message_id": receipt.message_id}))
        for sentence in remarks(receipt.failed):
            conversation.exchange.remark(sentence)
        return accepted

    def _meet_fault(self) -> bool:
        """Let an ordered fault change the newest answer; return whether to stop here."""
        exchange = self._conversation.exchange
        if exchange.effect is None or self._conversation.authentication.is_waiting:
            return False
        waiting = sum(map(len, self._answers[:-1]))
        self._answers[-1], self.delivery = exchange.effect.on(self._answers[-1], waiting)
        exchange.effect = None
        return True

    def _flush(self) -> bytes:
        answers = b"".join(self._answers)
        self._answers.clear()
        return answers
