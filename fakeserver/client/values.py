"""Values on their way to a remote fake and back: what JSON has no form for, and who is meant by whom."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from fakeserver.client.differences import not_over_the_wire

#: the Python object as well as its address or name
Named: TypeAlias = Any


def to_json(name: str, value: object) -> Any:
    """Return a value in the form that the API takes.

    Args:
        name: of the argument, for the error.

    Raises:
        TypeError: it does not go over the wire; says what to do instead.
    """
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case Mapping():
            return {str(key): to_json(f"{name}[{key!r}]", each) for key, each in value.items()}
        case Set():
            return sorted((to_json(name, each) for each in value), key=repr)
        case list() | tuple():
            return [to_json(name, each) for each in value]
        case bytes():
            raise not_over_the_wire(f"{name}: octets", "give a text")
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: to_json(f"{name}.{each.name}", getattr(value, each.name)) for each in fields(value)}
    for known in ("client_id", "address"):
        if isinstance(there := getattr(value, known, None), str):
            return there
    if callable(value):
        raise not_over_the_wire(f"{name}={value!r}", "a function runs where it was made; choose by other arguments")
    raise not_over_the_wire(f"{name}={value!r}", "give a text, a number, or a list or a dict of these")


def who(name: str, value: Named) -> str:
    """Return the address or name by which the API knows a user, a group or an application.

    Raises:
        TypeError: it is neither a text nor somebody.
    """
    if isinstance(value, str):
        return value
    for known in ("client_id", "address"):
        there = getattr(value, known, None)
        if isinstance(there, str):
            return there
    raise TypeError(f"{name} takes an address or a name, or the user or application itself, not {value!r}")


def whom(name: str, values: Iterable[Named]) -> list[str]:
    """Return the same for several.

    Raises:
        TypeError, ValueError: it is no list of them.
    """
    from fakeserver.listed import listed

    return [who(name, each) for each in listed(name, values)]


def moment(text: str) -> datetime:
    """Return a moment that the API has written."""
    return datetime.fromisoformat(text)


def given(**values: object) -> dict[str, Any]:
    """Return the arguments that are not None, as the API takes them."""
    return {name: to_json(name, value) for name, value in values.items() if value is not None}
