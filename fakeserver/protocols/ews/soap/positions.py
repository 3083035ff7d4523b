"""Line and position of an element or an attribute in a request, as .NET's XmlReader counts: from 1, in characters.

lxml knows lines only, so the text is parsed a second time, by expat. That costs as much as the first time, and is done
only for a fault.
"""

import re
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from lxml import etree

from fakeserver.steps import Pace, Steps

#: Octets that expat is given at once.
_CHUNK: Final = 16_384
#: Octets of a start tag behind which nothing is looked for; the last known place is reported.
_LONGEST_TAG: Final = 1024 * 1024
#: Elements that are counted before the clock is read again.
_BETWEEN_LOOKS: Final = 1024
_NAMES = re.compile(rb"""(?<![^\s=/<>"'])([^\s=/<>"']++)\s*+=\s*(?:"[^"]*"|'[^']*')""")


@dataclass(frozen=True)
class Place:
    """A place in a request: an element, its end, or one of its attributes; or a known line and position."""

    element: etree._Element | None = None
    #: its name, in Clark notation
    attribute: str = ""
    #: the element's end, where the service notices a wrong text or a missing child
    at_end: bool = False
    line: int = 1
    position: int = 1


def position_of(place: Place, request: bytes) -> Steps[tuple[int, int]]:
    """Return line and position, in steps.

    Assumption: as .NET counts. An element and its end are where its name begins, after ``<`` or ``</``; the end of an
    empty element is where the element is.
    """
    if place.element is None:
        return place.line, place.position
    found = _Search((yield from _number_of(place.element)))
    yield from found.read(request)
    offset = found.end if place.at_end and request.startswith(b"</", found.end) else found.start
    if place.attribute:
        return _counted(request, _attribute(request, offset, place.attribute.rpartition("}")[2].encode()))
    return _counted(request, offset + (2 if request.startswith(b"</", offset) else 1))


def _number_of(element: etree._Element) -> Steps[int]:
    """Return how many elements begin before this one."""
    pace = Pace()
    for number, one in enumerate(element.getroottree().getroot().iter("*")):
        if one is element:
            return number
        if not number % _BETWEEN_LOOKS and pace.is_over():
            yield
    return 0


class _Search:
    """Finds where the element with a number, counted from the beginning, starts and ends, as offsets of ``<``."""

    def __init__(self, wanted: int) -> None:
        self.start = self.end = 0
        self._wanted = wanted
        self._seen = self._depth = 0
        self._inside = -1
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._started
        self._parser.EndElementHandler = self._ended

    def read(self, request: bytes) -> Steps[None]:
        """Read a request until the element has ended."""
        pace = Pace()
        try:
            for begin in range(0, len(request), _CHUNK):
                self._parser.Parse(request[begin : begin + _CHUNK], False)
                # A start tag without end is read again with each piece that comes.
                if self.end or begin - self._parser.CurrentByteIndex > _LONGEST_TAG:
                    return
                if pace.is_over():
                    yield
        except expat.ExpatError:
            # expat refuses what lxml accepted: the last known place is reported.
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
    """Return the offset of an attribute in a start tag, or of the element's name where there is no such attribute."""
    for found in _NAMES.finditer(request, start):
        if found[1].rpartition(b":")[2] == name:
            return found.start()
    return start + 1


def _counted(request: bytes, offset: int) -> tuple[int, int]:
    """Return line and position of an octet. Lines end as in XML: by CR LF, LF, or CR alone."""
    before = request[:offset].removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lines = before.count(b"\n")
    # Requests in other encodings are counted as UTF-8 too; an octet that is invalid there counts as one character.
    return lines + 1, len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
