"""HTTP over TLS to the target's own hosts: what came back, status, header and body."""

from __future__ import annotations

import http.client
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pytest_m365.contract.asking.lines import MOST, TIMEOUT


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    #: fields in order, by names as they came
    fields: tuple[tuple[str, str], ...]
    body: str = field(repr=False)

    def field(self, name: str) -> str:
        """Return the values of a field, joined by commas; empty where there is none."""
        return ",".join(value for field, value in self.fields if field.lower() == name.lower())

    def front_end(self) -> list[str]:
        """Return the deciding lines of an answer of HTTP's own: 401, 403, 415."""
        lines = [str(self.status)]
        if challenge := self.field("WWW-Authenticate"):
            # In one field or in several, with a blank behind the comma or without: all were seen.
            lines.append(f"WWW-Authenticate: {re.sub(r', *Basic', ',Basic', challenge)}")
        if diagnostics := self.field("x-ms-diagnostics"):
            lines.append(f"x-ms-diagnostics: {diagnostics}")
        return [*lines, "(a body)" if self.body else "(empty body)"]


class Web:
    """Connections over HTTP, one a host, kept open."""

    def __init__(self, trust: ssl.SSLContext, hosts: frozenset[str]) -> None:
        """Make one.

        Args:
            hosts: names of hosts, which alone are asked: the target's.
        """
        self._trust = trust
        self._hosts = hosts
        self._open: dict[str, http.client.HTTPSConnection] = {}

    def ask(self, method: str, url: str, body: str | bytes = b"", fields: Mapping[str, str] | None = None) -> Answer:
        """Send a request; return the whole answer. Nothing is followed.

        Raises:
            ValueError: the address is not one of the target's.
        """
        parts = urlsplit(url)
        if parts.scheme != "https" or (parts.hostname or "") not in self._hosts:
            raise ValueError(f"{parts.hostname} is none of the target's hosts, which alone are asked")
        connection = self._open.get(parts.netloc)
        if connection is None:
            connection = http.client.HTTPSConnection(parts.netloc, context=self._trust, timeout=TIMEOUT)
            self._open[parts.netloc] = connection
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        octets = body.encode() if isinstance(body, str) else body
        try:
            connection.request(method, path, octets or None, dict(fields or {}))
            answer = connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            # Kept open for longer than the server likes: once more, on a new one.
            connection.close()
            connection.request(method, path, octets or None, dict(fields or {}))
            answer = connection.getresponse()
        text = answer.read(MOST).decode("utf-8", "backslashreplace")
        if not answer.isclosed():
            connection.close()
        return Answer(answer.status, tuple(answer.getheaders()), text)

    def close(self) -> None:
        """Close them all."""
        for connection in self._open.values():
            connection.close()
        self._open.clear()
