"""The text of ``$expand``: ``name(option;option),name``, and the one form of ``$filter`` that its options have.

Source: OData 4.01 part 2, section 5.1.2
"""

from collections.abc import Collection
from typing import Final

from fakeserver.protocols.graph.errors import ASSUMED, GraphError, Row
from fakeserver.protocols.graph.odata.expressions import Comparison, Expression, Joined, Literal, Path
from fakeserver.protocols.graph.odata.filters import read_filter

NO_SYNTAX: Final = Row(400, "BadRequest", "Parsing OData Select and Expand failed: Syntax error in '{text}'.", ASSUMED)
OPTION: Final = Row(
    400, "BadRequest", "Parsing OData Select and Expand failed: The query option '{name}' is not supported.", ASSUMED
)
#: The text is that of other filters (davmail#518); what else there may be in this place is not known.
FILTER: Final = Row(400, "BadRequest", "Invalid filter clause: only id eq '...' is supported in $expand.", ASSUMED)
FILTER_NEEDED: Final = Row(
    400,
    "BadRequest",
    "The $filter option with the ids of extended properties is missing in $expand.",
    ASSUMED,
    fix="$expand=singleValueExtendedProperties($filter=id eq 'String 0x007D')",
)

#: Names that one $expand has, and ids in a filter.
_MOST: Final = 200


def split_expand(text: str) -> list[tuple[str, str]]:
    """Split ``name(options),name``, where options may have commas, brackets and quoted texts in them.

    Raises:
        GraphError: a bracket or a quote is missing, or there are too many names.
    """
    split: list[tuple[str, str]] = []
    for item in _parts(text, ","):
        name, bracket, options = item.partition("(")
        if bracket and not options.endswith(")"):
            raise GraphError(NO_SYNTAX, text=item[:100])
        split.append((name.strip(), options.removesuffix(")")))
    return split


def options_in(text: str, known: Collection[str]) -> dict[str, str]:
    """Return options by their names, with ``$`` and in lower case.

    Raises:
        GraphError: one is not among those that are known, or stands twice.
    """
    found: dict[str, str] = {}
    for part in _parts(text, ";"):
        name, _, value = part.partition("=")
        key = name.strip().lower()
        if key not in known or key in found:
            raise GraphError(OPTION, name=name[:100])
        found[key] = value.strip()
    return found


def ids_in(text: str | None, *, needed: bool = False) -> list[str]:
    """Return the ids in a filter of the form ``id eq '...' or id eq '...'``.

    Raises:
        GraphError: it has another form, or is not there though it is needed.
    """
    if text is None:
        if needed:
            raise GraphError(FILTER_NEEDED)
        return []
    asked = read_filter(text)
    several = asked.operands if isinstance(asked, Joined) and asked.operator == "or" else (asked,)
    if len(several) > _MOST:
        raise GraphError(FILTER)
    return [_id_in(one) for one in several]


def _id_in(asked: Expression) -> str:
    match asked:
        case Comparison("eq", Path((*_, name)), Literal(str(value))) if name.lower() == "id":
            return value
        case _:
            raise GraphError(FILTER)


def _parts(text: str, separator: str) -> list[str]:
    items, depth, quoted, begun = list[str](), 0, False, 0
    for place, letter in enumerate(text):
        if letter == "'":
            quoted = not quoted
        elif not quoted and letter in "()":
            depth += 1 if letter == "(" else -1
        elif not quoted and letter == separator and depth == 0:
            items.append(text[begun:place])
            begun = place + 1
        if depth < 0:
            break
    items.append(text[begun:])
    if depth or quoted or len(items) > _MOST:
        raise GraphError(NO_SYNTAX, text=text[:100])
    return [item.strip() for item in items if item.strip()]
