"""Any restriction finds what a few lines of Python find in the same values."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from fakeserver.protocols.ews.request.restrictions import read_restriction
from fakeserver.protocols.ews.soap.names import MESSAGES, TYPES
from fakeserver.steps import finish
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import ExtendedPropertyKey, PropertyType
from tests.world import World

_START: Final = datetime(2026, 11, 1, 9, tzinfo=UTC)
_SET: Final = "00020329-0000-0000-c000-000000000046"
_BIRDS: Final = ExtendedPropertyKey(_SET, "birds", PropertyType.INTEGER_32)

_COMPARISONS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "IsEqualTo": operator.eq,
    "IsNotEqualTo": operator.ne,
    "IsGreaterThan": operator.gt,
    "IsGreaterThanOrEqualTo": operator.ge,
    "IsLessThan": operator.lt,
    "IsLessThanOrEqualTo": operator.le,
}
_MODES: Final[dict[str, Callable[[str, str], bool]]] = {
    "FullString": operator.eq,
    "Prefixed": str.startswith,
    "Substring": operator.contains,
}


@dataclass(frozen=True)
class Row:
    """The values of one item; what is None or empty it does not have."""

    subject: str | None
    categories: tuple[str, ...]
    received: datetime
    birds: int | None
    read: bool

    def values(self, name: str) -> list[Any]:
        """Return the values of a property."""
        value = getattr(self, name)
        return [] if value is None else list(value) if isinstance(value, tuple) else [value]


ROWS: Final = [
    Row(subject, categories, _START + timedelta(days=day), birds, read)
    for day, (subject, categories, birds, read) in enumerate(
        [
            ("Herons", ("Lake",), 3, True),
            ("herons", ("Lake", "Birds"), None, False),
            ("Herons and coots", (), 0, False),
            ("Coots", ("birds",), 6, True),
            (None, (), None, True),
            (None, ("Sea",), -1, False),
        ]
    )
]


@cache
def place() -> tuple[Mailbox, Folder, list[Item]]:
    """Return a mailbox, and a folder in it with an item for each row, in order."""
    mailbox = World.of("alice").mailbox()
    made = mailbox.add_folder("Birds")
    items = []
    for row in ROWS:
        properties: dict[Any, Any] = {"date_time_received": row.received, "is_read": row.read}
        for name in ("subject", "categories"):
            if value := getattr(row, name):
                properties[name] = list(value) if isinstance(value, tuple) else value
        if row.birds is not None:
            properties[_BIRDS] = row.birds
        items.append(mailbox.items.add(made, "IPM.Note", properties))
    return mailbox, made, items


@dataclass(frozen=True)
class Term:
    """A search expression, and what it means."""

    xml: str
    is_met: Callable[[Row], bool]


PATHS: Final = {
    "subject": '<t:FieldURI FieldURI="item:Subject"/>',
    "categories": '<t:FieldURI FieldURI="item:Categories"/>',
    "received": '<t:FieldURI FieldURI="item:DateTimeReceived"/>',
    "birds": f'<t:ExtendedFieldURI PropertySetId="{_SET}" PropertyName="birds" PropertyType="Integer"/>',
    "read": '<t:FieldURI FieldURI="message:IsRead"/>',
}
CONSTANTS: Final[dict[str, list[Any]]] = {
    "subject": ["Herons", "herons", "Coots", "z", ""],
    "categories": ["Lake", "LAKE", "Birds", "none"],
    "received": [row.received for row in ROWS],
    "birds": [-1, 0, 2, 3, 7],
    "read": [True, False],
}


def written(value: Any) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value).lower() if isinstance(value, bool) else str(value)


def folded(name: str, value: Any) -> Any:
    """Return what is compared: of categories without case."""
    return value.casefold() if name == "categories" else value


def compared(name: str, comparison: str, constant: Any) -> Term:
    compare = _COMPARISONS[comparison]
    xml = (
        f'<t:{comparison}>{PATHS[name]}<t:FieldURIOrConstant><t:Constant Value="{written(constant)}"/>'
        f"</t:FieldURIOrConstant></t:{comparison}>"
    )
    wanted = folded(name, constant)
    return Term(xml, lambda row: any(compare(folded(name, value), wanted) for value in row.values(name)))


def contained(name: str, mode: str, comparison: str, constant: str) -> Term:
    test, fold = _MODES[mode], str.casefold if comparison == "IgnoreCase" else str
    xml = (
        f'<t:Contains ContainmentMode="{mode}" ContainmentComparison="{comparison}">{PATHS[name]}'
        f'<t:Constant Value="{constant}"/></t:Contains>'
    )
    return Term(xml, lambda row: any(test(fold(value), fold(constant)) for value in row.values(name)))


def existing(name: str) -> Term:
    return Term(f"<t:Exists>{PATHS[name]}</t:Exists>", lambda row: bool(row.values(name)))


def excluded(mask: int) -> Term:
    xml = f'<t:Excludes>{PATHS["birds"]}<t:Bitmask Value="{mask}"/></t:Excludes>'
    return Term(xml, lambda row: row.birds is not None and not row.birds & mask)


def joined(name: str, terms: list[Term]) -> Term:
    all_or_any = all if name == "And" else any
    xml = "".join(term.xml for term in terms)
    return Term(f"<t:{name}>{xml}</t:{name}>", lambda row: all_or_any(term.is_met(row) for term in terms))


def negated(term: Term) -> Term:
    return Term(f"<t:Not>{term.xml}</t:Not>", lambda row: not term.is_met(row))


COMPARED: Final = st.sampled_from(sorted(set(PATHS) - {"read"})).flatmap(
    lambda name: st.builds(
        compared, st.just(name), st.sampled_from(sorted(_COMPARISONS)), st.sampled_from(CONSTANTS[name])
    )
)
LEAVES: Final = st.one_of(
    COMPARED,
    st.builds(
        compared, st.just("read"), st.sampled_from(["IsEqualTo", "IsNotEqualTo"]), st.sampled_from(CONSTANTS["read"])
    ),
    st.builds(
        contained,
        st.sampled_from(["subject", "categories"]),
        st.sampled_from(sorted(_MODES)),
        st.sampled_from(["Exact", "IgnoreCase"]),
        st.sampled_from(["Heron", "coots", "o", "LAKE", "rd"]),
    ),
    st.builds(existing, st.sampled_from(["subject", "categories", "birds"])),
    st.builds(excluded, st.integers(0, 7)),
)
TERMS: Final = st.recursive(
    LEAVES,
    lambda terms: st.one_of(
        st.builds(joined, st.sampled_from(["And", "Or"]), st.lists(terms, min_size=1, max_size=3)),
        st.builds(negated, terms),
    ),
    max_leaves=8,
)


@given(TERMS)
def test_it_finds_what_it_means(term: Term) -> None:
    mailbox, made, items = place()
    xml = f'<m:Restriction xmlns:m="{MESSAGES}" xmlns:t="{TYPES}">{term.xml}</m:Restriction>'
    criterion = read_restriction(etree.fromstring(xml))
    assert criterion is not None
    expected = [item for item, row in zip(items, ROWS, strict=True) if term.is_met(row)]
    assert [item for item in items if criterion.met_by(item)] == expected
    # Also where the mailbox has an index.
    assert list(finish(mailbox.search.find(made, criterion))) == expected
