"""A message as a client writes it: a table of its properties, how each is read, and when it may be set.

Source: learn.microsoft.com/graph/api/user-post-messages and /message-update, for what of a sent message can be changed.
Assumption: null of what only the service writes says nothing, and is let be.
"""

from collections.abc import Callable, Mapping
from enum import Enum, auto
from functools import partial
from typing import Any, Final, NamedTuple

from fakeserver.protocols.graph.body import members, of_type
from fakeserver.protocols.graph.errors import INVALID_SET, NOT_PERFORMED, STALE, UNKNOWN_PROPERTY, GraphError
from fakeserver.protocols.graph.properties.message import MESSAGE
from fakeserver.protocols.graph.values.attendees import read_recipient
from fakeserver.protocols.graph.values.reading import chosen, listed, structure, text, type_named
from fakeserver.protocols.graph.values.times import read_utc
from fakeserver.protocols.graph.writing import attachments
from fakeserver.protocols.graph.writing.extended import EXTENDED, extended_changes, fixed_when_sent
from fakeserver.protocols.graph.writing.flag import read_flag
from fakeserver.protocols.graph.writing.headers import read_headers
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.new_items import NewAttachment, NewItem
from fakeserver.tenant.exchange.values import Body, Importance, TextFormat

#: Characters of a subject, or a category, that the store keeps. Source: exchangelib's tests.
_KEPT: Final = 255
_IMPORTANCES: Final = {word.value: word for word in Importance}
_BODY_TYPES: Final = {"html": TextFormat.HTML, "text": TextFormat.PLAIN}
_CLASSES: Final = {"focused": "focused", "other": "other"}
#: Reads a member: changes by the tenant's names.
_Read = Callable[[Any, str], dict[Any, Any]]


class _When(Enum):
    """When a property may be set."""

    ALWAYS = auto()
    #: as long as the message is a draft
    DRAFT = auto()
    #: when it is made, and no more
    NEW = auto()


class _Row(NamedTuple):
    """How a property is read, and when it may be set."""

    read: _Read
    when: _When


def read_new(given: Any, name: str = "message") -> NewItem:
    """Read a new message.

    Args:
        given: its JSON.
        name: of what it stands in, for errors.

    Raises:
        GraphError: it has something else than a message has, a value that is none, or what only the service writes.
    """
    return _read_new(of_type(given, dict, name), 0)


def read_attachment(given: Mapping[str, Any]) -> NewAttachment:
    """Read an attachment, of a message that is there: a file, or a message.

    Raises:
        GraphError: as `read_new`; its type is not said, or one that cannot be attached.
    """
    return attachments.read(given, "attachment", 1, _read_new)


def read_changes(given: Mapping[str, Any], item: Item) -> dict[Any, Any]:
    """Read what is to be changed in a message.

    Raises:
        GraphError: as `read_new`; it cannot be changed any more; the message has changed since the client has read it.
    """
    changes: dict[Any, Any] = {}
    for name, value in members(dict(given)).items():
        row = _ROWS.get(name)
        if name in EXTENDED:
            if not item.is_draft and fixed_when_sent(value, multi=EXTENDED[name]):
                raise GraphError(INVALID_SET)
            changes |= extended_changes(value, multi=EXTENDED[name], so_far=partial(_so_far, changes, item))
        elif row is None:
            _check_read_only(name, value, item)
        elif row.when is _When.NEW or (row.when is _When.DRAFT and not item.is_draft):
            raise GraphError(INVALID_SET)
        else:
            changes |= row.read(value, name)
    # Whether a message is a draft is said when it is made; the flags say it besides whether it was read.
    changes.pop("is_draft", None)
    return {name: value for name, value in changes.items() if value is not None or name not in _FLAGS}


def _so_far(changes: Mapping[Any, Any], item: Item, name: str) -> Any:
    return changes[name] if name in changes else item.get(name)


#: What cannot be taken away, but is or is not.
_FLAGS: Final = ("is_read", "is_draft", "flagged")


def _check_read_only(name: str, value: Any, item: Item | None = None) -> None:
    """Refuse what a message does not have, or only the service writes."""
    if name not in _SHOWN:
        raise GraphError(UNKNOWN_PROPERTY, name=name[:200], type=MESSAGE.name)
    if item is not None and name == "changeKey" and value is not None:
        # Source: microsoftgraph/microsoft-graph-docs#2256: it conflicts where it is an old one.
        if of_type(value, str, name) != item.change_key:
            raise GraphError(STALE)
        return
    if name == "extensions" and value:
        raise GraphError(NOT_PERFORMED, what="open extensions in a message's own JSON")
    # Clients send an empty list of attachments along with what has changed.
    if value is not None and value != []:
        raise GraphError(INVALID_SET)


def _read_new(given: Mapping[str, Any], depth: int) -> NewItem:
    """Read a new message.

    Args:
        depth: how many others it is attached to, one within the other.
    """
    _check_type(given)
    new = NewItem("IPM.Note")
    properties: dict[Any, Any] = {}
    for name, value in members(dict(given)).items():
        if name == "attachments":
            new.attachments = listed(
                value, name, lambda one, called: attachments.read(one, called, depth + 1, _read_new)
            )
        elif name in EXTENDED:
            properties |= extended_changes(value, multi=EXTENDED[name], so_far=properties.get)
        elif (row := _ROWS.get(name)) is not None:
            properties |= row.read(value, name)
        elif depth and name in _SHOWN:
            properties |= _ATTACHED[name](value, name) if name in _ATTACHED else {}
        else:
            _check_read_only(name, value)
    new.properties = {name: value for name, value in properties.items() if value is not None}
    return new


def _check_type(given: Mapping[str, Any]) -> None:
    """Refuse what says that it is no message; one that says nothing is one."""
    named = type_named(given) or MESSAGE.name
    if named.lower() != MESSAGE.name:
        raise GraphError(NOT_PERFORMED, what=f"the making of {named[:100]}")


# --- properties ------------------------------------------------------------------------------------------------------


def _kept(value: Any, name: str) -> str | None:
    given = text(value, name)
    return None if given is None else given[:_KEPT]


def _subject(value: Any, name: str) -> dict[Any, Any]:
    return {"subject": _kept(value, name)}


def _string(field: str) -> _Read:
    return lambda value, name: {field: text(value, name)}


def _boolean(field: str) -> _Read:
    return lambda value, name: {field: None if value is None else of_type(value, bool, name)}


def _word(field: str, words: Mapping[str, Any]) -> _Read:
    return lambda value, name: {field: None if value is None else chosen(value, name, words)}


def _recipient(field: str) -> _Read:
    return lambda value, name: {field: None if value is None else read_recipient(value, name)}


def _recipients(field: str) -> _Read:
    return lambda value, name: {field: listed(value, name, read_recipient) or None}


def _moment(field: str) -> _Read:
    return lambda value, name: {field: read_utc(value, name)}


def _categories(value: Any, name: str) -> dict[Any, Any]:
    return {"categories": listed(value, name, lambda one, called: of_type(one, str, called)[:_KEPT]) or None}


def _body(value: Any, name: str) -> dict[Any, Any]:
    if value is None:
        return {"body": None}
    given = structure(value, name, "itemBody", frozenset({"contentType", "content"}))
    kind = given.get("contentType")
    # Assumption: text, the first of its values, where it does not say what it is.
    format_ = TextFormat.PLAIN if kind is None else chosen(kind, "contentType", _BODY_TYPES)
    return {"body": Body(format_, text(given.get("content"), "content") or "")}


_ROWS: Final[dict[str, _Row]] = {
    "categories": _Row(_categories, _When.ALWAYS),
    "flag": _Row(read_flag, _When.ALWAYS),
    "importance": _Row(_word("importance", _IMPORTANCES), _When.ALWAYS),
    "inferenceClassification": _Row(_word("inference_classification", _CLASSES), _When.ALWAYS),
    "isRead": _Row(_boolean("is_read"), _When.ALWAYS),
    "isReadReceiptRequested": _Row(_boolean("is_read_receipt_requested"), _When.ALWAYS),
    "isDeliveryReceiptRequested": _Row(_boolean("is_delivery_receipt_requested"), _When.ALWAYS),
    "toRecipients": _Row(_recipients("to_recipients"), _When.ALWAYS),
    "ccRecipients": _Row(_recipients("cc_recipients"), _When.ALWAYS),
    "bccRecipients": _Row(_recipients("bcc_recipients"), _When.ALWAYS),
    "subject": _Row(_subject, _When.DRAFT),
    "body": _Row(_body, _When.DRAFT),
    "replyTo": _Row(_recipients("reply_to"), _When.DRAFT),
    "from": _Row(_recipient("from_"), _When.DRAFT),
    "sender": _Row(_recipient("sender"), _When.DRAFT),
    "internetMessageId": _Row(_string("internet_message_id"), _When.DRAFT),
    "internetMessageHeaders": _Row(read_headers, _When.NEW),
}
#: What a message that is attached says of itself besides; of the rest that clients send along the store knows better.
_ATTACHED: Final[dict[str, _Read]] = {
    "createdDateTime": _moment("date_time_created"),
    "receivedDateTime": _moment("date_time_received"),
    "sentDateTime": _moment("date_time_sent"),
    "isDraft": _boolean("is_draft"),
}
#: What answers have, and what can be expanded in them.
_SHOWN: Final = frozenset(each.name for each in MESSAGE.properties) | MESSAGE.navigation
