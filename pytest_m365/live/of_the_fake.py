"""What the fake's mailboxes and messages have beyond those of a live tenant: a test that asks for it skips."""

from __future__ import annotations

from collections.abc import Container
from typing import NoReturn

import pytest

from fakeserver.tenant.exchange.entities import Item

MESSAGE = frozenset(name for name in dir(Item) if not name.startswith("_"))
MAILBOX = frozenset(
    {
        "attachments",
        "automatic_replies",
        "blocked_senders",
        "changes",
        "clock",
        "contents",
        "conversations",
        "display_name",
        "focused_inbox",
        "folders",
        "guid",
        "id_maker",
        "ids",
        "immutable",
        "inbox_rules",
        "is_archive",
        "is_public",
        "is_room",
        "items",
        "lock",
        "notifications",
        "read_state",
        "receive_limit",
        "recoverable_items_full",
        "returned",
        "search",
        "subscriptions",
        "uploads",
        "watch",
    }
)


def missing(owner: object, name: str, of_the_fake: Container[str]) -> NoReturn:
    """Skip the test that asks for something of the fake's.

    Raises:
        AttributeError: the fake has nothing of this name either.
    """
    __tracebackhide__ = True
    what = type(owner).__name__.removeprefix("Live")
    if name in of_the_fake:
        pytest.skip(f"{what.lower()}.{name} is there on the fake only, and this is the live target")
    raise AttributeError(f"{what} has no {name!r}", name=name, obj=owner)
