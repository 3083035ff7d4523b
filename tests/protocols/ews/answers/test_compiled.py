"""Compiled shapes: what the function of a shape writes is what its writers write one by one, for whatever is stored."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from fakeserver.protocols.ews.answers import compiled
from fakeserver.protocols.ews.answers.compiled import ItemWriter
from fakeserver.protocols.ews.answers.shapes import ItemShape, writers_of
from fakeserver.protocols.ews.properties.computed import View
from fakeserver.protocols.ews.properties.stored import Stored
from fakeserver.protocols.ews.properties.table import ITEM_ELEMENTS
from fakeserver.protocols.ews.soap.names import TYPES
from fakeserver.protocols.ews.soap.writing import Enclosed, Xml, boolean
from fakeserver.protocols.ews.values.addresses import RECIPIENT
from fakeserver.protocols.ews.values.simple import BINARY, DATE_TIME, INTEGER, STRING
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.values import EmailAddress
from tests.world import World

#: What XML cannot carry, what it carries as references, and what would end an element.
HOSTILE = [
    "",
    "a & b",
    "]]>",
    "<t:Id/>",
    "'\"",
    "\r\n\t",
    "\x00\x0b\x1f",
    "\ud800",
    "\ufffe\uffff",
    "\U0001f600",
    "x" * 300,
]
MOMENT = datetime(2026, 3, 29, 1, 30, 59, 999_999, UTC)
VALUES: dict[Any, list[Any]] = {
    STRING.write: HOSTILE,
    STRING.write_found: HOSTILE,
    INTEGER.write: [0, -1, 2**31 - 1, True],
    DATE_TIME.write: [MOMENT],
    DATE_TIME.write_precise: [MOMENT],
    BINARY.write: [b"", b"\x00\xff"],
    RECIPIENT.write: [
        EmailAddress("]]>&\x00", "a@example.com"),
        EmailAddress("", ""),
        EmailAddress("", "b@example.com"),
    ],
    RECIPIENT.write_found: [EmailAddress("]]>&\x00", "a@example.com"), EmailAddress("", "b@example.com")],
    boolean: [True, False, 0, 1, ""],
}
SHAPES = [
    ItemShape(base, (), View(finding, milliseconds=milliseconds, version=version))
    for base, finding, milliseconds, version in product(
        ("IdOnly", "Default", "AllProperties"), (True, False), (True, False), ("Exchange2007", "Exchange2016")
    )
]


@pytest.fixture(scope="module")
def item() -> Item:
    box = World.of("alice").mailbox()
    return box.items.add_mime(
        box.folders.distinguished("inbox"), b"Subject: =?utf-8?q?=00=5D=5D>?=\r\nFrom: <>\r\n\r\n."
    )


def writer_of(name: str, shape: ItemShape) -> ItemWriter:
    children = writers_of(name, shape.base, shape.additional, shape.view, False, True)
    return ItemWriter(name, children, frozenset())


def stored_in(writer: ItemWriter) -> Iterator[tuple[Stored, list[Any]]]:
    """Yield the writers of stored values that are compiled, each with values for it."""
    for _, write in writer._children:
        if (
            isinstance(write, Stored)
            and not write.attribute
            and (write.write is boolean or isinstance(write.write, Enclosed))
        ):
            words = getattr(getattr(write.write, "content", None), "__self__", None)
            yield write, list(words) if isinstance(words, dict) else VALUES[write.write]


@pytest.mark.parametrize("name", ITEM_ELEMENTS)
def test_every_shape_writes_what_its_writers_write(name: str, item: Item) -> None:
    for shape in SHAPES:
        writer = writer_of(name, shape)
        write = writer.compiled()
        assert write(item, {}) == writer._one_by_one(item, {})
        rows = list(stored_in(writer))
        for turn in range(max((len(values) for _, values in rows), default=0)):
            item.properties = {row.key: values[turn % len(values)] for row, values in rows}
            item.properties |= {row.key: None for row, _ in rows[turn :: len(HOSTILE)]}
            written = write(item, {})
            assert written == writer._one_by_one(item, {})
            etree.fromstring(written.replace(">", f' xmlns:t="{TYPES}">', 1))
        item.properties = {}


@given(subject=st.text(st.characters(), max_size=300), name=st.text(st.characters(), max_size=10))
def test_any_text_comes_back(item: Item, subject: str, name: str) -> None:
    item.properties = {"subject": subject, "from_": EmailAddress(name, "a@example.com")}
    writer = writer_of("Message", ItemShape("Default", (), View(finding=True)))
    written = writer.compiled()(item, {})
    assert written == writer._one_by_one(item, {})
    root = etree.fromstring(written.replace(">", f' xmlns:t="{TYPES}">', 1).encode())
    carried = "".join(one if one in "\t\n\r" or _is_carried(one) else "\ufffd" for one in subject[:255])
    assert (root.findtext(f"{{{TYPES}}}Subject") or "") == carried
    item.properties = {}


def _is_carried(character: str) -> bool:
    """Whether XML 1.0 has it (section 2.2)."""
    return "\x20" <= character <= "\ud7ff" or "\ue000" <= character <= "\ufffd" or character >= "\U00010000"


def test_what_depends_on_the_caller_is_written_by_the_callers_function(item: Item) -> None:
    shape = ItemShape("AllProperties", (), View(finding=True))
    children = writers_of("Message", shape.base, (), shape.view, False, True)
    writer = ItemWriter("Message", children, frozenset({"EffectiveRights"}))
    of_caller = {"EffectiveRights": lambda _: Xml("<t:Mine/>")}
    assert "<t:Mine/>" in writer.compiled()(item, of_caller)
    assert writer.compiled()(item, of_caller) == writer._one_by_one(item, of_caller)


def test_a_shape_is_compiled_once_it_has_written_some_items(item: Item, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "FEW", 3)
    writer = writer_of("Message", ItemShape("Default"))
    first = writer.write
    written = [writer.write(item, {}) for _ in range(4)]
    assert len(set(written)) == 1
    assert writer.write is not first
