"""Attributes that have one of a few words."""

from collections.abc import Collection
from typing import Final

from fakeserver.protocols.ews.soap.names import TYPES
from fakeserver.protocols.ews.soap.reading import Element, attribute, violation
from fakeserver.tenant.exchange.values import DeleteMode

#: DisposalType -> what it means.
DISPOSALS: Final = {
    "HardDelete": DeleteMode.HARD,
    "SoftDelete": DeleteMode.SOFT,
    "MoveToDeletedItems": DeleteMode.MOVE_TO_DELETED,
}


def choice(element: Element, name: str, allowed: Collection[str], datatype: str) -> str:
    """Return an attribute whose value must be one of some words.

    Args:
        datatype: its type in types.xsd, which the fault names.

    Raises:
        SoapFault: it is missing, or another word.
    """
    value = attribute(element, name)
    if value not in allowed:
        raise violation(
            element,
            f"The '{name}' attribute is invalid - The value '{value[:100]}' is invalid according to its datatype "
            f"'{TYPES}:{datatype}' - The Enumeration constraint failed.",
        )
    return value
