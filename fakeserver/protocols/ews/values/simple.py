"""The types of properties: how a value is written, read, and compared. This module has those that are plain text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from fakeserver.protocols.ews.errors import INVALID_VALUE, EwsError
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.datatypes import XS_STRING, Datatype, simple
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, non_empty
from fakeserver.protocols.ews.soap.time_zone_context import in_utc, zoned
from fakeserver.protocols.ews.soap.writing import (
    Enclosed,
    Xml,
    boolean,
    element,
    escape,
    moment,
    precise_moment,
    text,
)
from fakeserver.protocols.ews.values import spelling
from fakeserver.protocols.ews.values.spelling import Spelling
from fakeserver.protocols.ews.values.strict import check_attributes, only, plain_text

#: Maximum of characters in texts of FindItem, in sort keys and in some properties.
MAX_FOUND: Final = 255


@dataclass(frozen=True)
class ValueType:
    """A type of properties, or of the parts of one."""

    #: (element with prefix, value) -> the element
    write: Callable[[str, Any], Xml]
    #: the element of a request -> the value; raises Violation where it is against the schema, EwsError where it is
    #: invalid for other reasons
    read: Callable[[Element], Any]
    #: a constant of a restriction -> what `comparable` values compare with; None: not to be searched.
    constant: Callable[[str], Any] | None = None
    #: the value as it compares: one value or a list of which any may fit
    comparable: Callable[[Any], Any] = lambda value: value
    #: as `write`, where FindItem shows less than GetItem
    write_found: Callable[[str, Any], Xml] | None = None
    #: as `write`, where times are to be in milliseconds; None: there are none
    write_precise: Callable[[str, Any], Xml] | None = None
    #: what its elements hold
    datatype: Datatype = XS_STRING
    #: whether it has one value
    is_single: bool = True

    def writer(self, *, finding: bool = False, precise: bool = False) -> Callable[[str, Any], Xml]:
        """Return the way to write a value: for FindItem, or with times in milliseconds."""
        return (precise and self.write_precise) or (finding and self.write_found) or self.write


def invalid_value() -> EwsError:
    """Return the error for a value that a property cannot have."""
    return EwsError(INVALID_VALUE)


def parsed(spelled: Spelling, node: Element, given: str, where: str = "") -> Any:
    """Return the value of a text in an element, or in its attribute ``where``.

    Raises:
        Violation: it is not valid for its type.
    """
    try:
        return spelled.parse(given)
    except ValueError as error:
        raise schema.not_spelled(node, spelled.datatype, str(error), where) from error


def midnight(moment_: datetime) -> datetime:
    """Return the beginning, in UTC, of the day that a moment is on by its own clock."""
    return datetime(moment_.year, moment_.month, moment_.day, tzinfo=UTC)


def plain(spelled: Spelling, write: Callable[[str, Any], Xml] | None = None) -> ValueType:
    """Return the type of elements that contain a text and nothing else."""

    def constant(given: str) -> Any:
        try:
            return spelled.parse(given)
        except ValueError as error:
            raise invalid_value() from error

    spell = spelled.spell
    return ValueType(
        write or (lambda name, value: text(name, spell(value))),
        lambda node: parsed(spelled, node, plain_text(node)),
        constant,
        datatype=simple(spelled.datatype, spelled.words),
    )


def enumeration(name: str, words: Mapping[str, Any]) -> ValueType:
    """Return the type of properties that have an enumeration's values; they are compared by their order.

    Args:
        name, words: as in `spelling.one_of`.
    """
    of_words = plain(spelling.one_of(name, words))
    word_of = {value: word for word, value in words.items()}
    # MAPI stores numbers, by which the service compares and sorts: low importance is 0, normal 1, high 2.
    rank_of_word = {word: rank for rank, word in enumerate(words)}
    rank_of = {value: rank_of_word[word] for value, word in word_of.items()}

    def constant(given: str) -> int:
        if given not in words:
            raise invalid_value()
        return rank_of_word[given]

    return replace(of_words, write=Enclosed(word_of.__getitem__), constant=constant, comparable=rank_of.__getitem__)


def _beginning(value: str) -> Xml:
    return escape(value[:MAX_FOUND])


def _read_non_empty(node: Element) -> str:
    check_attributes(node)
    return non_empty(node)


def _write_wall_clock(name: str, value: datetime) -> Xml:
    return text(name, value.isoformat(timespec="seconds").replace("+00:00", "Z"))


STRING: Final = ValueType(Enclosed(escape), plain_text, str, write_found=Enclosed(_beginning))
#: t:NonEmptyStringType
NON_EMPTY: Final = replace(STRING, read=_read_non_empty)
BOOLEAN: Final = plain(spelling.BOOLEAN, boolean)
INTEGER: Final = plain(spelling.INTEGER, Enclosed("{:d}".format))
LONG: Final = plain(spelling.LONG, Enclosed("{:d}".format))
DOUBLE: Final = plain(spelling.DOUBLE)
#: For these two, restrictions may have any text and any number as constants.
LANGUAGE: Final = replace(plain(spelling.LANGUAGE), constant=str)
REMINDER_MINUTES: Final = replace(plain(spelling.REMINDER_MINUTES, INTEGER.write), constant=INTEGER.constant)
_LOCAL_DATE_TIME: Final = plain(spelling.DATE_TIME, Enclosed(moment))
_LOCAL_DATE: Final = plain(spelling.DATE)
#: Without an offset these two are in the request's time zone; `restrictions` does the same for its constants.
DATE_TIME: Final = replace(
    _LOCAL_DATE_TIME,
    read=lambda node: in_utc(_LOCAL_DATE_TIME.read(node), node),
    write_precise=Enclosed(precise_moment),
)
#: A day of tasks, as midnight in UTC: the time is cut off (exchangelib's CHANGELOG, 3.3.0). Assumption: it is the day
#: on the clock that the client writes by ([MS-OXOTASK] has it so in the store).
DAY: Final = replace(DATE_TIME, read=lambda node: midnight(_LOCAL_DATE_TIME.read(node)))
#: With the offset of the clock that shows it.
WALL_CLOCK: Final = replace(DATE_TIME, write=_write_wall_clock, write_precise=None)
DATE: Final = replace(_LOCAL_DATE, read=lambda node: zoned(_LOCAL_DATE.read(node), node))
BINARY: Final = plain(spelling.OCTETS, Enclosed(spelling.OCTETS.spell))


# --- several words -----------------------------------------------------------------------------------------------


def _write_strings(name: str, values: list[str]) -> Xml:
    return element(name, *(text("t:String", value) for value in values))


def _read_strings(node: Element) -> list[str]:
    check_attributes(node)
    return [plain_text(child) for child in only(node, [t("String")])]


STRINGS: Final = ValueType(
    _write_strings,
    _read_strings,
    str,
    list,
    is_single=False,
    datatype=Datatype("t:ArrayOfStringsType", children={"String": XS_STRING}, many=True),
)
