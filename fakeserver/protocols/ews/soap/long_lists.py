"""Long lists in requests: their entries are read in steps, before whoever reads the list asks for them.

A list of thousands takes long to read, and is read deep within its item. So each entry's outcome is kept until it is
asked for there; a refusal is raised there as well, in the order that errors have.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.steps import Steps, in_batches

#: Entries from which on a list is long.
LONG: Final = 128

#: Name of a list in Clark notation -> name of its entries -> what reads one.
_LISTS: Final[dict[str, dict[str, Callable[[Element], Any]]]] = {}


class _Refused:
    """An entry that cannot be read."""

    def __init__(self, error: Exception) -> None:
        self.error = error


#: Entries that were read, and not asked for yet. An element stays itself as long as it is kept.
_OUTCOMES: Final[dict[Element, Any]] = {}


def may_be_long(name: str, entry: str, read: Callable[[Element], Any]) -> None:
    """Say how the entries of a list are read that may be long, e.g. ``t:Member`` in ``t:Members``."""
    _LISTS.setdefault(t(name), {})[t(entry)] = read


@contextmanager
def read_ahead(part: Element) -> Iterator[Steps[None]]:
    """Give the steps in which the long lists in a part of a request are read; what is not asked for is dropped."""
    kept: list[Element] = []

    def steps() -> Steps[None]:
        for found in part.iter(*_LISTS):
            readers = _LISTS[found.tag]
            entries = [entry for entry in found if entry.tag in readers] if len(found) > LONG else []
            kept.extend(entries)
            yield from in_batches(entries, partial(_read, readers))

    try:
        yield steps()
    finally:
        for entry in kept:
            _OUTCOMES.pop(entry, None)


def entry_of(element: Element, read: Callable[[Element], Any]) -> Any:
    """Return what an entry of a list says, read before or now.

    Raises:
        Violation, EwsError: what reading it raises.
    """
    found = _OUTCOMES.pop(element, None) if _OUTCOMES else None
    if isinstance(found, _Refused):
        raise found.error
    return read(element) if found is None else found


def _read(readers: Mapping[str, Callable[[Element], Any]], entries: Sequence[Element]) -> None:
    for entry in entries:
        try:
            _OUTCOMES[entry] = readers[entry.tag](entry)
        except Exception as error:  # noqa: BLE001  raised again where the entry is asked for
            _OUTCOMES[entry] = _Refused(error)
