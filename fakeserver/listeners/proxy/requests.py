"""What clients ask of a proxy: a tunnel (CONNECT), or a request with the whole URL in it.

Source: RFC 9110, section 9.3.6; RFC 9112, section 3.2.2.
"""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

#: octets; a longer head is refused
MAX_HEAD = 64 * 1024

_REQUEST_LINE = re.compile(rb"([!-~]{1,32}) ([!-~]{1,60000}) HTTP/1\.[01]\Z")
_AUTHORITY = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\[\]:/@?#]+)):([0-9]{1,5})\Z")
_PORTS = {"http": 80, "https": 443}
#: of the way to this proxy alone; and Connection, since a client's next request may be for another host
_HOP_BY_HOP = (b"proxy-authorization", b"proxy-connection", b"connection", b"keep-alive")


class BadProxyRequest(ValueError):
    """No request for a proxy; says what is wrong."""


class Wanted(NamedTuple):
    """Where a client wants to go, and what it has sent so far."""

    host: str
    port: int
    #: whether octets are to be passed on as they are; otherwise one request is forwarded
    tunnel: bool
    #: whether the proxy is asked to speak TLS: some clients send the whole URL for https as well
    tls: bool
    #: the head of the request, as another proxy takes it
    head: bytes
    #: the head of the request, as the server itself takes it; empty for a tunnel
    direct_head: bytes


def read_request(head: bytes) -> Wanted:
    """Return what a request asks for.

    Args:
        head: up to and with the empty line.

    Raises:
        BadProxyRequest: it is none for a proxy.
    """
    line, *fields = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    found = _REQUEST_LINE.match(line)
    if found is None:
        raise BadProxyRequest("this is no request of HTTP/1.1")
    method, target = found[1], found[2].decode("ascii")
    if method == b"CONNECT":
        host, port = _authority(target)
        return Wanted(host, port, True, False, head, b"")
    try:
        url = urlsplit(target)
        port = url.port or _PORTS[url.scheme]
    except (ValueError, KeyError):
        raise BadProxyRequest("a proxy is asked with CONNECT host:port, or with a whole URL") from None
    if not url.hostname:
        raise BadProxyRequest(f"{target} names no host")
    path = url._replace(scheme="", netloc="", fragment="", path=url.path or "/").geturl()
    kept = [field for field in fields if field.partition(b":")[0].strip().lower() not in _HOP_BY_HOP]
    origin = b"%s %s HTTP/1.1" % (method, path.encode("ascii"))
    direct = b"\r\n".join([origin, *kept, b"Connection: close", b"", b""])
    forwarded = b"\r\n".join([line, *kept, b"Connection: close", b"", b""])
    return Wanted(url.hostname, port, False, url.scheme == "https", forwarded, direct)


def with_authorization(head: bytes, credentials: str) -> bytes:
    """Return the head of a request with the credentials for another proxy, as the field has them."""
    line, _, rest = head.partition(b"\r\n")
    return b"%s\r\nProxy-Authorization: %s\r\n%s" % (line, credentials.encode("latin-1"), rest)


def _authority(target: str) -> tuple[str, int]:
    found = _AUTHORITY.match(target)
    if found is None or int(found[3]) > 65535:
        raise BadProxyRequest(f"CONNECT needs host:port, and {target} is not that")
    return found[1] or found[2], int(found[3])
