"""The kind of an item, made of its properties."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, Final

from fakeserver.tenant.exchange.kinds.appointment import Appointment
from fakeserver.tenant.exchange.kinds.contact import Contact
from fakeserver.tenant.exchange.kinds.distribution_list import DistributionList
from fakeserver.tenant.exchange.kinds.meeting_message import MeetingMessage
from fakeserver.tenant.exchange.kinds.post import Post
from fakeserver.tenant.exchange.kinds.task import Task

Kind = Appointment | Contact | DistributionList | MeetingMessage | Post | Task

#: Beginning of an item class -> kind; the first that fits counts.
KINDS: Final[tuple[tuple[str, type[Kind]], ...]] = (
    ("IPM.Appointment", Appointment),
    ("IPM.Contact", Contact),
    ("IPM.DistList", DistributionList),
    ("IPM.Schedule.Meeting", MeetingMessage),
    ("IPM.Task", Task),
    ("IPM.Post", Post),
)


def kind_of(item_class: str, get: Callable[[str], Any]) -> Kind | None:
    """Return what an item of a class means; None for mails, which are all message.

    Args:
        get: gives a property by name, None where there is none.
    """
    kind = next((kind for beginning, kind in KINDS if item_class.startswith(beginning)), None)
    return None if kind is None else _made(kind, get)


def _made(kind: type[Any], get: Callable[[str], Any]) -> Any:
    values = {field.name: value for field in fields(kind) if (value := get(field.name)) is not None}
    if kind is MeetingMessage:
        values["meeting"] = _made(Appointment, get)
    return kind(**values)
