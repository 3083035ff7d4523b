"""Functions that are replaced for a while, beside others who replace the same ones.

What was replaced by somebody else meanwhile (monkeypatch, pytest-socket, gevent) is left to them when it is put back:
what they keep of ours then passes everything on. When they put that back later, the next block takes it up again.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

#: makes the replacement of a function
Replacing = Callable[[Callable[..., Any]], Callable[..., Any]]


class Replaced(Protocol):
    """Something of this process that is another while a block lasts."""

    def put(self) -> None:
        """Make it the other; nothing, where it is that already."""

    def put_back(self) -> None:
        """Make it what it was."""


class Patch:
    """One function of a module or class, replaced or not."""

    def __init__(self, owner: Any, name: str, replacing: Replacing) -> None:
        self._owner, self._name, self._replacing = owner, name, replacing
        self._ours: Callable[..., Any] | None = None
        #: what the owner itself has had; nothing, where a class inherits it
        self._before: list[Any] = []

    def put(self) -> None:
        """Replace it."""
        current = getattr(self._owner, self._name)
        if current is self._ours:
            return
        own = vars(self._owner)
        self._before = [own[self._name]] if self._name in own else []
        self._ours = self._replacing(current)
        setattr(self._owner, self._name, self._ours)

    def put_back(self) -> None:
        """Put back what was there, unless somebody else has replaced it meanwhile."""
        if self._ours is None or vars(self._owner).get(self._name) is not self._ours:
            return
        if self._before:
            setattr(self._owner, self._name, self._before[0])
        else:
            delattr(self._owner, self._name)
        self._ours = None


def of_class(owner: Any, replacing: Replacing, *names: str) -> list[Replaced]:
    """Return patches of those of the names that a class or module has: not every version has all."""
    return [Patch(owner, name, replacing) for name in names if hasattr(owner, name)]


def put_all(replaced: Sequence[Replaced]) -> None:
    """Replace all of them."""
    for each in replaced:
        each.put()


def put_all_back(replaced: Sequence[Replaced]) -> None:
    """Put all of them back, the last one first: one may stand upon another."""
    for each in reversed(replaced):
        each.put_back()
