"""What a ``$filter`` consists of."""

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


def paths(expression: Expression) -> list[Path]:
    """Return the properties that an expression names, in order, each time that it does."""
    match expression:
        case Path():
            return [expression]
        case Call(_, arguments):
            return [path for argument in arguments for path in paths(argument)]
        case Comparison(_, left, right):
            return paths(left) + paths(right)
        case OneOf(left, _):
            return paths(left)
        case Not(operand):
            return paths(operand)
        case Joined(_, operands):
            return [path for operand in operands for path in paths(operand)]
        case Quantified(path, _, _, _):
            return [path]
        case _:
            return []
