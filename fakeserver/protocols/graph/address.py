"""The path of a request, taken apart: segments, with keys in either form, and the ways to one thing made one.

``/users('id')/mailFolders('inbox')/messages`` is ``/users/id/mailFolders/inbox/messages``. Names compare without case,
keys with it.

Source: OData 4.01 part 2, section 4; learn.microsoft.com/graph/use-the-api
"""

import re
from typing import Final
from urllib.parse import unquote

from fakeserver.protocols.graph.errors import SEGMENT, GraphError

#: ``name('key')``, where a quote in the key is doubled; ``name()`` is a function without parameters, and what others
#: have between their brackets is a key: ``name(one='x',two='y')``.
_PARAMETER: Final = r"\w+=(?:[\w.]*'[^']*'|[^()',]*)"
_KEYED: Final = re.compile(rf"([^()']+)\((?:'((?:[^']|'')*)'|([^()']*|{_PARAMETER}(?:,{_PARAMETER})*))\)")
_NAMESPACE: Final = "microsoft.graph."
#: What may follow a collection's name and is no key.
_OF_COLLECTIONS: Final = frozenset({"delta", "$count", "$ref"})


class Key(str):
    """A segment that is a key, and cannot be a name."""

    __slots__ = ()


def segments_of(path: str) -> list[str]:
    """Split a path below the version; percent-encoding is undone behind the split, so that a key may hold ``%2F``.

    Empty ones are left out: msgraph-sdk begins every path with two slashes, and the service takes that.

    Raises:
        GraphError: there is none.
    """
    segments: list[str] = []
    for raw in filter(None, path.split("/")):
        segment = unquote(raw, errors="strict") if "%" in raw else raw
        segments += _split(segment) if segment.endswith(")") else [_plain(segment)]
    if not segments:
        raise GraphError(SEGMENT, segment="")
    return segments


def _split(segment: str) -> list[str]:
    found = _KEYED.fullmatch(segment)
    if found is None:
        return [segment]
    name, quoted, bare = found.groups()
    if quoted is not None:
        return [_plain(name), Key(quoted.replace("''", "'"))]
    return [_plain(name), Key(bare)] if bare else [_plain(name)]


def _plain(segment: str) -> str:
    return segment[len(_NAMESPACE) :] if segment.lower().startswith(_NAMESPACE) else segment


def shortened(segments: list[str]) -> tuple[list[str], list[str]]:
    """Return a path below a user by its shortest way, and the folders that it was said to lead through.

    A folder below others is a folder, and a message in a folder is a message.
    """
    through: list[str] = []
    while len(segments) > 3 and _is(segments, "mailfolders", 0) and _is(segments, "childfolders", 2):
        if _is_of_collection(segments[3]):
            break
        through.append(segments[1])
        segments = ["mailFolders", Key(segments[3]), *segments[4:]]
    is_message = len(segments) > 3 and _is(segments, "mailfolders", 0) and _is(segments, "messages", 2)
    if is_message and not _is_of_collection(segments[3]):
        through.append(segments[1])
        segments = ["messages", Key(segments[3]), *segments[4:]]
    return segments, through


def _is(segments: list[str], name: str, place: int) -> bool:
    return not isinstance(segments[place], Key) and segments[place].lower() == name


def _is_of_collection(segment: str) -> bool:
    return not isinstance(segment, Key) and segment.lower() in _OF_COLLECTIONS
