"""The items that response objects are about."""

from typing import Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.items.errors import INVALID_REFERENCE, MISSING_REFERENCE
from fakeserver.protocols.ews.properties.item_classes import MESSAGE_ELEMENTS, element_for_class
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import Id, named_item, read_reference
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.tenant.exchange.entities import Item

#: Elements of the items that are answered as messages are, and of posts.
MESSAGES: Final = MESSAGE_ELEMENTS
POSTS: Final = ("PostItem",)


def required_reference(node: Element) -> Id[Item]:
    """Read the t:ReferenceItemId of a response object.

    Raises:
        EwsError: it is missing.
    """
    reference = read_reference(node)
    if reference is None:
        raise EwsError(MISSING_REFERENCE)
    return reference


def referenced(call: Call, reference: Id[Item], elements: tuple[str, ...], *, drafts: bool = False) -> Item:
    """Return the item that a response object is about.

    Assumption: its change key has to be one, and may be older than the item: nothing of it is overwritten.

    Args:
        elements: those of the items that can be answered so.
        drafts: whether what was not sent can be.

    Raises:
        ItemNotFound, IdMalformed, ChangeKeyInvalid, FolderAccessDenied: as in `named_item`.
        EwsError: it is another kind of item, or a draft.
    """
    item = named_item(call, reference)
    if element_for_class(item.item_class) not in elements or (item.is_draft and not drafts):
        raise EwsError(INVALID_REFERENCE)
    return item
