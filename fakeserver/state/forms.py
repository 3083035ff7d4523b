"""Values as a state's file has them: JSON, in which whatever JSON has no word for is an object with one member.

``{"time": "2026-03-01T09:30:00+00:00"}``, ``{"user": "4f6b..."}``, ``{"tenant.exchange.values:Body": [...]}``. Things
that have rows of their own are named; nothing is made that `known` does not list.
"""

from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import cache
from types import MappingProxyType, NoneType
from typing import Any, Final, TypeAlias
from uuid import UUID

from fakeserver.state.errors import StateError
from fakeserver.state.known import PerClass, is_value, name_of, value_class
from fakeserver.state.octets import LEAST, Octets
from fakeserver.tenant.directory.recipient_filter import RecipientFilter
from fakeserver.tenant.exchange.mime.parts import Part
from fakeserver.tenant.tokens.keys import SigningKey

#: What JSON can say.
Form: TypeAlias = Any
#: Takes a thing; returns by what it is named, as (kind, name); None where it has no name.
Name: TypeAlias = Callable[[Any], tuple[str, Form] | None]
#: Takes kind and name; returns the thing.
Find: TypeAlias = Callable[[str, Form], Any]


@cache
def _key_form(key: SigningKey) -> Form:
    return [b64encode(octets).decode("ascii") for octets in key.to_der()]


@cache
def _key(private: str, certificate: str) -> SigningKey:
    return SigningKey.from_der(b64decode(private), b64decode(certificate))


_PLAIN: Final = frozenset({str, int, float, bool, NoneType})


class Writer:
    """Turns values into forms."""

    def __init__(self, name: Name, octets: Octets) -> None:
        self._name = name
        self._octets = octets
        #: numbers of the octets that were used since this was emptied
        self.used: list[int] = []

    def form(self, value: Any) -> Form:
        """Return a value's form.

        Raises:
            StateError: it is, or holds, something that cannot be kept.
        """
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is list:
            return [self.form(one) for one in value]
        write = _WRITERS.get(kind)
        if write is not None:
            return write(self, value)
        if (named := self._name(value)) is not None:
            return {named[0]: named[1]}
        if isinstance(value, Enum):
            return {_known(kind): value.name}
        if is_dataclass(kind) or hasattr(kind, "_fields"):
            parts = {name: getattr(value, name) for name in _PARTS[kind]}
            return {
                _known(kind): {name: self.form(part) for name, part in parts.items() if not _is_usual(kind, name, part)}
            }
        if isinstance(value, str):
            # Markup is text that says of itself that it is written out.
            return {"text": str(value)}
        raise StateError(f"a {kind.__module__}.{kind.__qualname__} cannot be kept: {value!r:.200}")

    def octets(self, value: bytes) -> Form:
        """Return the form of octets; long ones are held once, whoever has them."""
        if len(value) < LEAST:
            return {"octets": b64encode(value).decode("ascii")}
        number = self._octets.number(value)
        self.used.append(number)
        return {"held": number}

    def time(self, value: datetime) -> Form:
        """Return the form of a moment."""
        if value.tzinfo not in (UTC, None) and value.utcoffset() is None:
            raise StateError(f"{value!r} cannot be kept")
        return {"time": value.isoformat()}

    def map(self, value: Mapping[Any, Any]) -> Form:
        """Return the form of a dictionary; most have texts for keys."""
        if all(type(key) is str for key in value):
            return {"map": {key: self.form(one) for key, one in value.items()}}
        return {"pairs": [[self.form(key), self.form(one)] for key, one in value.items()]}

    def in_order(self, value: "set[Any] | frozenset[Any]") -> list[Form]:
        """Return the forms of what a set has; in an order that does not change by itself."""
        return sorted((self.form(one) for one in value), key=repr)


_WRITERS: Final[Mapping[type, Callable[[Writer, Any], Form]]] = {
    bytes: Writer.octets,
    datetime: Writer.time,
    date: lambda writer, value: {"date": value.isoformat()},
    time: lambda writer, value: {"clock": value.isoformat()},
    timedelta: lambda writer, value: {"duration": [value.days, value.seconds, value.microseconds]},
    UUID: lambda writer, value: {"uuid": str(value)},
    tuple: lambda writer, value: {"tuple": [writer.form(one) for one in value]},
    frozenset: lambda writer, value: {"frozen": writer.in_order(value)},
    set: lambda writer, value: {"set": writer.in_order(value)},
    dict: Writer.map,
    defaultdict: Writer.map,
    MappingProxyType: lambda writer, value: {"proxy": writer.map(value)},
    # A file that was attached by way of a message is what is in that part of it.
    Part: lambda writer, value: writer.octets(value.content),
    RecipientFilter: lambda writer, value: {"filter": value.text},
    SigningKey: lambda writer, value: {"key": _key_form(value)},
}


class Reader:
    """Turns forms into values."""

    def __init__(self, find: Find, octets: Octets) -> None:
        self._find = find
        self._octets = octets

    def value(self, form: Form) -> Any:
        """Return the value that a form stands for.

        Raises:
            StateError, LookupError, TypeError, ValueError: it stands for none.
        """
        kind = type(form)
        if kind is list:
            return [self.value(one) for one in form]
        if kind is not dict:
            return form
        [(name, content)] = form.items()
        read = _READERS.get(name)
        if read is not None:
            return read(self, content)
        if ":" not in name:
            return self._find(name, content)
        of = value_class(name)
        if issubclass(of, Enum):
            return of[content]
        return of(**{part: self.value(one) for part, one in content.items()})

    def held(self, number: int) -> bytes:
        """Return octets by their number."""
        return self._octets[number]

    def pairs(self, form: list[list[Form]]) -> dict[Any, Any]:
        """Return the dictionary that pairs make."""
        return {self.value(key): self.value(one) for key, one in form}


_READERS: Final[Mapping[str, Callable[[Reader, Form], Any]]] = {
    "octets": lambda reader, form: b64decode(form, validate=True),
    "held": Reader.held,
    "time": lambda reader, form: datetime.fromisoformat(form),
    "date": lambda reader, form: date.fromisoformat(form),
    "clock": lambda reader, form: time.fromisoformat(form),
    "duration": lambda reader, form: timedelta(*form),
    "uuid": lambda reader, form: UUID(form),
    "tuple": lambda reader, form: tuple(map(reader.value, form)),
    "frozen": lambda reader, form: frozenset(map(reader.value, form)),
    "set": lambda reader, form: set(map(reader.value, form)),
    "map": lambda reader, form: {key: reader.value(one) for key, one in form.items()},
    "pairs": Reader.pairs,
    "proxy": lambda reader, form: MappingProxyType(reader.value(form)),
    "text": lambda reader, form: form,
    "filter": lambda reader, form: RecipientFilter(form),
    "key": lambda reader, form: _key(*form),
}


def _parts_of(kind: type[Any]) -> tuple[str, ...]:
    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind) if field.init)
    return tuple(kind._fields)


def _is_usual(kind: type[Any], name: str, part: Any) -> bool:
    """Say whether a value has something by default, so that it need not stand in the form."""
    return name in (usual := _DEFAULTS[kind]) and type(part) is type(usual[name]) and part == usual[name]


def _defaults_of(kind: type[Any]) -> Mapping[str, Any]:
    if is_dataclass(kind):
        return {field.name: field.default for field in fields(kind) if field.default is not MISSING}
    defaults: Mapping[str, Any] = kind._field_defaults
    return defaults


def _known(kind: type) -> str:
    if not is_value(kind):
        raise StateError(f"a {name_of(kind)} cannot be kept")
    return name_of(kind)


#: Class of values -> the names of what they are made of, and what they have by default.
_PARTS: Final = PerClass(_parts_of)
_DEFAULTS: Final = PerClass(_defaults_of)
