"""The plain values that pass between the listeners and the protocols; neither knows the other.

Those of HTTP, and for every protocol how an answer is delivered: at once, late, cut off, or not at all.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NamedTuple, Protocol, TypeAlias
from urllib.parse import unquote_plus

from fakeserver.steps import PausingSteps


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an answer is delivered to the peer."""

    #: seconds until it is sent
    delay: float = 0.0
    #: octets after which the connection ends, those of an HTTP answer's head included; None: all are sent
    cut_after: int | None = None
    #: instead, the part of the answer (over HTTP of its body) after which it ends: 0.5 in its middle, 1 after all of
    #: it; of a streamed answer, whose length nobody knows, 0.5 is the middle of its first piece
    cut_at: float | None = None
    #: whether a cut resets the connection (TCP RST) instead of closing it; what the peer has not read by then is lost
    reset: bool = False
    #: nothing is sent, or nothing behind the cut, and the connection stays open until the peer or the server ends it
    never: bool = False
    #: how fast it is sent; None: as fast as the peer takes it
    octets_a_second: float | None = None

    def of_length(self, length: int, before: int = 0) -> "Delivery":
        """Return it for an answer of so many octets, with the part after which it ends counted out.

        Args:
            before: octets that are sent in front, and are not counted as the answer's.
        """
        if self.cut_at is None:
            return self
        return replace(self, cut_after=before + int(length * self.cut_at), cut_at=None)


#: What goes wrong with a TLS handshake: the certificate, or all of it (an alert comes instead).
HandshakeFault: TypeAlias = Literal["expired", "wrong name", "untrusted", "alert"]

#: The usual delivery.
AT_ONCE = Delivery()


class Stream(Protocol):
    """A body that comes in pieces, when there is something to send.

    Its methods are called in the listener's thread; only ``on_wake`` is called from others.
    """

    #: the listener's, while the body is being sent: asks that ``next_chunk`` be called soon
    on_wake: Callable[[], None] | None

    def next_chunk(self) -> bytes | None:
        """Return the octets to send next, empty while there are none, None at the end."""

    def wake_in(self) -> float | None:
        """Return after how many seconds to ask again even without a call of ``on_wake``; None: not at all."""

    def close(self) -> None:
        """Release everything: the body was sent, or the peer is gone. Called once."""


class Headers:
    """HTTP header fields in the order they came; names compare without case (RFC 9110 section 5.1)."""

    __slots__ = ("_fields", "_first")

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        self._fields = fields
        #: by name in lower case; of a field that stands twice, the first
        self._first = {name.lower(): value for name, value in reversed(fields)}

    def get(self, name: str, default: str = "") -> str:
        """Return the first value of a field, or the default."""
        return self._first.get(name.lower(), default)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._first

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._fields)


@dataclass(frozen=True)
class HttpRequest:
    """One HTTP request, whole."""

    method: str
    #: decoded path, without the query string
    path: str
    #: raw query string, without the question mark
    query_string: str = field(default="", repr=False)
    headers: Headers = field(default_factory=lambda: Headers([]), repr=False)
    body: bytes = field(default=b"", repr=False)
    #: content coding that the body is in; empty: none (`content_coding.unpacked`)
    coding: str = ""
    #: IP address of the peer
    peer: str = "127.0.0.1"
    #: scheme and authority that the client used, e.g. ``https://localhost:8443``; no final slash
    base_url: str = "https://localhost"
    #: of the connection that it came on, taken when that was accepted (`fakeserver.sequence`); 0: it came on none
    connection: int = 0
    #: the path as it came, where octets of it may be percent-encoded; empty: as `path`
    raw_path: str = ""

    @cached_property
    def query(self) -> dict[str, str]:
        """The query's parameters, decoded; the last wins where one stands twice."""
        return dict(pairs(self.query_string))

    @cached_property
    def form(self) -> dict[str, str]:
        """The body's parameters (application/x-www-form-urlencoded), decoded; undecodable octets are replaced."""
        return dict(pairs(self.body.decode("utf-8", "replace")))


def pairs(text: str) -> Iterator[tuple[str, str]]:
    """Read ``application/x-www-form-urlencoded``, as urllib's ``parse_qsl`` does, in a fifth of its time."""
    for pair in text.split("&"):
        if pair:
            name, _, value = pair.partition("=")
            yield _decoded(name), _decoded(value)


def _decoded(text: str) -> str:
    return unquote_plus(text) if "%" in text or "+" in text else text


@dataclass
class HttpResponse:
    """One HTTP response; the listener adds Content-Length, Transfer-Encoding and Date."""

    status: int = 200
    #: in order; a name may stand twice
    headers: list[tuple[str, str]] = field(default_factory=list, repr=False)
    body: bytes = field(default=b"", repr=False)
    #: sent instead of the body
    stream: Stream | None = None
    #: called before the stream is closed, where the peer has reset the connection: it has not read the last of it
    on_reset: Callable[[], None] | None = None
    #: whether the body goes out in a chunk, without Content-Length, to a client of HTTP/1.1
    chunked: bool = False
    delivery: Delivery = AT_ONCE


#: A protocol's HTTP handler: returns the response, or the steps that make it.
HttpHandler: TypeAlias = Callable[[HttpRequest], HttpResponse | PausingSteps[HttpResponse]]


class Posted(NamedTuple):
    """What came of a POST that a server has sent."""

    #: of HTTP; 0: there was no answer
    status: int = 0
    body: bytes = b""
    #: why there was none, in a few words
    problem: str = ""
    #: media type, without parameters and in lower case
    content_type: str = ""


class Post(Protocol):
    """Sends a POST from the server's side, to a loopback address."""

    def __call__(
        self, url: str, headers: Sequence[tuple[str, str]], body: bytes, answered: Callable[[Posted], None]
    ) -> None:
        """Return at once; call back once, in a thread that holds no lock. Any thread."""
