"""FindItem."""

from collections.abc import Iterable, Sequence
from itertools import islice

from fakeserver.protocols.ews.call import Call
from fakeserver.protocols.ews.errors import NOT_PERFORMED_YET, EwsError
from fakeserver.protocols.ews.names import m
from fakeserver.protocols.ews.paging import Page, part_of, read_page
from fakeserver.protocols.ews.query_strings import read_query
from fakeserver.protocols.ews.reading import Element, attribute, children, content, required, violation
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.responses import per_item
from fakeserver.protocols.ews.restrictions import Predicate, read_restriction
from fakeserver.protocols.ews.shapes import ItemShape
from fakeserver.protocols.ews.sorting import SortKey, in_order, read_sort_order
from fakeserver.protocols.ews.writing import Xml, element
from fakeserver.tenant.mailstore.folders import Folder
from fakeserver.tenant.mailstore.items import Item

_TRAVERSALS = ("Shallow", "SoftDeleted", "Associated")


@operation("FindItem")
def find_item(call: Call) -> Xml:
    """Return a page of the items of each folder, searched and sorted as asked.

    Source: web-service-reference/finditem-operation
    """
    body = call.body
    shape = ItemShape.read(body, finding=True)
    traversal = attribute(body, "Traversal")
    if traversal not in _TRAVERSALS:
        raise violation(body, "The 'Traversal' attribute is invalid - The Enumeration constraint failed.")
    if body.find(m("GroupBy")) is not None or body.find(m("DistinguishedGroupBy")) is not None:
        raise EwsError(NOT_PERFORMED_YET)
    page = read_page(body)
    predicate = read_restriction(body.find(m("Restriction"))) or read_query(content(body.find(m("QueryString"))))
    keys = read_sort_order(body.find(m("SortOrder")))
    parents = children(required(body, m("ParentFolderIds")))

    def find_in(parent: Element) -> Xml:
        items = _items_of(call.folder(parent), traversal)
        found, attributes = _page_of(items, predicate, keys, page)
        return element("m:RootFolder", element("t:Items", *[shape.write(item) for item in found]), **attributes)

    return per_item(call, parents, find_in)


def _items_of(folder: Folder, traversal: str) -> dict[int, Item]:
    """Return the items that a traversal sees, by UID."""
    if traversal == "Associated":
        return {uid: item for uid, item in folder.items.items() if item.get("is_associated")}
    if traversal == "SoftDeleted":
        # The dumpster of old; what is soft-deleted now lies in the recoverable items folder. A search finds nothing.
        return {}
    return folder.items


def _page_of(
    items: dict[int, Item], predicate: Predicate | None, keys: list[SortKey], page: Page
) -> tuple[Sequence[Item], dict[str, str]]:
    """Return the items of a page and what the answer says about it.

    Assumption: without SortOrder the newest arrival comes first, as the service lists mail folders.
    """
    newest_first: Iterable[Item] = reversed(items.values())
    if predicate is None and not keys:
        # The usual page costs what it shows, however large the folder is.
        part = part_of(len(items), page)
        return list(islice(newest_first, part.start, part.stop)), part.attributes()
    found = [item for item in newest_first if predicate(item)] if predicate is not None else newest_first
    ordered = in_order(found, keys)
    part = part_of(len(ordered), page)
    return part.of(ordered), part.attributes()
