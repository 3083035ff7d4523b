"""Functions that are replaced for a while, beside others who replace the same ones.

What was replaced by somebody else meanwhile (monkeypatch, pytest-socket, gevent) is left to them when it is put back:
what they keep of ours then passes everything on. When they put that back later, the next block takes it up again.
"""

from collections.abc import Callable, Iterable
from typing import Any

#: makes the replacement of a function
Replacing = Callable[[Callable[..., Any]], Callable[..., Any]]


class Patch:
    """One attribute of a module or class, replaced or not."""

    def __init__(self, owner: Any, name: str, replacing: Replacing) -> None:
        self._owner, self._name, self._replacing = owner, name, replacing
        self._ours: Callable[..., Any] | None = None
        self._inherited = False
        self._before: Callable[..., Any] | None = None

    def put(self) -> None:
        """Replace it."""
        current = getattr(self._owner, self._name)
        if current is self._ours:
            return
        self._inherited = self._name not in vars(self._owner)
        self._before = current
        self._ours = self._replacing(current)
        setattr(self._owner, self._name, self._ours)

    def put_back(self) -> None:
        """Put back what was there, unless somebody else has replaced it meanwhile."""
        if vars(self._owner).get(self._name) is not self._ours:
            return
        if self._inherited:
            delattr(self._owner, self._name)
        else:
            setattr(self._owner, self._name, self._before)
        self._ours = None


def put_all(patches: Iterable[Patch]) -> None:
    """Replace all of them."""
    for patch in patches:
        patch.put()


def put_all_back(patches: Iterable[Patch]) -> None:
    """Put all of them back."""
    for patch in patches:
        patch.put_back()
