"""What the parts of a remote tenant hold of it: its place in the API, and the secrets that have come from there."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from fakeserver.client.transport import TIMEOUT, Transport

#: members of answers whose texts are secret
_SECRET = ("password", "client_secret", "value")


def place(*parts: object) -> str:
    """Return a path of the API made of these parts, each of which may have any letters."""
    return "".join(f"/{quote(str(part), safe='@')}" for part in parts)


class Link:
    """One tenant's part of the API: paths are below it.

    Attributes:
        secrets: passwords and client secrets that answers have had; no report may show them.
        is_over: the tenant was dropped from here; what is asked of it is what was known last.
    """

    def __init__(self, transport: Transport, tenant: str, secrets: set[str]) -> None:
        self._transport = transport
        self._base = place("tenants", tenant)
        self.secrets = secrets
        self.is_over = False

    def get(self, *path: object, **query: object) -> Any:
        """Return what is there; errors are those of `Transport.json`."""
        return self._learn(self._transport.json("GET", self._path(path), query=query))

    def post(self, *path: object, body: object = None, timeout: float = TIMEOUT) -> Any:
        """Post JSON, or nothing, and return the answer's."""
        return self._learn(self._transport.json("POST", self._path(path), body, timeout=timeout))

    def patch(self, *path: object, body: object) -> Any:
        """Change something, and return what it is then."""
        return self._learn(self._transport.json("PATCH", self._path(path), body))

    def delete(self, *path: object, body: object = None, **query: object) -> Any:
        """Remove something."""
        return self._transport.json("DELETE", self._path(path), body, query=query)

    def send(self, *path: object, octets: bytes, content_type: str, **query: object) -> Any:
        """Post octets as they are."""
        return self._transport.send(self._path(path), octets, content_type, query)

    def octets(self, *path: object) -> bytes:
        """Return octets as they are."""
        return self._transport.octets(self._path(path))

    def events(self, *path: object, **query: object) -> Iterator[tuple[str, Any]]:
        """Yield events, each with its name, as they happen."""
        return self._transport.events(self._path(path), query)

    def _path(self, path: tuple[object, ...]) -> str:
        return self._base + place(*path)

    def _learn(self, answer: Any) -> Any:
        self.secrets.update(_secrets(answer))
        return answer


def _secrets(answer: object) -> Iterator[str]:
    """Yield what is secret in an answer: passwords of users, secrets of applications."""
    match answer:
        case dict():
            for name, value in answer.items():
                if name in _SECRET and isinstance(value, str) and value:
                    yield value
                elif isinstance(value, dict | list):
                    yield from _secrets(value)
        case list():
            for each in answer:
                yield from _secrets(each)
