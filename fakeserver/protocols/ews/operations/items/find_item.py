"""FindItem."""

from collections.abc import Sequence
from datetime import UTC
from itertools import islice
from typing import Final

from fakeserver.protocols.ews.answers.forms import Perform, PerItem, XmlSteps
from fakeserver.protocols.ews.answers.shapes import ITEM_SHAPE, ItemShape
from fakeserver.protocols.ews.errors import not_performed_here
from fakeserver.protocols.ews.operations.items.calendar_view import (
    CALENDAR_VIEW,
    read_calendar_view,
    refuse_seeking,
)
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.aqs.query import read_query
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import FOLDER_IDS, Id, named_folder, read_folder_id
from fakeserver.protocols.ews.request.paging import ITEM_VIEWS, part_of, read_page
from fakeserver.protocols.ews.request.restrictions import RESTRICTION, read_restriction
from fakeserver.protocols.ews.request.sorting import SORT_ORDER, in_order, read_sort_order
from fakeserver.protocols.ews.soap.complex_types import ANY, complex_type, text_type
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.parts import read_all
from fakeserver.protocols.ews.soap.reading import Element, boolean_attribute, content, word_attribute
from fakeserver.protocols.ews.soap.writing import NOTHING, element
from fakeserver.steps import each
from fakeserver.tenant.exchange.criteria import Criterion, all_of
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.windows_zones import zone_by_id

TRAVERSAL: Final = of_words("ItemQueryTraversalType", "Shallow SoftDeleted Associated")
_ASSOCIATED: Final[Criterion[Item]] = Criterion(lambda item: item.is_associated)
_NORMAL: Final[Criterion[Item]] = Criterion(lambda item: not item.is_associated)


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
            "m:SeekToConditionPageItemView": ANY,
            "m:Restriction": RESTRICTION,
            "m:SortOrder": SORT_ORDER,
            "m:ParentFolderIds": FOLDER_IDS,
            "m:QueryString": text_type("ResetCache ReturnHighlightTerms ReturnDeletedItems"),
        },
        not_performed="m:GroupBy m:DistinguishedGroupBy",
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
    calendar_view = read_calendar_view(call, traversal)
    # Last, as it finds nothing that the schema does not allow.
    shape.check_findable()
    if calendar_view is not None:
        return lambda parent: calendar_view.find(call, parent, shape.write)
    if m("SeekToConditionPageItemView") in call.parts:
        return lambda parent: refuse_seeking(call, parent)

    def find_in(parent: Id[Folder]) -> XmlSteps:
        folder = named_folder(call, parent, "read")
        mailbox = call.visit_in(folder).mailbox
        criterion = _seen_by(traversal, folder, sought)
        found: Sequence[Item]
        # Assumption: without SortOrder the newest arrival comes first, as the service lists mail folders.
        if traversal == "SoftDeleted":
            # The dumpster of Exchange 2007; soft-deleted items are in the recoverable items folder now.
            part, found = part_of(0, page), []
        elif criterion is not None:
            position = mailbox.changes.position
            newest_first = (yield from mailbox.search.find(folder, criterion))[::-1]
            ordered = yield from in_order(newest_first, keys)
            present = mailbox.search.still_in(folder, ordered, since=position)
            part = part_of(len(present), page)
            found = part.of(present)
        elif order is not None:
            uids = yield from call.orders.in_order(mailbox, folder, order, keys)
            part = part_of(len(uids), page)
            found = [folder.items[uid] for uid in part.of(uids)]
        else:
            # The usual page costs as much as it shows, however large the folder is.
            part = part_of(folder.total_count, page)
            found = list(islice(reversed(folder.items.values()), part.start, part.stop))
        # Left out is what has left the folder since it was found: it has another id now, or none.
        written = yield from each(
            found, lambda item: shape.write(item) if folder.items.get(item.uid) is item else NOTHING
        )
        return element("m:RootFolder", element("t:Items", *written), **part.attributes())

    return find_in


def _seen_by(traversal: str, folder: Folder, sought: Criterion[Item] | None) -> Criterion[Item] | None:
    """Return what is looked for in a folder: associated items are seen by their own traversal, and by no other."""
    if traversal == "Associated":
        return _ASSOCIATED if sought is None else all_of([_ASSOCIATED, sought])
    if not folder.associated_count:
        return sought
    return _NORMAL if sought is None else all_of([_NORMAL, sought])


def _criterion(call: Call) -> Criterion[Item] | None:
    restriction, query = call.parts.get(m("Restriction")), call.parts.get(m("QueryString"))
    if restriction is not None and query is not None:
        # Assumption: the service takes one of them; its error for both is not known.
        raise not_performed_here("Restriction together with QueryString")
    return query_criterion(call, query) if restriction is None else read_restriction(restriction)


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
