"""Arguments that are lists: a text in the place of one would be taken for its letters."""

from collections.abc import Iterable
from typing import TypeVar

Item = TypeVar("Item")


def listed(name: str, given: Iterable[Item]) -> list[Item]:
    """Return what was given as a list.

    Args:
        name: of the argument, for the error.

    Raises:
        ValueError: it is a text.
    """
    if isinstance(given, str | bytes):
        raise ValueError(f"{name} takes a list, not {given!r}; give [{given!r}]")
    return list(given)
