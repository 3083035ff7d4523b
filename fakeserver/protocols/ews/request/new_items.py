"""Reading the items in a request, and what is attached to them, into values of the tenant: properties by name, MIME.

Used where items come in: CreateItem, UpdateItem and CreateAttachment.
Source of the attachments: web-service-reference/fileattachment, /itemattachment; [MS-OXWSATT] 2.2.4.4 and 2.2.4.7.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from fakeserver.protocols.ews.errors import INVALID_SET, OBJECT_TYPE_CHANGED, EwsError, not_performed_here
from fakeserver.protocols.ews.properties import extended
from fakeserver.protocols.ews.properties.field import Field
from fakeserver.protocols.ews.properties.item_classes import (
    MEETING_ELEMENTS,
    NEW_ITEM_CLASSES,
    element_for_class,
    spelled_class,
)
from fakeserver.protocols.ews.properties.table import ITEM_ELEMENTS, fields_of
from fakeserver.protocols.ews.request.calendar_content import properties_of
from fakeserver.protocols.ews.request.context_zones import with_context_zone
from fakeserver.protocols.ews.request.errors import (
    MIME_INVALID,
    MISSING_ATTACHED_ITEM,
    NESTED_TOO_DEEPLY,
    NOT_ATTACHABLE,
    UNSUPPORTED_CONVERSION,
)
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.enumerations import Enumeration
from fakeserver.protocols.ews.soap.limits import check_number
from fakeserver.protocols.ews.soap.names import m, t
from fakeserver.protocols.ews.soap.parts import read_each
from fakeserver.protocols.ews.soap.reading import (
    Element,
    at_least_one,
    attribute,
    boolean_attribute,
    boolean_of,
    children,
    content,
    octets_of,
    octets_value,
    tag,
    word_attribute,
)
from fakeserver.protocols.ews.values.follow_up import FOLLOW_UP
from fakeserver.protocols.ews.values.references import read_reference
from fakeserver.protocols.ews.values.simple import DATE_TIME, INTEGER, MAX_FOUND
from fakeserver.protocols.ews.values.strict import check_attributes
from fakeserver.tenant.exchange import new_items
from fakeserver.tenant.exchange.bodies import BODY_TYPES
from fakeserver.tenant.exchange.kinds.follow_up import follow_up_changes
from fakeserver.tenant.exchange.new_items import NewAttachment
from fakeserver.tenant.exchange.values import Body, EmailAddress, ExtendedPropertyKey, FileReference

#: Properties that the store truncates to 255 characters. Source: exchangelib's tests; others are stored whole.
_CUT: Final = frozenset(("Subject", "Categories", "GivenName", "MiddleName", "Surname"))
#: The tenant's name of an item's MIME.
MIME: Final = "mime_content"
#: What the service takes in a new item and does not set; an update of it is refused. Sources: [MS-OXWSCORE] 2.2.4.24,
#: note on StoreEntryId; OfficeDev/Interop-TestSuites, MSOXWSCORE_S01_TC45.
_IGNORED: Final = frozenset(("StoreEntryId",))
BODY_TYPE: Final = Enumeration("BodyTypeType", BODY_TYPES)
#: What the store sets of an attachment, in Clark notation: values of their types are taken, and not kept.
_SET_BY_THE_STORE: Final = {t("Size"): INTEGER, t("LastModifiedTime"): DATE_TIME}
#: Attachments within each other. Source: web-service-reference/responsecode, ErrorAttachmentNestLevelLimitExceeded.
_MAX_NESTED: Final = 10
#: Elements that a new item can have, in Clark notation.
NEW_ITEMS: Final = tuple(map(t, NEW_ITEM_CLASSES))


@dataclass
class NewItem(new_items.NewItem):
    """An item as a request describes it."""

    #: e.g. ``Message``
    element: str = ""


def read_new_item(node: Element) -> NewItem:
    """Read an item's element, e.g. t:Message.

    Raises:
        Violation: the element or one of its children is unknown to the schema.
        EwsError: a property cannot be set, or not to this value; an extended one stands there with two
            values; the item class is that of another kind of item.
    """
    name = tag(node)
    if node.tag not in NEW_ITEMS:
        raise schema.unexpected_element(node, NEW_ITEMS)
    check_number(node)
    new = NewItem(NEW_ITEM_CLASSES[name], element=name)
    extended_ones: dict[ExtendedPropertyKey, Any] = {}

    def read_child(child: Element) -> None:
        if child.tag == t("Attachments"):
            check_number(child)
            new.attachments.extend(read_each(at_least_one(child), read_attachment))
        elif child.tag == t("ExtendedProperty"):
            path, value = extended.read_new_property(child, extended_ones)
            new.properties.update(path.changes(value, new.properties.get))
        else:
            new.properties.update(_read_property(name, child))

    read_each(children(node), read_child)
    if name == "CalendarItem":
        new.properties = with_context_zone(node, new.properties)
    item_class = new.properties.pop("item_class", None)
    if item_class:
        check_class(item_class, element_for_class(new.item_class))
        new.item_class = spelled_class(item_class)
    return new


def check_class(item_class: str, element: str) -> None:
    """Refuse an item class that makes another kind of item than the element shows.

    Source: [MS-OXWSCDATA] 2.2.5.24, ErrorObjectTypeChanged.

    Raises:
        EwsError: it does.
    """
    if element_for_class(item_class) != element:
        raise EwsError(OBJECT_TYPE_CHANGED)


def check_convertible(element: str) -> None:
    """Refuse MIME for what is neither mail nor in a calendar.

    Source: web-service-reference/responsecode, ErrorUnsupportedMimeConversion.

    Raises:
        EwsError: it is an item of another kind.
    """
    if element in ("Contact", "DistributionList", "Task"):
        raise EwsError(UNSUPPORTED_CONVERSION)


def read_attachment(node: Element) -> NewAttachment:
    """Read a t:FileAttachment, t:ItemAttachment or t:ReferenceAttachment, whose element has been checked.

    Raises:
        Violation, EwsError: as in `read_new_item`; there is no item to attach, or one that cannot be; it is too deep
            within others.
    """
    if sum(1 for _ in node.iterancestors(m("Attachments"), t("Attachments"))) > _MAX_NESTED:
        raise EwsError(NESTED_TOO_DEEPLY)
    for child in children(node):
        if child.tag in _SET_BY_THE_STORE:
            _SET_BY_THE_STORE[child.tag].read(child)
        elif child.tag == t("AttachmentId"):
            attribute(child, "Id")
    return NewAttachment(
        _CONTENTS[tag(node)](node),
        content(node.find(t("Name"))),
        content(node.find(t("ContentType"))).strip(),
        content(node.find(t("ContentId"))).strip(),
        content(node.find(t("ContentLocation"))).strip(),
        boolean_of(node.find(t("IsInline"))),
        boolean_of(node.find(t("IsContactPhoto"))),
    )


def _attached_item(node: Element) -> NewItem:
    items = [child for child in children(node) if child.tag in NEW_ITEMS]
    if not items:
        raise EwsError(MISSING_ATTACHED_ITEM)
    if len(items) > 1:
        raise schema.unexpected_element(items[1])
    if tag(items[0]) in MEETING_ELEMENTS:
        raise EwsError(NOT_ATTACHABLE)
    new = read_new_item(items[0])
    for value in new.properties.values():
        if isinstance(value, list) and any(isinstance(one, EmailAddress) and one.item_id for one in value):
            raise not_performed_here("a Mailbox with an ItemId alone in an item that is attached")
    return new


#: Element of an attachment -> what reads its content.
_CONTENTS: Final[dict[str, Callable[[Element], bytes | FileReference | NewItem]]] = {
    "FileAttachment": lambda node: octets_of(node.find(t("Content"))),
    "ItemAttachment": _attached_item,
    "ReferenceAttachment": read_reference,
}


def _read_property(item_element: str, node: Element) -> dict[Any, Any]:
    """Read one child of an item's element as changes for the tenant; some elements cause several.

    Raises:
        Violation, EwsError: as in `read_new_item`.
    """
    name = tag(node)
    if name not in ITEM_ELEMENTS[item_element]:
        raise schema.unexpected_element(node)
    row = fields_of(item_element).get(name)
    if row is None:
        raise EwsError(INVALID_SET)
    if name in _IGNORED:
        return {}
    changes = read_field(row, node)
    if MIME in changes:
        check_convertible(item_element)
        if item_element == "CalendarItem":
            return properties_of(changes[MIME])
    return changes


def read_field(row: Field, node: Element) -> dict[Any, Any]:
    """Read the element of a property as changes for the tenant.

    Raises:
        Violation: it is not as the schema has it.
        EwsError: the property cannot be set, or not to this value.
    """
    name = row.element
    if not row.writable:
        raise EwsError(INVALID_SET, row.path)
    if name == "MimeContent":
        return {MIME: _mime(node)}
    if name == "Body":
        return {"body": read_body(node)}
    if name == "Flag":
        return follow_up_changes(FOLLOW_UP.read(node))
    return {row.name: _value(row, node)}


def _value(row: Field, node: Element) -> Any:
    try:
        value = row.type.read(node)
    except EwsError as error:
        raise EwsError(error.row, row.path, error.fix) from error
    if row.element not in _CUT:
        return value
    return value[:MAX_FOUND] if isinstance(value, str) else [one[:MAX_FOUND] for one in value]


def read_body(node: Element) -> Body:
    """Read t:Body."""
    check_attributes(node, ("BodyType", "IsTruncated"))
    # What was cut off stays so: the client says what it had got.
    boolean_attribute(node, "IsTruncated", False)
    return Body(BODY_TYPES[word_attribute(node, "BodyType", BODY_TYPE)], content(node))


def _mime(node: Element) -> bytes:
    check_attributes(node, ("CharacterSet",))
    mime = octets_value(content(node))
    if not mime:
        raise EwsError(MIME_INVALID)
    return mime
