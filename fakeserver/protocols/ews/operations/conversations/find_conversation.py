"""FindConversation."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from fakeserver.protocols.ews.answers.forms import Flat, XmlSteps
from fakeserver.protocols.ews.answers.shapes import BASE_SHAPE
from fakeserver.protocols.ews.errors import EwsError, not_performed_here
from fakeserver.protocols.ews.operations.conversations.conversation_properties import (
    ASKED_OF_EACH,
    BY_URI,
    PROPERTIES,
    Conversation,
    Property,
)
from fakeserver.protocols.ews.operations.conversations.errors import SCOPE_WITHOUT_QUERY
from fakeserver.protocols.ews.properties.paths import PATH_TYPES, PATHS, named_path, read_item_path
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.errors import INVALID_PROPERTY_REQUEST, UNSUPPORTED_PATH_FOR_SORT
from fakeserver.protocols.ews.request.ids import TARGET_FOLDER, named_folder, read_target
from fakeserver.protocols.ews.request.paging import ITEM_VIEWS, part_of, read_page
from fakeserver.protocols.ews.request.query_string import QUERY_STRING, read_query_string
from fakeserver.protocols.ews.request.sorting import DIRECTION, SORT_ORDER
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, list_type
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.names import m, t
from fakeserver.protocols.ews.soap.parts import read_each
from fakeserver.protocols.ews.soap.reading import (
    Element,
    at_least_one,
    attribute,
    required,
    required_one,
    word,
    word_attribute,
)
from fakeserver.protocols.ews.soap.versions import is_before
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element, joined, number
from fakeserver.steps import BATCH, Steps, each
from fakeserver.tenant.exchange.conversations.by_arrival import ByArrival
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.orders import SortKey, in_order

TRAVERSAL: Final = of_words("ConversationQueryTraversalType", "Shallow Deep")
SCOPE: Final = of_words("MailboxSearchLocationType", "PrimaryOnly ArchiveOnly All")
FILTER: Final = of_words(
    "ViewFilterType",
    "All Flagged HasAttachment ToOrCcMe Unread TaskActive TaskOverdue TaskCompleted NoClutter Clutter",
)
#: Without a shape, and in AllProperties as well: what came with Exchange 2010. Assumption: IdOnly has the id alone.
_BY_DEFAULT: Final = tuple(one for one in PROPERTIES if one.by_default)
_SHAPES: Final = {"IdOnly": PROPERTIES[:1], "Default": _BY_DEFAULT, "AllProperties": PROPERTIES}


@operation(
    "FindConversation",
    answer=Flat(),
    since="Exchange2010_SP1",
    request=complex_type(
        "Traversal ViewFilter",
        {
            "m:IndexedPageItemView": ITEM_VIEWS["m:IndexedPageItemView"],
            "m:SortOrder": SORT_ORDER,
            "m:ParentFolderId": TARGET_FOLDER,
            "m:MailboxScope": TEXT,
            "m:QueryString": QUERY_STRING,
            "m:ConversationShape": complex_type(
                elements={"t:BaseShape": TEXT, "t:AdditionalProperties": list_type(PATH_TYPES)}
            ),
        },
        not_performed="m:SeekToConditionPageItemView",
    ),
)
def find_conversation(call: Call) -> XmlSteps:
    """Return a page of the conversations that have items in a folder.

    Without a sort order the one with the newest arrival comes first, as in FindItem.
    Source: web-service-reference/findconversation-operation
    """
    deep = word_attribute(call.body, "Traversal", TRAVERSAL, "Shallow") == "Deep"
    page, keys = read_page(call.envelope), _sort_keys(call.parts.get(m("SortOrder")))
    shape = _shape(call.parts.get(m("ConversationShape")))
    query, scope = call.parts.get(m("QueryString")), word(call.parts.get(m("MailboxScope")), SCOPE)
    if scope and query is None:
        raise EwsError(SCOPE_WITHOUT_QUERY)
    asked, wanted = read_query_string(call, query), _wanted(call)
    sought = asked.criterion
    folder = named_folder(call, read_target(call.part(m("ParentFolderId"))), "read")
    mailbox = call.visit_in(folder).mailbox
    # Assumption: the archive is a mailbox of its own, in which nothing of this one is found.
    looked = dict.fromkeys([folder, *(mailbox.folders.below(folder) if deep else ()), *asked.deleted(call, folder)])
    folders = [] if scope == "ArchiveOnly" else list(looked)
    found: Sequence[str]
    if sought is None and wanted is None and folders == [folder] and not keys and not page.from_end:
        # The usual page costs as much as it shows, however large the folder is.
        there = yield from mailbox.conversations.in_folder(folder)
        part = part_of(len(there), page)
        found = there.page(part.start, part.stop)
    else:
        found = yield from _matching(call, mailbox, folders, sought, wanted, keys)
        part = part_of(len(found), page)
        found = part.of(found)
    shown: list[Xml] = []
    for conversation_id in found:
        conversation = yield from _seen(call, mailbox, folders, conversation_id)
        if conversation.here:
            properties = yield from each(shape, partial(Property.shown, conversation=conversation))
            shown.append(element("t:Conversation", *properties))
    counts = NOTHING
    if not is_before(call.envelope.version, "Exchange2013"):
        counts = joined([number("m:TotalConversationsInView", part.total), number("m:IndexedOffset", part.next_offset)])
    return joined([element("m:Conversations", *shown), asked.highlighted(), counts])


def _matching(
    call: Call,
    mailbox: Mailbox,
    folders: Sequence[Folder],
    sought: Any,
    wanted: Callable[[Item], bool] | None,
    keys: list[SortKey],
) -> Steps[Sequence[str]]:
    """Return the conversations of folders of which an item fits that the caller is shown, in order."""
    known: dict[str, list[Item]] = {}
    for folder in folders:
        there = yield from mailbox.conversations.in_folder(folder)
        items = list(folder.items.values()) if sought is None else (yield from mailbox.search.find(folder, sought))

        def take(item: Item, there: ByArrival = there) -> None:
            if item.is_associated or not call.shows(item) or not (wanted is None or wanted(item)):
                return
            if item.get("conversation_id") in there:
                known.setdefault(item.get("conversation_id"), []).append(item)

        yield from each(items, take)
    newest = sorted(known, key=lambda one: max((item.received_at, item.number) for item in known[one]), reverse=True)
    if not keys:
        return newest
    conversations = yield from each(newest, lambda one: Conversation(one, known[one], known[one]))
    ordered = yield from in_order(conversations, keys)
    return [one.conversation_id for one in ordered]


def _seen(call: Call, mailbox: Mailbox, folders: Sequence[Folder], conversation_id: str) -> Steps[Conversation]:
    """Return a conversation as the caller sees it: of folders that they may not read nothing is told."""
    items = yield from mailbox.conversations.items_of(conversation_id)
    everywhere = [item for item in items if call.shows(item)]
    numbers = {folder.number for folder in folders}
    here = [item for item in everywhere if item.folder.number in numbers]
    whole = "FullAccess" in call.visit_in(folders[0]).rights if folders else True
    conversation = Conversation(conversation_id, here, everywhere if whole else here)
    if len(everywhere) > BATCH:
        # What properties say is read out of each message once, and kept: not of thousands in one step.
        yield from each(conversation.everywhere, lambda item: [item.get(name) for name in ASKED_OF_EACH])
    return conversation


def _wanted(call: Call) -> Callable[[Item], bool] | None:
    name = word_attribute(call.body, "ViewFilter", FILTER, "All")
    if name == "All":
        return None
    filters: dict[str, Callable[[Item], bool]] = {
        "Flagged": lambda item: item.flagged,
        "HasAttachment": lambda item: bool(item.get("has_attachments")),
        "ToOrCcMe": lambda item: item.mailbox.address.lower() in map(str.lower, item.recipients),
        "Unread": lambda item: not item.is_read,
    }
    if name not in filters:
        raise not_performed_here(f'ViewFilter="{name}"')
    return filters[name]


def _shape(node: Element | None) -> tuple[Property, ...]:
    if node is None:
        return _BY_DEFAULT
    base = _SHAPES[word(required(node, t("BaseShape")), BASE_SHAPE)]
    additional = node.find(t("AdditionalProperties"))
    if additional is None:
        return base
    asked = read_each(at_least_one(additional), lambda path: _property(path) or _refuse(path))
    return tuple(one for one in PROPERTIES if one in base or one in asked)


def _refuse(path: Element) -> Property:
    raise EwsError(INVALID_PROPERTY_REQUEST, named_path(path))


def _property(path: Element) -> Property | None:
    found = BY_URI.get(attribute(path, "FieldURI")) if path.tag == t("FieldURI") else None
    if found is None:
        # One that the schema does not have is a violation.
        read_item_path(path)
    return found


def _sort_keys(node: Element | None) -> list[SortKey]:
    if node is None:
        return []

    def read_key(order: Element) -> SortKey:
        descending = word_attribute(order, "Order", DIRECTION) == "Descending"
        path = required_one(order, *PATHS)
        found = _property(path)
        if found is None or found.element.endswith(("Id", "Ids")):
            raise EwsError(UNSUPPORTED_PATH_FOR_SORT, named_path(path))
        value = found.value
        return lambda conversation: _comparable(value(conversation)), descending

    return read_each(at_least_one(node), read_key)


def _comparable(value: Any) -> tuple[bool, Any]:
    if isinstance(value, str):
        return True, value.casefold()
    return value is not None, value
