"""Which appointment is meant, and how it is changed: a single one, a series, or one out of a series."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailbox import Mailbox


def instance_of(mailbox: Mailbox, appointment: Item, original_start: datetime | None) -> Item | None:
    """Return the appointment itself, or the one of the series that begins at a time by its pattern.

    Args:
        original_start: None: the appointment itself.
    """
    return appointment if original_start is None else None


def change(mailbox: Mailbox, item: Item, changes: Mapping[Any, Any]) -> None:
    """Change properties of an appointment, be it one of a series, which becomes an exception."""
    mailbox.items.update(item, changes)
