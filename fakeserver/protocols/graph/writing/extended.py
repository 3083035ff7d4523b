"""Extended properties of MAPI that a client writes."""

from typing import Any, Final

from fakeserver.digits import number_in
from fakeserver.protocols.graph.errors import MISMATCH, NOT_PERFORMED, GraphError
from fakeserver.protocols.graph.values.reading import listed, structure, text

#: PidTagMessageFlags, and its bits: it was read; it was not sent yet.
_READ, _UNSENT = 1, 8
_FLAGS: Final = "e07"


def read_single(value: Any, name: str) -> dict[Any, Any]:
    """Read singleValueExtendedProperties as changes.

    Raises:
        GraphError: one is none, or not performed.
    """
    changes: dict[Any, Any] = {}
    for named, given in listed(value, name, _property):
        changes |= _changes(named, given)
    return changes


def read_multiple(value: Any, name: str) -> dict[Any, Any]:
    """Read multiValueExtendedProperties as changes (GraphError)."""
    if listed(value, name, lambda one, called: one):
        raise GraphError(NOT_PERFORMED, what="multiValueExtendedProperties")
    return {}


def _property(value: Any, name: str) -> tuple[str, str | None]:
    given = structure(value, name, "singleValueLegacyExtendedProperty", frozenset({"id", "value"}))
    return text(given.get("id"), "id") or "", text(given.get("value"), "value")


def _changes(named: str, value: str | None) -> dict[Any, Any]:
    kind, _, tag = named.lower().partition(" ")
    if kind != "integer" or tag.strip().removeprefix("0x").lstrip("0") != _FLAGS:
        raise GraphError(NOT_PERFORMED, what=f"the writing of {named[:100]}")
    flags = number_in(value or "")
    if flags is None:
        raise GraphError(MISMATCH, name="value")
    return {"is_read": bool(flags & _READ), "is_draft": bool(flags & _UNSENT)}
