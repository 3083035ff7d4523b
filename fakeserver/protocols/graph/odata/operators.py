"""What compares two values in a ``$filter``: operators and functions."""

from collections.abc import Callable, Mapping
from operator import eq, ge, gt, le, lt, ne
from typing import Any, Final

OPERATORS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "eq": eq,
    "ne": ne,
    "gt": gt,
    "ge": ge,
    "lt": lt,
    "le": le,
}
#: What OData's library calls them.
NAMES: Final = {
    "eq": "Equal",
    "ne": "NotEqual",
    "gt": "GreaterThan",
    "ge": "GreaterThanOrEqual",
    "lt": "LessThan",
    "le": "LessThanOrEqual",
}
#: Those that ask whether two values are the same.
SAMENESS: Final = frozenset({"eq", "ne"})
#: Functions that Exchange performs. ``endswith`` is not among them: msgraph-docs#4331, msgraph-sdk-dotnet#2572.
FUNCTIONS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "contains": lambda text, part: part in text,
    "startswith": str.startswith,
}
#: Functions of the directory: of users and other objects in it.
DIRECTORY_FUNCTIONS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "startswith": str.startswith,
    "endswith": str.endswith,
}
#: All functions of OData; whatever else is called is none. Source: OData 4.01 part 2, section 5.1.1.
ODATA_FUNCTIONS: Final = frozenset(
    (
        "cast ceiling concat contains date day endswith floor fractionalseconds geo.distance geo.intersects geo.length "
        "hour indexof isof length maxdatetime mindatetime minute month now round second startswith substring time "
        "tolower totaloffsetminutes totalseconds toupper trim year"
    ).split()
)
_MIRRORED: Final = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}


def mirrored(operator: str) -> str:
    """Return the operator that says the same with its sides exchanged."""
    return _MIRRORED.get(operator, operator)
