"""Whose matter a failure is: the first line of what is said of it."""

from enum import Enum


class Blame(Enum):
    """Whose matter a failure is."""

    SERVICE = "the service or its settings"
    PROGRAM = "the program"
    UNKNOWN = "cannot tell"
