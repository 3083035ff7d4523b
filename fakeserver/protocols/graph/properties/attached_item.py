"""Items that are attached: messages, events and contacts without a place of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from fakeserver.protocols.graph.properties.message import MESSAGE
from fakeserver.protocols.graph.properties.view import View
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, CONTACT, is_of

#: What has to do with an item's place. Documented: the id of one that is attached is empty.
_OF_A_PLACE: Final = ("@odata.etag", "changeKey", "parentFolderId", "webLink")


@dataclass(frozen=True)
class AttachedItems:
    """Writes attached items."""

    #: of messages; None: the default properties
    select: str | None = None
    #: writes what is attached to them in turn; None: it is not shown
    attachments: Callable[[Item, View], Any] | None = None

    def write(self, item: Item, view: View) -> dict[str, Any]:
        """Return an attached item's JSON."""
        if is_of(item.item_class, APPOINTMENT):
            # Mail alone does without.
            from fakeserver.protocols.graph.properties.event import EVENT

            kind, written = "event", EVENT.shape().write(item, view)
        elif is_of(item.item_class, CONTACT):
            from fakeserver.protocols.graph.properties.contact import CONTACT as CONTACT_TYPE

            kind, written = "contact", CONTACT_TYPE.shape().write(item, view)
        else:
            kind, written = "message", MESSAGE.shape(self.select).write(item, view)
        rest = {name: value for name, value in written.items() if name not in _OF_A_PLACE}
        written = {"@odata.type": f"#microsoft.graph.{kind}", **rest, "id": ""}
        if self.attachments is not None:
            written["attachments"] = self.attachments(item, view)
        return written

    def check(self) -> None:
        """Refuse a ``$select`` of what messages do not have (GraphError)."""
        MESSAGE.shape(self.select)
