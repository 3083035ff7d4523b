"""The properties of messages: microsoft.graph.message.

The order is that of answers recorded in 2025. Sources: these, learn.microsoft.com/graph/api/resources/message, and
msgraph-metadata for what v1.0 has.
"""

from base64 import b64encode
from typing import Any, Final
from urllib.parse import quote

from fakeserver.protocols.graph.ids import item_id, rest_id
from fakeserver.protocols.graph.properties.bodies import body, body_preview
from fakeserver.protocols.graph.properties.table import ABSENT, EntityType, Property
from fakeserver.protocols.graph.properties.values import date_time_zone, moment, recipient, recipients
from fakeserver.protocols.graph.properties.view import View
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import (
    MEETING,
    MEETING_CANCELLATION,
    MEETING_REQUEST,
    MEETING_RESPONSE,
    of_class,
)
from fakeserver.tenant.exchange.kinds.follow_up import FollowUpStatus, shown_flag

_DERIVED: Final = (
    (MEETING_REQUEST, "#microsoft.graph.eventMessageRequest"),
    (MEETING_RESPONSE, "#microsoft.graph.eventMessageResponse"),
    (MEETING_CANCELLATION, "#microsoft.graph.eventMessage"),
    (MEETING, "#microsoft.graph.eventMessage"),
    ("IPM.Sharing", "#microsoft.graph.calendarSharingMessage"),
)
_FLAGS: Final = {
    FollowUpStatus.NOT_FLAGGED: "notFlagged",
    FollowUpStatus.FLAGGED: "flagged",
    FollowUpStatus.COMPLETE: "complete",
}


def _type(item: Item, _view: View) -> Any:
    return ABSENT if item.item_class == "IPM.Note" else of_class(item.item_class, _DERIVED) or ABSENT


def _delivery_receipt(item: Item, _view: View) -> bool | None:
    # Recorded: null on mail that has come.
    return None if item.get("was_received") else bool(item.get("is_delivery_receipt_requested"))


def _web_link(item: Item, _view: View) -> str:
    where = quote(item.item_id, safe="")
    return f"https://outlook.office365.com/owa/?ItemID={where}&exvsurl=1&viewmodel=ReadMessageItem"


def _flag(item: Item, _view: View) -> dict[str, Any]:
    flag = shown_flag(item.flags.flagged, item.get("follow_up"))
    written: dict[str, Any] = {"flagStatus": _FLAGS[flag.status]}
    for name, at in (
        ("completedDateTime", flag.completed),
        ("dueDateTime", flag.due),
        ("startDateTime", flag.start),
    ):
        if at is not None:
            written[name] = date_time_zone(at)
    return written


def _address(name: str) -> Any:
    def read(item: Item, _view: View) -> Any:
        found = recipient(item.get(name))
        return ABSENT if found is None else found

    return read


def _addresses(name: str) -> Any:
    return lambda item, _view: recipients(item.get(name))


def _headers(item: Item, _view: View) -> Any:
    fields = item.get("internet_message_headers")
    return [{"name": name, "value": value} for name, value in fields] if fields else ABSENT


def _conversation_index(item: Item, _view: View) -> str:
    return b64encode(item.get("conversation_index")).decode("ascii")


MESSAGE: Final = EntityType[Item](
    "microsoft.graph.message",
    (
        Property("@odata.type", _type),
        Property("@odata.etag", lambda item, _: f'W/"{item.change_key}"'),
        Property("id", lambda item, view: item_id(item, immutable=view.immutable_ids)),
        Property("createdDateTime", lambda item, _: moment(item.created_at)),
        Property("lastModifiedDateTime", lambda item, _: moment(item.modified_at)),
        Property("changeKey", lambda item, _: item.change_key),
        Property("categories", lambda item, _: list(item.get("categories") or ())),
        Property("receivedDateTime", lambda item, _: moment(item.received_at)),
        Property("sentDateTime", lambda item, _: moment(item.get("date_time_sent") or item.created_at)),
        Property("hasAttachments", lambda item, _: bool(item.get("has_attachments"))),
        Property("internetMessageId", lambda item, _: item.get("internet_message_id")),
        Property("subject", lambda item, _: item.get("subject")),
        Property("bodyPreview", body_preview, basic=False),
        Property("importance", lambda item, _: str(item.get("importance"))),
        Property("parentFolderId", lambda item, _: rest_id(item.folder.folder_id)),
        Property("conversationId", lambda item, _: rest_id(item.get("conversation_id"))),
        Property("conversationIndex", _conversation_index),
        Property("isDeliveryReceiptRequested", _delivery_receipt),
        Property("isReadReceiptRequested", lambda item, _: bool(item.get("is_read_receipt_requested"))),
        Property("isRead", lambda item, _: item.is_read),
        Property("isDraft", lambda item, _: item.is_draft),
        Property("webLink", _web_link),
        Property("inferenceClassification", lambda item, _: item.get("inference_classification") or "focused"),
        Property("body", body, basic=False),
        # Assumption: all of the body is its own, as EWS says here as well.
        Property("uniqueBody", body, default=False, basic=False),
        Property("internetMessageHeaders", _headers, default=False),
        Property("sender", _address("sender")),
        Property("from", _address("from_")),
        Property("toRecipients", _addresses("to_recipients")),
        Property("ccRecipients", _addresses("cc_recipients")),
        Property("bccRecipients", _addresses("bcc_recipients")),
        Property("replyTo", _addresses("reply_to")),
        Property("flag", _flag),
    ),
    frozenset({"attachments", "extensions", "singleValueExtendedProperties", "multiValueExtendedProperties", "event"}),
)
