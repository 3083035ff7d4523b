"""FindItem."""

from collections.abc import Sequence
from itertools import islice
from operator import attrgetter
from typing import Final

from fakeserver.protocols.ews.answers.forms import Perform, PerItem, XmlSteps
from fakeserver.protocols.ews.answers.shapes import ITEM_SHAPE, ItemShape
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.items.calendar_view import (
    CALENDAR_VIEW,
    read_calendar_view,
)
from fakeserver.protocols.ews.operations.items.contacts_view import named_between
from fakeserver.protocols.ews.operations.items.grouped_items import GROUPINGS, read_grouping
from fakeserver.protocols.ews.operations.items.seeking import SEEKING, read_seeking
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.errors import QUERY_AND_RESTRICTION
from fakeserver.protocols.ews.request.ids import FOLDER_IDS, Id, named_folder, read_folder_id
from fakeserver.protocols.ews.request.paging import ITEM_VIEWS, part_of, read_page
from fakeserver.protocols.ews.request.query_string import QUERY_STRING, QueryString, read_query_string
from fakeserver.protocols.ews.request.restrictions import RESTRICTION, read_restriction
from fakeserver.protocols.ews.request.sorting import SORT_ORDER, order_name, read_sort_order
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.parts import read_all
from fakeserver.protocols.ews.soap.reading import word_attribute
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element
from fakeserver.steps import Steps, in_batches
from fakeserver.tenant.exchange.criteria import Cost, Criterion, all_of
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.notifications.events import is_recoverable
from fakeserver.tenant.exchange.orders import ANYBODY, Reader, SortKey, in_order

TRAVERSAL: Final = of_words("ItemQueryTraversalType", "Shallow SoftDeleted Associated")
_ASSOCIATED: Final[Criterion[Item]] = Criterion(lambda item: item.is_associated)
_NORMAL: Final[Criterion[Item]] = Criterion(lambda item: not item.is_associated)
#: Items that are passed over one by one on the way to a page; from there on their order is kept.
_NEAR: Final = 1_000
#: Items that are written between two looks at the clock.
_AT_ONCE: Final = 12
#: For the journal. Sources: web-service-reference/finditem-operation (with a restriction nothing is found);
#: exchange-web-services/deleting-items-by-using-ews-in-exchange (what is soft-deleted lies in recoverable items, and
#: no traversal of another folder finds it). Assumption: that of recoverable items finds what lies there.
_SOFT_DELETED: Final = "soft-deleted items are in recoverableitemsdeletions; look there without a restriction"


@operation(
    "FindItem",
    answer=PerItem("ParentFolderIds", read_folder_id),
    since="Exchange2007",
    request=complex_type(
        "Traversal",
        {
            "m:ItemShape": ITEM_SHAPE,
            **ITEM_VIEWS,
            "m:CalendarView": CALENDAR_VIEW,
            "m:SeekToConditionPageItemView": SEEKING,
            **GROUPINGS,
            "m:Restriction": RESTRICTION,
            "m:SortOrder": SORT_ORDER,
            "m:ParentFolderIds": FOLDER_IDS,
            "m:QueryString": QUERY_STRING,
        },
    ),
)
def find_item(call: Call) -> Perform[Id[Folder]]:
    """Return a page of the items of each folder, searched and sorted as asked.

    Source: web-service-reference/finditem-operation
    """
    body = call.body
    traversal = word_attribute(body, "Traversal", TRAVERSAL)
    shape = ItemShape.read(call, finding=True)
    order = call.parts.get(m("SortOrder"))
    page, (sought, query), keys = read_all(
        lambda: read_page(call.envelope), lambda: _sought(call), lambda: read_sort_order(order)
    )
    grouping, seeking = read_all(lambda: read_grouping(call, keys), lambda: read_seeking(call))
    calendar_view = read_calendar_view(call, traversal)
    # Last, as it finds nothing that the schema does not allow.
    shape.check_findable()
    if calendar_view is not None:
        return lambda parent: calendar_view.find(call, parent, shape.write)

    def find_in(parent: Id[Folder]) -> XmlSteps:
        folder = named_folder(call, parent, "read")
        mailbox = call.visit_in(folder).mailbox
        besides = query.deleted(call, folder)
        associated, reader = traversal == "Associated", _reader_of(call, folder)
        found: Sequence[Item]
        # Assumption: without SortOrder the newest arrival comes first, as the service lists mail folders.
        if traversal == "SoftDeleted" and (sought is not None or not is_recoverable(folder)):
            call.remark([_SOFT_DELETED])
            found, part = [], part_of(0, page)
        elif (
            folder.search is not None
            or besides
            or sought is not None
            or grouping is not None
            or seeking is not None
            # Orders are kept for all readers: what was read in a public folder is each one's own.
            or (order is not None and folder.mailbox.is_public)
        ):
            criterion = _seen_by(call, associated, [folder, *besides], sought)
            present = yield from _sought_in(call, folder, besides, criterion, keys)
            part = part_of(len(present), page) if seeking is None else (yield from seeking.part(folder, present))
            # Groups have pages of their own.
            found = present if grouping is not None else part.of(present)
        elif (
            not (keys or associated or folder.associated_count or reader is not ANYBODY)
            and part_of(folder.total_count, page).start < _NEAR
        ):
            part = part_of(folder.total_count, page)
            found = list(islice(reversed(folder.items.values()), part.start, part.stop))
        else:
            uids = yield from call.orders.in_order(
                mailbox, folder, order_name(order), keys, associated=associated, reader=reader
            )
            part = part_of(len(uids), page)
            found = [folder.items[uid] for uid in part.of(uids)]

        def is_there(item: Item) -> bool:
            # Left out is what has left the folder since it was found: it has another id now, or none.
            there = item.folder is folder or folder.search is not None or item.folder in besides
            return there and item.folder.items.get(item.uid) is item

        if grouping is not None:
            root = yield from grouping.answer(
                found, page, lambda item: shape.write(item) if is_there(item) else NOTHING
            )
        else:
            written: list[Xml] = []
            yield from in_batches(
                found, lambda some: written.extend(map(shape.write, filter(is_there, some))), _AT_ONCE
            )
            root = element("m:RootFolder", element("t:Items", *written), **part.attributes())
        # A page may be long, and is not copied for nothing.
        marked = query.highlighted()
        return Xml(root + marked) if marked else root

    return find_in


def _reader_of(call: Call, folder: Folder) -> Reader:
    return Reader(call.visit_in(folder).trustee_id, call.shows) if call.hides_in(folder) else ANYBODY


def _sought_in(
    call: Call, folder: Folder, besides: Sequence[Folder], criterion: Criterion[Item], keys: list[SortKey]
) -> Steps[Sequence[Item]]:
    """Return what is in a folder, and in others besides, and meets a criterion, in order.

    A search folder has what it shows of folders that the caller may read.
    """
    mailbox = call.visit_in(folder).mailbox
    position, found = mailbox.changes.position, list[Item]()
    searched = [folder] if folder.search is None else list(filter(call.reads, folder.search.searched()))
    places = dict.fromkeys([*besides, *searched])
    for one in places:
        shown = None
        if folder.search is not None and one in searched:
            shown = yield from mailbox.search.results.in_folder(folder, one)
        found += yield from mailbox.search.find(one, criterion, shown)
    if folder.search is None and not besides:
        ordered = yield from in_order(found[::-1], keys)
        return mailbox.search.still_in(folder, ordered, since=position)
    found.sort(key=attrgetter("received_at", "number"))
    ordered = yield from in_order(found[::-1], keys)
    # Meanwhile some may have left, or have been found again where they were moved to.
    return [
        item for item in dict.fromkeys(ordered) if item.folder in places and item.folder.items.get(item.uid) is item
    ]


def _seen_by(
    call: Call, associated: bool, folders: Sequence[Folder], sought: Criterion[Item] | None
) -> Criterion[Item]:
    """Return what is looked for in folders: associated items are seen by their own traversal, and by no other.

    What is private is left out where the caller may not see it.
    """
    seen = [] if sought is None else [sought]
    if any(call.hides_in(folder) for folder in folders):
        seen.append(Criterion(call.shows, Cost.HEADER))
    if associated:
        seen.append(_ASSOCIATED)
    elif any(folder.associated_count for folder in folders):
        seen.append(_NORMAL)
    return seen[0] if len(seen) == 1 else all_of(seen)


def _sought(call: Call) -> tuple[Criterion[Item] | None, QueryString]:
    """Return what is looked for, and what else the query asks for."""
    restriction, query = call.parts.get(m("Restriction")), call.parts.get(m("QueryString"))
    if restriction is not None and query is not None:
        raise EwsError(QUERY_AND_RESTRICTION, fix="search by one of them")
    asked = read_query_string(call, query)
    sought = asked.criterion if restriction is None else read_restriction(restriction)
    names = named_between(call)
    return (sought if names is None else names if sought is None else all_of([names, sought])), asked
