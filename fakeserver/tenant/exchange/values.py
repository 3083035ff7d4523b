"""The small values that items are made of; every protocol shares them."""

from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum, auto
from typing import NamedTuple

from fakeserver.tenant.moved import moved


class DeleteMode(Enum):
    """What becomes of something deleted."""

    #: gone from every view
    HARD = auto()
    #: moved to the Recoverable Items folder "Deletions"
    SOFT = auto()
    #: moved to Deleted Items
    MOVE_TO_DELETED = auto()


@dataclass(frozen=True, slots=True)
class EmailAddress:
    """A name and an SMTP address; either may be empty."""

    name: str = ""
    address: str = ""
    #: EWS id of the contact or the list that a new recipient stands for; empty for any other
    item_id: str = ""

    @property
    def display(self) -> str:
        """The name, or the address where there is none, as DisplayTo lists it."""
        return self.name or self.address


class TextFormat(StrEnum):
    """How a body is written: the subtype of text in MIME."""

    PLAIN = "plain"
    HTML = "html"


@moved({"kind": "format"})
@dataclass(frozen=True, slots=True)
class Body:
    """An item's body."""

    format: TextFormat
    content: str


@dataclass(frozen=True, slots=True)
class FileReference:
    """A file that is attached by naming where it lies, e.g. in OneDrive."""

    #: its address
    url: str | None = None
    #: which service keeps it, e.g. ``OneDrivePro``, and where that is
    provider: str | None = None
    provider_url: str | None = None
    thumbnail_url: str | None = None
    preview_url: str | None = None
    #: what its readers may do, numbers of that service
    permission: int | None = None
    original_permission: int | None = None
    is_folder: bool | None = None

    @property
    def content(self) -> bytes:
        """The octets that are here: none."""
        return b""


class Importance(StrEnum):
    """How important the author says it is."""

    LOW = auto()
    NORMAL = auto()
    HIGH = auto()


class Sensitivity(StrEnum):
    """How the author asks readers to treat it."""

    NORMAL = auto()
    PERSONAL = auto()
    PRIVATE = auto()
    CONFIDENTIAL = auto()


class PropertyType(IntEnum):
    """The types of MAPI properties that have values, by their codes. Source: [MS-OXCDATA] 2.11.1."""

    INTEGER_16 = 0x0002
    INTEGER_32 = 0x0003
    FLOATING_32 = 0x0004
    FLOATING_64 = 0x0005
    CURRENCY = 0x0006
    FLOATING_TIME = 0x0007
    BOOLEAN = 0x000B
    INTEGER_64 = 0x0014
    STRING = 0x001F
    TIME = 0x0040
    GUID = 0x0048
    BINARY = 0x0102


class ExtendedPropertyKey(NamedTuple):
    """What names a MAPI property.

    One property has one key, in whichever form a client named it: property sets stand as lower-case GUIDs.
    """

    #: GUID of the property set, lower case; None for a tagged property
    property_set: str | None
    #: the name, the id (dispid), or the tag
    name: str | int
    property_type: PropertyType
    #: whether it holds several values of that type
    multiple: bool = False
