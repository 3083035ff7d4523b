"""The kind of an item, made of its properties: what tests and other protocols than EWS ask."""

from dataclasses import fields
from typing import Any, Final, Protocol

from fakeserver.tenant.exchange.item_classes import (
    APPOINTMENT,
    CONTACT,
    DISTRIBUTION_LIST,
    MEETING,
    POST,
    TASK,
    of_class,
)
from fakeserver.tenant.exchange.kinds.appointment import Appointment
from fakeserver.tenant.exchange.kinds.contact import Contact
from fakeserver.tenant.exchange.kinds.distribution_list import DistributionList
from fakeserver.tenant.exchange.kinds.meeting_message import MeetingMessage
from fakeserver.tenant.exchange.kinds.post import Post
from fakeserver.tenant.exchange.kinds.task import Task

Kind = Appointment | Contact | DistributionList | MeetingMessage | Post | Task

#: Item class, also of those made of it -> kind.
KINDS: Final[tuple[tuple[str, type[Kind]], ...]] = (
    (APPOINTMENT, Appointment),
    (CONTACT, Contact),
    (DISTRIBUTION_LIST, DistributionList),
    (MEETING, MeetingMessage),
    (TASK, Task),
    (POST, Post),
)


class Described(Protocol):
    """What a kind is made of: an item."""

    item_class: str

    def get(self, name: Any) -> Any:
        """Return a property by name, None where there is none."""


def kind_of(item: Described) -> Kind | None:
    """Return what an item means; None for mails, which have no kind of their own."""
    kind = of_class(item.item_class, KINDS)
    return None if kind is None else _made(kind, item)


def _made(kind: type[Any], item: Described) -> Any:
    values = {field.name: value for field in fields(kind) if (value := item.get(field.name)) is not None}
    if kind is MeetingMessage:
        values["meeting"] = _made(Appointment, item)
    return kind(**values)
