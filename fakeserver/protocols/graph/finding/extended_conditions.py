"""``singleValueExtendedProperties/any(ep: ep/id eq '...' and ep/value eq '...')`` in a ``$filter``.

Texts compare without case, and a property that is not there meets nothing but ``ep/value eq null``.
Sources: learn.microsoft.com/graph/api/singlevaluelegacyextendedproperty-get; DavMail, which casts values to the types
that it compares them as.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from operator import eq, ge, gt, le, lt, ne
from typing import Any, Final

from fakeserver.protocols.graph.errors import NOT_PERFORMED, GraphError, Row
from fakeserver.protocols.graph.odata.expressions import (
    Call,
    Comparison,
    Expression,
    Joined,
    Literal,
    Not,
    Path,
    Quantified,
)
from fakeserver.protocols.graph.properties.extended import SINGLE, read_id
from fakeserver.tenant.exchange.criteria import Cost, Criterion
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mapi.property import value_of
from fakeserver.tenant.exchange.mapi.values import parsed
from fakeserver.tenant.exchange.values import ExtendedPropertyKey, PropertyType

INVALID: Final = Row(400, "BadRequest", "Invalid filter clause")

#: Says of a property's value, None where there is none, whether it is wanted.
_Test = Callable[[Any], bool]
_OPERATORS: Final[dict[str, Callable[[Any, Any], bool]]] = {"eq": eq, "ne": ne, "gt": gt, "ge": ge, "lt": lt, "le": le}
_TEXTS: Final[dict[str, Callable[[str, str], bool]]] = {
    "contains": lambda text, part: part in text,
    "startswith": lambda text, part: text.startswith(part),
    "endswith": lambda text, part: text.endswith(part),
}
#: What values may be cast to, without ``Edm.`` and in lower case.
_CASTS: Final = frozenset("boolean byte int16 int32 int64 single double decimal string datetimeoffset guid".split())
#: Of the body, which takes longest to read.
_BODIES: Final = frozenset({0x1000, 0x1013})


def extended_condition(expression: Quantified) -> Criterion[Item]:
    """Return what is asked of an extended property.

    Raises:
        GraphError: it is of a form that is not read; the id is none; a value is not of the property's type.
    """
    if str(expression.path).lower() != SINGLE.lower() or expression.quantifier != "any":
        raise GraphError(NOT_PERFORMED, what=f"$filter by {expression.path}/{expression.quantifier}")
    asked = expression.condition
    parts = asked.operands if isinstance(asked, Joined) and asked.operator == "and" else (asked,)
    named, rest = list[str](), list[Expression]()
    for part in parts:
        match part:
            case Comparison("eq", Path((variable, name)), Literal(str(value))) if name.lower() == "id":
                _check_variable(expression, variable)
                named.append(value)
            case None:
                raise GraphError(INVALID)
            case _:
                rest.append(part)
    if len(named) != 1:
        raise GraphError(INVALID)
    key = read_id(named[0], multiple=False).key
    tests = [_test(one, key, expression) for one in rest] or [lambda value: value is not None]

    def met_by(item: Item) -> bool:
        value = _comparable(value_of(item, key))
        return all(is_met(value) for is_met in tests)

    return Criterion(met_by, _cost(key))


def _test(asked: Expression, key: ExtendedPropertyKey, whole: Quantified) -> _Test:
    match asked:
        case Joined(operator, operands):
            each = [_test(one, key, whole) for one in operands]
            joined = all if operator == "and" else any
            return lambda value: joined(is_met(value) for is_met in each)
        case Not(operand):
            inner = _test(operand, key, whole)
            return lambda value: not inner(value)
        case Comparison(operator, left, Literal(constant)):
            _check_value(left, whole)
            return _comparison(operator, constant, key)
        case Call(name, (left, Literal(str(part)))) if name in _TEXTS and key.property_type is PropertyType.STRING:
            _check_value(left, whole)
            is_met, wanted = _TEXTS[name], part.lower()
            return lambda value: value is not None and is_met(value, wanted)
        case _:
            raise GraphError(INVALID)


def _comparison(operator: str, constant: Any, key: ExtendedPropertyKey) -> _Test:
    if constant is None:
        if operator not in ("eq", "ne"):
            raise GraphError(INVALID)
        return lambda value: (value is None) == (operator == "eq")
    wanted, compare = _constant(constant, key.property_type), _OPERATORS[operator]
    if key.property_type in (PropertyType.BINARY, PropertyType.BOOLEAN, PropertyType.GUID) and operator not in (
        "eq",
        "ne",
    ):
        raise GraphError(INVALID)
    return lambda value: value is not None and compare(value, wanted)


def _constant(constant: Any, kind: PropertyType) -> Any:
    """Return a literal as a value of the property's type: all values are texts, whatever they are cast to."""
    if isinstance(constant, datetime):
        if kind is not PropertyType.TIME:
            raise GraphError(INVALID)
        return _comparable(constant)
    text = str(constant).lower() if isinstance(constant, bool) else str(constant)
    try:
        return _comparable(parsed(text, kind))
    except ValueError as problem:
        raise GraphError(INVALID) from problem


def _comparable(value: Any) -> Any:
    if isinstance(value, str):
        return value.lower()
    if isinstance(value, datetime):
        # Answers have whole seconds.
        aware = value if value.tzinfo is not None else value.replace(tzinfo=UTC)
        return aware.replace(microsecond=0)
    return value


def _check_value(operand: Expression, whole: Quantified) -> None:
    """Refuse what is not the value, as it is or cast to a type."""
    match operand:
        case Call("cast", (inner, Path((kind,)))) if kind.lower().removeprefix("edm.") in _CASTS:
            _check_value(inner, whole)
        case Call("tolower" | "toupper", (inner,)):
            _check_value(inner, whole)
        case Path((variable, name)) if name.lower() == "value":
            _check_variable(whole, variable)
        case _:
            raise GraphError(INVALID)


def _check_variable(whole: Quantified, variable: str) -> None:
    if variable != whole.variable:
        raise GraphError(INVALID)


def _cost(key: ExtendedPropertyKey) -> Cost:
    if key.property_set is not None:
        return Cost.FACTS
    return Cost.BODY if key.name in _BODIES else Cost.HEADER
