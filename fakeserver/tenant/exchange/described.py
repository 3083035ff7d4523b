"""How items look in the reports of tests."""

from typing import Any, Final, Protocol

from fakeserver.tenant.exchange.item_classes import MEETING, NOTE, REPORT, is_of

#: Beginnings of the item classes of mail, which somebody sends.
_MAIL_CLASSES: Final = (NOTE, MEETING, REPORT)
#: Properties that say what an item is about, or who a contact is; the first that is there is shown.
_NAMES: Final = ("subject", "file_as", "company_name")


class Described(Protocol):
    """What is told of an item."""

    item_class: str

    @property
    def is_draft(self) -> bool:
        """It was not sent yet."""

    @property
    def is_read(self) -> bool:
        """Somebody has read it."""

    @property
    def subject(self) -> str:
        """Empty where there is none."""

    @property
    def sender(self) -> str:
        """Empty where there is none."""

    def get(self, name: Any) -> Any:
        """Return a property; None where it has no such."""


def described(item: Described, place: str) -> str:
    """Return a line on an item that lies in a place, e.g. ``<Item 'Lunch' from nobody in Inbox, unread>``."""
    if not is_of(item.item_class, *_MAIL_CLASSES):
        name = next(filter(None, map(item.get, _NAMES)), "")
        return f"<Item {item.item_class} {name!r} in {place}>"
    state = "draft" if item.is_draft else "read" if item.is_read else "unread"
    return f"<Item {item.subject!r} from {item.sender or 'nobody'} in {place}, {state}>"
