"""The table of item properties: ``item:*`` and ``message:*`` here, the others in `generic.py`.

A row says what a property is called in a FieldURI and in XML, of which kind it is, what the tenant calls it, which
shapes contain it, and what may be done with it.
Sources: exchange-web-services/property-sets-and-response-shapes-in-ews-in-exchange (tables 3 and 4),
exchange-web-services/email-properties-and-elements-in-ews-in-exchange (table 1), recordings of Exchange Online.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any, Final

from fakeserver.protocols.ews.catalogue import computed, generic
from fakeserver.protocols.ews.catalogue.computed import Computed, View
from fakeserver.protocols.ews.catalogue.kinds import (
    BASE64,
    BINARY,
    BOOLEAN,
    DATE_TIME,
    INTEGER,
    STRING,
    STRINGS,
    Kind,
    enumeration,
)
from fakeserver.protocols.ews.catalogue.order import ITEM_ELEMENTS, ITEM_PREFIXES
from fakeserver.protocols.ews.catalogue.structures import RECIPIENT, RECIPIENTS
from fakeserver.protocols.ews.writing import NOTHING, Xml
from fakeserver.tenant.exchange.items import Item

#: In which shapes a property is: never by itself; in AllProperties; in AllProperties but not of FindItem; in Default
#: too, as well with and without FindItem.
ASKED, ALL, ALL_BUT_FOUND, DEFAULT, DEFAULT_BUT_FOUND = range(5)

#: Gives an item's element.
Writer = Callable[[Item], Xml]

IMPORTANCE = enumeration("Low", "Normal", "High")
SENSITIVITY = enumeration("Normal", "Personal", "Private", "Confidential")


@dataclass(frozen=True)
class Field:
    """One row: a property of items."""

    uri: str
    kind: Kind
    shape: int = ASKED
    #: whether CreateItem and UpdateItem may set it
    writable: bool = False
    #: whether FindItem may give it at all
    findable: bool = True
    #: whether restrictions and sorting may use it (calculated ones: ErrorUnsupportedPathForQuery)
    searchable: bool = True
    #: writes it where it is not stored; None: it is read from the item
    computed: Computed | None = None
    #: the tenant's name; empty: the element's name in snake case
    named: str = ""
    #: the attribute of the item that holds it, where that is so: shorter than asking for a property
    attribute: str = ""
    #: whether it stays in the answer when it is empty
    shown_empty: bool = False
    #: what it is where the item does not say
    default: object = None

    @property
    def element(self) -> str:
        """The name of its element, e.g. ``Subject``."""
        return self.uri.partition(":")[2]

    @property
    def name(self) -> str:
        """Exchange's name for it."""
        return self.named or snake_case(self.element)

    def getter(self) -> Callable[[Item], Any]:
        """Return the function that gives an item's value, None where it has none."""
        if self.attribute:
            return attrgetter(self.attribute)
        name, default = self.name, self.default
        if default is None:
            return lambda item: item.get(name)

        def value_or_default(item: Item) -> Any:
            found = item.get(name)
            return default if found is None else found

        return value_or_default

    def writer(self, view: View) -> Writer:
        """Return the function that writes an item's element, or nothing where the item has no such property."""
        if (computed := self.computed) is not None:
            return lambda item: computed(item, view) or NOTHING
        name, get, shown_empty = f"t:{self.element}", self.getter(), self.shown_empty
        write = self.kind.write_found if view.finding and self.kind.write_found else self.kind.write

        def write_stored(item: Item) -> Xml:
            value = get(item)
            # Most values are neither missing nor empty, which the first question tells.
            if not value and (value is None or (not shown_empty and value in ("", []))):
                return NOTHING
            return write(name, value)

        return write_stored


_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@cache
def snake_case(element: str) -> str:
    """Return ``date_time_received`` for ``DateTimeReceived``."""
    return _CAPITAL.sub("_", element).lower()


_ITEM_ROWS = (
    Field("item:MimeContent", BASE64, findable=False, searchable=False, writable=True, computed=computed.mime_content),
    Field("item:ItemId", STRING, DEFAULT, searchable=False, computed=computed.item_id),
    Field("item:ParentFolderId", STRING, ALL, searchable=False, computed=computed.parent_folder_id),
    Field("item:ItemClass", STRING, ALL, writable=True, attribute="item_class"),
    Field("item:Subject", STRING, DEFAULT, writable=True),
    Field("item:Sensitivity", SENSITIVITY, DEFAULT, writable=True, default="Normal"),
    Field("item:Body", STRING, DEFAULT_BUT_FOUND, writable=True, findable=False, computed=computed.body),
    Field("item:Attachments", STRING, ALL_BUT_FOUND, findable=False, searchable=False, computed=computed.attachments),
    Field("item:DateTimeReceived", DATE_TIME, ALL, attribute="received_at"),
    Field("item:Size", INTEGER, DEFAULT, attribute="size"),
    Field("item:Categories", STRINGS, ALL, writable=True),
    Field("item:Importance", IMPORTANCE, ALL, writable=True, default="Normal"),
    Field("item:InReplyTo", STRING, ALL, writable=True),
    Field("item:IsSubmitted", BOOLEAN, ALL, default=False),
    Field("item:IsDraft", BOOLEAN, ALL, attribute="is_draft"),
    Field("item:IsFromMe", BOOLEAN, ALL, searchable=False, computed=computed.is_from_me),
    Field("item:IsResend", BOOLEAN, ALL, default=False),
    Field("item:IsUnmodified", BOOLEAN, ALL, default=False),
    Field(
        "item:InternetMessageHeaders",
        STRING,
        ALL_BUT_FOUND,
        findable=False,
        searchable=False,
        computed=computed.internet_message_headers,
    ),
    Field("item:DateTimeSent", DATE_TIME, DEFAULT),
    Field("item:DateTimeCreated", DATE_TIME, DEFAULT, attribute="created_at"),
    Field(
        "item:ResponseObjects",
        STRING,
        DEFAULT_BUT_FOUND,
        findable=False,
        searchable=False,
        computed=computed.response_objects,
    ),
    Field("item:ReminderDueBy", DATE_TIME, ALL, writable=True),
    Field("item:ReminderIsSet", BOOLEAN, ALL, writable=True, default=False),
    Field("item:ReminderNextTime", DATE_TIME),
    Field("item:ReminderMinutesBeforeStart", INTEGER, ALL, writable=True, default=0),
    Field("item:DisplayCc", STRING, ALL, shown_empty=True, default=""),
    Field("item:DisplayTo", STRING, ALL, shown_empty=True, default=""),
    Field("item:DisplayBcc", STRING),
    Field("item:HasAttachments", BOOLEAN, DEFAULT, default=False),
    Field("item:Culture", STRING, ALL, writable=True, default="en-US"),
    Field("item:EffectiveRights", STRING, ALL, searchable=False, computed=computed.effective_rights),
    Field("item:LastModifiedName", STRING, ALL, searchable=False, computed=computed.last_modified_name),
    Field("item:LastModifiedTime", DATE_TIME, ALL, attribute="modified_at"),
    Field("item:IsAssociated", BOOLEAN, DEFAULT, writable=True, default=False),
    Field("item:WebClientReadFormQueryString", STRING, ALL, searchable=False, computed=computed.web_client_read),
    Field("item:WebClientEditFormQueryString", STRING, searchable=False),
    Field("item:ConversationId", STRING, ALL, searchable=False, computed=computed.conversation_id),
    Field("item:UniqueBody", STRING, findable=False, searchable=False, computed=computed.unique_body),
    Field("item:Flag", STRING, ASKED, writable=True, searchable=False, computed=computed.flag),
    Field("item:StoreEntryId", BASE64, searchable=False, computed=computed.store_entry_id),
    Field("item:InstanceKey", BASE64, searchable=False, computed=computed.instance_key),
    Field("item:NormalizedBody", STRING, findable=False, searchable=False, computed=computed.normalized_body),
    Field("item:RetentionDate", DATE_TIME),
    Field("item:Preview", STRING, searchable=False, computed=computed.preview),
    Field("item:IsClutter", BOOLEAN, default=False),
    Field("item:BlockStatus", BOOLEAN, default=False),
    Field("item:HasBlockedImages", BOOLEAN, default=False),
    Field("item:TextBody", STRING, findable=False, searchable=False, computed=computed.text_body),
    Field("item:IconIndex", STRING, writable=True, default="Default"),
)

_MESSAGE_ROWS = (
    Field("message:Sender", RECIPIENT, ALL, writable=True),
    Field("message:ToRecipients", RECIPIENTS, DEFAULT_BUT_FOUND, writable=True, findable=False),
    Field("message:CcRecipients", RECIPIENTS, DEFAULT_BUT_FOUND, writable=True, findable=False),
    Field("message:BccRecipients", RECIPIENTS, DEFAULT_BUT_FOUND, writable=True, findable=False),
    Field("message:IsReadReceiptRequested", BOOLEAN, DEFAULT, writable=True, default=False),
    Field("message:IsDeliveryReceiptRequested", BOOLEAN, DEFAULT, writable=True, default=False),
    Field("message:ConversationIndex", BINARY, ALL, writable=True),
    Field("message:ConversationTopic", STRING, ALL),
    Field("message:From", RECIPIENT, DEFAULT, writable=True, named="from_"),
    Field("message:InternetMessageId", STRING, ALL, writable=True),
    Field("message:IsRead", BOOLEAN, DEFAULT, writable=True, attribute="is_read"),
    Field("message:IsResponseRequested", BOOLEAN, ALL, writable=True),
    Field("message:References", STRING, ALL, writable=True),
    Field("message:ReplyTo", RECIPIENTS, ALL_BUT_FOUND, writable=True, findable=False),
    Field("message:ReceivedBy", RECIPIENT, ALL),
    Field("message:ReceivedRepresenting", RECIPIENT, ALL),
)

FIELDS: Final[dict[str, Field]] = {
    field.uri: field
    for field in (
        *_ITEM_ROWS,
        *_MESSAGE_ROWS,
        *(
            Field(uri, kind, DEFAULT if default else ALL, writable=writable, searchable=kind.constant is not None)
            for uri, kind, default, writable in generic.rows()
        ),
    )
}


@cache
def fields_of(element: str) -> dict[str, Field]:
    """Return the properties that an item element can have, by the names of its children and in the schema's order.

    ExtendedProperty is not among them: see `extended.py`.
    """
    found = {}
    for child in ITEM_ELEMENTS[element]:
        for prefix in ITEM_PREFIXES[element]:
            if (field := FIELDS.get(f"{prefix}:{child}")) is not None:
                found[child] = field
                break
    return found
