"""MAPI properties of items and folders: read, and set."""

from collections.abc import Callable
from random import Random
from threading import RLock
from typing import Any

import pytest

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mapi import property as mapi
from fakeserver.tenant.exchange.mapi.errors import NoSuchValue, NotSettable
from fakeserver.tenant.exchange.mapi.named import NAMED
from fakeserver.tenant.exchange.mapi.own_names import OWN_NAMES, PROPERTY_SETS
from fakeserver.tenant.exchange.mapi.tagged import FOLDER_TAGS, ITEM_TAGS
from fakeserver.tenant.exchange.mime.addresses import MAX_FIELD
from fakeserver.tenant.exchange.values import EmailAddress, ExtendedPropertyKey, Importance, PropertyType

TEXT, NUMBER = PropertyType.STRING, PropertyType.INTEGER_32
NOTHING: Callable[[str], Any] = {}.get  # type: ignore[assignment]


def tagged(tag: int, kind: PropertyType = TEXT) -> ExtendedPropertyKey:
    return ExtendedPropertyKey(None, tag, kind)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox("alice@example.com", "Alice", clock=Clock(), lock=RLock(), random=Random(1))


def test_what_is_worked_out_of_an_item(mailbox: Mailbox) -> None:
    item = mailbox.deliver(subject="RE: x")
    assert mapi.value_of(item, tagged(0x0037)) == "RE: x"
    assert mapi.value_of(item, tagged(0x0E1D)) == "x"
    assert mapi.value_of(item, tagged(0x0E08, NUMBER)) == item.size
    # Of another type it is another property.
    assert mapi.value_of(item, tagged(0x0E08)) is None
    assert mapi.value_of(item, tagged(0x6601)) is None


def test_what_was_set_is_read(mailbox: Mailbox) -> None:
    item = mailbox.deliver(subject="x")
    own = ExtendedPropertyKey(PROPERTY_SETS["PublicStrings"], "Color", TEXT)
    mailbox.items.update(item, mapi.changes(own, "Red", item.get))
    assert mapi.value_of(item, own) == "Red"


def test_properties_of_folders(mailbox: Mailbox) -> None:
    inbox = mailbox.folders.distinguished("inbox")
    assert mapi.value_of(inbox, tagged(0x3613)) == "IPF.Note"
    assert mapi.name_in_folders(tagged(0x3001)) == "display_name"
    assert mapi.name_in_folders(tagged(0x6601)) == ""
    with pytest.raises(NotSettable):
        mapi.name_in_folders(tagged(0x0E08, NUMBER))


def test_some_are_set_under_other_names() -> None:
    keywords = ExtendedPropertyKey(PROPERTY_SETS["PublicStrings"], "Keywords", TEXT, multiple=True)
    assert mapi.changes(keywords, ["Red"], NOTHING) == {"categories": ["Red"]}
    assert mapi.changes(tagged(0x0017, NUMBER), 2, NOTHING) == {"importance": Importance.HIGH}
    assert mapi.changes(tagged(0x0C1A), "Bob", NOTHING) == {"sender": EmailAddress("Bob", "")}
    assert mapi.changes(tagged(0x6601), "x", NOTHING) == {tagged(0x6601): "x"}


def test_what_cannot_be_set() -> None:
    with pytest.raises(NotSettable):
        mapi.changes(tagged(0x0E08, NUMBER), 1, NOTHING)
    with pytest.raises(NoSuchValue):
        mapi.changes(tagged(0x0017, NUMBER), 3, NOTHING)
    with pytest.raises(NoSuchValue):
        mapi.changes(tagged(0x0C1A), "x" * MAX_FIELD, NOTHING)
    with pytest.raises(NotSettable):
        mapi.changes(tagged(0x1013, PropertyType.BINARY), b"\xff", NOTHING)


def test_receipts() -> None:
    assert mapi.asks_for_receipt(tagged(0x0029, PropertyType.BOOLEAN))
    assert not mapi.asks_for_receipt(tagged(0x0037))


def test_no_property_is_in_two_tables() -> None:
    assert not NAMED.keys() & OWN_NAMES.keys()
    assert all(0 < tag < mapi.FIRST_CUSTOM_TAG for tag in (*ITEM_TAGS, *FOLDER_TAGS) if isinstance(tag, int))
