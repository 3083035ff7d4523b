"""What objects are at one moment, so that they can be put back: the same objects, with what they held then.

The objects are found from a few that are given, by attributes and containers, so that nobody has to list what an object
remembers, and a new attribute is not forgotten. Values that never change are taken as they are.
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from types import BuiltinMethodType, FunctionType, MethodType, NoneType
from typing import Any

#: Whose objects are looked into; others (locks, sources of randomness, keys) are taken as they are.
_OURS = "fakeserver."
_UNCHANGING = (
    str, bytes, int, float, NoneType, date, Enum, type, FunctionType, MethodType, BuiltinMethodType, BaseException,
)  # fmt: skip

Restore = Callable[[], None]


class Memento:
    """A moment of some objects, and of all that can be reached from them.

    An object with a method ``remember`` knows best what there is to remember of it: the method returns what puts it
    back, as often as that is called.
    """

    def __init__(self, *roots: object, kept: tuple[type, ...] = ()) -> None:
        """Take the objects, and the classes of those among them that go on as they are."""
        self._unchanging = _UNCHANGING + kept
        self._restores: list[Restore] = []
        # Held as long as the memento is, so that no id is another object's meanwhile.
        self._seen: dict[int, object] = {}
        waiting: list[object] = [*roots]
        while waiting:
            found = waiting.pop()
            if isinstance(found, self._unchanging) or id(found) in self._seen:
                continue
            self._seen[id(found)] = found
            waiting += self._taken(found)

    def restore(self) -> None:
        """Put everything back; can be called again."""
        for restore in self._restores:
            restore()

    def _taken(self, found: object) -> Iterable[object]:
        """Remember an object; return what it holds."""
        remember: Callable[[], Restore] | None = getattr(found, "remember", None)
        if remember is not None:
            self._restores.append(remember())
            return ()
        match found:
            case dict():
                self._restores.append(_refilled(found, found.update, dict(found)))
                return (*found.keys(), *found.values())
            case list() | deque():
                self._restores.append(_refilled(found, found.extend, list(found)))
                return found
            case set():
                self._restores.append(_refilled(found, found.update, set(found)))
                return found
            case tuple() | frozenset():
                return found
        if not type(found).__module__.startswith(_OURS) or _is_frozen(found):
            return ()
        # An object of ours without a __dict__ raises here: it has to say itself what there is to remember.
        attributes = dict(vars(found))
        self._restores.append(lambda: _set_attributes(found, attributes))
        return attributes.values()


def _refilled(container: Any, fill: Callable[[Any], object], content: Any) -> Restore:
    def restore() -> None:
        container.clear()
        fill(content)

    return restore


def _set_attributes(changed: object, attributes: dict[str, object]) -> None:
    values = vars(changed)
    # A count of changes only grows: who compares it must see that something has changed.
    count = values.get("generation")
    values.update(attributes)
    for name in values.keys() - attributes.keys():
        del values[name]
    if isinstance(count, int):
        values["generation"] = count + 1


def _is_frozen(found: object) -> bool:
    return is_dataclass(found) and bool(getattr(type(found), "__dataclass_params__").frozen)  # noqa: B009
