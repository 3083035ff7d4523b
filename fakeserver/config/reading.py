"""Tables of TOML or JSON as dataclasses: a field is a key, and an error names the place and the nearest key."""

import tomllib
import types
import typing
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin

from fakeserver.suggestion import suggestion

Table = TypeVar("Table")

#: letters of a value that an error shows
_SHOWN = 100
_PEM = "-----BEGIN "


class ConfigError(ValueError):
    """The configuration cannot be used; the text says where and why, in one line.

    Attributes:
        where: the file or the variable, and the place in it; empty for a whole table without a name.
        reason: what is wrong there, and what would be right.
    """

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}" if where else reason)
        self.where = where
        self.reason = reason


def read_table(kind: type[Table], table: object, where: str = "", *, folder: Path | None = None) -> Table:
    """Return a table of TOML or JSON as its dataclass.

    A dataclass may say more by these attributes:
        ``no_keys``: fields that are no keys.
        ``further_keys``: further keys, which come into its field ``switches``; None: any.
        ``long_texts``: fields whose texts may be of any form, with lines, or empty.
        ``pictures``: further keys that are paths of files; in a table from elsewhere their octets, base64.
        ``files``: fields that are paths -> what is said where no paths are taken; a PEM text is no path.

    Args:
        where: the file and the table, for errors.
        folder: what paths start from; None: no paths are taken, since the table comes from elsewhere than a file here.

    Raises:
        ConfigError: a key is unknown or missing, or a value is of another type.
    """
    if not isinstance(table, Mapping):
        raise ConfigError(where, f"a table is wanted, not {shown(table)}")
    hints = typing.get_type_hints(kind)
    no_keys = {"switches", *getattr(kind, "no_keys", ())}
    known = {f.name: f for f in fields(kind) if f.name not in no_keys}  # type: ignore[arg-type]
    # None: every key is taken.
    further: frozenset[str] | None = getattr(kind, "further_keys", frozenset())
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key in known:
            values[key] = _read(hints[key], value, inside(where, key), folder, known[key])
            if values[key] is not None and (no_path := getattr(kind, "files", {}).get(key)):
                values[key] = _path(values[key], inside(where, key), folder, no_path)
            elif key not in getattr(kind, "long_texts", ()):
                _check_texts(values[key], inside(where, key), known[key])
        elif further is None or key in further:
            if key in getattr(kind, "pictures", ()) and isinstance(value, str):
                value = _picture(value, inside(where, key), folder)  # noqa: PLW2901
            values.setdefault("switches", {})[key] = value
        else:
            raise ConfigError(where, f"there is no key {key!r}{suggestion(key, {*known, *further})}")
    for name, f in known.items():
        if name not in values and f.default is MISSING and f.default_factory is MISSING:
            raise ConfigError(where, f"the key {name!r} is missing")
    return kind(**values)


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises:
        ConfigError: the file cannot be read, or is no TOML.
    """
    try:
        # Some editors begin a file with a mark of its encoding.
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(str(path), (error.strerror or str(error)).lower()) from error
    except ValueError as error:
        # No TOML, no UTF-8, or a number that is too long for Python to read.
        raise ConfigError(str(path), f"not TOML: {error}") from error
    except RecursionError:
        raise ConfigError(str(path), "not TOML that can be read: it is nested too deeply") from None


def inside(where: str, key: str) -> str:
    """Return the place of a key in a table."""
    return f"{where}: {key}" if where else key


def _read(hint: Any, value: Any, where: str, folder: Path | None, key: "Field[Any]") -> Any:
    """Return a value as its field's type; a table becomes its dataclass.

    Raises:
        ConfigError: it is of another type.
    """
    import msgspec

    options = get_args(hint) if get_origin(hint) is types.UnionType else (hint,)
    for option in options:
        (element, *_) = (*get_args(option), None)
        if is_dataclass(option) and isinstance(option, type):
            return read_table(option, value, where, folder=folder)
        if get_origin(option) is list and isinstance(value, list):
            if not is_dataclass(element):
                return [_read(element, one, f"{where}[{number}]", folder, key) for number, one in enumerate(value)]
            assert isinstance(element, type)
            for one in value:
                if not isinstance(one, Mapping):
                    raise ConfigError(where, f"tables are wanted ([[...]]), not {shown(one)}")
            return [read_table(element, one, f"{where}[{n}]", folder=folder) for n, one in enumerate(value)]
    try:
        return msgspec.convert(value, hint)
    except msgspec.ValidationError:
        raise ConfigError(where, f"{wanted(hint)} is wanted{f', not {shown(value)}' if key.repr else ''}") from None


def _path(value: str, where: str, folder: Path | None, no_path: str) -> str:
    """Return a path from its folder; a PEM text stays as it is.

    Args:
        no_path: what is said where no paths are taken.

    Raises:
        ConfigError: paths are not taken here; or it is none.
    """
    if value.startswith(_PEM):
        return value
    if folder is None:
        raise ConfigError(where, no_path)
    check_text(value, where, is_secret=False)
    return str(folder / value)


def _picture(value: str, where: str, folder: Path | None) -> str | bytes:
    """Return a picture's path from its folder; without one the octets themselves, which base64 stands for.

    Raises:
        ConfigError: it is no base64.
    """
    if folder is not None:
        return str(folder / value)
    try:
        return b64decode("".join(value.split()), validate=True)
    except (Base64Error, ValueError):
        raise ConfigError(where, "here it is the picture's octets in base64, not its path") from None


def _check_texts(value: object, where: str, key: "Field[Any]") -> None:
    """Check a text, or each of a list."""
    if isinstance(value, str):
        check_text(value, where, is_secret=not key.repr)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            _check_texts(one, f"{where}[{number}]", key)


def check_text(value: str, where: str, *, is_secret: bool) -> None:
    """Refuse what is no name, address or secret of anything.

    Raises:
        ConfigError: the text is empty, or has a control character or half of a surrogate pair.
    """
    called = "it" if is_secret else shown(value)
    if not value.strip():
        raise ConfigError(where, "it is empty")
    if any(letter < " " or letter == "\x7f" for letter in value):
        raise ConfigError(where, f"{called} has a control character")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ConfigError(where, f"{called} has half of a surrogate pair, which is no character")


def shown(value: object) -> str:
    """Return a value as an error shows it: in one line, and cut where it is long."""
    if value is None:
        return "null"
    try:
        text = repr(value)
    except ValueError:
        # Python writes no such digits.
        return "a number of thousands of digits"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def wanted(hint: Any) -> str:
    """Return what a type takes, in words."""
    from msgspec import UnsetType

    options = get_args(hint) if get_origin(hint) is types.UnionType else (hint,)
    return " or ".join(_name(option) for option in options if option not in (NoneType, UnsetType))


def _name(option: Any) -> str:
    """Return what a type is called in an error."""
    if get_origin(option) is Literal:
        return " or ".join(map(repr, get_args(option)))
    return _WORDS[get_origin(option) or option]


_WORDS: Mapping[Any, str] = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    list: "a list",
    dict: "a table",
    datetime: "a date and time",
}
