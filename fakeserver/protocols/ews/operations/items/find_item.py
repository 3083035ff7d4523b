"""FindItem."""

from collections.abc import Sequence
from datetime import UTC
from itertools import islice
from operator import attrgetter
from typing import Final

from fakeserver.protocols.ews.answers.forms import Perform, PerItem, XmlSteps
from fakeserver.protocols.ews.answers.shapes import ITEM_SHAPE, ItemShape
from fakeserver.protocols.ews.errors import not_performed_here
from fakeserver.protocols.ews.operations.items.calendar_view import (
    CALENDAR_VIEW,
    read_calendar_view,
)
from fakeserver.protocols.ews.operations.items.contacts_view import named_between
from fakeserver.protocols.ews.operations.items.grouped_items import GROUPINGS, read_grouping
from fakeserver.protocols.ews.operations.items.seeking import SEEKING, read_seeking
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.aqs.query import read_query
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import FOLDER_IDS, Id, named_folder, read_folder_id
from fakeserver.protocols.ews.request.paging import ITEM_VIEWS, part_of, read_page
from fakeserver.protocols.ews.request.restrictions import RESTRICTION, read_restriction
from fakeserver.protocols.ews.request.sorting import SORT_ORDER, SortKey, in_order, read_sort_order
from fakeserver.protocols.ews.soap.complex_types import complex_type, text_type
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.parts import read_all
from fakeserver.protocols.ews.soap.reading import Element, boolean_attribute, content, word_attribute
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element
from fakeserver.steps import Steps, in_batches
from fakeserver.tenant.exchange.criteria import Cost, Criterion, all_of
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.windows_zones import zone_by_id

TRAVERSAL: Final = of_words("ItemQueryTraversalType", "Shallow SoftDeleted Associated")
_ASSOCIATED: Final[Criterion[Item]] = Criterion(lambda item: item.is_associated)
_NORMAL: Final[Criterion[Item]] = Criterion(lambda item: not item.is_associated)
#: Items that are passed over one by one on the way to a page; from there on their order is kept.
_NEAR: Final = 1_000
#: Items that are written between two looks at the clock.
_AT_ONCE: Final = 12
_EVERY: Final[Criterion[Item]] = Criterion(lambda item: True)


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
            "m:QueryString": text_type("ResetCache ReturnHighlightTerms ReturnDeletedItems"),
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
    page, sought, keys = read_all(lambda: read_page(body), lambda: _criterion(call), lambda: read_sort_order(order))
    grouping, seeking = read_all(lambda: read_grouping(call, keys), lambda: read_seeking(call))
    calendar_view = read_calendar_view(call, traversal)
    # Last, as it finds nothing that the schema does not allow.
    shape.check_findable()
    if calendar_view is not None:
        return lambda parent: calendar_view.find(call, parent, shape.write)

    def find_in(parent: Id[Folder]) -> XmlSteps:
        folder = named_folder(call, parent, "read")
        mailbox = call.visit_in(folder).mailbox
        associated = traversal == "Associated"
        found: Sequence[Item]
        # Assumption: without SortOrder the newest arrival comes first, as the service lists mail folders.
        if traversal == "SoftDeleted":
            # The dumpster of Exchange 2007; soft-deleted items are in the recoverable items folder now.
            found, part = [], part_of(0, page)
        elif folder.search is not None or sought is not None or grouping is not None or seeking is not None:
            present = yield from _sought_in(mailbox, folder, _seen_by(associated, folder, sought), keys)
            part = part_of(len(present), page) if seeking is None else (yield from seeking.part(folder, present))
            # Groups have pages of their own.
            found = present if grouping is not None else part.of(present)
        elif not (keys or associated or folder.associated_count) and part_of(folder.total_count, page).start < _NEAR:
            part = part_of(folder.total_count, page)
            found = list(islice(reversed(folder.items.values()), part.start, part.stop))
        else:
            uids = yield from call.orders.in_order(mailbox, folder, order, keys, associated=associated)
            part = part_of(len(uids), page)
            found = [folder.items[uid] for uid in part.of(uids)]

        def write(item: Item) -> Xml:
            # Left out is what has left the folder since it was found: it has another id now, or none.
            there = item.folder is folder or folder.search is not None
            return shape.write(item) if there and item.folder.items.get(item.uid) is item else NOTHING

        if grouping is not None:
            return (yield from grouping.answer(found, page, write))
        written: list[Xml] = []
        yield from in_batches(found, lambda some: written.extend(map(write, some)), _AT_ONCE)
        return element("m:RootFolder", element("t:Items", *written), **part.attributes())

    return find_in


def _sought_in(
    mailbox: Mailbox, folder: Folder, criterion: Criterion[Item], keys: list[SortKey]
) -> Steps[Sequence[Item]]:
    """Return what is in a folder and meets a criterion, in order; of a search folder, what it shows."""
    position, found = mailbox.changes.position, list[Item]()
    if folder.search is None:
        found += yield from mailbox.search.find(folder, criterion)
    else:
        shown = all_of([Criterion(folder.search.shows, Cost.BODY), criterion])
        for one in folder.search.searched():
            found += yield from mailbox.search.find(one, shown)
        found.sort(key=attrgetter("received_at", "number"))
    ordered = yield from in_order(found[::-1], keys)
    return ordered if folder.search is not None else mailbox.search.still_in(folder, ordered, since=position)


def _seen_by(associated: bool, folder: Folder, sought: Criterion[Item] | None) -> Criterion[Item]:
    """Return what is looked for in a folder: associated items are seen by their own traversal, and by no other."""
    if not associated and not folder.associated_count:
        return _EVERY if sought is None else sought
    seen = _ASSOCIATED if associated else _NORMAL
    return seen if sought is None else all_of([seen, sought])


def _criterion(call: Call) -> Criterion[Item] | None:
    restriction, query = call.parts.get(m("Restriction")), call.parts.get(m("QueryString"))
    if restriction is not None and query is not None:
        # Assumption: the service takes one of them; its error for both is not known.
        raise not_performed_here("Restriction together with QueryString")
    sought = query_criterion(call, query) if restriction is None else read_restriction(restriction)
    names = named_between(call)
    return sought if names is None else names if sought is None else all_of([names, sought])


def query_criterion(call: Call, node: Element | None) -> Criterion[Item] | None:
    """Return what an m:QueryString looks for; None where there is none.

    Raises:
        EwsError: it asks for something that is not performed.
    """
    if node is None:
        return None
    # There is no cache to reset.
    boolean_attribute(node, "ResetCache", False)
    for name in ("ReturnHighlightTerms", "ReturnDeletedItems"):
        if boolean_attribute(node, name, False):
            raise not_performed_here(name)
    owner = None if call.visit is None else call.visit.owner
    zone = None if owner is None else zone_by_id(owner.time_zone)
    query = read_query(content(node), call.tenant.clock.now().astimezone(zone or UTC))
    call.remark(query.remarks)
    return query.criterion
