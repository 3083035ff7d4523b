"""The kinds of values that conditions and actions of rules have: what they may contain, how they are read and written.

A value that the schema does not allow is a Violation; one that the service does not is an `InvalidField`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from fakeserver.protocols.ews.operations.inbox_rules.errors import InvalidField
from fakeserver.protocols.ews.properties.item import IMPORTANCE as IMPORTANCES
from fakeserver.protocols.ews.properties.item import SENSITIVITY as SENSITIVITIES
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import TEXT, ComplexType, complex_type, each, list_type
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, boolean_of, content
from fakeserver.protocols.ews.soap.writing import Xml, boolean, date_time, element, joined, number, text
from fakeserver.protocols.ews.values import spelling
from fakeserver.protocols.ews.values.simple import DATE_TIME, INTEGER, ValueType, plain
from fakeserver.tenant.exchange.inbox_rules.predicates import MAX_SIZE, MAX_TEXT, DateRange, FlaggedFor, SizeRange
from fakeserver.tenant.exchange.mailbox import Mailbox


@dataclass(frozen=True)
class Place:
    """Whose rule is read."""

    call: Call
    mailbox: Mailbox


@dataclass(frozen=True)
class Kind:
    """A kind of values."""

    type: ComplexType
    #: raises Violation, InvalidField
    read: Callable[[Place, Element], Any]
    #: (element with prefix, value) -> the element
    write: Callable[[str, Any], Xml]


def never(code: str, of_type: ComplexType) -> Kind:
    """Return the kind of what no rule here can have."""

    def read(place: Place, node: Element) -> Any:
        raise InvalidField(code, "".join(map(str, node.itertext())).strip())

    def write(name: str, value: Any) -> Xml:
        raise AssertionError(f"no rule has {name}")

    return Kind(of_type, read, write)


def _read_strings(place: Place, node: Element) -> tuple[str, ...]:
    given = tuple(content(child) for child in node)
    if not given or not all(given):
        raise InvalidField("EmptyValueFound")
    for one in given:
        if len(one) > MAX_TEXT:
            raise InvalidField("StringValueTooBig", one)
    return given


def _write_strings(name: str, values: tuple[str, ...]) -> Xml:
    return element(name, *(text("t:String", value) for value in values))


def _of(values: ValueType) -> Kind:
    return Kind(TEXT, lambda place, node: values.read(node), values.write)


def _bound(node: Element, name: str, values: ValueType) -> Any:
    found = node.find(t(name))
    return None if found is None else values.read(found)


def _read_dates(place: Place, node: Element) -> DateRange:
    start: datetime | None = _bound(node, "StartDateTime", DATE_TIME)
    end: datetime | None = _bound(node, "EndDateTime", DATE_TIME)
    if start is None and end is None:
        raise InvalidField("MissingRangeValue")
    if start is not None and end is not None and start > end:
        raise InvalidField("InvalidDateRange", f"{start:%Y-%m-%dT%H:%M:%SZ} - {end:%Y-%m-%dT%H:%M:%SZ}")
    return DateRange(start, end)


def _write_dates(name: str, value: DateRange) -> Xml:
    bounds = {"t:StartDateTime": value.start, "t:EndDateTime": value.end}
    return element(name, joined(date_time(bound, at) for bound, at in bounds.items() if at is not None))


def _read_sizes(place: Place, node: Element) -> SizeRange:
    minimum: int | None = _bound(node, "MinimumSize", INTEGER)
    maximum: int | None = _bound(node, "MaximumSize", INTEGER)
    given = [size for size in (minimum, maximum) if size is not None]
    if not given:
        raise InvalidField("MissingRangeValue")
    if min(given) < 0:
        raise InvalidField("SizeLessThanZero", str(min(given)))
    # Assumption: the code for what is too large.
    if max(given) > MAX_SIZE or given != sorted(given):
        raise InvalidField("InvalidSizeRange", " - ".join(map(str, given)))
    return SizeRange(minimum, maximum)


def _write_sizes(name: str, value: SizeRange) -> Xml:
    bounds = {"t:MinimumSize": value.minimum, "t:MaximumSize": value.maximum}
    return element(name, joined(number(bound, size) for bound, size in bounds.items() if size is not None))


STRINGS: Final = Kind(list_type({"t:String": TEXT}), _read_strings, _write_strings)
FLAG: Final = Kind(TEXT, lambda place, node: boolean_of(node), boolean)
IMPORTANCE: Final = _of(IMPORTANCES)
SENSITIVITY: Final = _of(SENSITIVITIES)
FLAGGED_FOR: Final = _of(
    plain(
        spelling.one_of(
            "FlaggedForActionType",
            {
                "Any": FlaggedFor.ANY,
                "Call": FlaggedFor.CALL,
                "DoNotForward": FlaggedFor.DO_NOT_FORWARD,
                "FollowUp": FlaggedFor.FOLLOW_UP,
                "FYI": FlaggedFor.FYI,
                "Forward": FlaggedFor.FORWARD,
                "NoResponseNecessary": FlaggedFor.NO_RESPONSE_NECESSARY,
                "Read": FlaggedFor.READ,
                "Reply": FlaggedFor.REPLY,
                "ReplyToAll": FlaggedFor.REPLY_TO_ALL,
                "Review": FlaggedFor.REVIEW,
            },
        )
    )
)
DATES: Final = Kind(complex_type(elements=each("t:StartDateTime t:EndDateTime", TEXT)), _read_dates, _write_dates)
SIZES: Final = Kind(complex_type(elements=each("t:MinimumSize t:MaximumSize", TEXT)), _read_sizes, _write_sizes)
