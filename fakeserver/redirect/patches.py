"""Functions that are replaced for a while, beside others who replace the same ones.

What was replaced by somebody else meanwhile (monkeypatch, pytest-socket, gevent) is left to them when it is put back:
what they keep of ours then passes everything on. When they put that back later, the next block takes it up again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol
from weakref import ref

#: makes the replacement of a function
Replacing = Callable[[Callable[..., Any]], Callable[..., Any]]


class Replaced(Protocol):
    """Something of this process that is another while a block lasts."""

    def put(self) -> None:
        """Make it the other; nothing, where it is that already."""

    def put_back(self) -> None:
        """Make it what it was."""


class _Made(NamedTuple):
    """A replacement, and what the owner itself had before; nothing, where a class inherited it."""

    #: weak: once it is not in force any more, only those who keep it can bring it back
    ours: ref[Callable[..., Any]]
    before: list[Any]


class Patch:
    """One function of a module or class, replaced or not."""

    def __init__(self, owner: Any, name: str, replacing: Replacing) -> None:
        self._owner, self._name, self._replacing = owner, name, replacing
        #: the last one is in force, or was; earlier ones are kept by somebody else
        self._made: list[_Made] = []

    def put(self) -> None:
        """Replace it."""
        if self._made and self._is_there(self._made[-1]):
            return
        # One that somebody has kept and put back is taken away first: else they would pile up.
        while kept := next(filter(self._is_there, self._made), None):
            self._take_away(kept)
        self._made = [made for made in self._made if made.ours() is not None]
        own = vars(self._owner)
        before = [own[self._name]] if self._name in own else []
        ours = self._replacing(getattr(self._owner, self._name))
        setattr(self._owner, self._name, ours)
        self._made.append(_Made(ref(ours), before))

    def put_back(self) -> None:
        """Put back what was there, unless somebody else has replaced it meanwhile."""
        if self._made and self._is_there(self._made[-1]):
            self._take_away(self._made[-1])

    def _is_there(self, made: _Made) -> bool:
        ours = made.ours()
        return ours is not None and vars(self._owner).get(self._name) is ours

    def _take_away(self, made: _Made) -> None:
        self._made.remove(made)
        if made.before:
            setattr(self._owner, self._name, made.before[0])
        else:
            delattr(self._owner, self._name)


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
