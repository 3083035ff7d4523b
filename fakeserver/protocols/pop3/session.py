"""One POP3 conversation, from greeting to QUIT, without a socket: it takes octets and returns what to send.

What is here: cutting octets into lines, the state each command needs, and the limits. What each command does is in the
modules that ``commands.py`` names.

Sources: RFC 1939, RFC 5034; texts as Microsoft documents them and as protocol logs show them.
"""

import base64
from collections.abc import Callable

from fakeserver.protocols.pop3.commands import COMMANDS
from fakeserver.protocols.pop3.conversation import Conversation
from fakeserver.protocols.pop3.errors import (
    BAD_ARGUMENTS,
    CLOSED,
    INTERNAL,
    INVALID_STATE,
    PROTOCOL_ERROR,
    TIMED_OUT,
    UNKNOWN_COMMAND,
)
from fakeserver.steps import ANSWERS_AT_ONCE, MUCH_TO_SEND, finish, locked, take_step
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.places import CONNECT
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import AT_ONCE

#: Exchange takes commands of 512 octets by default (learn.microsoft.com/openspecs/exchange_standards/ms-stanxpop3,
#: section 2.2.14). Assumption: the service too.
MAX_COMMAND = 512
#: It takes responses of about 4096 characters, which long tokens pass (seen in MailKit#1948).
MAX_RESPONSE = 4096
#: Assumption: as on IMAP, about ten bad commands close the connection.
MAX_BAD_COMMANDS = 10


class Pop3Session:
    """One client's session."""

    def __init__(
        self,
        cloud: Cloud,
        *,
        host: str = "localhost",
        peer: str = "127.0.0.1",
        one_line_auth: bool | None = None,
        connection: int = 0,
    ) -> None:
        """Begin.

        Args:
            host: the server's name in the greeting.
            peer: the client's address, for the door's records.
            one_line_auth: take ``AUTH XOAUTH2 <response>`` on one line, which the real service answers with a
                protocol error; None: as `policies.pop_one_line_auth` says.
            connection: its number, for the journal (`fakeserver.sequence`).
        """
        self._conversation = Conversation(cloud, peer, one_line_auth, connection)
        self._host = host
        self._buffer = bytearray()
        #: whether it stopped to let the client read or others run; ``receive(b"")`` goes on
        self.has_more = False
        #: how the next answer is delivered
        self.delivery = AT_ONCE
        #: set by the listener; POP3 sends nothing unasked
        self.on_wake: Callable[[], None] | None = None

    @property
    def closed(self) -> bool:
        """Whether the connection is to be closed, once everything is sent."""
        return self._conversation.closed

    def greeting(self) -> bytes:
        """Return what to send first; it ends in the server's name, base64 of UTF-16LE."""
        conversation = self._conversation
        conversation.exchange.asked = conversation.exchange.operation = CONNECT
        if not conversation.is_kept_by_fault():
            server = base64.b64encode(self._host.encode("utf-16-le", "replace"))
            conversation.out.append(b"+OK The Microsoft Exchange POP3 service is ready. [%b]\r\n" % server)
        self._meet_fault(0)
        return self._flush()

    def receive(self, data: bytes) -> bytes:
        """Take octets from the client; return what to send back."""
        conversation = self._conversation
        self._buffer += data
        if conversation.unfinished is not None and not self._answer_on():
            return b""
        if conversation.exchange.effect is not None:
            self._meet_fault(0)
        self.has_more = False
        waiting = 0
        while self._buffer and not conversation.closed:
            end = self._buffer.find(b"\n")
            length = len(self._buffer) if end < 0 else end + 1
            if length > MAX_COMMAND and length > self._limit():
                conversation.exchange.asked, conversation.exchange.operation = "a line that is too long", ""
                conversation.refuse(PROTOCOL_ERROR)
                break
            if end < 0:
                break
            # Assumption: a bare LF ends a line all the same. It stays in it, and so the line is refused.
            line = bytes(self._buffer[: end + 1]).removesuffix(b"\r\n")
            del self._buffer[: end + 1]
            if not self._take(line) or (conversation.exchange.effect is not None and self._meet_fault(waiting)):
                self.has_more = True
                break
            waiting += len(conversation.out[-1])
            if self._buffer and (waiting > MUCH_TO_SEND or len(conversation.out) >= ANSWERS_AT_ONCE):
                self.has_more = True
                break
        return self._flush()

    def wake(self) -> bytes:
        """Return nothing: POP3 only answers."""
        return b""

    def wake_in(self) -> float | None:
        """Return None: there is nothing to wake for."""
        return None

    def timed_out(self) -> bytes:
        """Return what to say to a client that was silent for too long; nothing is deleted (RFC 1939 section 3)."""
        self._conversation.exchange.nothing_asked()
        self._conversation.refuse(TIMED_OUT)
        return self._flush()

    def internal_error(self) -> bytes:
        """Return what to say after ``receive`` raised: a bug in the fake. The session goes on."""
        self._conversation.unfinished = self._conversation.exchange.effect = None
        self._conversation.refuse(INTERNAL)
        return self._flush()

    @property
    def tenant(self) -> Tenant | None:
        """The tenant whose user has signed in, or has tried to."""
        return self._conversation.exchange.tenant

    def dismiss(self) -> bytes:
        """Return what to say when that tenant is gone, and let go of it."""
        self._conversation.exchange.nothing_asked()
        self._conversation.refuse(CLOSED)
        self.connection_lost()
        return self._flush()

    def connection_lost(self) -> None:
        """Release the maildrop; without QUIT nothing is deleted, and after it all that is marked."""
        conversation = self._conversation
        if conversation.unfinished is not None and conversation.visit is not None:
            finish(locked(conversation.visit.tenant.lock, conversation.unfinished))
            conversation.unfinished = None
        conversation.closed = True
        conversation.exchange.disconnected()
        conversation.continuation = conversation.maildrop = conversation.visit = conversation.exchange.tenant = None
        self.on_wake = None

    def _limit(self) -> int:
        """Return how many octets the next line may have, its CRLF included."""
        has_response = self._conversation.continuation is not None or self._buffer[:5].upper() == b"AUTH "
        return MAX_RESPONSE + len(b"\r\n") if has_response else MAX_COMMAND

    def _take(self, line: bytes) -> bool:
        """Take one line, the rest of a sign-in or a command; return whether it is answered."""
        conversation = self._conversation
        if conversation.continuation is not None:
            conversation.continuation(line)
            return True
        verb, blank, arguments = line.partition(b" ")
        command = COMMANDS.get(verb.decode("ascii", "replace").upper())
        conversation.exchange.operation = "" if command is None else command.name
        conversation.exchange.asked = conversation.exchange.operation or "an unknown command"
        if command is None or command.name != "PASS":
            # PASS comes immediately after USER (RFC 1939 section 7).
            conversation.user = ""
        if command is None:
            conversation.refuse(UNKNOWN_COMMAND)
        elif conversation.state not in command.states:
            conversation.refuse(INVALID_STATE)
        elif command.pattern.fullmatch(blank + arguments) is None:
            conversation.refuse(BAD_ARGUMENTS)
        elif conversation.is_kept_by_fault():
            # A fault that the test has ordered: it is answered, and not performed.
            return True
        elif conversation.visit is None:
            command.run(conversation, arguments)
        else:
            with conversation.visit.tenant.lock:
                if conversation.may_stay():
                    command.run(conversation, arguments)
        if conversation.bad_commands >= MAX_BAD_COMMANDS and not conversation.closed:
            conversation.refuse(PROTOCOL_ERROR)
        return conversation.unfinished is None or self._answer_on()

    def _answer_on(self) -> bool:
        """Take one step of a long command; return whether it is answered."""
        conversation = self._conversation
        assert conversation.unfinished is not None
        assert conversation.visit is not None
        if not take_step(conversation.visit.tenant.lock, conversation.unfinished):
            return False
        conversation.unfinished = None
        return True

    def _meet_fault(self, waiting: int) -> bool:
        """Let an ordered fault change the newest answer; return whether to stop here.

        Args:
            waiting: octets of the answers before, which go out with it.
        """
        conversation = self._conversation
        effect = conversation.exchange.effect
        if effect is None or conversation.continuation is not None or not conversation.out:
            return False
        conversation.out[-1], self.delivery = effect.on(conversation.out[-1], waiting)
        conversation.exchange.effect = None
        return True

    def _flush(self) -> bytes:
        out = b"".join(self._conversation.out)
        self._conversation.out.clear()
        return out
