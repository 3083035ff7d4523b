"""From aiohttp's parsed requests to `HttpRequest`, and from `HttpResponse` to octets.

What the handler answers is what goes out: no banner, no compression (clients offer to take it, on loopback it only
costs time), and no field but those that frame the message.
"""

import asyncio
import re
import sys
import time
from collections.abc import Iterator, Sequence
from functools import lru_cache
from http import HTTPStatus
from ipaddress import AddressValueError, IPv6Address

from aiohttp.base_protocol import BaseProtocol
from aiohttp.http import HttpRequestParser, HttpVersion11, RawRequestMessage

from fakeserver.content_coding import CODINGS
from fakeserver.digits import number_in
from fakeserver.listeners.http_body import BODY_LIMIT
from fakeserver.program_time import program_time
from fakeserver.wire import Headers, HttpRequest

#: Octets that a header field may have. Access tokens grow with every group of their user; tokens that are too long are
#: refused where tokens are checked. (http.sys as Exchange sets it up takes 64 kB for all fields together.)
FIELD_LIMIT = 128 * 1024
#: Octets of a head: a field of that size, and as much of others.
HEAD_OCTETS = 2 * FIELD_LIMIT
#: Octets from which on a head that cannot be read is too long in the first place: aiohttp counts the fields, too.
LONG_HEAD = 16 * 1024

#: What a Host field may hold: a name or an IPv4 address, or an IPv6 address in brackets, and a port.
_HOST = re.compile(r"(?:[A-Za-z0-9._~%!$&'()*+,;=-]+|\[(?P<address>[0-9A-Fa-f:.]+)\])(?::(?P<port>[0-9]{0,5}))?")

_HEAD_END = b"\r\n\r\n"
#: Pieces that octets are cut into at most: a body may hold many empty lines.
_MOST_PIECES = 100

_REASONS = {status.value: status.phrase for status in HTTPStatus}
#: Statuses whose answers have no body, and so no length (RFC 9110 sections 8.6, 15.3.5, 15.4.5).
_BODILESS = frozenset({204, 304})
_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


class UnwritableHeaderError(ValueError):
    """A response has a field with a line end in it, which could inject further fields: a bug in a handler."""


def request_parser(loop: asyncio.AbstractEventLoop) -> HttpRequestParser:
    """Return a parser of requests; how long a query may be is for services to say."""
    return HttpRequestParser(
        # Bodies are held until they are whole, and never ask for a pause; it is only there to be asked to go on.
        BaseProtocol(loop),
        loop,
        BODY_LIMIT,
        max_line_size=FIELD_LIMIT,
        max_field_size=FIELD_LIMIT,
        auto_decompress=False,
    )


def names_a_host(message: RawRequestMessage) -> bool:
    """Say whether the Host field can be one; only before HTTP/1.1 there need be none (aiohttp asks since 3.14)."""
    host = message.headers.get("Host")
    if host is None and message.version >= HttpVersion11:
        return False
    in_target = _authority(message)
    return (host is None or _is_host(host)) and (not in_target or _is_host(in_target))


def _authority(message: RawRequestMessage) -> str:
    """Return the host and port in a request's target; empty where it is only a path."""
    return message.url.raw_authority.rpartition("@")[2]


@lru_cache(maxsize=64)
def _is_host(host: str) -> bool:
    read = _HOST.fullmatch(host)
    if read is None or int(read["port"] or 0) > 65_535:
        return False
    try:
        return read["address"] is None or bool(IPv6Address(read["address"]))
    except AddressValueError:
        return False


def expects_continue(message: RawRequestMessage) -> bool:
    """Say whether a client waits for 100 before it sends a body; of HTTP/1.0 that means nothing (RFC 9110, 10.1.1)."""
    return message.headers.get("Expect", "").lower() == "100-continue" and message.version >= HttpVersion11


def request_of(message: RawRequestMessage, body: bytes, peer: str, scheme: str, connection: int) -> HttpRequest:
    """Return a request as handlers know it. A host in its target goes before the Host field (RFC 9112, 3.2.2)."""
    host = _authority(message) or message.headers.get("Host", "")
    return HttpRequest(
        method=message.method,
        path=message.url.path,
        query_string=message.url.raw_query_string,
        headers=Headers(list(message.headers.items())),
        body=body,
        # The parser knows fewer names.
        coding=CODINGS.get(message.headers.get("Content-Encoding", "").strip().lower(), "") if body else "",
        peer=peer,
        base_url=f"{scheme}://{host}",
        connection=connection,
        raw_path=message.url.raw_path,
    )


def head(
    status: int, fields: Sequence[tuple[str, str]], *, length: int | None, keep_alive: bool, minor_version: int
) -> bytes:
    """Return status line and header fields of a response, up to the empty line.

    Args:
        length: octets of the body; None where nobody knows, and it goes out in chunks or until the connection's end.
        minor_version: of HTTP/1, the client's.

    Raises:
        UnwritableHeaderError: a field holds a line end.
    """
    lines = [f"HTTP/1.{minor_version} {status} {_REASONS.get(status, '')}"]
    lines += [f"{name}: {value}" for name, value in fields]
    if length is not None:
        if status not in _BODILESS:
            lines.append(f"Content-Length: {length}")
    elif minor_version:
        lines.append("Transfer-Encoding: chunked")
    if not keep_alive and minor_version:
        lines.append("Connection: close")
    elif keep_alive and not minor_version:
        lines.append("Connection: keep-alive")
    text = "\r\n".join(lines)
    if text.count("\n") != len(lines) - 1 or text.count("\r") != len(lines) - 1:
        raise UnwritableHeaderError("a header field with a line end in it")
    if "\r\ndate:" not in text.lower():
        text += f"\r\nDate: {_http_date(int(program_time()))}"
    return text.encode("utf-8", "surrogateescape") + b"\r\n\r\n"


_date_written: tuple[int, str] = (0, "")


def _http_date(now: int) -> str:
    """Return a moment as IMF-fixdate (RFC 9110 section 5.6.7); written once a second."""
    global _date_written  # noqa: PLW0603  a cache of one text
    second, written = _date_written
    if second != now:
        year, month, day, hour, minute, seconds, weekday = time.gmtime(now)[:7]
        written = f"{_DAYS[weekday]}, {day:02} {_MONTHS[month - 1]} {year} {hour:02}:{minute:02}:{seconds:02} GMT"
        _date_written = now, written
    return written


def body_can_be_read(message: RawRequestMessage) -> bool:
    """Say whether a body is in no other transfer coding than chunks (RFC 9112 section 6.1)."""
    return not message.chunked or message.headers.get("Transfer-Encoding", "").strip().lower() == "chunked"


def announced_length(message: RawRequestMessage) -> int:
    """Return the length that a request's body will have; 0 where it comes in chunks."""
    length = message.headers.get("Content-Length", "")
    announced = number_in(length)
    # aiohttp takes digits only: what is no number here is a larger one than any.
    return announced if announced is not None else sys.maxsize if length else 0


def pieces(data: bytes) -> Iterator[bytes]:
    """Cut octets behind the ends of heads, where they can stand; most often there is one, at the very end."""
    start = 0
    for _ in range(_MOST_PIECES):
        end = data.find(_HEAD_END, start) + len(_HEAD_END)
        if end < len(_HEAD_END) or end == len(data):
            break
        yield data[start:end]
        start = end
    yield data[start:] if start else data
