"""One SMTP conversation, from banner to QUIT, without a socket.

The listener asks ``expects`` what to read next, reads it, and hands it in; each hand-over returns the octets to send.
AUTH is in ``authentication``, the message's way in ``submission``, all words in ``replies`` and ``errors``.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

from fakeserver.protocols.smtp import grammar, replies
from fakeserver.protocols.smtp.authentication import Authentication
from fakeserver.protocols.smtp.errors import reply_to
from fakeserver.protocols.smtp.grammar import CommandInvalid
from fakeserver.protocols.smtp.replies import Host, Reply
from fakeserver.protocols.smtp.submission import Envelope, submit
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.refusals import CredentialMalformed, Refusal

#: What the listener reads next: a line; a message up to the lone dot; ``chunk_size`` octets; a TLS handshake (after it
#: has sent what it was given); nothing more.
Expects = Literal["line", "message", "chunk", "tls", "end"]

#: Unknown commands until the connection is closed (``Set-ReceiveConnector -MaxProtocolErrors``, 5 by default).
ERROR_BUDGET = 5


class SmtpSession:
    """What one client says and is told.

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
        self.expects: Expects = "line"
        self.line_limit = replies.LINE_LIMIT
        self.size_limit = replies.SIZE_LIMIT
        #: octets of the chunk that BDAT announced, and how many of them are still to come
        self.chunk_size = 0
        self._host = host or Host()
        self._session_id = session_id
        self._now = now
        self._peer = peer
        self._may_start_tls = tls == "required"
        self._greeted: Literal["", "HELO", "EHLO"] = ""
        self._errors_left = ERROR_BUDGET
        self._authentication = Authentication(cloud, peer)
        self._envelope: Envelope | None = None
        self._chunk: grammar.Chunk | None = None

    # --- what the listener hands in ----------------------------------------------------------------------------

    def greeting(self) -> bytes:
        """Return the banner."""
        now = self._now()
        moment = f"{now:%a}, {now.day} {now:%b %Y %H:%M:%S} +0000"
        name = self._host.public_name
        return f"220 {name} Microsoft ESMTP MAIL Service ready at {moment} [{self._session_id}]\r\n".encode("ascii")

    def receive_line(self, line: bytes) -> bytes:
        """Take a line without its end; return the answer."""
        if self._authentication.is_waiting:
            return self._answer_auth(self._authentication.proceed(line.strip()), "AUTH (continued)")
        verb, argument = grammar.split(line)
        command = COMMANDS.get(verb)
        if command is None:
            return self._unknown()
        try:
            return command(self, argument)
        except CommandInvalid as invalid:
            return self._note(verb, invalid.reply)
        except Refusal as refusal:
            return self._refuse(verb, refusal)

    def receive_message(self, message: bytes | None) -> bytes:
        """Take what came after DATA, without the dots; None when it was larger than announced."""
        self.expects = "line"
        return self._submit("DATA", message)

    def receive_chunk(self, octets: bytes) -> bytes:
        """Take a piece of BDAT's chunk; the answer is empty until the last one."""
        self.chunk_size -= len(octets)
        if self._envelope is not None:
            self._envelope.add_octets(octets)
        return b"" if self.chunk_size else self._finish_chunk()

    def line_too_long(self) -> bytes:
        """Return the answer to a line longer than ``replies.LINE_LIMIT``."""
        if self._authentication.is_waiting:
            return self._answer_auth(self._authentication.proceed(b"*"), "AUTH (a line too long)")
        return self._note("a line too long", replies.LINE_TOO_LONG)

    def secured(self) -> None:
        """TLS is up: the conversation starts again (RFC 3207 section 4.2)."""
        self.expects = "line"
        self._may_start_tls = False
        self._greeted = ""
        self._envelope = None

    def timed_out(self) -> bytes:
        """Return the farewell to a client that has been silent too long."""
        self.expects = "end"
        return self._say(replies.TIMEOUT)

    def failed(self) -> bytes:
        """Return the answer where the fake itself has failed; the transaction is over."""
        self.expects = "line"
        self._envelope = None
        return self._say(replies.TEMPORARY_ERROR)

    # --- the commands, in the order a conversation meets them --------------------------------------------------

    def _hello(self, argument: str) -> bytes:
        if grammar.read_hello(argument) is None:
            return self._note("HELO", replies.DOMAIN_INVALID)
        self._greeted, self._envelope = "HELO", None
        return f"250 {self._host.public_name} Hello [{self._peer}]\r\n".encode("ascii")

    def _extended_hello(self, argument: str) -> bytes:
        if grammar.read_hello(argument) is None:
            return self._note("EHLO", replies.DOMAIN_INVALID)
        self._greeted, self._envelope = "EHLO", None
        lines = [
            f"{self._host.public_name} Hello [{self._peer}]",
            f"SIZE {replies.SIZE_LIMIT}",
            "PIPELINING",
            "DSN",
            "ENHANCEDSTATUSCODES",
            "STARTTLS" if self._may_start_tls else "AUTH LOGIN XOAUTH2",
            "8BITMIME",
            "BINARYMIME",
            "CHUNKING",
            "SMTPUTF8",
        ]
        return replies.multiline(250, lines).encode("ascii") + b"\r\n"

    def _start_tls(self, argument: str) -> bytes:
        if argument:
            return self._note("STARTTLS", replies.ARGUMENTS_INVALID)
        if not self._may_start_tls:
            return self._unknown()
        self.expects = "tls"
        return self._note("STARTTLS", replies.READY_FOR_TLS)

    def _auth(self, argument: str) -> bytes:
        if not self._greeted:
            return self._note("AUTH", replies.HELLO_FIRST)
        if self._envelope is not None or self._authentication.visit is not None:
            return self._note("AUTH", replies.BAD_SEQUENCE)
        mechanism, _, response = argument.partition(" ")
        if self._may_start_tls:
            return self._note(f"AUTH {mechanism}", replies.MECHANISM_UNKNOWN)
        return self._answer_auth(
            self._authentication.start(mechanism.upper(), response.strip().encode("utf-8", "surrogateescape")),
            f"AUTH {mechanism}",
        )

    def _mail(self, argument: str) -> bytes:
        if not self._greeted:
            return self._note("MAIL", replies.HELLO_FIRST)
        if self._may_start_tls:
            return self._note("MAIL", replies.TLS_REQUIRED)
        if self._envelope is not None:
            return self._note("MAIL", replies.SENDER_TWICE)
        ended = self._authentication.recheck()
        if self._authentication.visit is None:
            return self._note("MAIL", self._unauthenticated(), ended)
        path = grammar.read_reverse_path(argument)
        self._envelope = Envelope(path.address, is_binary=path.parameters.get("BODY", "").upper() == "BINARYMIME")
        return self._note(f"MAIL FROM:<{path.address}>", replies.SENDER_OK)

    def _recipient(self, argument: str) -> bytes:
        if self._envelope is None:
            return self._note("RCPT", replies.MAIL_FIRST)
        path = grammar.read_forward_path(argument)
        if len(self._envelope.recipients) >= replies.RECIPIENT_LIMIT:
            return self._note("RCPT", replies.TOO_MANY_RECIPIENTS)
        self._envelope.recipients.append(path.address)
        return self._note(f"RCPT TO:<{path.address}>", replies.RECIPIENT_OK)

    def _data(self, argument: str) -> bytes:
        problem = self._not_ready()
        if argument:
            problem = replies.ARGUMENTS_INVALID
        elif self._envelope is not None and (self._envelope.is_binary or self._envelope.chunks is not None):
            problem = replies.BAD_SEQUENCE
        if problem is not None:
            return self._note("DATA", problem)
        self.expects = "message"
        return self._say(replies.START_MAIL)

    def _chunk_of_data(self, argument: str) -> bytes:
        # Even where it is refused, the chunk is on its way and has to be read (RFC 3030 section 2).
        self._chunk = grammar.read_chunk(argument)
        self.chunk_size = self._chunk.size
        self.expects = "chunk"
        return b"" if self.chunk_size else self._finish_chunk()

    def _reset(self, argument: str) -> bytes:
        if argument:
            return self._note("RSET", replies.ARGUMENTS_INVALID)
        self._envelope = None
        return self._say(replies.RESET)

    def _no_operation(self, argument: str) -> bytes:
        return self._say(replies.NOOP)

    def _help(self, argument: str) -> bytes:
        return replies.multiline(214, replies.HELP).encode("ascii") + b"\r\n"

    def _verify(self, argument: str) -> bytes:
        return self._note("VRFY", replies.CANNOT_VERIFY)

    def _not_implemented(self, argument: str) -> bytes:
        return self._note("EXPN or TURN", replies.NOT_IMPLEMENTED)

    def _quit(self, argument: str) -> bytes:
        self.expects = "end"
        return self._say(replies.CLOSING)

    # --- the message -------------------------------------------------------------------------------------------

    def _not_ready(self) -> Reply | None:
        """Return why no message can be taken now, or None."""
        if self._envelope is None:
            return replies.MAIL_FIRST
        return None if self._envelope.recipients else replies.RECIPIENT_FIRST

    def _finish_chunk(self) -> bytes:
        self.expects = "line"
        chunk, envelope = self._chunk, self._envelope
        assert chunk is not None
        problem = self._not_ready()
        if problem is not None or envelope is None:
            self._envelope = None
            return self._note("BDAT", problem or replies.MAIL_FIRST)
        if not chunk.is_last:
            return self._say(replies.CHUNK_RECEIVED.with_text(replies.CHUNK_RECEIVED.text.format(octets=chunk.size)))
        return self._submit("BDAT", None if envelope.is_too_large else bytes(envelope.chunks or b""))

    def _submit(self, verb: str, message: bytes | None) -> bytes:
        envelope, visit = self._envelope, self._authentication.visit
        self._envelope = None
        assert envelope is not None
        assert visit is not None
        if message is None:
            return self._note(verb, replies.TOO_LARGE)
        try:
            with visit.tenant.lock:
                message_id = submit(visit, envelope, message)
        except Refusal as refusal:
            return self._note(verb, reply_to(refusal, send_as=visit.tenant.policies.send_as_refusal), refusal)
        accepted = replies.ACCEPTED.with_text(replies.ACCEPTED.text.format(message_id=message_id))
        return self._note(f"{verb} ({len(message)} octets)", accepted)

    # --- answering ---------------------------------------------------------------------------------------------

    def _unknown(self) -> bytes:
        self._errors_left -= 1
        if self._errors_left < 0:
            self.expects = "end"
            return self._note("an unknown command", replies.TOO_MANY_ERRORS)
        return self._note("an unknown command", replies.UNKNOWN_COMMAND)

    def _answer_auth(self, answer: Reply | Refusal, asked: str) -> bytes:
        if isinstance(answer, Refusal):
            # What the door refuses it notes itself; only what cannot be read never comes that far.
            noted = answer if isinstance(answer, CredentialMalformed) else None
            return self._note(asked, reply_to(answer), noted)
        # A challenge of AUTH LOGIN is not worth a note.
        return self._say(answer) if answer.code == 334 else self._note(asked, answer)

    def _unauthenticated(self) -> Reply:
        """Return 530; where AUTH was refused before, the real one repeats the reason."""
        refusal = self._authentication.refusal
        if refusal is None:
            return replies.UNAUTHENTICATED
        return replies.UNAUTHENTICATED.with_text(f"{replies.UNAUTHENTICATED.text} Error: {reply_to(refusal)}")

    def _refuse(self, asked: str, refusal: Refusal) -> bytes:
        return self._note(asked, reply_to(refusal), refusal)

    def _note(self, asked: str, reply: Reply, refusal: Refusal | None = None) -> bytes:
        self._authentication.journal.add("SMTP", asked, str(reply), refusal)
        return self._say(reply)

    def _say(self, reply: Reply) -> bytes:
        return self._host.sign(reply, self._now(), self._session_id).encode("utf-8") + b"\r\n"


#: Every command by its verb.
COMMANDS: dict[str, Callable[[SmtpSession, str], bytes]] = {
    "HELO": SmtpSession._hello,
    "EHLO": SmtpSession._extended_hello,
    "STARTTLS": SmtpSession._start_tls,
    "AUTH": SmtpSession._auth,
    "MAIL": SmtpSession._mail,
    "RCPT": SmtpSession._recipient,
    "DATA": SmtpSession._data,
    "BDAT": SmtpSession._chunk_of_data,
    "RSET": SmtpSession._reset,
    "NOOP": SmtpSession._no_operation,
    "HELP": SmtpSession._help,
    "VRFY": SmtpSession._verify,
    "EXPN": SmtpSession._not_implemented,
    "TURN": SmtpSession._not_implemented,
    "QUIT": SmtpSession._quit,
}
