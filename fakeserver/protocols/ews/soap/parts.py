"""Reads a request of several parts to its end: what the schema does not allow in one comes before errors of others."""

from collections.abc import Callable, Iterable
from typing import TypeVar, overload

from fakeserver.protocols.ews.errors import EwsError

Part = TypeVar("Part")
Value = TypeVar("Value")
First = TypeVar("First")
Second = TypeVar("Second")
Third = TypeVar("Third")


def read_each(parts: Iterable[Part], read: Callable[[Part], Value]) -> list[Value]:
    """Read parts of one kind, in their order.

    Raises:
        Violation: one is not as the schema has it.
        EwsError: the first that is raised for another reason.
    """
    found: list[Value] = []
    refused: EwsError | None = None
    for part in parts:
        try:
            found.append(read(part))
        except EwsError as error:
            refused = refused or error
    if refused is not None:
        raise refused
    return found


@overload
def read_all(first: Callable[[], First], second: Callable[[], Second], /) -> tuple[First, Second]: ...
@overload
def read_all(
    first: Callable[[], First], second: Callable[[], Second], third: Callable[[], Third], /
) -> tuple[First, Second, Third]: ...
def read_all(*parts: Callable[[], object]) -> tuple[object, ...]:
    """Read parts of different kinds, in the order given.

    Raises:
        Violation, EwsError: as `read_each` does.
    """
    return tuple(read_each(parts, lambda read: read()))
