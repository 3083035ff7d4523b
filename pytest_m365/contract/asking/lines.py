"""Connections that speak in lines: IMAP, POP3, SMTP; no client library, since the promises are about the very lines."""

from __future__ import annotations

import socket
import ssl
from abc import ABC, abstractmethod
from base64 import b64encode

from fakeserver.digits import number_in
from fakeserver.endpoint import Endpoint
from fakeserver.xoauth2 import xoauth2

#: seconds; a server that says nothing for so long has not understood
TIMEOUT = 60.0
#: octets of a line, and of a whole answer; no promise asks for more
MOST = 1_000_000
#: what stands for the end of a connection
CLOSED = "(connection closed)"
#: bad commands after which a connection is not used for another promise: the service closes one after some ten
ENOUGH_BAD = 3


class Lines(ABC):
    """A connection that speaks in lines."""

    def __init__(self, where: Endpoint, trust: ssl.SSLContext) -> None:
        self._trust = trust
        self._host = where.host
        self._socket = socket.create_connection((where.host, where.port), timeout=TIMEOUT)
        self._file = self._socket.makefile("rb")
        self.greeting = self._begin()
        self._bad = 0
        self._is_closed = False

    @abstractmethod
    def _begin(self) -> str:
        """Do what comes before the first command; return the greeting."""

    @property
    def is_good(self) -> bool:
        """Whether another promise may be asked on it."""
        return not self._is_closed and self._bad < ENOUGH_BAD

    def _start_tls(self) -> None:
        self._file.close()
        self._socket = self._trust.wrap_socket(self._socket, server_hostname=self._host)
        self._file = self._socket.makefile("rb")

    def read(self) -> str:
        """Return the next line without its end, or `CLOSED`."""
        try:
            line = self._file.readline(MOST)
        except (ConnectionResetError, ssl.SSLError):
            line = b""
        if not line:
            self._is_closed = True
            return CLOSED
        return line.decode("utf-8", "backslashreplace").rstrip("\r\n")

    def octets(self, count: int) -> bytes:
        """Return the next octets."""
        return self._file.read(min(count, MOST))

    def send(self, octets: bytes) -> None:
        """Send octets as they are; whether that worked shows with the next line."""
        try:
            self._socket.sendall(octets)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            self._is_closed = True

    def say(self, text: str) -> str:
        """Send one line; return the next that comes."""
        self.send(text.encode() + b"\r\n")
        answer = self.read()
        if answer.startswith(("-ERR", "5")) or " BAD " in answer[:40]:
            self._bad += 1
        return answer

    def close(self) -> None:
        """Close it, without a word: nothing is committed by that."""
        self._file.close()
        self._socket.close()


class Imap(Lines):
    """IMAP over TLS."""

    _number = 0

    def _begin(self) -> str:
        self._start_tls()
        return self.read()

    def whole(self, command: str) -> list[str]:
        """Send a command; return each line of its answer, the tagged one without its tag.

        A literal is part of its line, with CRLF as ``\\r\\n``.
        """
        Imap._number += 1
        tag = f"c{Imap._number}"
        lines = [self._with_literals(self.say(f"{tag} {command}"))]
        while not lines[-1].startswith((f"{tag} ", "+ ")) and lines[-1] not in ("+", CLOSED):
            lines.append(self._with_literals(self.read()))
        return [*lines[:-1], lines[-1].removeprefix(f"{tag} ")]

    def _with_literals(self, line: str) -> str:
        while line.endswith("}") and (size := number_in(line.rpartition("{")[2][:-1])) is not None:
            line += self.octets(size).decode("utf-8", "backslashreplace").replace("\r\n", "\\r\\n") + self.read()
        return line

    def tagged(self, command: str) -> list[str]:
        """Send a command; return its tagged line, or the BYE and what follows."""
        lines = self.whole(command)
        byes = [line for line in lines if line.startswith("* BYE")]
        return [*byes, lines[-1]]

    def append(self, folder: str, message: bytes, how: str = "") -> list[str]:
        """APPEND in two steps; return the continuation and the tagged line.

        Args:
            how: flags and date in front of the literal, with a blank behind them.
        """
        asked = self.whole(f'APPEND "{folder}" {how}{{{len(message)}}}')
        if not asked[-1].startswith("+"):
            return asked
        tag = f"c{Imap._number}"
        self.send(message + b"\r\n")
        answer = self.read()
        while not answer.startswith(f"{tag} ") and answer != CLOSED:
            answer = self.read()
        return [asked[-1], answer.removeprefix(f"{tag} ")]

    def sign_in(self, user: str, token: str) -> list[str]:
        """AUTHENTICATE in two steps; return the tagged line, or the challenge in front of it."""
        return self.respond(xoauth2(user, token))

    def respond(self, response: str) -> list[str]:
        """AUTHENTICATE with a response as it is."""
        asked = self.whole("AUTHENTICATE XOAUTH2")
        if not asked[-1].startswith("+"):
            return asked
        tag = f"c{Imap._number}"
        answer = self.say(base64_unless(response))
        challenge = [answer] if answer.startswith("+") else []
        return [*challenge, (self.say("") if challenge else answer).removeprefix(f"{tag} ")]


class Pop3(Lines):
    """POP3 over TLS."""

    def _begin(self) -> str:
        self._start_tls()
        return self.read()

    def whole(self, command: str) -> list[str]:
        """Send a command that answers in several lines; return them without the dot."""
        lines = [self.say(command)]
        if not lines[0].startswith("+OK"):
            return lines
        while (line := self.read()) not in (".", CLOSED):
            lines.append(line.removeprefix(".") if line.startswith("..") else line)
        return lines

    def sign_in(self, user: str, token: str) -> list[str]:
        """AUTH in two steps, the only form that is taken."""
        return self.respond(xoauth2(user, token))

    def respond(self, response: str, mechanism: str = "XOAUTH2") -> list[str]:
        """AUTH with a response as it is."""
        asked = self.say(f"AUTH {mechanism}")
        if not asked.startswith("+ ") and asked != "+":
            return [asked]
        said = [self.say(base64_unless(response))]
        if said[0].startswith("+ "):
            said.append(self.say(""))
        return said


class Smtp(Lines):
    """SMTP submission; in clear until `start_tls`."""

    def _begin(self) -> str:
        return self.read()

    def whole(self, command: str) -> list[str]:
        """Send a command; return each line of its reply."""
        lines = [self.say(command)]
        while lines[-1][3:4] == "-":
            lines.append(self.read())
        return lines

    def start_tls(self) -> list[str]:
        """STARTTLS; return the reply."""
        reply = self.whole("STARTTLS")
        if reply[0].startswith("220"):
            self._start_tls()
        return reply

    def sign_in(self, user: str, token: str) -> list[str]:
        """AUTH in two steps."""
        return self.respond(xoauth2(user, token))

    def respond(self, response: str, mechanism: str = "XOAUTH2") -> list[str]:
        """AUTH with a response as it is."""
        asked = self.say(f"AUTH {mechanism}")
        if not asked.startswith("334"):
            return [asked]
        said = [self.say(base64_unless(response))]
        if said[0].startswith("334"):
            said.append(self.say(""))
        return said

    def submit(self, sender: str, recipient: str, message: str) -> list[str]:
        """MAIL, RCPT, DATA and the message; return the first refusal, or the reply to the message."""
        for command in (f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>", "DATA"):
            reply = self.whole(command)
            if reply[0][:1] not in ("2", "3"):
                return reply
        return self.whole(f"{message}\r\n.")


def base64_unless(response: str) -> str:
    """Return the base64 of an XOAUTH2 response; anything else as it is, since a promise may be about such a thing."""
    return b64encode(response.encode()).decode() if "\x01" in response else response
