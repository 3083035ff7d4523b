"""The properties of messages that ``$filter`` and ``$orderby`` take, and how each is compared.

Sources: learn.microsoft.com/graph/api/user-list-messages; filters that work and that do not, in issue threads.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from fakeserver.protocols.graph.ids import item_id, rest_id
from fakeserver.tenant.exchange.criteria import Cost
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.follow_up import FollowUpStatus, shown_flag

_FLAGS: Final = {
    FollowUpStatus.NOT_FLAGGED: "notflagged",
    FollowUpStatus.FLAGGED: "flagged",
    FollowUpStatus.COMPLETE: "complete",
}


@dataclass(frozen=True)
class FieldRow:
    """One property.

    Args:
        read: returns its value; texts in lower case, since they compare without case.
        kind: str, bool or datetime.
        words: of an enumeration, all values in lower case.
        sorts: whether ``$orderby`` takes it.
        exact: a text that compares with case, as ids do.
    """

    read: Callable[[Item], Any]
    kind: type = str
    words: frozenset[str] = frozenset()
    sorts: bool = False
    cost: Cost = Cost.FACTS
    exact: bool = False


def _text(name: str, **more: Any) -> FieldRow:
    return FieldRow(lambda item: (item.get(name) or "").lower(), **{"cost": Cost.HEADER, **more})


def _address(name: str, part: str) -> FieldRow:
    def read(item: Item) -> str:
        found = item.get(name)
        if found is None:
            return ""
        value: str = found.address if part == "address" else found.name or found.address
        return value.lower()

    return FieldRow(read, sorts=True, cost=Cost.HEADER)


def _importance(item: Item) -> str:
    return str(item.get("importance"))


#: By the path in lower case.
FIELDS: Final[dict[str, FieldRow]] = {
    "id": FieldRow(lambda item: item_id(item, immutable=False), exact=True),
    "receiveddatetime": FieldRow(lambda item: item.received_at, datetime, sorts=True),
    "createddatetime": FieldRow(lambda item: item.created_at, datetime, sorts=True),
    "lastmodifieddatetime": FieldRow(lambda item: item.modified_at, datetime, sorts=True),
    "sentdatetime": FieldRow(
        lambda item: item.get("date_time_sent") or item.created_at, datetime, sorts=True, cost=Cost.HEADER
    ),
    "isread": FieldRow(lambda item: item.is_read, bool, sorts=True),
    "isdraft": FieldRow(lambda item: item.is_draft, bool, sorts=True),
    "hasattachments": FieldRow(lambda item: bool(item.get("has_attachments")), bool, sorts=True, cost=Cost.HEADER),
    "isreadreceiptrequested": FieldRow(
        lambda item: bool(item.get("is_read_receipt_requested")), bool, cost=Cost.HEADER
    ),
    "subject": _text("subject", sorts=True, cost=Cost.SUBJECT),
    "internetmessageid": _text("internet_message_id"),
    "importance": FieldRow(_importance, words=frozenset({"low", "normal", "high"}), sorts=True, cost=Cost.HEADER),
    "inferenceclassification": FieldRow(
        lambda item: item.get("inference_classification") or "focused", words=frozenset({"focused", "other"})
    ),
    "flag/flagstatus": FieldRow(
        lambda item: _FLAGS[shown_flag(item.flags.flagged, item.get("follow_up")).status],
        words=frozenset(_FLAGS.values()),
        sorts=True,
    ),
    "conversationid": FieldRow(lambda item: rest_id(item.get("conversation_id")), cost=Cost.HEADER, exact=True),
    "parentfolderid": FieldRow(lambda item: rest_id(item.folder.folder_id), exact=True),
    "changekey": FieldRow(lambda item: item.change_key, exact=True),
    "from/emailaddress/address": _address("from_", "address"),
    "from/emailaddress/name": _address("from_", "name"),
    "sender/emailaddress/address": _address("sender", "address"),
    "sender/emailaddress/name": _address("sender", "name"),
    # Assumption: accepted, and it finds nothing; in a test of 2025 only the other side of an `or` did.
    "body/content": FieldRow(lambda item: ""),
    "bodypreview": FieldRow(lambda item: ""),
}

#: What finds nothing, though it is accepted: the journal says so.
FIND_NOTHING: Final = frozenset({"body/content", "bodypreview"})
#: What can only be searched for, and not filtered by.
RECIPIENTS: Final = frozenset({"torecipients", "ccrecipients", "bccrecipients", "replyto"})


def field_of(path: str) -> FieldRow | None:
    """Return the row of a property by its path, in any case."""
    return FIELDS.get(path.lower())
