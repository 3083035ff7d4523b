"""A library: what the tests of filters and orders are about."""

from datetime import UTC, datetime
from typing import Any

from fakeserver.protocols.graph.odata.fields import Field, Fields, Kind, Listed
from fakeserver.protocols.graph.properties.table import EntityType, Property
from fakeserver.protocols.graph.values.times import read_time

BOOKS: tuple[dict[str, Any], ...] = (
    {"title": "Emma", "kind": "novel", "sold": 3, "isNew": False, "tags": ["Old"], "at": datetime(1815, 12, 23)},
    {"title": "emil", "kind": "tale", "sold": 1, "isNew": True, "tags": [], "at": datetime(1929, 10, 1)},
    {"title": None, "kind": "tale", "sold": None, "isNew": False, "tags": ["New", "Red"], "at": None},
)


def _read(name: str) -> Any:
    def read(book: dict[str, Any]) -> Any:
        value = book[name]
        return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value

    return read


_BOOK = EntityType[dict[str, Any]](
    "library.book",
    tuple(
        Property(name, lambda book, _: None)
        for name in ("title", "kind", "sold", "isNew", "tags", "at", "clock", "code", "cover", "authors")
    ),
    frozenset({"loanOf"}),
)

FIELDS = Fields[dict[str, Any]](
    _BOOK,
    {
        "title": Field(Kind.TEXT, _read("title")),
        "code": Field(Kind.EXACT, _read("title"), is_sortable=False),
        "kind": Field(Kind.CODED, _read("kind"), ("tale", "novel")),
        "sold": Field(Kind.NUMBER, _read("sold")),
        "isnew": Field(Kind.TRUTH, _read("isNew")),
        "at": Field(Kind.MOMENT, _read("at")),
        "clock/datetime": Field(Kind.CLOCK, _read("at")),
    },
    {
        "tags": Listed(_read("tags"), {"": Field(Kind.TEXT, lambda tag: tag)}),
        "cover/colours": Listed(
            lambda book: [], {"name": Field(Kind.TEXT, lambda colour: colour, taken_by=frozenset({"eq"}))}
        ),
    },
    collections=frozenset({"authors"}),
    moment=read_time,
)
