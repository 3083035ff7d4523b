"""FindItem."""

from collections.abc import Sequence
from itertools import compress, islice
from typing import Final

from fakeserver.protocols.ews.answers.forms import Each, PerItem, XmlSteps
from fakeserver.protocols.ews.answers.shapes import ITEM_SHAPE, ItemShape
from fakeserver.protocols.ews.answers.sharing import Sharing
from fakeserver.protocols.ews.errors import NOT_PERFORMED_YET, EwsError
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import FOLDER_IDS, named_folder
from fakeserver.protocols.ews.request.paging import ITEM_VIEWS, part_of, read_page
from fakeserver.protocols.ews.request.query_strings import read_query
from fakeserver.protocols.ews.request.restrictions import RESTRICTION, Predicate, read_restriction
from fakeserver.protocols.ews.request.sorting import SORT_ORDER, in_order, read_sort_order
from fakeserver.protocols.ews.soap.complex_types import complex_type, text_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import (
    Element,
    boolean_attribute,
    children,
    content,
    required,
    word_attribute,
)
from fakeserver.protocols.ews.soap.schema import of_words
from fakeserver.protocols.ews.soap.writing import NOTHING, element
from fakeserver.steps import each
from fakeserver.tenant.exchange.entities import Folder, Item

TRAVERSAL: Final = of_words("ItemQueryTraversalType", "Shallow SoftDeleted Associated")


@operation(
    "FindItem",
    answer=PerItem(),
    since="Exchange2007",
    request=complex_type(
        "Traversal",
        {
            "m:ItemShape": ITEM_SHAPE,
            **ITEM_VIEWS,
            "m:Restriction": RESTRICTION,
            "m:SortOrder": SORT_ORDER,
            "m:ParentFolderIds": FOLDER_IDS,
            "m:QueryString": text_type("ResetCache ReturnHighlightTerms ReturnDeletedItems"),
        },
        not_performed="m:SeekToConditionPageItemView m:GroupBy m:DistinguishedGroupBy",
    ),
)
def find_item(call: Call) -> Each[Element]:
    """Return a page of the items of each folder, searched and sorted as asked.

    Source: web-service-reference/finditem-operation
    """
    body = call.body
    shape = ItemShape.read(body, finding=True, sharing=Sharing(call))
    traversal = word_attribute(body, "Traversal", TRAVERSAL)
    page = read_page(body)
    predicate = read_restriction(body.find(m("Restriction"))) or _query(body.find(m("QueryString")))
    order = body.find(m("SortOrder"))
    keys = read_sort_order(order)
    parents = children(required(body, m("ParentFolderIds")))

    def find_in(parent: Element) -> XmlSteps:
        folder = named_folder(call, parent, "read")
        items = _items_of(folder, traversal)
        # Assumption: without SortOrder the newest arrival comes first, as the service lists mail folders.
        newest_first = reversed(items.values())
        if predicate is None and not keys:
            # The usual page costs what it shows, however large the folder is.
            part = part_of(len(items), page)
            found: Sequence[Item] = list(islice(newest_first, part.start, part.stop))
        elif predicate is None and order is not None and traversal == "Shallow":
            uids = call.orders.in_order(call.visit_in(folder).mailbox, folder, newest_first, order, keys)
            part = part_of(len(uids), page)
            found = [items[uid] for uid in part.of(uids)]
        else:
            # The folder as it is now is searched to the end, whatever others do to it meanwhile.
            sought: Sequence[Item] = list(newest_first)
            if predicate is not None:
                sought = list(compress(sought, (yield from each(sought, predicate))))
            ordered = in_order(sought, keys)
            part = part_of(len(ordered), page)
            found = part.of(ordered)
        # What has left the folder since it was found has another id by now, or none: it is left out.
        written = yield from each(
            found, lambda item: shape.write(item) if folder.items.get(item.uid) is item else NOTHING
        )
        return element("m:RootFolder", element("t:Items", *written), **part.attributes())

    return parents, find_in


def _query(node: Element | None) -> Predicate | None:
    if node is None:
        return None
    # Nothing is kept that could be reset.
    boolean_attribute(node, "ResetCache", False)
    if boolean_attribute(node, "ReturnHighlightTerms", False) or boolean_attribute(node, "ReturnDeletedItems", False):
        raise EwsError(NOT_PERFORMED_YET)
    return read_query(content(node))


def _items_of(folder: Folder, traversal: str) -> dict[int, Item]:
    """Return the items that a traversal sees, by UID."""
    if traversal == "Associated":
        return {uid: item for uid, item in folder.items.items() if item.get("is_associated")}
    if traversal == "SoftDeleted":
        # The dumpster of old; what is soft-deleted now lies in the recoverable items folder. A search finds nothing.
        return {}
    return folder.items
