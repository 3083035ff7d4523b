"""Reading members of complex types: each is checked for its type, and what the type does not have is refused."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from fakeserver.protocols.graph.body import members, of_type
from fakeserver.protocols.graph.errors import MISMATCH, UNKNOWN_PROPERTY, GraphError

T = TypeVar("T")


def structure(value: Any, name: str, kind: str, known: frozenset[str]) -> dict[str, Any]:
    """Return the members of an object by name.

    Args:
        name: of the property, for the error.
        kind: the type, e.g. ``location``.
        known: what it may have.

    Raises:
        GraphError: it is none, or has a member that its type does not have.
    """
    given = members(of_type(value, dict, name))
    for member in given:
        if member not in known:
            raise GraphError(UNKNOWN_PROPERTY, name=member[:200], type=f"microsoft.graph.{kind}")
    return given


def text(value: Any, name: str) -> str | None:
    """Return a string, or None for null.

    Raises:
        GraphError: it is something else.
    """
    return None if value is None else str(of_type(value, str, name))


def type_named(given: Mapping[str, Any]) -> str:
    """Return the type that an object says it is of, without ``#``; empty where it says nothing.

    Raises:
        GraphError: it is no text.
    """
    return (text(given.get("@odata.type"), "@odata.type") or "").removeprefix("#")


def listed(value: Any, name: str, read: Callable[[Any, str], T]) -> list[T]:
    """Return a list, each of its members read; null is an empty one.

    Raises:
        GraphError: it is none.
    """
    return [] if value is None else [read(one, name) for one in of_type(value, list, name)]


def chosen(value: Any, name: str, words: Mapping[str, T]) -> T:
    """Return what a word stands for; words compare without case.

    Raises:
        GraphError: it is none of them.
    """
    given = str(of_type(value, str, name)).lower()
    for word, meant in words.items():
        if word.lower() == given:
            return meant
    raise GraphError(MISMATCH, name=name)
