"""``$filter`` of folders: by their names alone."""

import re
from collections.abc import Callable
from typing import Final

from fakeserver.protocols.graph.errors import GraphError, Row
from fakeserver.tenant.exchange.entities import Folder

INVALID_FILTER: Final = Row(400, "BadRequest", "Invalid filter clause")

_TEXT: Final = r"'((?:[^']|'')*)'"
_COMPARED: Final = re.compile(rf"\s*displayName\s+(eq|ne)\s+{_TEXT}\s*", re.IGNORECASE)
_CALLED: Final = re.compile(rf"\s*(startswith|contains)\s*\(\s*displayName\s*,\s*{_TEXT}\s*\)\s*", re.IGNORECASE)


def read_folder_filter(text: str) -> Callable[[Folder], bool]:
    """Read a filter of folders; names compare without case.

    Raises:
        GraphError: it is of another form.
    """
    found = _COMPARED.fullmatch(text) or _CALLED.fullmatch(text)
    if found is None:
        raise GraphError(INVALID_FILTER)
    asked, wanted = found[1].lower(), found[2].replace("''", "'").casefold()
    match asked:
        case "eq":
            return lambda folder: folder.display_name.casefold() == wanted
        case "ne":
            return lambda folder: folder.display_name.casefold() != wanted
        case "startswith":
            return lambda folder: folder.display_name.casefold().startswith(wanted)
        case _:
            return lambda folder: wanted in folder.display_name.casefold()
