"""What a filter may ask of entities, and what they are sorted by: fields, by their paths.

A type's table says which these are; the rest of its properties is refused as the service refuses it. Texts compare
without case, as Exchange compares them.

Sources: graph-explorer-v4#3957 and GD#2933 for nodes that are not allowed, GD#562 for lists, GD#62 for sorting,
paperweight#1 for names that are none; the library's own texts for types that do not fit.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum, auto
from typing import Any, Final, Generic, TypeAlias, TypeVar

from fakeserver.protocols.graph.errors import GraphError, Row
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
from fakeserver.protocols.graph.odata.filters import read_filter
from fakeserver.protocols.graph.odata.orders import read_orders

T = TypeVar("T")
Judge: TypeAlias = Callable[[T], bool]

INVALID_NODES: Final = Row(400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.")
NO_PROPERTY: Final = Row(400, "RequestBroker--ParseUri", "Could not find a property named '{name}' on type '{type}'.")
NO_SINGLE: Final = Row(400, "BadRequest", "The $orderby expression must evaluate to a single value of primitive type.")
UNFIT: Final = Row(400, "BadRequest", "Invalid filter clause: {why}")
NO_ORDER: Final = Row(400, "ErrorInvalidUrlQueryOrderBy", "OrderBy not supported.")


class Kind(Enum):
    """What a field's values are."""

    TEXT = auto()
    #: a text whose case matters
    EXACT = auto()
    #: a time in a text, which compares as the moment
    CLOCK = auto()
    #: one of several words
    CODED = auto()
    TRUTH = auto()
    NUMBER = auto()
    MOMENT = auto()


#: Of those that are no texts: what they are in a filter, and their types of OData's.
_LITERALS: Final[Mapping[Kind, tuple[Any, str]]] = {
    Kind.TRUTH: (bool, "Edm.Boolean"),
    Kind.NUMBER: (int | float, "Edm.Int32"),
    Kind.MOMENT: (datetime, "Edm.DateTimeOffset"),
}
#: Operator -> what OData's library calls it.
_COMPARISONS: Final = {
    "eq": "Equal",
    "ne": "NotEqual",
    "gt": "GreaterThan",
    "ge": "GreaterThanOrEqual",
    "lt": "LessThan",
    "le": "LessThanOrEqual",
}
_ALL: Final = frozenset(_COMPARISONS)
_SAMENESS: Final = frozenset({"eq", "ne"})
_MIRRORED: Final = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
_FUNCTIONS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "startswith": str.startswith,
    "contains": lambda whole, part: part in whole,
}


@dataclass(frozen=True)
class Field(Generic[T]):
    """One value of an entity.

    Args:
        read: returns it: a text, a boolean, a number, or a moment with a zone; None where it is not there.
        members: the words of one that is coded.
        is_equal_only: whether it can only be compared for being the same, and no function takes it.
    """

    kind: Kind
    read: Callable[[T], Any]
    members: frozenset[str] = frozenset()
    is_equal_only: bool = False

    def value(self, owner: T) -> Any:
        """Return the value in the form in which values compare."""
        return self.folded(self.read(owner))

    def folded(self, value: Any) -> Any:
        """Return a value in the form in which values compare."""
        return value.casefold() if self.kind in (Kind.TEXT, Kind.CODED) and isinstance(value, str) else value


@dataclass(frozen=True)
class Listed(Generic[T]):
    """A list in an entity.

    Args:
        read: returns its elements.
        fields: what may be asked of an element, by its path in it; an empty one is the element itself.
    """

    read: Callable[[T], Iterable[Any]]
    fields: Mapping[str, Field[Any]]


@dataclass(frozen=True)
class Fields(Generic[T]):
    """What may be asked of entities of a type.

    Args:
        type: its name.
        names: of all its properties, in lower case.
        singles: by their paths, in lower case.
        lists: by their paths, in lower case.
        moment: reads the text of a time; one without an offset is in UTC.
        quantified: reads a condition on a list that is none of these; None: nothing is to be asked of that one.

    Raises:
        ValueError: of ``moment``: it is none.
    """

    type: str
    names: frozenset[str]
    singles: Mapping[str, Field[T]]
    lists: Mapping[str, Listed[T]] = field(default_factory=dict)
    moment: Callable[[str], datetime] = datetime.fromisoformat
    quantified: Callable[[Quantified], Judge[T] | None] = lambda node: None

    def judge(self, text: str) -> Judge[T]:
        """Return what says whether an entity is one that a filter asks for.

        Raises:
            GraphError: it is no filter, or asks what is not to be asked.
        """
        return self._judge(read_filter(text), self._field)

    def sorted(self, owners: Sequence[T], text: str) -> list[T]:
        """Return entities in an order; what is not there comes first, and what is alike stays as it is.

        Raises:
            GraphError: they do not sort by that.
        """
        found = list(owners)
        for path, is_descending in reversed(read_orders(text)):
            one = self.singles.get(str(path).lower())
            if one is None:
                raise self._no_order(path)
            keyed = one.value
            found.sort(
                key=lambda owner, keyed=keyed: _placed(keyed(owner)),  # type: ignore[misc]
                reverse=is_descending,
            )
        return found

    def _no_order(self, path: Path) -> GraphError:
        if path.names[0].lower() in self.names and len(path.names) == 1:
            return GraphError(NO_SINGLE)
        return GraphError(NO_ORDER)

    def _field(self, path: Path) -> Field[T]:
        found = self.singles.get(str(path).lower())
        if found is not None:
            return found
        self._check_known(path)
        raise GraphError(INVALID_NODES)

    def _check_known(self, path: Path) -> None:
        if path.names[0].lower() not in self.names:
            raise GraphError(NO_PROPERTY, name=path.names[0][:100], type=self.type)
        if len(path.names) > 1 and path.names[0].lower() in self.lists:
            raise _unfit(
                f"The parent value for a property access of a property '{path.names[1][:100]}' is not a single value. "
                "Property access can only be applied to a single value."
            )

    def _judge(self, node: Expression, known: Callable[[Path], Field[Any]]) -> Judge[Any]:
        match node:
            case Joined(operator, operands):
                judges = [self._judge(each, known) for each in operands]
                joined = all if operator == "and" else any
                return lambda owner: joined(judge(owner) for judge in judges)
            case Not(operand):
                judge = self._judge(operand, known)
                return lambda owner: not judge(owner)
            case Comparison(operator, left, right):
                return self._compared(operator, left, right, known)
            case Call():
                return self._called(node, known)
            case OneOf(left, values):
                same = [self._compared("eq", left, value, known) for value in values]
                return lambda owner: any(judge(owner) for judge in same)
            case Quantified():
                return self._quantified(node)
            case Path():
                one = known(node)
                if one.kind is Kind.TRUTH:
                    return lambda owner: bool(one.read(owner))
            case Literal(bool() as constant):
                return lambda owner: constant
            case Literal():
                pass
        raise _unfit("The $filter expression must evaluate to a single boolean value.")

    def _compared(
        self, operator: str, left: Expression, right: Expression, known: Callable[[Path], Field[Any]]
    ) -> Judge[Any]:
        if isinstance(left, Literal):
            left, right, operator = right, left, _MIRRORED.get(operator, operator)
        if not isinstance(right, Literal):
            raise GraphError(INVALID_NODES)
        if not isinstance(left, Path):
            if isinstance(left, Literal) or not isinstance(right.value, bool) or operator not in _SAMENESS:
                raise GraphError(INVALID_NODES)
            judge, wanted = self._judge(left, known), right.value is (operator == "eq")
            return lambda owner: judge(owner) is wanted
        one = known(left)
        if operator not in (_SAMENESS if one.kind in (Kind.TRUTH, Kind.CODED, Kind.EXACT) else _ALL):
            raise GraphError(INVALID_NODES)
        if one.is_equal_only and operator != "eq":
            raise GraphError(INVALID_NODES)
        value = self._literal(one, right, operator)
        return lambda owner: _holds(operator, one.value(owner), value)

    def _literal(self, one: Field[Any], given: Literal, operator: str) -> Any:
        """Return what a field is compared with."""
        value = given.value
        if value is None:
            return None
        wanted, type_name = _LITERALS.get(one.kind, (str, "Edm.String"))
        if not isinstance(value, wanted) or isinstance(value, bool) is not (wanted is bool):
            raise _unfit(
                "A binary operator with incompatible types was detected. Found operand types "
                f"'{type_name}' and '{_type_of(value)}' for operator kind '{_COMPARISONS[operator]}'."
            )
        if one.kind is Kind.CLOCK:
            try:
                at = self.moment(str(value))
                return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
            except (ValueError, OverflowError) as problem:
                raise GraphError(INVALID_NODES) from problem
        if one.kind is Kind.CODED and one.folded(value) not in {member.casefold() for member in one.members}:
            raise _unfit(f"The string '{str(value)[:100]}' is not a valid enumeration type constant.")
        return one.folded(value)

    def _called(self, node: Call, known: Callable[[Path], Field[Any]]) -> Judge[Any]:
        function = _FUNCTIONS.get(node.name)
        match node.arguments:
            case (Path() as path, Literal(str() as text)) if function is not None:
                one = known(path)
                if one.kind is not Kind.TEXT or one.is_equal_only:
                    raise GraphError(INVALID_NODES)
                part = one.folded(text)
                return lambda owner: (value := one.value(owner)) is not None and function(value, part)
        raise GraphError(INVALID_NODES)

    def _quantified(self, node: Quantified) -> Judge[Any]:
        named = self.lists.get(str(node.path).lower())
        if named is None and (other := self.quantified(node)) is not None:
            return other
        if named is None:
            self._check_known(node.path)
            raise GraphError(INVALID_NODES)
        if node.quantifier != "any":
            raise GraphError(INVALID_NODES)
        read, fields, variable = named.read, named.fields, node.variable.lower()
        if node.condition is None:
            return lambda owner: any(True for _ in read(owner))

        def within(path: Path) -> Field[Any]:
            one = fields.get("/".join(path.names[1:]).lower()) if path.names[0].lower() == variable else None
            if one is None:
                raise GraphError(INVALID_NODES)
            return one

        judge = self._judge(node.condition, within)
        return lambda owner: any(judge(element) for element in read(owner))


def _unfit(why: str) -> GraphError:
    return GraphError(UNFIT, why=why)


def _type_of(value: Any) -> str:
    match value:
        case bool():
            return "Edm.Boolean"
        case int():
            return "Edm.Int32"
        case float():
            return "Edm.Double"
        case datetime():
            return "Edm.DateTimeOffset"
        case _:
            return "Edm.String"


def _placed(value: Any) -> tuple[bool, Any]:
    return (False, 0) if value is None else (True, value)


def _holds(operator: str, value: Any, wanted: Any) -> bool:
    if operator in _SAMENESS:
        return bool((value == wanted) is (operator == "eq"))
    if value is None or wanted is None:
        return False
    match operator:
        case "gt":
            return bool(value > wanted)
        case "ge":
            return bool(value >= wanted)
        case "lt":
            return bool(value < wanted)
        case _:
            return bool(value <= wanted)
