"""Reads an ``$orderby``: properties, each with a direction."""

from typing import NamedTuple

from fakeserver.protocols.graph.errors import ASSUMED, GraphError, Row
from fakeserver.protocols.graph.odata.expressions import Path

INVALID: Row = Row(400, "BadRequest", "Invalid order by clause.", ASSUMED)
_MOST = 20


class Order(NamedTuple):
    """One property to sort by."""

    path: Path
    descending: bool


def read_orders(text: str) -> tuple[Order, ...]:
    """Return what a clause says, the most important first.

    Raises:
        GraphError: it is none.
    """
    parts = text.split(",")
    if len(parts) > _MOST:
        raise GraphError(INVALID)
    return tuple(map(_read, parts))


def _read(part: str) -> Order:
    words = part.split()
    direction = words[1].lower() if len(words) == 2 else "asc"
    if len(words) not in (1, 2) or direction not in ("asc", "desc"):
        raise GraphError(INVALID)
    names = tuple(words[0].split("/"))
    if not all(name.isidentifier() for name in names):
        raise GraphError(INVALID)
    return Order(Path(names), direction == "desc")
