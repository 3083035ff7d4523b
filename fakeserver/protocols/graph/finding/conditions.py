"""From a ``$filter`` of messages to a criterion.

Sources of what is refused: microsoft-graph-explorer-v4#3957, O365#452, paperweight#1, davmail#518.
"""

from collections.abc import Callable
from datetime import datetime
from operator import eq, ge, gt, le, lt, ne
from typing import Any, Final

from fakeserver.protocols.graph.errors import ASSUMED, GraphError, Row
from fakeserver.protocols.graph.finding.extended_conditions import extended_condition
from fakeserver.protocols.graph.finding.fields import RECIPIENTS, FieldRow, field_of
from fakeserver.protocols.graph.odata.expressions import (
    Call,
    Comparison,
    Expression,
    Joined,
    Literal,
    Not,
    OneOf,
    Path,
    Quantified,
)
from fakeserver.protocols.graph.properties.message import MESSAGE
from fakeserver.tenant.exchange.criteria import Criterion, all_of, any_of, not_met
from fakeserver.tenant.exchange.entities import Item

UNKNOWN: Final = Row(
    400, "RequestBroker--ParseUri", "Could not find a property named '{name}' on type 'microsoft.graph.message'."
)
INVALID_NODES: Final = Row(400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.")
INVALID: Final = Row(400, "BadRequest", "Invalid filter clause")
UNKNOWN_FUNCTION: Final = Row(
    400,
    "BadRequest",
    "Invalid filter clause: An unknown function with name '{name}' was found. This may also be a function import or a "
    "key lookup on a navigation property, which is not allowed.",
    ASSUMED,
)
NO_SUCH_VALUE: Final = Row(400, "ErrorInvalidUrlQueryFilter", "Requested value '{value}' was not found.", ASSUMED)

_OPERATORS: Final[dict[str, Callable[[Any, Any], bool]]] = {"eq": eq, "ne": ne, "gt": gt, "ge": ge, "lt": lt, "le": le}
#: What is meant where the literal stands on the left.
_TURNED: Final = {"gt": "lt", "lt": "gt", "ge": "le", "le": "ge"}
_TEXTS: Final[dict[str, Callable[[str, str], bool]]] = {
    "contains": lambda text, part: part in text,
    "startswith": lambda text, part: text.startswith(part),
    "endswith": lambda text, part: text.endswith(part),
}


def criterion_of(expression: Expression) -> Criterion[Item]:
    """Return what a filter asks of each message.

    Raises:
        GraphError: messages cannot be filtered so.
    """
    match expression:
        case Joined(operator, operands):
            return (all_of if operator == "and" else any_of)(list(map(criterion_of, operands)))
        case Not(operand):
            return not_met(criterion_of(operand))
        case Comparison(operator, left, right):
            return _compared(operator, left, right)
        case OneOf(left, values):
            return any_of([_compared("eq", left, value) for value in values])
        case Call(name, arguments) if name in _TEXTS:
            return _text_found(name, arguments)
        case Call(name, _):
            raise GraphError(UNKNOWN_FUNCTION, name=name[:100])
        case Path():
            row = _field(expression)
            if row.kind is not bool:
                raise GraphError(INVALID)
            read = row.read
            return Criterion(lambda item: bool(read(item)), row.cost)
        case Quantified():
            return _quantified(expression)
        case _:
            raise GraphError(INVALID)


def _compared(operator: str, left: Expression, right: Expression) -> Criterion[Item]:
    if isinstance(left, Literal):
        operator, left, right = _TURNED.get(operator, operator), right, left
    if not isinstance(right, Literal):
        raise GraphError(INVALID)
    if isinstance(left, Call) and left.name in _TEXTS and isinstance(right.value, bool):
        found = _text_found(left.name, left.arguments)
        return found if (operator == "eq") is right.value else not_met(found)
    if isinstance(left, Call) and left.name in ("tolower", "toupper") and len(left.arguments) == 1:
        left = left.arguments[0]
    if not isinstance(left, Path):
        raise GraphError(INVALID)
    row = _field(left)
    value = _value(row, right.value)
    read, compare = row.read, _OPERATORS[operator]
    if row.kind is bool and operator not in ("eq", "ne"):
        raise GraphError(INVALID)
    if value is None:
        return Criterion(lambda item: compare(not read(item), True) if operator in ("eq", "ne") else False, row.cost)
    return Criterion(lambda item: compare(read(item), value), row.cost)


def _value(row: FieldRow, value: Any) -> Any:
    """Return a literal as a property's values compare with it."""
    if value is None:
        if row.kind is not str:
            raise GraphError(INVALID)
        return None
    if row.kind is bool and isinstance(value, bool):
        return value
    if row.kind is datetime and isinstance(value, datetime):
        return value
    if row.kind is str and isinstance(value, str):
        if row.words and value.lower() not in row.words:
            raise GraphError(NO_SUCH_VALUE, value=value[:100])
        return value if row.exact else value.lower()
    raise GraphError(INVALID)


def _text_found(name: str, arguments: tuple[Expression, ...]) -> Criterion[Item]:
    if len(arguments) != 2 or not isinstance(arguments[1], Literal) or not isinstance(arguments[1].value, str):
        raise GraphError(INVALID)
    left = arguments[0]
    if isinstance(left, Call) and left.name in ("tolower", "toupper") and len(left.arguments) == 1:
        left = left.arguments[0]
    if not isinstance(left, Path):
        raise GraphError(INVALID)
    row = _field(left)
    if row.kind is not str or row.words:
        raise GraphError(INVALID)
    wanted, read, is_met = arguments[1].value.lower(), row.read, _TEXTS[name]
    return Criterion(lambda item: is_met(read(item), wanted), row.cost)


def _field(path: Path) -> FieldRow:
    row = field_of(str(path))
    if row is not None:
        return row
    head = path.names[0]
    if head.lower() in RECIPIENTS or head.lower() == "internetmessageheaders":
        # Collections have no properties of their own.
        raise GraphError(INVALID)
    if MESSAGE.property(head) is None and head not in MESSAGE.navigation:
        raise GraphError(UNKNOWN, name=head[:100])
    raise GraphError(INVALID_NODES)


def _quantified(expression: Quantified) -> Criterion[Item]:
    head = str(expression.path).lower()
    if head in ("singlevalueextendedproperties", "multivalueextendedproperties"):
        return extended_condition(expression)
    if head != "categories":
        _field_or_collection(expression.path)
        raise GraphError(INVALID_NODES)
    if expression.condition is None:
        return Criterion(lambda item: bool(item.get("categories")))
    is_met = _of_category(expression.variable, expression.condition)
    quantifier = any if expression.quantifier == "any" else all
    return Criterion(lambda item: quantifier(is_met(one.lower()) for one in item.get("categories") or ()))


def _field_or_collection(path: Path) -> None:
    head = path.names[0]
    known = head.lower() in RECIPIENTS or MESSAGE.property(head) is not None or head in MESSAGE.navigation
    if not known:
        raise GraphError(UNKNOWN, name=head[:100])


def _of_category(variable: str, condition: Expression) -> Callable[[str], bool]:
    """Return what is asked of a category, in lower case."""
    match condition:
        case Comparison(operator, Path((name,)), Literal(str(value))) if name == variable and operator in ("eq", "ne"):
            wanted, compare = value.lower(), _OPERATORS[operator]
            return lambda category: compare(category, wanted)
        case Call(function, (Path((name,)), Literal(str(value)))) if name == variable and function in _TEXTS:
            part, is_met = value.lower(), _TEXTS[function]
            return lambda category: is_met(category, part)
        case Joined(operator, operands):
            each = [_of_category(variable, operand) for operand in operands]
            quantifier = all if operator == "and" else any
            return lambda category: quantifier(is_met(category) for is_met in each)
        case Not(operand):
            inner = _of_category(variable, operand)
            return lambda category: not inner(category)
        case _:
            raise GraphError(INVALID_NODES)
