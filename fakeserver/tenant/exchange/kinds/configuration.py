"""What programs keep in a folder about themselves: named settings, in a dictionary, as XML, or as any octets.

Source: [MS-OXOCFG] 2.2.1 to 2.2.4.
"""

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any

#: What the item class of such an item begins with; its name follows.
CLASS_PREFIX = "IPM.Configuration."


class EntryType(StrEnum):
    """What a key or a value of a dictionary is."""

    DATE_TIME = auto()
    BOOLEAN = auto()
    #: 0 to 255
    BYTE = auto()
    STRING = auto()
    INTEGER_32 = auto()
    UNSIGNED_32 = auto()
    INTEGER_64 = auto()
    UNSIGNED_64 = auto()
    STRINGS = auto()
    OCTETS = auto()


@dataclass(frozen=True, slots=True)
class Entry:
    """A key or a value: aware datetime, bool, int, str, tuple of str, or bytes, as its type says."""

    type: EntryType
    value: Any
