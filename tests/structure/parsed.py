"""Regular expressions as `re` parses them."""

from collections.abc import Iterator
from re import _constants as opcodes  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

__all__ = ["opcodes", "parse", "within"]


def parse(pattern: str | bytes, flags: int = 0) -> Any:
    """Return an expression as pairs of an operation and its argument."""
    return _parser.parse(pattern, flags)


def within(argument: Any) -> Iterator[Any]:
    """Yield the expressions inside of an operation's argument: what it repeats or groups, and alternatives."""
    if isinstance(argument, _parser.SubPattern):
        yield argument
    elif isinstance(argument, list | tuple):
        for part in argument:
            yield from within(part)
