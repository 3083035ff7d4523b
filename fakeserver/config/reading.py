"""Tables of TOML as dataclasses: a field is a key, and an error names the place and the nearest key."""

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from typing import Any, Literal, TypeVar, get_args, get_origin

from fakeserver.suggestion import suggestion

Table = TypeVar("Table")


class ConfigError(ValueError):
    """The configuration cannot be used; the text says where and why, in one line."""


#: fields that are not in the file
_NO_KEYS = frozenset({"switches", "path"})


def read_table(kind: type[Table], table: Mapping[str, Any], where: str) -> Table:
    """Return a table of TOML as its dataclass.

    Args:
        where: the file and the table, for errors.

    Raises:
        ConfigError: a key is unknown or missing, or a value is of another type.
    """
    hints = typing.get_type_hints(kind)
    known = {f.name: f for f in fields(kind) if f.name not in _NO_KEYS}  # type: ignore[arg-type]
    # None: every key is taken.
    further: frozenset[str] | None = getattr(kind, "further_keys", frozenset())
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key in known:
            is_long = key in getattr(kind, "long_texts", ())
            values[key] = _convert(hints[key], value, f"{where}: {key}", is_long=is_long)
        elif further is None or key in further:
            values.setdefault("switches", {})[key] = value
        else:
            raise ConfigError(f"{where}: there is no key {key!r}{suggestion(key, {*known, *further})}")
    for name, f in known.items():
        if name not in values and f.default is MISSING and f.default_factory is MISSING:
            raise ConfigError(f"{where}: the key {name!r} is missing")
    return kind(**values)


def _convert(hint: Any, value: Any, where: str, *, is_long: bool = False) -> Any:
    """Return a value of TOML as its field's type; a table becomes its dataclass.

    Args:
        is_long: it may be a text of any form, with lines, or empty.

    Raises:
        ConfigError: it is of another type.
    """
    options = get_args(hint) if get_origin(hint) is types.UnionType else (hint,)
    for option in options:
        origin = get_origin(option) or option
        if origin is list and isinstance(value, list):
            (element,) = get_args(option)
            if element is str:
                return [_convert(str, one, f"{where}[{number}]") for number, one in enumerate(value)]
            return [read_table(element, one, f"{where}[{number}]") for number, one in enumerate(_tables(value, where))]
        if origin is Literal and value in get_args(option):
            return value
        if isinstance(origin, type) and type(value) is origin:
            if isinstance(value, str) and not is_long:
                _check_text(value, where)
            return value
    wanted = " or ".join(_name(option) for option in options if option is not type(None))
    raise ConfigError(f"{where}: {wanted} is wanted, not {value!r}")


def _check_text(value: str, where: str) -> None:
    """Refuse what is no name, address or secret of anything.

    Raises:
        ConfigError: the text is empty, or has a control character.
    """
    if not value.strip():
        raise ConfigError(f"{where}: it is empty")
    if any(letter < " " or letter == "\x7f" for letter in value):
        raise ConfigError(f"{where}: {value!r} has a control character")


def _name(option: Any) -> str:
    """Return what a type is called in an error."""
    if get_origin(option) is Literal:
        return " or ".join(map(repr, get_args(option)))
    return _WORDS[get_origin(option) or option]


_WORDS: Mapping[Any, str] = {
    str: "a text",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    datetime: "a date and time",
}


def _tables(values: list[Any], where: str) -> list[Mapping[str, Any]]:
    for value in values:
        if not isinstance(value, Mapping):
            raise ConfigError(f"{where}: tables are wanted ([[...]]), not {value!r}")
    return values
