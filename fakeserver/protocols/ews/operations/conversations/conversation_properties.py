"""The properties of conversations, as FindConversation shows them and sorts by them.

Each is worked out from the items of a conversation: those in the folder that is looked through, or all in the mailbox
(``Global``). Sources: t:ConversationType in types.xsd for names and order; for what is shown without a shape
web-service-reference/findconversation-operation.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fakeserver.protocols.ews.properties.computed import item_id
from fakeserver.protocols.ews.properties.item import IMPORTANCE
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, boolean, element, number, text
from fakeserver.protocols.ews.values.simple import DATE_TIME
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.follow_up import FollowUpStatus, shown_flag
from fakeserver.tenant.exchange.values import EmailAddress, Importance

#: Some items of a conversation, the oldest first.
Items = Sequence[Item]
#: The properties of each of them that are asked for below.
ASKED_OF_EACH: Final = ("from_", "to_recipients", "categories", "follow_up", "has_attachments", "importance")
_IMPORTANCES: Final = (Importance.LOW, Importance.NORMAL, Importance.HIGH)
_TIME: Final = DATE_TIME.writer()
_FLAGS: Final = {
    FollowUpStatus.NOT_FLAGGED: "NotFlagged",
    FollowUpStatus.COMPLETE: "Complete",
    FollowUpStatus.FLAGGED: "Flagged",
}


@dataclass(frozen=True)
class Conversation:
    """A conversation as it is shown."""

    conversation_id: str
    #: those in the folder that is looked through, the oldest first
    here: Items
    #: those in the whole mailbox
    everywhere: Items


@dataclass(frozen=True)
class Property:
    """One property of conversations."""

    element: str
    #: its value; what sorting compares
    value: Callable[[Conversation], Any]
    write: Callable[[str, Any], Xml]
    by_default: bool = True

    def shown(self, conversation: Conversation) -> Xml:
        """Return its element; nothing where the conversation has no such property."""
        value = self.value(conversation)
        return NOTHING if value in (None, [], "") else self.write(f"t:{self.element}", value)


# --- values ----------------------------------------------------------------------------------------------------------


def _once(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, names)))


def _name(address: EmailAddress | None) -> str:
    return "" if address is None else address.display


def _recipients(items: Items) -> list[str]:
    return _once([one.display for item in reversed(items) for one in item.get("to_recipients") or []])


def _senders(items: Items) -> list[str]:
    return _once([_name(item.get("from_")) for item in reversed(items)])


def _unread(items: Items) -> list[Item]:
    return [item for item in items if not item.is_read]


def _flag(items: Items) -> str:
    statuses = {shown_flag(item.flagged, item.get("follow_up")).status for item in items}
    order = (FollowUpStatus.FLAGGED, FollowUpStatus.COMPLETE)
    return _FLAGS[next((one for one in order if one in statuses), FollowUpStatus.NOT_FLAGGED)]


def _importance(items: Items) -> Importance:
    return max((item.get("importance") or Importance.NORMAL for item in items), key=_IMPORTANCES.index)


def _topic(items: Items) -> str | None:
    found: str | None = items[0].get("conversation_topic")
    return found


# --- how they are written --------------------------------------------------------------------------------------------


def _texts(name: str, values: Sequence[str]) -> Xml:
    return element(name, *(text("t:String", value) for value in values))


def _classes(name: str, values: Sequence[str]) -> Xml:
    return element(name, *(text("t:ItemClass", value) for value in values))


def _ids(name: str, items: Items) -> Xml:
    return element(name, *map(item_id, reversed(items)))


def _id(name: str, value: str) -> Xml:
    return element(name, Id=value)


def _importance_word(name: str, value: Importance) -> Xml:
    return IMPORTANCE.writer()(name, value)


def _here(name: str, value: Callable[[Items], Any], write: Callable[[str, Any], Xml], *, by_default: bool) -> Property:
    return Property(name, lambda conversation: value(conversation.here), write, by_default)


def _both(
    name: str, value: Callable[[Items], Any], write: Callable[[str, Any], Xml], *, by_default: bool = True
) -> tuple[Property, Property]:
    whole = Property(f"Global{name}", lambda conversation: value(conversation.everywhere), write, by_default)
    return _here(name, value, write, by_default=by_default), whole


#: In the schema's order. Not here: what no conversation has, e.g. InferenceClassification.
PROPERTIES: Final = (
    Property("ConversationId", lambda conversation: conversation.conversation_id, _id),
    _here("ConversationTopic", _topic, text, by_default=True),
    *_both("UniqueRecipients", _recipients, _texts),
    *_both("UniqueUnreadSenders", lambda items: _senders(_unread(items)), _texts),
    *_both("UniqueSenders", _senders, _texts),
    *_both("LastDeliveryTime", lambda items: max(item.received_at for item in items), _TIME),
    *_both("Categories", lambda items: _once([one for item in items for one in item.get("categories") or []]), _texts),
    *_both("FlagStatus", _flag, text),
    *_both("HasAttachments", lambda items: any(item.get("has_attachments") for item in items), boolean),
    *_both("MessageCount", len, number),
    *_both("UnreadCount", lambda items: len(_unread(items)), number),
    *_both("Size", lambda items: sum(item.size for item in items), number),
    *_both("ItemClasses", lambda items: _once([item.item_class for item in items]), _classes),
    *_both("Importance", _importance, _importance_word),
    *_both("ItemIds", lambda items: items, _ids),
    _here("LastModifiedTime", lambda items: max(one.modified_at for one in items), _TIME, by_default=False),
    _here("Preview", lambda items: items[-1].get("preview"), text, by_default=False),
    _here("DraftItemIds", lambda items: [item for item in items if item.is_draft], _ids, by_default=False),
    *_both("HasIrm", lambda items: False, boolean, by_default=False),
)
#: FieldURI -> property.
BY_URI: Final = {f"conversation:{one.element}": one for one in PROPERTIES}
