"""Names that stand elsewhere now: asking for an old one says the new one."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar

Class = TypeVar("Class", bound=type[Any])


class MovedName:
    """An attribute that is not there, read or assigned; pytest shows the line that asks for it."""

    def __init__(self, said: str) -> None:
        self._said = said

    def __get__(self, instance: object, owner: type[Any]) -> NoReturn:
        raise AttributeError(self._said)

    def __set__(self, instance: object, value: object) -> NoReturn:
        raise AttributeError(self._said)


def moved(names: Mapping[str, str]) -> Callable[[Class], Class]:
    """Let a class answer old names, read or assigned, with an AttributeError that says the new ones.

    Done by a decorator, so that a type checker does not know the old names. There is no ``__getattr__``: it would make
    the names that are there slower.

    Args:
        names: by old name, the whole new one, e.g. ``{"add_group": "tenant.sign_ins.add_group"}``.
    """

    def decorate(cls: Class) -> Class:
        for old, new in names.items():
            setattr(cls, old, MovedName(f"{cls.__name__} has no {old!r}: it is {new} now"))
        return cls

    return decorate
