"""Answers of DNS, for programs that ask a server of names themselves (Go, musl, c-ares, dnspython): RFC 1035.

It knows what leads to the fake, and what mail of the tenant's domains needs. Everything else is no name: it serves a
network of its own, in which nothing else is to be reached.
"""

import asyncio
import socket
import struct
from collections.abc import Collection, Sequence
from typing import cast

from fakeserver.redirect import Redirects

_A, _SRV, _MX, _ANY = 1, 33, 15, 255
_INTERNET = 1
_NO_ERROR, _FORMAT_ERROR, _NO_NAME, _NOT_IMPLEMENTED = 0, 1, 3, 4
_IS_RESPONSE, _OPERATION, _IS_AUTHORITATIVE, _RECURSION_WANTED = 0x8000, 0x7800, 0x0400, 0x0100
_HEADER = struct.Struct(">6H")
#: the question's name, wherever it stands again (section 4.1.4)
_SAME_NAME = b"\xc0\x0c"
#: octets of a label, and of a name
_LONGEST_LABEL, _LONGEST_NAME = 63, 255
_LOOPBACK = socket.inet_aton("127.0.0.1")
_AUTODISCOVER = "autodiscover."
_SERVICE = "_autodiscover._tcp."


class Resolver:
    """Answers queries by a table of redirects."""

    def __init__(self, redirects: Redirects) -> None:
        self._led = {name for name, _ in redirects.targets} | {"localhost"}
        self._domains = {
            name.removeprefix(_AUTODISCOVER)
            for name in self._led
            if name.startswith(_AUTODISCOVER) and name.removeprefix(_AUTODISCOVER) in redirects.closed
        }

    def answer(self, query: bytes) -> bytes:
        """Return the answer to a query; empty where it is none.

        Source: RFC 1035, section 4.
        """
        if len(query) < _HEADER.size:
            return b""
        number, flags, questions, *_ = _HEADER.unpack_from(query)
        if flags & _IS_RESPONSE:
            return b""
        if flags & _OPERATION:
            return _message(number, flags, _NOT_IMPLEMENTED)
        asked = _question(query) if questions == 1 else None
        if asked is None:
            return _message(number, flags, _FORMAT_ERROR)
        name, kind, question = asked
        records = self._records(name)
        if records is None:
            return _message(number, flags, _NO_NAME, question)
        fitting = [_record(of_kind, data) for of_kind, data in records if kind in (of_kind, _ANY)]
        return _message(number, flags, _NO_ERROR, question, fitting)

    def _records(self, name: str) -> list[tuple[int, bytes]] | None:
        """Return the records of a name, each a type and its data; None where there is no such name."""
        if name in self._led:
            return [(_A, _LOOPBACK)]
        if name in self._domains:
            # As the admin center has it for a domain of Microsoft 365.
            exchange = f"{name.replace('.', '-')}.mail.protection.outlook.com"
            return [(_MX, struct.pack(">H", 0) + _encoded(exchange))]
        if name.startswith(_SERVICE) and name.removeprefix(_SERVICE) in self._domains:
            target = _AUTODISCOVER + name.removeprefix(_SERVICE)
            return [(_SRV, struct.pack(">3H", 0, 0, 443) + _encoded(target))]
        return None


def _question(query: bytes) -> tuple[str, int, bytes] | None:
    """Return the name and the type of the only question, and its octets; None where it is malformed."""
    labels: list[bytes] = []
    position = _HEADER.size
    while position < len(query) and (size := query[position]):
        label = query[position + 1 : position + 1 + size]
        position += 1 + size
        if size > _LONGEST_LABEL or len(label) < size or position - _HEADER.size > _LONGEST_NAME:
            return None
        labels.append(label)
    end = position + 5
    if end > len(query):
        return None
    kind, of_class = struct.unpack_from(">2H", query, position + 1)
    if of_class not in (_INTERNET, _ANY):
        return None
    name = b".".join(labels).decode("ascii", "replace").lower()
    return name, kind, query[_HEADER.size : end]


def _message(number: int, flags: int, code: int, question: bytes = b"", records: Sequence[bytes] = ()) -> bytes:
    answered = _IS_RESPONSE | _IS_AUTHORITATIVE | flags & (_OPERATION | _RECURSION_WANTED) | 0x80 | code
    return _HEADER.pack(number, answered, bool(question), len(records), 0, 0) + question + b"".join(records)


def _record(kind: int, data: bytes) -> bytes:
    return _SAME_NAME + struct.pack(">2HIH", kind, _INTERNET, 0, len(data)) + data


def _encoded(name: str) -> bytes:
    return b"".join(bytes([len(label)]) + label.encode("ascii") for label in name.split(".")) + b"\0"


class ResolverListener:
    """Answers on bound sockets of UDP."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._transports: list[asyncio.DatagramTransport] = []
        #: there are none in UDP
        self.connections: Collection[object] = ()

    async def start(self, *listening: socket.socket) -> None:
        """Answer on these sockets, which are this listener's from now on."""
        loop = asyncio.get_running_loop()
        for one in listening:
            transport, _ = await loop.create_datagram_endpoint(lambda: _Queries(self._resolver), sock=one)
            self._transports.append(transport)

    async def stop(self) -> None:
        """Close the sockets."""
        while self._transports:
            self._transports.pop().close()
        # A turn of the loop, in which they are closed.
        await asyncio.sleep(0)

    def dismiss(self, tenant: object) -> None:
        """Do nothing: nobody is connected."""


class _Queries(asyncio.DatagramProtocol):
    _transport: asyncio.DatagramTransport

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # asyncio's own is no subclass of it (Python 3.11).
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        answer = self._resolver.answer(data)
        if answer:
            self._transport.sendto(answer, addr)
