"""One connection of each protocol, in octets: sign in and use it, use it again, say what came back.

No client library: the table is about what the server says, and a row must cost a few milliseconds.
"""

import base64
import socket
import ssl
from abc import ABC, abstractmethod
from dataclasses import dataclass

from fakeserver.endpoint import Endpoint
from fakeserver.server import FakeServer
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant
from tests.matrix.outcomes import CLOSED

#: seconds; nothing here waits, so whoever hits it has found a bug
TIMEOUT = 60.0


@dataclass(frozen=True)
class Credential:
    """What is presented: whose mailbox, and a token, a password, or nothing."""

    #: the mailbox that is asked for; empty: the caller's own, where the protocol has such a thing
    address: str
    token: str | None = None
    password: str | None = None
    #: which SASL mechanism carries the password; empty for the protocol's own command
    mechanism: str = ""
    #: the response on one line with the command: IMAP and SMTP take it either way, POP3 does not
    one_line: bool = False
    #: what is sent as the SASL response in the place of the right one, as it is
    response: str = ""
    #: EWS: the element in ConnectingSID, and what stands in it
    impersonate: tuple[str, str] | None = None
    user_agent: str = ""
    #: From and MAIL FROM; the mailbox itself by default
    sender: str = ""
    #: who asks the token endpoint, and for whom
    app: Application | None = None
    user: User | None = None
    #: what is asked of the token endpoint beside the usual
    form: tuple[tuple[str, str], ...] = ()


def base64_of(text: str) -> str:
    """Return a text's base64."""
    return base64.b64encode(text.encode()).decode()


def xoauth2(credential: Credential) -> str:
    """Return the XOAUTH2 client response."""
    if credential.response:
        return credential.response
    return base64_of(f"user={credential.address}\x01auth=Bearer {credential.token}\x01\x01")


def plain(credential: Credential) -> str:
    """Return the PLAIN client response."""
    return base64_of(f"\0{credential.address}\0{credential.password}")


class Connection(ABC):
    """A connection to one protocol."""

    def __init__(self, server: FakeServer, tenant: Tenant) -> None:
        self.server = server
        self.tenant = tenant
        self.trust = server.ssl_context()

    @abstractmethod
    def sign_in(self, credential: Credential) -> list[str]:
        """Sign in and use what that opens; return the deciding lines."""

    @abstractmethod
    def use(self, credential: Credential) -> list[str]:
        """Use the connection once more; return the deciding lines."""

    @abstractmethod
    def close(self) -> None:
        """Close it."""


class Lines(Connection):
    """A connection that speaks in lines."""

    def __init__(self, server: FakeServer, tenant: Tenant) -> None:
        super().__init__(server, tenant)
        where = self._where()
        self._socket = socket.create_connection((where.host, where.port), timeout=TIMEOUT)
        self._secure(where.host)

    @abstractmethod
    def _where(self) -> Endpoint: ...

    def _secure(self, host: str) -> None:
        self._start_tls(host)
        self.read()

    def _start_tls(self, host: str) -> None:
        self._socket = self.trust.wrap_socket(self._socket, server_hostname=host)
        self._file = self._socket.makefile("rb")

    def read(self) -> str:
        """Return the next line without its end, or `CLOSED`."""
        line = self._file.readline()
        return line.decode().rstrip("\r\n") if line else CLOSED

    def say(self, text: str) -> str:
        """Send one line; return the next that comes."""
        try:
            self._socket.sendall(text.encode() + b"\r\n")
            return self.read()
        except (BrokenPipeError, ConnectionResetError, ssl.SSLEOFError):
            return CLOSED

    def close(self) -> None:
        self._file.close()
        self._socket.close()


class Imap(Lines):
    """IMAP over TLS."""

    def _where(self) -> Endpoint:
        return self.server.imap

    def all_of(self, text: str) -> list[str]:
        """Send a command; return every line of the answer, the tagged one without its tag."""
        lines = [self.say(f"a {text}")]
        while not lines[-1].startswith("a "):
            lines.append(self.read())
        return [*lines[:-1], lines[-1].removeprefix("a ")]

    def command(self, text: str) -> list[str]:
        """Send a command; return its tagged line without the tag, or the BYE and what follows."""
        answer = self.say(f"a {text}")
        while answer.startswith("* ") and not answer.startswith("* BYE"):
            answer = self.read()
        if answer.startswith("* BYE"):
            return [answer, self.read()]
        return [answer.removeprefix("a ")]

    def sign_in(self, credential: Credential) -> list[str]:
        if credential.token is not None:
            said = self._authenticate(credential)
        elif credential.password is None:
            return self.command("SELECT INBOX")
        elif credential.mechanism:
            said = self.command(f"AUTHENTICATE PLAIN {plain(credential)}")
        else:
            user = credential.address.replace("\\", "\\\\")
            said = self.command(f'LOGIN "{user}" "{credential.password}"')
        return said + self.command("SELECT INBOX") if said[0].startswith("OK") else said

    def _authenticate(self, credential: Credential) -> list[str]:
        if credential.one_line:
            answer = self.say(f"a AUTHENTICATE XOAUTH2 {xoauth2(credential)}")
        else:
            asked = self.say("a AUTHENTICATE XOAUTH2")
            assert asked == "+ ", asked
            answer = self.say(xoauth2(credential))
        challenge = [answer] if answer.startswith("+ ") else []
        return [*challenge, (self.say("") if challenge else answer).removeprefix("a ")]

    def use(self, credential: Credential) -> list[str]:
        return self.command("NOOP")


class Pop3(Lines):
    """POP3 over TLS."""

    def _where(self) -> Endpoint:
        return self.server.pop3

    def sign_in(self, credential: Credential) -> list[str]:
        if credential.token is not None and credential.one_line:
            said = [self.say(f"AUTH XOAUTH2 {xoauth2(credential)}")]
        elif credential.token is not None or credential.mechanism:
            asked = self.say(f"AUTH {'PLAIN' if credential.token is None else 'XOAUTH2'}")
            assert asked == "+ ", asked
            said = [self.say(plain(credential) if credential.token is None else xoauth2(credential))]
            if said[0].startswith("+ "):
                said.append(self.say(""))
        elif credential.password is not None:
            self.say(f"USER {credential.address}")
            said = [self.say(f"PASS {credential.password}")]
        else:
            said = [self.say("STAT")]
        if said[0].startswith("+OK"):
            said.append(self.say("STAT"))
        elif "Connection is closed" in said[-1]:
            said.append(self.read())
        return said

    def use(self, credential: Credential) -> list[str]:
        said = [self.say("STAT")]
        if "Session invalidated" in said[0] or "Connection is closed" in said[0]:
            said.append(self.read())
        return said


class Smtp(Lines):
    """SMTP submission with STARTTLS."""

    def _where(self) -> Endpoint:
        return self.server.smtp

    def _secure(self, host: str) -> None:
        self._file = self._socket.makefile("rb")
        self.read()
        self.hello()
        assert self.say("STARTTLS") == "220 2.0.0 SMTP server ready"
        self._file.close()
        self._start_tls(host)
        self.hello()

    def hello(self) -> None:
        """Say EHLO, read all of the answer."""
        answer = self.say("EHLO test")
        while answer[3:4] == "-":
            answer = self.read()

    def sign_in(self, credential: Credential) -> list[str]:
        if credential.token is not None:
            said = self._authenticate(credential)
        elif credential.password is None:
            return self.use(credential)
        elif credential.mechanism == "PLAIN":
            said = [self.say(f"AUTH PLAIN {plain(credential)}")]
        else:
            self.say("AUTH LOGIN")
            self.say(base64_of(credential.address))
            said = [self.say(base64_of(credential.password))]
        return said + self._submit(credential) if said[0].startswith("235") else said

    def _authenticate(self, credential: Credential) -> list[str]:
        if credential.one_line:
            said = [self.say(f"AUTH XOAUTH2 {xoauth2(credential)}")]
        else:
            asked = self.say("AUTH XOAUTH2")
            assert asked == "334 ", asked
            said = [self.say(xoauth2(credential))]
        if said[0].startswith("334 "):
            said.append(self.say(""))
        return said

    def _submit(self, credential: Credential) -> list[str]:
        sender = credential.sender or credential.address
        for command in (f"MAIL FROM:<{sender}>", "RCPT TO:<someone@elsewhere.example>", "DATA"):
            answer = self.say(command)
            if answer[0] not in "23":
                return [answer]
        message = f"From: {sender}\r\nTo: someone@elsewhere.example\r\nSubject: A row\r\n\r\nHello.\r\n."
        return [self.say(message)]

    def use(self, credential: Credential) -> list[str]:
        return [self.say(f"MAIL FROM:<{credential.sender or credential.address}>")]
