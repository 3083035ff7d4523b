"""The answers to FETCH. What is asked for becomes one list of functions from an item to pieces of the answer, which are
joined once, when they are sent. Messages are parsed only for ENVELOPE, BODYSTRUCTURE and numbered parts.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from fakeserver.protocols.imap.arguments import FetchItem
from fakeserver.protocols.imap.sections import read_section, read_top_section
from fakeserver.protocols.imap.selected import Selected
from fakeserver.protocols.imap.structure import body_structure, envelope
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mime.parts import Part

#: an item -> the pieces of what is said of it
Renderer = Callable[[Item], tuple[bytes, ...]]

_MONTHS = b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def internal_date(moment: datetime) -> bytes:
    """Write a moment as INTERNALDATE: ``" 7-Feb-1994 21:52:25 +0000"``."""
    at = moment.astimezone(UTC)
    clock = (at.hour, at.minute, at.second)
    return b'"%2d-%b-%04d %02d:%02d:%02d +0000"' % (at.day, _MONTHS[at.month - 1], at.year, *clock)


def renderers(view: Selected, items: tuple[FetchItem, ...]) -> list[Renderer]:
    """Return a function for each thing to fetch; what they return stands side by side, spaces included."""
    labels = [item.label if index == 0 else b" " + item.label for index, item in enumerate(items)]
    return [_RENDERERS[item.kind](view, item, label) for item, label in zip(items, labels, strict=True)]


def _uid(view: Selected, wanted: FetchItem, label: bytes) -> Renderer:
    return lambda item: (b"%b %d" % (label, item.uid),)


def _flags(view: Selected, wanted: FetchItem, label: bytes) -> Renderer:
    return lambda item: (b"%b (%b)" % (label, view.flags(item)),)


def _internal_date(view: Selected, wanted: FetchItem, label: bytes) -> Renderer:
    return lambda item: (label, b" ", internal_date(item.received_at))


def _size(view: Selected, wanted: FetchItem, label: bytes) -> Renderer:
    # The real service estimates; ours is exact, which every client takes.
    return lambda item: (b"%b %d" % (label, item.size),)


def _parsed(write: Callable[[Part], bytes]) -> Callable[[Selected, FetchItem, bytes], Renderer]:
    """Make a renderer of a message's structure."""

    def bind(view: Selected, wanted: FetchItem, label: bytes) -> Renderer:
        return lambda item: (label, b" ", write(item.message.root))

    return bind


def _section(view: Selected, wanted: FetchItem, label: bytes) -> Renderer:
    section = wanted.section
    origin, length = wanted.partial or (0, None)
    end = None if length is None else origin + length

    def render(item: Item) -> tuple[bytes, ...]:
        octets = read_section(item.message.root, section) if section.part else read_top_section(item.mime(), section)
        if octets is None:
            return label, b" NIL"
        if end is not None:
            octets = octets[origin:end]
        return b"%b {%d}\r\n" % (label, len(octets)), octets

    return render


_RENDERERS: dict[str, Callable[[Selected, FetchItem, bytes], Renderer]] = {
    "UID": _uid,
    "FLAGS": _flags,
    "INTERNALDATE": _internal_date,
    "RFC822.SIZE": _size,
    "ENVELOPE": _parsed(envelope),
    "BODYSTRUCTURE": _parsed(body_structure),
    "BODY": _parsed(lambda part: body_structure(part, extended=False)),
    "SECTION": _section,
}
