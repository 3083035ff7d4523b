"""Whether something is what it was when it was written last: told in microseconds, for thousands of accounts.

What cannot change is compared as it is, and containers of such things with a copy. Where there is anything else the
answer is no, and it is written again, which finds out.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import fields, is_dataclass
from datetime import date, time, timedelta
from enum import Enum
from operator import itemgetter
from types import MappingProxyType, NoneType
from typing import Any, Final
from uuid import UUID

from fakeserver.state.known import FORGOTTEN, NAMED, left_out, name_of
from fakeserver.state.parts import JOINTS, attributes
from fakeserver.tenant.exchange.entities import Folder

_SETTLED: Final = (str, bytes, int, float, NoneType, date, time, timedelta, UUID, Enum, Folder, *JOINTS)


class Look:
    """What some objects hold now."""

    def __init__(self, holders: Iterable[tuple[Any, list[str]]]) -> None:
        """Take objects, each with the names of its attributes that count."""
        self._holders = [_Held(vars(holder), names) for holder, names in holders if names]

    @classmethod
    def of_part(cls, part: Any, seen: Collection[int] = ()) -> "Look":
        """Look at a part and the parts in it, but for those whose ids were seen elsewhere."""
        found: dict[int, tuple[Any, list[str]]] = {}
        waiting = [part]
        while waiting:
            each = waiting.pop()
            if id(each) not in found and id(each) not in seen:
                found[id(each)] = each, (names := attributes(each))
                values = (vars(each)[name] for name in names)
                waiting += [value for value in values if left_out(type(value)) is not None]
        return cls(found.values())

    def is_same(self) -> bool:
        """Say whether nothing has changed since, for certain."""
        return all(held.is_same() for held in self._holders)


class _Held:
    """What one object held under some names."""

    __slots__ = ("_count", "_get", "_then", "_values")

    def __init__(self, values: dict[str, Any], names: list[str]) -> None:
        self._values = values
        # One name alone would give no tuple.
        self._get: Callable[[dict[str, Any]], tuple[Any, ...]] = itemgetter(*names, names[0])
        self._then = tuple(map(_copied, self._get(values)))
        self._count = len(values)

    def is_same(self) -> bool:
        # A tuple takes the same object for equal, unlike the comparison of two numbers.
        return len(self._values) == self._count and self._get(self._values) == self._then


def _copied(value: Any) -> Any:
    """Return what a value can be compared with later."""
    kind = type(value)
    if _is_settled(value) or left_out(kind) is not None or name_of(kind) in FORGOTTEN:
        return value
    if kind in (list, set) and all(map(_is_settled, value)):
        return kind(value)
    if kind in (dict, defaultdict) and all(_is_settled(key) and _is_settled(one) for key, one in value.items()):
        return dict(value)
    return object()


def _is_settled(value: Any) -> bool:
    """Say whether a value, and so its form, never changes."""
    kind = type(value)
    if isinstance(value, _SETTLED):
        return True
    if name_of(kind) in NAMED:
        # What it is called changes when it goes.
        return False
    if kind in (tuple, frozenset) or hasattr(kind, "_fields"):
        return all(map(_is_settled, value))
    if kind is MappingProxyType:
        return False
    if is_dataclass(kind) and getattr(kind, "__dataclass_params__").frozen:  # noqa: B009
        return all(_is_settled(getattr(value, field.name)) for field in fields(kind))
    return False
