"""``singleValueExtendedProperties/any(ep: ep/id eq '...' and ep/value eq '...')`` in a ``$filter``.

One property of MAPI is named by its id, and its value compared, as a text or as what ``cast`` makes of it. Texts
compare without case. Source: learn.microsoft.com/graph/api/singlevaluelegacyextendedproperty-get; what DavMail sends.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from fakeserver.protocols.graph.errors import NOT_PERFORMED, GraphError
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
from fakeserver.protocols.graph.odata.fields import INVALID_NODES
from fakeserver.protocols.graph.odata.operators import FUNCTIONS, ODATA_FUNCTIONS, OPERATORS, SAMENESS, mirrored
from fakeserver.protocols.graph.properties.extended import MULTIPLE, SINGLE, read_id
from fakeserver.tenant.exchange.criteria import Cost, Criterion
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mapi import property as mapi
from fakeserver.tenant.exchange.mapi.values import as_text

#: Says something of a property's value; None: the item has none.
_Says = Callable[[Any], bool]

#: What a value may be cast to, without ``Edm.``, and the types that it has here then.
_CASTS: Final[dict[str, tuple[type, ...]]] = {
    "boolean": (bool,),
    "datetimeoffset": (datetime,),
    "double": (int, float),
    "int16": (int,),
    "int32": (int,),
    "int64": (int,),
    "string": (str,),
}


def extended_criterion(expression: Quantified) -> Criterion[Item] | None:
    """Return what is asked of an extended property; None: another list is asked.

    Raises:
        GraphError: it is of a form that is not read, or no id of a property.
    """
    asked = str(expression.path).lower()
    if asked not in (SINGLE.lower(), MULTIPLE.lower()):
        return None
    condition = expression.condition
    if expression.quantifier != "any" or asked == MULTIPLE.lower() or condition is None:
        raise _not_read(expression)
    operands = condition.operands if isinstance(condition, Joined) and condition.operator == "and" else (condition,)
    ids = [named for each in operands if (named := _named(each, expression.variable)) is not None]
    if len(ids) != 1:
        raise _not_read(expression)
    key = read_id(ids[0], multiple=False).key
    says = [_said(each, expression) for each in operands if _named(each, expression.variable) is None]

    def is_met(item: Item) -> bool:
        value = mapi.value_of(item, key)
        # Assumption: without more than an id, the property has to be there.
        return all(each(value) for each in says) if says else value is not None

    return Criterion(is_met, Cost.HEADER)


def _named(expression: Expression, variable: str) -> str | None:
    """Return the id that ``ep/id eq '...'`` names, either way round; None for anything else."""
    match expression:
        case Comparison("eq", Path((name, part)), Literal(str(named))) | Comparison(
            "eq", Literal(str(named)), Path((name, part))
        ) if name == variable and part.lower() == "id":
            return named
        case _:
            return None


def _said(expression: Expression, whole: Quantified) -> _Says:
    match expression:
        case Joined(operator, operands):
            quantifier = all if operator == "and" else any
            each = [_said(operand, whole) for operand in operands]
            return lambda value: quantifier(says(value) for says in each)
        case Not(operand):
            inner = _said(operand, whole)
            return lambda value: not inner(value)
        case Call(name, (left, Literal(str(part)))) if name in FUNCTIONS and _is_value(left, whole):
            wanted, is_met = part.casefold(), FUNCTIONS[name]
            return lambda value: value is not None and is_met(_text(value), wanted)
        case Call(name, _) if name in ODATA_FUNCTIONS and name not in FUNCTIONS:
            raise GraphError(INVALID_NODES)
        case Comparison(operator, Literal() as left, right) if not isinstance(right, Literal):
            return _compared(mirrored(operator), right, left.value, whole)
        case Comparison(operator, left, Literal(wanted)):
            return _compared(operator, left, wanted, whole)
        case _:
            raise _not_read(whole)


def _compared(operator: str, left: Expression, wanted: Any, whole: Quantified) -> _Says:
    compare = OPERATORS[operator]
    types: tuple[type, ...] = (str,)
    if isinstance(left, Call) and left.name == "cast" and len(left.arguments) == 2:
        left, kind = left.arguments
        types = _CASTS.get(str(kind).lower().removeprefix("edm."), ())
    if not _is_value(left, whole):
        raise _not_read(whole)
    if wanted is None and operator in SAMENESS:
        return lambda value: compare(value, None)
    if not isinstance(wanted, types) or (isinstance(wanted, bool) and bool not in types):
        raise _not_read(whole)
    if isinstance(wanted, str):
        text = wanted.casefold()
        return lambda value: value is not None and compare(_text(value), text)
    # Assumption: a value that is not of the type that it is cast to meets nothing.
    return lambda value: isinstance(value, types) and compare(value, wanted)


def _is_value(expression: Expression, whole: Quantified) -> bool:
    match expression:
        case Path((name, part)):
            return name == whole.variable and part.lower() == "value"
        case _:
            return False


def _text(value: Any) -> str:
    return as_text(value).casefold()


def _not_read(expression: Quantified) -> GraphError:
    return GraphError(NOT_PERFORMED, what=f"$filter by {expression.path} in this form")
