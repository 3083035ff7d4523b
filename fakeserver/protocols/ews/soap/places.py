"""Where in a request's text an element or an attribute stands, as .NET's XmlReader counts: both from 1, in characters.

lxml knows lines and no columns, so the text is read a second time, by expat. That costs as much as the first time, and
is done only for a fault.
"""

import re
from dataclasses import dataclass
from xml.parsers import expat

from lxml import etree

_NAMES = re.compile(rb"""([^\s=/<>"']+)\s*=\s*(?:"[^"]*"|'[^']*')""")


@dataclass(frozen=True)
class Place:
    """A place in a request: of an element, of one of its attributes, or of its end; or a known one."""

    element: etree._Element | None = None
    #: its name, as lxml has it
    attribute: str = ""
    #: where a text or a list of elements ends, which is where the service sees what is wrong with it
    at_end: bool = False
    line: int = 1
    position: int = 1


def position_of(place: Place, request: bytes) -> tuple[int, int]:
    """Return line and position.

    Assumption: as .NET counts. An element or its end stands where its name begins, behind ``<`` or ``</``; the end of
    an empty one where the element itself stands.
    """
    if place.element is None:
        return place.line, place.position
    root = place.element.getroottree().getroot()
    index = next((number for number, one in enumerate(root.iter("*")) if one is place.element), 0)
    found = _Search(request, index)
    offset = found.end if place.at_end and request.startswith(b"</", found.end) else found.start
    if place.attribute:
        return _counted(request, _attribute(request, offset, place.attribute.rpartition("}")[2].encode()))
    return _counted(request, offset + (2 if request.startswith(b"</", offset) else 1))


class _Search:
    """Finds where the element with a number, counted from the beginning, starts and ends: offsets of ``<``."""

    def __init__(self, request: bytes, index: int) -> None:
        self.start = self.end = 0
        self._wanted = index
        self._seen = self._depth = 0
        self._inside = -1
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._started
        self._parser.EndElementHandler = self._ended
        try:
            self._parser.Parse(request, True)
        except expat.ExpatError:
            # What lxml takes and expat does not is reported at the last place that is known.
            return

    def _started(self, _name: str, _attributes: dict[str, str]) -> None:
        if self._seen == self._wanted:
            self.start = self._parser.CurrentByteIndex
            self._inside = self._depth
        self._seen += 1
        self._depth += 1

    def _ended(self, _name: str) -> None:
        self._depth -= 1
        if self._depth == self._inside:
            self.end, self._inside = self._parser.CurrentByteIndex, -1


def _attribute(request: bytes, start: int, name: bytes) -> int:
    """Return the offset of an attribute in a start tag, or of the element's name where it is not there."""
    for found in _NAMES.finditer(request, start):
        if found[1].rpartition(b":")[2] == name:
            return found.start()
    return start + 1


def _counted(request: bytes, offset: int) -> tuple[int, int]:
    """Return line and position of an octet; a line ends as XML has it: CR LF, LF, or CR alone."""
    before = request[:offset].removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lines = before.count(b"\n")
    # In an encoding other than UTF-8 each octet is a character; such a text may happen to be UTF-8 as well.
    return lines + 1, len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
