"""Connections that several promises share, since a service counts sign-ins: one a protocol, as long as it is good."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from pytest_m365.contract.asking.lines import Lines
from pytest_m365.contract.terms import NotAsked

_Kind = TypeVar("_Kind", bound=Lines)


class Pool:
    """Signed-in connections by protocol; whose they are is part of the key."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[object, Lines]] = {}
        self._shut: dict[tuple[str, object], str] = {}
        self._said: dict[object, list[str]] = {}

    def take(
        self, protocol: str, key: object, make: Callable[[], _Kind], answers: Callable[[_Kind], bool] = lambda _: True
    ) -> _Kind:
        """Return the protocol's connection, or a new one.

        Args:
            key: tenant and user.
            make: opens one and signs in.
            answers: says of one that is not new whether it does; it may have been closed meanwhile.

        Raises:
            NotAsked: nobody was let in, now or before; it is not tried again.
        """
        if (why := self._shut.get((protocol, key))) is not None:
            raise NotAsked(why)
        known, connection = self._open.get(protocol, (None, None))
        if connection is not None and not (known == key and _is_alive(cast(_Kind, connection), answers)):
            self.drop(protocol)
            connection = None
        if connection is None:
            try:
                connection = make()
            except NotAsked as shut:
                self._shut[protocol, key] = str(shut)
                raise
            self._open[protocol] = key, connection
        return cast(_Kind, connection)

    def once(self, key: object, ask: Callable[[], list[str]]) -> list[str]:
        """Return what was said to a question, which is asked at its first call."""
        if key not in self._said:
            self._said[key] = ask()
        return self._said[key]

    def drop(self, protocol: str) -> None:
        """Close the protocol's connection, if there is one."""
        _, connection = self._open.pop(protocol, (None, None))
        if connection is not None:
            connection.close()

    def close(self) -> None:
        """Close them all; whoever takes one again has a new one."""
        for protocol in tuple(self._open):
            self.drop(protocol)


def _is_alive(connection: _Kind, answers: Callable[[_Kind], bool]) -> bool:
    try:
        return connection.is_good and answers(connection) and connection.is_good
    except OSError:
        return False
