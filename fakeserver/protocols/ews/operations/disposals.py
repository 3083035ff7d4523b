"""DeleteType: where items and folders go when they are deleted."""

from typing import Final

from fakeserver.protocols.ews.soap.enumerations import Enumeration
from fakeserver.protocols.ews.soap.reading import Element, word_attribute
from fakeserver.tenant.exchange.values import DeleteMode

#: DisposalType -> what it means.
DISPOSALS: Final = {
    "HardDelete": DeleteMode.HARD,
    "SoftDelete": DeleteMode.SOFT,
    "MoveToDeletedItems": DeleteMode.MOVE_TO_DELETED,
}
DISPOSAL: Final = Enumeration("DisposalType", DISPOSALS)


def delete_mode(element: Element) -> DeleteMode:
    """Return what an operation's DeleteType asks for.

    Raises:
        Violation: it is missing or none of the three.
    """
    return DISPOSALS[word_attribute(element, "DeleteType", DISPOSAL)]
