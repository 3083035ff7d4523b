"""Answers of DNS, for programs that ask a server of names themselves (Go, musl, c-ares, dnspython): RFC 1035.

It knows the names of a table of redirects, and no others: it serves a network of its own, in which nothing else is to
be reached, and in which every name that is led is this machine.
"""

import asyncio
import socket
import struct
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import cast

from fakeserver.digits import number_in
from fakeserver.redirect import Redirects
from fakeserver.redirect.force import Force
from fakeserver.redirect.records import TTL, Record, answer

#: reasons of `Resolver.refused`
REFUSED_KEPT = 100
_NOT_HERE = "was looked up in a network of its own, in which there is nothing but the fake"
_KINDS = {1: "A", 5: "CNAME", 15: "MX", 16: "TXT", 33: "SRV", 255: "A"}
_NUMBERS = {"A": 1, "CNAME": 5, "MX": 15, "TXT": 16, "SRV": 33}
_INTERNET = 1
#: response codes
_NO_ERROR, _FORMAT_ERROR, _NAME_ERROR, _NOT_IMPLEMENTED = 0, 1, 3, 4
#: bits of the header: QR, Opcode, AA, RD, RA
_IS_RESPONSE, _OPCODE, _IS_AUTHORITATIVE = 0x8000, 0x7800, 0x0400
_RECURSION_DESIRED, _RECURSION_AVAILABLE = 0x0100, 0x0080
_HEADER = struct.Struct(">6H")
#: octets of a label, and of a name
_LONGEST_LABEL, _LONGEST_NAME = 63, 255
_LOOPBACK = socket.inet_aton("127.0.0.1")


class Resolver:
    """Answers queries by a table of redirects."""

    def __init__(self, redirects: Redirects | Callable[[], Redirects]) -> None:
        # Of its own: this table is not in force for the process itself.
        self._table = Force()
        self._table.begin(redirects)
        #: why names were not found, oldest first; the first ones are enough where a client asks again and again
        self.refused: list[str] = []

    def answer(self, query: bytes) -> bytes:
        """Return the answer to a query; empty where it is none.

        Source: RFC 1035, section 4.
        """
        if len(query) < _HEADER.size:
            return b""
        number, flags, questions, *_ = _HEADER.unpack_from(query)
        if flags & _IS_RESPONSE:
            return b""
        if flags & _OPCODE:
            return _message(number, flags, _NOT_IMPLEMENTED)
        asked = _question(query) if questions == 1 else None
        if asked is None:
            return _message(number, flags, _FORMAT_ERROR)
        name, kind, question = asked
        named = self._table.named(name)
        records = None if named is None else answer(named, _KINDS.get(kind, ""))
        if records is None:
            # Addresses, whose names programs ask for by the way, keep nobody from anything.
            if len(self.refused) < REFUSED_KEPT and not name.endswith(".arpa"):
                self.refused.append(f"{name} {_NOT_HERE}" if named is None else named.not_led(None))
            return _message(number, flags, _NAME_ERROR, question)
        return _message(number, flags, _NO_ERROR, question, [_record(record) for record in records])


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
    if of_class != _INTERNET:
        return None
    name = b".".join(labels).decode("ascii", "replace").lower()
    return name, kind, query[_HEADER.size : end]


def _message(number: int, flags: int, code: int, question: bytes = b"", records: Sequence[bytes] = ()) -> bytes:
    asked = flags & (_OPCODE | _RECURSION_DESIRED)
    answered = _IS_RESPONSE | _IS_AUTHORITATIVE | _RECURSION_AVAILABLE | asked | code
    return _HEADER.pack(number, answered, bool(question), len(records), 0, 0) + question + b"".join(records)


def _record(record: Record) -> bytes:
    data = b"".join(_data(record))
    return _name(record.owner) + struct.pack(">2HIH", _NUMBERS[record.kind], _INTERNET, TTL, len(data)) + data


def _data(record: Record) -> Iterator[bytes]:
    """Yield the parts of a record's data: numbers and a name, or texts (section 3.3)."""
    if record.kind == "A":
        yield _LOOPBACK
    elif record.kind == "TXT":
        text = record.text.strip('"').encode("ascii")
        yield bytes([len(text)]) + text
    else:
        *numbers, name = record.text.split()
        yield from (struct.pack(">H", number_in(number, 5)) for number in numbers)
        yield _name(name)


def _name(name: str) -> bytes:
    labels = name.removesuffix(".").split(".")
    return b"".join(bytes([len(label)]) + label.encode("ascii") for label in labels) + b"\0"


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
