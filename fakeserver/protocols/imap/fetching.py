"""The answers to FETCH, message by message, in pieces that are joined once, when they are sent.

Messages are parsed only for ENVELOPE, BODYSTRUCTURE and numbered parts.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby

from fakeserver.protocols.imap.arguments import FetchItem, Section
from fakeserver.protocols.imap.sections import read_section, read_top_section
from fakeserver.protocols.imap.selected import Selected
from fakeserver.protocols.imap.structure import body_structure, envelope
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mime.parts import Part
from fakeserver.tenant.exchange.presentation import Presentation

#: an item -> one short thing about it
Writer = Callable[[Item], bytes]
#: an item -> pieces of its answer
Renderer = Callable[[Item], tuple[bytes, ...]]

#: A client may ask for a hundred sections at once: where they are more than these, those of a message that is larger
#: than so many octets are sent one by one.
_FEW, _LARGE = 4, 64 * 1024

_MONTHS = b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def internal_date(moment: datetime) -> bytes:
    """Write a moment as INTERNALDATE: ``" 7-Feb-1994 21:52:25 +0000"``."""
    at = moment.astimezone(UTC)
    clock = (at.hour, at.minute, at.second)
    return b'"%2d-%b-%04d %02d:%02d:%02d +0000"' % (at.day, _MONTHS[at.month - 1], at.year, *clock)


def answers(
    view: Selected, found: Iterable[tuple[int, Item]], items: tuple[FetchItem, ...], newly_seen: set[int]
) -> Iterator[Sequence[bytes]]:
    """Yield the answer to FETCH for each message, in pieces; that for a large one in several turns.

    Args:
        found: messages with their numbers.
        newly_seen: UIDs of those whose flags are sent although they were not asked for.
    """
    if all(item.kind != "SECTION" for item in items):
        writers = [_WRITERS[item.kind](view, item) for item in items]
        for number, item in found:
            yield (b"* %d FETCH (%b)\r\n" % (number, b" ".join([write(item) for write in writers])),)
        return
    rendering = _renderers(view, items)
    has_flags = any(item.kind == "FLAGS" for item in items)
    for number, item in found:
        pieces = [b"* %d FETCH (" % number]
        is_large = len(rendering) > _FEW and item.size > _LARGE
        for render in rendering:
            pieces += render(item)
            if is_large:
                yield pieces
                pieces = []
        if newly_seen and not has_flags and item.uid in newly_seen:
            pieces.append(b" FLAGS (%b)" % view.flags(item))
        pieces.append(b")\r\n")
        yield pieces


def _renderers(view: Selected, items: tuple[FetchItem, ...]) -> list[Renderer]:
    """Return functions whose pieces, in order, make up the answer, spaces included.

    Short things that stand together are written by one function, which joins them. Each section has its own: its octets
    are not copied before everything is joined, which takes a quarter of the time.
    """
    rendering: list[Renderer] = []
    for is_section, group in groupby(items, lambda item: item.kind == "SECTION"):
        if is_section:
            for item in group:
                rendering.append(_section(view, item, b" " + item.label if rendering else item.label))
        else:
            rendering.append(_joined([_WRITERS[item.kind](view, item) for item in group], b" " if rendering else b""))
    return rendering


def _joined(writers: list[Writer], lead: bytes) -> Renderer:
    return lambda item: (lead + b" ".join([write(item) for write in writers]),)


def _section(view: Selected, wanted: FetchItem, label: bytes) -> Renderer:
    read = _reader(view.presentation, wanted.section)
    origin, length = wanted.partial or (0, None)
    end = None if length is None else origin + length

    def render(item: Item) -> tuple[bytes, ...]:
        octets = read(item)
        if octets is None:
            return (label + b" NIL",)
        if end is not None:
            octets = octets[origin:end]
        return b"%b {%d}\r\n" % (label, len(octets)), octets

    return render


def _reader(shown: Presentation, section: Section) -> Callable[[Item], bytes | None]:
    """Return what reads a section of an item; None for a part that the item does not have."""
    if section.part:
        return lambda item: read_section(shown.root(item), section)
    return (lambda item: read_top_section(shown.mime(item), section)) if section.text else shown.mime


def _uid(view: Selected, wanted: FetchItem) -> Writer:
    return lambda item: b"UID %d" % item.uid


def _flags(view: Selected, wanted: FetchItem) -> Writer:
    return lambda item: b"FLAGS (%b)" % view.flags(item)


def _internal_date(view: Selected, wanted: FetchItem) -> Writer:
    return lambda item: b"INTERNALDATE " + internal_date(item.received_at)


def _size(view: Selected, wanted: FetchItem) -> Writer:
    size_of = view.presentation.size
    return lambda item: b"RFC822.SIZE %d" % size_of(item)


def _parsed(write: Callable[[Part], bytes]) -> Callable[[Selected, FetchItem], Writer]:
    """Make a writer of a message's structure."""
    return lambda view, wanted: lambda item: b"%b %b" % (wanted.label, write(view.presentation.root(item)))


_WRITERS: dict[str, Callable[[Selected, FetchItem], Writer]] = {
    "UID": _uid,
    "FLAGS": _flags,
    "INTERNALDATE": _internal_date,
    "RFC822.SIZE": _size,
    "ENVELOPE": _parsed(envelope),
    "BODYSTRUCTURE": _parsed(body_structure),
    "BODY": _parsed(lambda part: body_structure(part, extended=False)),
}
