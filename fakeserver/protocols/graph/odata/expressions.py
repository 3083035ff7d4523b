"""What a ``$filter`` consists of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True)
class Path:
    """A property, or one inside of another: ``from/emailAddress/address``."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        return "/".join(self.names)


@dataclass(frozen=True)
class Literal:
    """A value as it was written: text, number, truth, moment (aware), or null."""

    value: str | int | float | bool | datetime | None


@dataclass(frozen=True)
class Call:
    """A function of other expressions: ``contains(subject,'x')``; its name is in lower case."""

    name: str
    arguments: "tuple[Expression, ...]"


@dataclass(frozen=True)
class Comparison:
    """``left eq right``, with eq, ne, gt, ge, lt or le."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True)
class OneOf:
    """``left in ('a','b')``."""

    left: "Expression"
    values: tuple[Literal, ...]


@dataclass(frozen=True)
class Not:
    """``not x``."""

    operand: "Expression"


@dataclass(frozen=True)
class Joined:
    """Several, joined by ``and`` or ``or``."""

    operator: str
    operands: "tuple[Expression, ...]"


@dataclass(frozen=True)
class Quantified:
    """``path/any(v: condition)`` or ``all``; without a condition it asks whether there is anything."""

    path: Path
    quantifier: str
    variable: str
    condition: "Expression | None"


Expression: TypeAlias = Path | Literal | Call | Comparison | OneOf | Not | Joined | Quantified


def nodes(expression: Expression, *, of_elements: bool = True) -> Iterator[Expression]:
    """Yield an expression and what it consists of, in the order in which it was written.

    Args:
        of_elements: whether what is asked of the elements of lists is among it.
    """
    yield expression
    parts: tuple[Expression, ...] = ()
    match expression:
        case Call(_, several) | Joined(_, several):
            parts = several
        case Comparison(_, left, right):
            parts = (left, right)
        case OneOf(operand, _) | Not(operand):
            parts = (operand,)
        case Quantified(path, _, _, condition):
            parts = (path,) if condition is None or not of_elements else (path, condition)
    for part in parts:
        yield from nodes(part, of_elements=of_elements)


def paths(expression: Expression) -> list[Path]:
    """Return the properties that an expression names, in order, each time that it does; of a list the list alone."""
    return [node for node in nodes(expression, of_elements=False) if isinstance(node, Path)]
