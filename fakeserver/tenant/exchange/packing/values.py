"""Any value that a property can have, as JSON and back: plain ones, dates, octets, and the types of items' kinds.

JSON has no name for most of them, so each stands as an object with one member, named after what it is.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import cache
from importlib import import_module
from typing import Any, Final, cast
from uuid import UUID

#: What the names of types are below; nothing else is imported because somebody's octets name it.
_ROOT: Final = "fakeserver.tenant.exchange"
_MODULES: Final = ("kinds.", "values", "flags")
_PLAIN: Final = (str, int, float, bool, type(None))

#: Type -> its name, how it is written and how it is read; the first that fits counts.
_ROWS: Final[tuple[tuple[type, str, Callable[[Any], Any], Callable[[Any], Any]], ...]] = (
    (bytes, "octets", lambda value: b64encode(value).decode("ascii"), lambda text: b64decode(text, validate=True)),
    (datetime, "time", datetime.isoformat, datetime.fromisoformat),
    (date, "date", date.isoformat, date.fromisoformat),
    (time, "clock", time.isoformat, time.fromisoformat),
    (
        timedelta,
        "duration",
        lambda value: [value.days, value.seconds, value.microseconds],
        lambda parts: timedelta(*parts),
    ),
    (UUID, "uuid", str, UUID),
    (tuple, "tuple", lambda value: [encoded(one) for one in value], lambda listed: tuple(map(decoded, listed))),
    (
        frozenset,
        "set",
        lambda value: [encoded(one) for one in value],
        lambda listed: frozenset(map(decoded, listed)),
    ),
    (
        dict,
        "map",
        lambda value: [[encoded(key), encoded(one)] for key, one in value.items()],
        lambda pairs: {decoded(key): decoded(value) for key, value in pairs},
    ),
)
_READERS: Final = {name: read for _, name, _, read in _ROWS}


def encoded(value: Any) -> Any:
    """Return a value as JSON has it.

    Raises:
        TypeError: it is of a type that no property has.
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is list:
        return [encoded(one) for one in value]
    if isinstance(value, Enum):
        return {_name_of(kind): value.name}
    if is_dataclass(kind):
        return {_name_of(kind): {field.name: encoded(getattr(value, field.name)) for field in fields(kind)}}
    if hasattr(kind, "_fields"):
        return {_name_of(kind): {name: encoded(getattr(value, name)) for name in kind._fields}}
    for of_type, name, write, _ in _ROWS:
        if isinstance(value, of_type):
            return {name: write(value)}
    raise TypeError(f"no property has a {kind.__name__}")


def decoded(given: Any) -> Any:
    """Return the value that JSON stands for.

    Raises:
        ValueError, TypeError: it is none that `encoded` makes.
    """
    if isinstance(given, list):
        return [decoded(one) for one in given]
    if not isinstance(given, dict):
        return given
    if len(given) != 1:
        raise ValueError("a value has one name")
    [(name, content)] = given.items()
    if (read := _READERS.get(name)) is not None:
        return read(content)
    kind = _type_of(name)
    if issubclass(kind, Enum):
        return kind[content] if content in kind.__members__ else _unknown(name)
    if not isinstance(content, dict):
        raise ValueError(f"{name} has parts")
    return kind(**{part: decoded(value) for part, value in content.items()})


def _name_of(kind: type) -> str:
    below = kind.__module__.removeprefix(f"{_ROOT}.")
    if not below.startswith(_MODULES):
        raise TypeError(f"no property has a {kind.__name__}")
    return f"{below}:{kind.__name__}"


@cache
def _type_of(name: str) -> type[Any]:
    module, _, kind = name.partition(":")
    whole = f"{_ROOT}.{module}"
    if not (module.startswith(_MODULES) and all(map(str.isidentifier, module.split(".")))):
        _unknown(name)
    try:
        found = getattr(import_module(whole), kind, None)
    except ImportError:
        found = None
    if not (isinstance(found, type) and found.__module__ == whole):
        _unknown(name)
    if not (is_dataclass(found) or hasattr(found, "_fields") or issubclass(cast(type, found), Enum)):
        _unknown(name)
    return cast(type[Any], found)


def _unknown(name: str) -> Any:
    raise ValueError(f"no property has a {name}")
