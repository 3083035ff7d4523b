"""What is said of a dataclass's fields: the ``#:`` comments above them, as Sphinx reads them."""

import re
from dataclasses import is_dataclass
from functools import cache
from inspect import getsource
from typing import Final

_NOTE: Final = "#:"
_FIELD: Final = re.compile(r"(\w+)\s?:")


def field_notes(kind: type) -> dict[str, str]:
    """Return the comments of a dataclass's fields, those that it inherits too, by the fields' names.

    Without its source there are none.
    """
    notes: dict[str, str] = {}
    for each in reversed(kind.__mro__):
        if is_dataclass(each):
            notes |= _own(each)
    return notes


@cache
def _own(kind: type) -> dict[str, str]:
    try:
        lines = getsource(kind).splitlines()
    except OSError:
        return {}
    notes: dict[str, str] = {}
    said: list[str] = []
    for line in map(str.strip, lines):
        if line.startswith(_NOTE):
            said.append(line.removeprefix(_NOTE).strip())
            continue
        if said and (field := _FIELD.match(line)) is not None:
            notes[field[1]] = " ".join(said)
        said.clear()
    return notes
