"""Why a series has no appointment with a number."""

from enum import Enum, auto


class Missing(Enum):
    """Why there is none."""

    #: the pattern has none: the number is none, or behind the end
    NEVER_WAS = auto()
    DELETED = auto()
