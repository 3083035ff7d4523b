"""The words of a ``$filter``, with the places where they stand."""

import re
from dataclasses import dataclass
from typing import Final

from fakeserver.protocols.graph.errors import GraphError, Row

#: Assumption: longer ones are refused as too complex. The length is that of the longest recorded one, several times.
LONGEST: Final = 16_384

INVALID: Final = Row(400, "BadRequest", "Invalid filter clause: {why} at position {place} in '{text}'.")
SYNTAX: Final = "Syntax error"

_TOKEN: Final = re.compile(
    r"""\s*(?:
        (?P<text>'(?:[^']|'')*')
      | (?P<moment>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?:Z|[+-]\d\d:\d\d)?)?)(?![\w-])
      | (?P<guid>[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12})
      | (?P<number>-?\d{1,19}(?:\.\d{1,19})?)(?![\w.])
      | (?P<name>[A-Za-z_@$][\w.@]*)
      | (?P<sign>[(),/:])
    )""",
    re.VERBOSE | re.ASCII,
)


@dataclass(frozen=True)
class Token:
    """One word."""

    #: text, moment, guid, number, name or sign; ``end`` behind the last one
    kind: str
    text: str
    #: the first character's place in the clause
    place: int

    @property
    def number(self) -> int | float:
        """The value of a number."""
        return float(self.text) if "." in self.text else int(self.text)


def tokens(text: str) -> list[Token]:
    """Split a clause into words; the last one says that it ends.

    Raises:
        GraphError: there is something that is no word, or it is too long.
    """
    if len(text) > LONGEST:
        raise invalid(SYNTAX, LONGEST, text[:100])
    found: list[Token] = []
    place = 0
    end = len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            rest = text[place:end]
            start = place + len(rest) - len(rest.lstrip())
            why = (
                "There is an unterminated string literal"
                if text[start] == "'"
                else f"Syntax error: character '{text[start]}' is not valid"
            )
            raise invalid(why, start, text)
        kind = match.lastgroup
        found.append(Token(kind, match[kind], match.start(kind)))
        place = match.end()
    return [*found, Token("end", "", len(text))]


def invalid(why: str, place: int, text: str) -> GraphError:
    """Return the error for a clause that cannot be read."""
    return GraphError(INVALID, why=why, place=place, text=text[:1000])
