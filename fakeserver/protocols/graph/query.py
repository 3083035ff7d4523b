"""The options of a query: which there are, and what a page is.

Source: learn.microsoft.com/graph/query-parameters
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from fakeserver.digits import number_in
from fakeserver.protocols.graph.errors import ASSUMED, REPORTED, GraphError, Row
from fakeserver.wire import pairs

UNKNOWN_OPTION: Final = Row(400, "BadRequest", "The query parameter '{name}' is not supported.", ASSUMED)
TWICE: Final = Row(
    400,
    "BadRequest",
    "Query option '{name}' was specified more than once, but it must be specified at most once.",
    ASSUMED,
)
TOP_EXCEEDED: Final = Row(
    400,
    "BadRequest",
    "The query specified in the URI is not valid. The limit of '{limit}' for Top query has been exceeded. The value "
    "from the incoming request is '{value}'.",
    REPORTED,
)
NOT_A_NUMBER: Final = Row(
    400,
    "BadRequest",
    "Invalid value '{value}' for {name} query option found. The {name} query option requires a "
    "non-negative integer value.",
    ASSUMED,
)
NOT_A_BOOLEAN: Final = Row(
    400,
    "BadRequest",
    "Invalid value '{value}' for $count query option found. Valid values are 'true' or 'false'.",
    ASSUMED,
)
TOP_ZERO: Final = Row(
    400,
    "ErrorInvalidUrlQuery",
    "The value '{value}' is not valid for the $top query option. It must be 1 or more.",
    ASSUMED,
)

#: Of messages and folders.
MOST: Final = 1000
_MOST_DIGITS: Final = 9
DEFAULT_PAGE: Final = 10


@dataclass(frozen=True)
class Page:
    """Which part of a list is asked for."""

    skip: int
    top: int
    #: whether ``@odata.count`` is wanted
    counted: bool

    def is_past(self, total: int) -> bool:
        """Say whether the list ends with this part."""
        return self.skip + self.top >= total


class Query(Mapping[str, str]):
    """The options of a request by name, in lower case; each stands once.

    Args:
        text: the raw query string.
        known: what the operation reads.

    Raises:
        GraphError: an option of OData's is not read here, or stands twice.
    """

    def __init__(self, text: str, known: frozenset[str] = frozenset()) -> None:
        self._options: dict[str, str] = {}
        #: parameters that mean nothing here; OData lets them be (part 2, section 5.2)
        self.ignored: list[str] = []
        for name, value in pairs(text):
            key = name.lower()
            if key.startswith("$") and key not in known:
                raise GraphError(UNKNOWN_OPTION, name=name[:100])
            if key not in known:
                self.ignored.append(name[:100])
                continue
            if key in self._options:
                raise GraphError(TWICE, name=name[:100])
            self._options[key] = value

    def __getitem__(self, name: str) -> str:
        return self._options[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._options)

    def __len__(self) -> int:
        return len(self._options)

    def page(self, preferred: int = 0, most: int = MOST, default: int = DEFAULT_PAGE) -> Page:
        """Return the page that is asked for.

        Args:
            preferred: the size by ``Prefer: odata.maxpagesize``; 0: none.

        Raises:
            GraphError: ``$top``, ``$skip`` or ``$count`` has no such value.
        """
        top = self._number("$top", min(preferred, most) or default)
        if top > most:
            raise GraphError(TOP_EXCEEDED, limit=most, value=self["$top"][:50])
        if top == 0:
            raise GraphError(TOP_ZERO, value=0)
        return Page(self._number("$skip", 0), top, self.flag("$count"))

    def flag(self, name: str) -> bool:
        """Return a boolean option, False where it is not there.

        Raises:
            GraphError: it is neither ``true`` nor ``false``.
        """
        text = self._options.get(name, "false")
        if text.lower() not in ("true", "false"):
            raise GraphError(NOT_A_BOOLEAN, value=text[:50])
        return text.lower() == "true"

    def _number(self, name: str, default: int) -> int:
        text = self._options.get(name)
        if text is None:
            return default
        number = number_in(text, _MOST_DIGITS)
        if number is None:
            raise GraphError(NOT_A_NUMBER, name=name, value=text[:50])
        return number
