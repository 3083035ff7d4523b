"""A mailbox with one of each thing that a path can name, and for each operation that writes a body that it takes."""

import json
from collections.abc import Iterator
from itertools import count
from typing import Any, Final
from urllib.parse import quote

from tests.protocols.graph.asking import Graph, ok

_BOB: Final = {"emailAddress": {"address": "bob@contoso.onmicrosoft.com", "name": "Bob"}}
_PROPERTY: Final = "{00020329-0000-0000-C000-000000000046} Name"


def _at(hour: int) -> dict[str, str]:
    return {"dateTime": f"2036-12-11T{hour}:00:00", "timeZone": "UTC"}


_FILE: Final = {
    "@odata.type": "#microsoft.graph.fileAttachment",
    "name": "a.txt",
    "contentType": "text/plain",
    "contentBytes": "YQ==",
    "isInline": False,
    "contentId": "c",
}
_DRAFT: Final = {
    "subject": "s",
    "body": {"contentType": "text", "content": "x"},
    "toRecipients": [_BOB],
    "ccRecipients": [_BOB],
    "replyTo": [_BOB],
    "from": {"emailAddress": {"address": "alice@contoso.onmicrosoft.com"}},
    "importance": "high",
    "categories": ["a"],
    "flag": {"flagStatus": "flagged", "dueDateTime": _at(11), "startDateTime": _at(10)},
    "singleValueExtendedProperties": [{"id": f"String {_PROPERTY} x", "value": "v"}],
    "multiValueExtendedProperties": [{"id": f"StringArray {_PROPERTY} y", "value": ["v"]}],
    "inferenceClassification": "other",
    "isRead": True,
    "isReadReceiptRequested": False,
}
_MESSAGE: Final = _DRAFT | {"internetMessageHeaders": [{"name": "x-a", "value": "b"}], "attachments": [_FILE]}
_EVENT: Final = {
    "subject": "e",
    "body": {"contentType": "html", "content": "x"},
    "start": _at(10),
    "end": _at(11),
    "location": {"displayName": "here", "address": {"city": "x"}},
    "attendees": [_BOB | {"type": "required"}],
    "isReminderOn": True,
    "reminderMinutesBeforeStart": 5,
    "showAs": "busy",
    "sensitivity": "normal",
    "categories": ["x"],
    "isAllDay": False,
    "responseRequested": True,
}
_SERIES: Final = {
    "recurrence": {
        "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["thursday"], "firstDayOfWeek": "monday"},
        "range": {"type": "numbered", "startDate": "2036-12-11", "numberOfOccurrences": 3},
    }
}
_CONTACT: Final = {
    "givenName": "a",
    "emailAddresses": [{"address": "a@b.example", "name": "x"}],
    "birthday": "2000-01-01T00:00:00Z",
    "businessPhones": ["1"],
    "homeAddress": {"city": "x", "street": "y"},
    "categories": ["c"],
}
_RULE: Final = {
    "displayName": "r",
    "sequence": 1,
    "isEnabled": True,
    "conditions": {
        "subjectContains": ["x"],
        "fromAddresses": [_BOB],
        "withinSizeRange": {"minimumSize": 1, "maximumSize": 3},
        "importance": "high",
    },
    "exceptions": {"bodyContains": ["q"]},
    "actions": {"markAsRead": True, "forwardTo": [_BOB], "moveToFolder": "inbox", "stopProcessingRules": True},
}
_SETTINGS: Final = {
    "automaticRepliesSetting": {
        "status": "scheduled",
        "externalAudience": "all",
        "scheduledStartDateTime": _at(10),
        "scheduledEndDateTime": _at(11),
        "internalReplyMessage": "x",
        "externalReplyMessage": "y",
    },
    "timeZone": "UTC",
    "language": {"locale": "en-US"},
    "workingHours": {
        "daysOfWeek": ["monday"],
        "startTime": "08:00:00.0000000",
        "endTime": "17:00:00.0000000",
        "timeZone": {"name": "UTC"},
    },
}
_ATTACHED: Final = {
    "@odata.type": "#microsoft.graph.itemAttachment",
    "name": "i",
    "item": {
        "@odata.type": "microsoft.graph.message",
        "subject": "in",
        "body": {"contentType": "text", "content": "x"},
    },
}
_UPLOAD: Final = {
    "AttachmentItem": {
        "attachmentType": "file",
        "name": "n",
        "size": 4_000_000,
        "contentType": "text/plain",
        "isInline": False,
    }
}
#: Operation -> bodies that it takes; ``%d`` is a number of its own each time.
BODIES: Final[dict[str, tuple[Any, ...]]] = {
    "CreateMessage": (_MESSAGE,),
    "UpdateMessage": (_DRAFT,),
    "SendMail": ({"message": _MESSAGE, "saveToSentItems": True},),
    "CreateForward": ({"comment": "c", "toRecipients": [_BOB]}, {"message": {"toRecipients": [_BOB], "subject": "q"}}),
    "CopyMessage": ({"destinationId": "inbox"},),
    "CreateAttachment": (_FILE, _ATTACHED),
    "CreateUploadSession": (_UPLOAD,),
    "CreateFolder": ({"displayName": "n%d", "isHidden": False},),
    "UpdateFolder": ({"displayName": "n%d"},),
    "CopyFolder": ({"destinationId": "deleteditems"},),
    "CreateEvent": (_EVENT | _SERIES,),
    "UpdateEvent": (_EVENT,),
    "SnoozeReminder": ({"newReminderTime": _at(10)},),
    "CreateCalendar": ({"name": "n%d"},),
    "CreateContact": (_CONTACT,),
    "UpdateContact": (_CONTACT,),
    "CreateContactFolder": ({"displayName": "n%d"},),
    "CreateMessageRule": (_RULE,),
    "UpdateMessageRule": (_RULE,),
    "UpdateMailboxSettings": (_SETTINGS,),
    "CreateMasterCategory": ({"displayName": "n%d", "color": "preset1"},),
    "UpdateMasterCategory": ({"color": "preset2"},),
    "CreateOverride": ({"classifyAs": "focused", "senderEmailAddress": {"name": "x", "address": "x@example.com"}},),
    "GetMailTips": ({"EmailAddresses": ["bob@contoso.onmicrosoft.com"], "MailTipsOptions": "automaticReplies"},),
    "GetSchedule": (
        {
            "schedules": ["alice@contoso.onmicrosoft.com"],
            "startTime": _at(10),
            "endTime": _at(12),
            "availabilityViewInterval": 30,
        },
    ),
    "TranslateExchangeIds": ({"inputIds": ["AAA"], "sourceIdType": "restId", "targetIdType": "entryId"},),
    "Batch": ({"requests": [{"id": "1", "method": "GET", "url": "/me"}]},),
}


class Store:
    """A mailbox with one of each."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._numbers = count()
        message = self._made("messages", _MESSAGE)
        self.keys = {
            "message": message,
            "attachment": ok(graph.get(f"/me/messages/{message}/attachments"))["value"][0]["id"],
            "extension": self._made(
                f"messages/{message}/extensions",
                {"@odata.type": "microsoft.graph.openTypeExtension", "extensionName": "a.b", "x": 1},
            ),
            "event": self._made("events", _EVENT | _SERIES),
            "contact": self._made("contacts", _CONTACT),
            "contactFolder": self._made("contactFolders", {"displayName": "c"}),
            "calendar": self._made("calendars", {"name": "c"}),
            "folder": self._made("mailFolders", {"displayName": "f"}),
            "rule": self._made("mailFolders/inbox/messageRules", _RULE),
            "category": ok(graph.get("/me/outlook/masterCategories"))["value"][0]["id"],
            "override": self._made("inferenceClassification/overrides", BODIES["CreateOverride"][0]),
        }

    def _made(self, where: str, body: Any) -> str:
        return str(ok(self.graph.post(f"/me/{where}", body), 201)["id"])

    def path(self, template: str) -> str:
        """Return an operation's path with keys of what is there.

        Raises:
            KeyError: it needs something that the mailbox does not have.
        """
        # Rules are the inbox's, and events and contacts lie in the default folders.
        if "messageRules" in template:
            template = template.replace("{folder}", "inbox")
        if "{event}" in template:
            template = template.replace("calendars/{calendar}", "calendar")
        if "{contact}" in template:
            template = template.replace("{contactFolder}", "contacts")
        parts = (
            quote(self.keys[part[1:-1]], safe="") if part.startswith("{") else part for part in template.split("/")
        )
        return f"/{'/'.join(parts)}"

    def fresh(self, body: Any) -> Any:
        """Return a copy of a body with a number of its own."""
        return json.loads(json.dumps(body).replace("%d", str(next(self._numbers))))


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield where there is something in JSON, from the top."""
    yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from places(each, (*at, key))


def there(value: Any, at: tuple[Any, ...]) -> Any:
    """Return what stands at a place."""
    for key in at:
        value = value[key]
    return value


def with_other(value: Any, at: tuple[Any, ...], other: Any) -> Any:
    """Return JSON with something else at a place."""
    if not at:
        return other
    there(value, at[:-1])[at[-1]] = other
    return value
