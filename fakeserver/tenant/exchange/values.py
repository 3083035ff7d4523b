"""The small values that items are made of; every protocol speaks about them, none owns them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class DeleteMode(StrEnum):
    """What becomes of something deleted (EWS DeleteType)."""

    #: gone from every view
    HARD = "HardDelete"
    #: moved to the Recoverable Items folder "Deletions"
    SOFT = "SoftDelete"
    #: moved to Deleted Items
    MOVE_TO_DELETED = "MoveToDeletedItems"


@dataclass(frozen=True, slots=True)
class EmailAddress:
    """A name and an SMTP address; either may be empty."""

    name: str = ""
    address: str = ""

    @property
    def display(self) -> str:
        """The name, or the address where there is none, as DisplayTo lists it."""
        return self.name or self.address


@dataclass(frozen=True, slots=True)
class Body:
    """An item's body."""

    #: "HTML" or "Text", as EWS says BodyType
    kind: str
    content: str


class ExtendedPropertyKey(NamedTuple):
    """What names a MAPI property that EWS reaches by ExtendedFieldURI.

    One property has one key, in whichever form a client named it: property sets stand as lower-case GUIDs.
    """

    #: GUID of the property set, lower case; None for a tagged property
    property_set: str | None
    #: the name, the id (dispid), or the tag
    name: str | int
    #: EWS name of the type, e.g. "String", "IntegerArray"
    property_type: str
