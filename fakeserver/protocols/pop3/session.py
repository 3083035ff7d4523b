"""One POP3 conversation, from greeting to QUIT, without a socket: fed octets, it says what to send.

Sources: RFC 1939, RFC 5034; texts as Microsoft documents them and as protocol logs show them.
"""

import base64
from collections.abc import Callable

from fakeserver.protocols.pop3.errors import (
    AUTHENTICATION_FAILED,
    BAD_ARGUMENTS,
    INTERNAL,
    INVALID_STATE,
    LOGON_FAILED,
    PROTOCOL_ERROR,
    TIMED_OUT,
    UNKNOWN_COMMAND,
    Row,
    goodbye_for,
    row_for,
)
from fakeserver.protocols.pop3.maildrop import Maildrop
from fakeserver.protocols.pop3.states import ALLOWED, State
from fakeserver.protocols.pop3.transactions import TRANSACTIONS
from fakeserver.protocols.sasl import Credential, read_credential
from fakeserver.protocols.sasl.challenge import failure_challenge
from fakeserver.tenant.access.credentials import BearerToken, Password
from fakeserver.tenant.access.door import Visit
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.refusals import Refusal
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import AT_ONCE

#: The service takes lines of about 4096 characters, which long tokens pass (seen in MailKit#1948).
LINE_LIMIT = 4096
#: Assumption: as on IMAP, about ten bad commands close the connection.
MOST_BAD_COMMANDS = 10
#: Once so many octets wait to be sent, the rest of the client's commands wait as well.
_MUCH_TO_SEND = 4 * 1024 * 1024

MECHANISMS = frozenset({"XOAUTH2", "PLAIN"})
CAPABILITIES = b"+OK\r\nTOP\r\nUIDL\r\nSASL PLAIN XOAUTH2\r\nUSER\r\n.\r\n"


class Pop3Session:
    """One client's session."""

    def __init__(
        self, cloud: Cloud, *, host: str = "localhost", peer: str = "127.0.0.1", one_line_auth: bool | None = None
    ) -> None:
        """Begin.

        Args:
            host: the server's name in the greeting.
            peer: the client's address, for the door's records.
            one_line_auth: take ``AUTH XOAUTH2 <response>`` on one line, which the real service answers with a
                protocol error; None: as `policies.pop_one_line_auth` says.
        """
        self._cloud = cloud
        self._host = host
        self._peer = peer
        self._one_line_auth = one_line_auth
        self._state = State.AUTHORIZATION
        self._buffer = bytearray()
        self._out: list[bytes] = []
        self._user = ""
        self._mechanism = ""  # of an AUTH whose response has not come
        self._kept_refusal: tuple[Row, Refusal | None] | None = None  # that follows the answer to a challenge
        self._visit: Visit | None = None
        self._maildrop: Maildrop | None = None
        self._meant_for: Tenant | None = None
        self._asked = ""
        self._bad_commands = 0
        self.closed = False
        self.has_more = False
        self.delivery = AT_ONCE
        #: set by the listener; POP3 has nothing to say unasked
        self.on_wake: Callable[[], None] | None = None

    # --- for the listener ----------------------------------------------------------------------------------------

    def greeting(self) -> bytes:
        """Return what to send first; it ends in the server's name, base64 of UTF-16LE."""
        server = base64.b64encode(self._host.encode("utf-16-le", "replace"))
        return b"+OK The Microsoft Exchange POP3 service is ready. [%b]\r\n" % server

    def receive(self, data: bytes) -> bytes:
        """Take octets from the client; return what to send back."""
        self._buffer += data
        self.has_more = False
        waiting = 0
        while not self.closed:
            end = self._buffer.find(b"\n")
            if (len(self._buffer) if end < 0 else end) > LINE_LIMIT + 1:
                self._asked = "a line that is too long"
                self._refuse(PROTOCOL_ERROR)
                break
            if end < 0:
                break
            line = bytes(self._buffer[:end]).removesuffix(b"\r")
            del self._buffer[: end + 1]
            self._take(line)
            waiting += len(self._out[-1])
            if waiting > _MUCH_TO_SEND and self._buffer:
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
        self._refuse(TIMED_OUT)
        return self._flush()

    def internal_error(self) -> bytes:
        """Return what to say after ``receive`` raised: a bug in the fake. The session goes on."""
        self._refuse(INTERNAL)
        return self._flush()

    def connection_lost(self) -> None:
        """Let go of everything; without QUIT nothing is deleted."""
        self.closed = True
        self._maildrop = None
        self.on_wake = None

    # --- one line ------------------------------------------------------------------------------------------------

    def _take(self, line: bytes) -> None:
        if self._kept_refusal is not None:
            # The client's answer to the challenge is empty, and would change nothing.
            (row, refusal), self._kept_refusal = self._kept_refusal, None
            self._refuse(row, refusal)
            return
        if self._mechanism:
            mechanism, self._mechanism = self._mechanism, ""
            self._authenticate(mechanism, line.strip())
            return
        verb, _, arguments = line.strip(b" ").partition(b" ")
        name = verb.decode("ascii", "replace").upper()
        known = name in _COMMANDS or name in TRANSACTIONS
        self._asked = name if known else "an unknown command"
        if not known:
            self._refuse(UNKNOWN_COMMAND)
        elif name not in ALLOWED[self._state]:
            self._refuse(INVALID_STATE)
        elif self._visit is None:
            _COMMANDS[name](self, arguments.lstrip(b" "))
        else:
            with self._visit.tenant.lock:
                if self._may_stay():
                    self._perform(name, arguments.lstrip(b" "))
        if self._bad_commands >= MOST_BAD_COMMANDS and not self.closed:
            self._refuse(PROTOCOL_ERROR)

    def _perform(self, name: str, arguments: bytes) -> None:
        if name in _COMMANDS:
            _COMMANDS[name](self, arguments)
            return
        assert self._maildrop is not None
        if arguments[:10].isdigit():
            self._asked = f"{name} {arguments[:10].decode('ascii')}"
        answer = TRANSACTIONS[name](self._maildrop, arguments)
        if isinstance(answer, Row):
            self._refuse(answer)
        else:
            self._ok(answer)

    def _may_stay(self) -> bool:
        """Ask the door again; whose right has ended is sent away, and nothing is deleted."""
        assert self._visit is not None
        try:
            self._cloud.door.recheck(self._visit)
        except Refusal as refusal:
            self._refuse(goodbye_for(refusal), refusal)
            return False
        return True

    def _ok(self, answer: bytes, short: str = "+OK") -> None:
        self._out.append(answer)
        self._note(short)

    def _refuse(self, row: Row, refusal: Refusal | None = None) -> None:
        if row in (UNKNOWN_COMMAND, BAD_ARGUMENTS, INVALID_STATE):
            self._bad_commands += 1
        self._out.append(b"-ERR %b\r\n" % row.text.encode("ascii"))
        self._note("-ERR " + row.text, refusal)
        self.closed = self.closed or row.closes

    def _note(self, answer: str, refusal: Refusal | None = None) -> None:
        tenant = self._visit.tenant if self._visit is not None else self._meant_for
        (tenant or self._cloud).journal.add("POP3", self._asked, answer, refusal)

    def _flush(self) -> bytes:
        out = b"".join(self._out)
        self._out.clear()
        return out

    # --- signing in ----------------------------------------------------------------------------------------------

    def _capa(self, arguments: bytes) -> None:
        self._ok(CAPABILITIES)

    def _auth(self, arguments: bytes) -> None:
        words = arguments.split()
        mechanism = words[0].decode("ascii", "replace").upper() if words else ""
        one_line = self._cloud.front_end.pop_one_line_auth if self._one_line_auth is None else self._one_line_auth
        if len(words) > 1 and not one_line:
            self._refuse(PROTOCOL_ERROR)
        elif mechanism not in MECHANISMS or len(words) > 2:
            self._refuse(BAD_ARGUMENTS)
        else:
            self._asked = f"AUTH {mechanism}"
            if len(words) == 2:
                self._authenticate(mechanism, words[1])
            else:
                self._mechanism = mechanism
                self._out.append(b"+ \r\n")

    def _authenticate(self, mechanism: str, response: bytes) -> None:
        try:
            # A cancelled exchange ("*") is no base64 and ends like a failed one.
            credential = read_credential(mechanism, response)
        except Refusal as refusal:
            self._fail(mechanism, row_for(refusal), refusal, noted=refusal)
        else:
            self._sign_in(credential, AUTHENTICATION_FAILED, b"+OK User successfully authenticated.\r\n", mechanism)

    def _fail(self, mechanism: str, row: Row, refusal: Refusal, *, noted: Refusal | None = None) -> None:
        """Refuse a sign-in, after the challenge that other services send where that is asked for."""
        if mechanism != "XOAUTH2" or not self._cloud.front_end.sasl_failure_challenge:
            self._refuse(row, noted)
            return
        self._kept_refusal = row, noted
        self._out.append(b"+ %b\r\n" % failure_challenge(Protocol.POP3, refusal))

    def _name_user(self, arguments: bytes) -> None:
        self._user = arguments.decode("utf-8", "replace")
        if self._user:
            self._ok(b"+OK\r\n")
        else:
            self._refuse(BAD_ARGUMENTS)

    def _pass(self, arguments: bytes) -> None:
        if not self._user:
            self._refuse(INVALID_STATE)
            return
        credential = Password(self._user, arguments.decode("utf-8", "replace"))
        self._user = ""
        self._sign_in(credential, LOGON_FAILED, b"+OK User successfully logged on.\r\n")

    def _sign_in(self, credential: Credential, failed: Row, welcome: bytes, mechanism: str = "") -> None:
        door = self._cloud.door
        self._meant_for = self._cloud.by_address(credential.user) if credential.user else None
        try:
            visitor = door.admit(Protocol.POP3, credential, peer=self._peer)
            with visitor.tenant.lock:
                visit = door.open(visitor, credential.user if isinstance(credential, BearerToken) else None)
                self._maildrop = Maildrop(visit.mailbox)
        except Refusal as refusal:
            # The door has noted why, with the decoded token; here goes what the client was told.
            row = row_for(refusal)
            self._fail(mechanism, failed if row is AUTHENTICATION_FAILED else row, refusal)
            return
        self._visit = visit
        self._state = State.TRANSACTION
        self._ok(welcome, welcome.decode("ascii").rstrip())

    def _quit(self, arguments: bytes) -> None:
        if self._maildrop is not None:
            self._maildrop.update()
        self._ok(b"+OK Microsoft Exchange Server POP3 server signing off.\r\n")
        self.closed = True


#: What needs no maildrop; the others are in `transactions.py`.
_COMMANDS: dict[str, Callable[[Pop3Session, bytes], None]] = {
    "CAPA": Pop3Session._capa,
    "AUTH": Pop3Session._auth,
    "USER": Pop3Session._name_user,
    "PASS": Pop3Session._pass,
    "QUIT": Pop3Session._quit,
}
