"""From a ``$filter`` to what is asked of each entity.

What does not fit is told in the words of OData's own library, which the service passes on.
Sources: davmail#518 and OpenAEV/collectors#564 for these; msgraph-sdk-java#967 for a function of what is no text.
"""

from datetime import UTC, datetime
from typing import Any, Final, Generic, TypeVar

from fakeserver.protocols.graph.errors import GraphError
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
from fakeserver.protocols.graph.odata.fields import Field, Fields, Kind, Listed
from fakeserver.protocols.graph.odata.operators import (
    NAMES,
    ODATA_FUNCTIONS,
    OPERATORS,
    SAMENESS,
    mirrored,
)
from fakeserver.tenant.exchange.criteria import Criterion, all_of, any_of, not_met

T = TypeVar("T")
#: Of those that are no texts: what they are in a filter, and their types of OData's.
_LITERALS: Final[dict[Kind, tuple[Any, str]]] = {
    Kind.TRUTH: (bool, "Edm.Boolean"),
    Kind.NUMBER: (int | float, "Edm.Int32"),
    Kind.MOMENT: (datetime, "Edm.DateTimeOffset"),
}
_STRING: Final = (str, "Edm.String")


def criterion_of(fields: Fields[T], expression: Expression) -> Criterion[T]:
    """Return what a filter asks of each entity.

    Raises:
        GraphError: it asks what is not to be asked.
    """
    return _Reader(fields).criterion(expression)


class _Reader(Generic[T]):
    """Reads conditions on an entity."""

    def __init__(self, fields: Fields[T]) -> None:
        self._fields = fields

    def known(self, path: Path) -> Field[T]:
        """Return the field that a path leads to."""
        return self._fields.field(path)

    def quantified(self, node: Quantified) -> Criterion[T]:
        """Return what is asked of the elements of a list."""
        listed = self._fields.lists.get(str(node.path).lower())
        if listed is None:
            other = self._fields.quantified(node)
            if other is not None:
                return other
            raise self._fields.not_to_be_asked(node.path)
        if node.quantifier != "any":
            # Assumption: of lists only this one is performed.
            raise self._fields.invalid(node)
        read = listed.read
        if node.condition is None:
            return Criterion(lambda owner: any(True for _ in read(owner)), listed.cost)
        is_met = _ElementReader(self._fields, listed, node.variable).criterion(node.condition).met_by
        return Criterion(lambda owner: any(map(is_met, read(owner))), listed.cost)

    def is_collection(self, path: Path) -> bool:
        """Say whether a path leads to a list."""
        return self._fields.is_collection(path)

    def criterion(self, node: Expression) -> Criterion[T]:
        """Return what is asked."""
        match node:
            case Joined(operator, operands):
                return (all_of if operator == "and" else any_of)(list(map(self.criterion, operands)))
            case Not(operand):
                return not_met(self.criterion(operand))
            case Comparison(operator, left, right):
                return self._compared(operator, left, right)
            case OneOf(left, values):
                return any_of([self._compared("eq", left, value) for value in values])
            case Call(name, arguments):
                return self._called(name, arguments)
            case Quantified():
                return self.quantified(node)
            case Path():
                one = self.known(node)
                if one.kind is Kind.TRUTH:
                    read = one.read
                    return Criterion(lambda owner: bool(read(owner)), one.cost)
            case Literal(bool() as constant):
                return Criterion(lambda _: constant)
            case Literal():
                pass
        raise self._fields.refusal("The $filter expression must evaluate to a single boolean value.")

    def _compared(self, operator: str, left: Expression, right: Expression) -> Criterion[T]:
        if isinstance(left, Literal):
            left, right, operator = right, left, mirrored(operator)
        if not isinstance(right, Literal) or isinstance(left, Literal):
            raise self._fields.invalid(left)
        if not isinstance(left, Path):
            asked = self.criterion(left)
            if not isinstance(right.value, bool) or operator not in SAMENESS:
                raise self._fields.invalid(left)
            return asked if right.value is (operator == "eq") else not_met(asked)
        if self.is_collection(left):
            raise self._fields.refusal(
                f"The operand for a binary operator '{NAMES[operator]}' is not a single value. Binary operators "
                "require both operands to be single values."
            )
        one = self.known(left)
        wanted = self._wanted(left, one, right.value, operator)
        is_same_only = one.kind in (Kind.TRUTH, Kind.CODED, Kind.EXACT)
        if (is_same_only and operator not in SAMENESS) or not one.is_taken_by(operator):
            raise self._fields.invalid(left)
        read, compare = one.comparable(), OPERATORS[operator]
        if operator in SAMENESS:
            return Criterion(lambda owner: compare(read(owner), wanted), one.cost)
        if wanted is None:
            return Criterion(lambda _: False)
        return Criterion(lambda owner: (value := read(owner)) is not None and compare(value, wanted), one.cost)

    def _wanted(self, left: Path, one: Field[Any], value: Any, operator: str) -> Any:
        """Return what a field is compared with, as its values compare."""
        if value is None:
            return "" if one.is_text and operator in SAMENESS else None
        wanted, type_name = _LITERALS.get(one.kind, _STRING)
        if not isinstance(value, wanted) or isinstance(value, bool) is not (wanted is bool):
            raise self._fields.refusal(
                "A binary operator with incompatible types was detected. Found operand types "
                f"'{type_name}' and '{_type_of(value)}' for operator kind '{NAMES[operator]}'."
            )
        if one.kind is Kind.CLOCK:
            try:
                at = self._fields.moment(str(value))
                return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
            except (ValueError, OverflowError) as problem:
                raise self._fields.invalid(left) from problem
        if not one.is_text:
            return value
        text = str(value).casefold()
        if one.kind is Kind.CODED and text not in {member.casefold() for member in one.members}:
            raise self._fields.refusal(f"The string '{str(value)[:100]}' is not a valid enumeration type constant.")
        return text

    def _called(self, name: str, arguments: tuple[Expression, ...]) -> Criterion[T]:
        function = self._fields.functions.get(name)
        if function is None:
            if name in ODATA_FUNCTIONS:
                raise self._fields.invalid(Call(name, arguments))
            raise self._fields.refusal(
                f"An unknown function with name '{name[:100]}' was found. This may also be a function import or a key "
                "lookup on a navigation property, which is not allowed."
            )
        match arguments:
            case (Path() as path, Literal(str() as part)):
                one = self._text(name, path)
                read, wanted = one.comparable(), part.casefold()
                return Criterion(lambda owner: function(read(owner), wanted), one.cost)
            case (_, _):
                raise self._fields.invalid(Call(name, arguments))
        raise self._no_signature(name)

    def _text(self, function: str, path: Path) -> Field[Any]:
        """Return the field that a function is asked of."""
        if self.is_collection(path):
            raise self._fields.refusal(
                f"The argument for an invocation of a function with name '{function}' is not a single value. All "
                "arguments for this function must be single values."
            )
        one = self.known(path)
        if one.kind in _LITERALS or one.kind is Kind.CODED:
            raise self._no_signature(function)
        if one.kind is not Kind.TEXT or not one.is_taken_by(function):
            raise self._fields.invalid(path)
        return one

    def _no_signature(self, function: str) -> GraphError:
        return self._fields.refusal(
            f"No function signature for the function with name '{function}' matches the specified arguments. The "
            f"function signatures considered are: {function}(Edm.String Nullable=true, Edm.String Nullable=true)."
        )


class _ElementReader(_Reader[Any]):
    """Reads conditions on an element of a list, which a variable stands for."""

    def __init__(self, fields: Fields[Any], listed: Listed[Any], variable: str) -> None:
        super().__init__(fields)
        self._of_element, self._variable = listed.fields, variable.lower()

    def known(self, path: Path) -> Field[Any]:
        """Return the field of the element."""
        name, *rest = path.names
        one = self._of_element.get("/".join(rest).lower()) if name.lower() == self._variable else None
        if one is None:
            raise self._fields.invalid(path)
        return one

    def quantified(self, node: Quantified) -> Criterion[Any]:
        """Refuse a list inside of a list."""
        raise self._fields.invalid(node)

    def is_collection(self, path: Path) -> bool:
        """Say that no element is a list."""
        return False


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
