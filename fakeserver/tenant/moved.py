"""Names that stand elsewhere now: asking for an old one says the new one."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

Class = TypeVar("Class", bound=type[Any])


def moved(names: Mapping[str, str]) -> Callable[[Class], Class]:
    """Let a class answer old names, read or assigned, with an AttributeError that says the new ones.

    Done by a decorator, since a type checker takes a class with ``__getattr__`` to have every attribute.

    Args:
        names: by old name, the whole new one, e.g. ``{"add_group": "tenant.sign_ins.add_group"}``.
    """

    def decorate(cls: Class) -> Class:
        def refuse_moved(name: str) -> None:
            if name in names:
                raise AttributeError(f"{cls.__name__} has no {name!r}: it is {names[name]} now")

        def get(self: object, name: str) -> object:
            refuse_moved(name)
            raise AttributeError(f"{cls.__name__!r} object has no attribute {name!r}", name=name, obj=self)

        def assign(self: object, name: str, value: object) -> None:
            refuse_moved(name)
            object.__setattr__(self, name, value)

        for name, method in (("__getattr__", get), ("__setattr__", assign)):
            setattr(cls, name, method)
        return cls

    return decorate
