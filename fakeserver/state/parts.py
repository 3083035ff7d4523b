"""The parts that each tenant is made of: what they hold, written as `known` says, and put back into a new tenant's.

They are found from the tenant, by attributes, so that a new attribute is not forgotten: it is written, or refused.
"""

from functools import lru_cache, partial
from random import Random
from threading import Lock, RLock
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any, Final

from fakeserver.state.errors import StateError
from fakeserver.state.forms import Form, Reader, Writer
from fakeserver.state.known import FORGOTTEN, NAMED, left_out, name_of

#: What joins parts of a tenant, and is new in each: methods and functions, locks, randomness, and caches of functions.
JOINTS: Final = (
    FunctionType, MethodType, BuiltinMethodType, partial, type(Lock()), type(RLock()), Random,
    type(lru_cache(len)),
)  # fmt: skip

#: In the place of a form: there is nothing to write.
LEFT_OUT: Final = object()


def held_by(part: Any, writer: Writer, seen: set[int]) -> dict[str, Form]:
    """Return what a part and the parts in it hold; each of them once.

    Args:
        seen: ids of the parts that were met already; grows.

    Raises:
        StateError: it holds something that cannot be kept.
    """
    seen.add(id(part))
    forms = ((name, attribute_form(part, name, writer, seen)) for name in attributes(part))
    return {name: form for name, form in forms if form is not LEFT_OUT}


def attributes(part: Any) -> list[str]:
    """Return the names of what a part holds, but for what is left out.

    Raises:
        StateError: it is no part.
    """
    skipped = left_out(type(part))
    if skipped is None:
        raise StateError(f"a {name_of(type(part))} cannot be kept")
    return [name for name in vars(part) if name not in skipped]


def attribute_form(part: Any, name: str, writer: Writer, seen: set[int]) -> Form:
    """Return what a part holds under a name; LEFT_OUT: nothing that is its own."""
    value = vars(part)[name]
    kind = type(value)
    if id(value) in seen or isinstance(value, JOINTS) or name_of(kind) in FORGOTTEN:
        return LEFT_OUT
    if left_out(kind) is None or name_of(kind) in NAMED:
        try:
            return writer.form(value)
        except StateError as error:
            raise StateError(f"{type(part).__name__}.{name}: {error}") from None
    inner = held_by(value, writer, seen)
    return {"part": inner} if inner else LEFT_OUT


def fill(part: Any, form: dict[str, Form], reader: Reader) -> None:
    """Put back into a part what `held_by` has returned.

    Raises:
        StateError, LookupError, TypeError, ValueError: the form is none of such a part.
    """
    for name, held in form.items():
        fill_attribute(part, name, held, reader)


def fill_attribute(part: Any, name: str, form: Form, reader: Reader) -> None:
    """Put back what a part held under a name; see `fill`."""
    values = vars(part)
    if name not in values:
        raise StateError(f"{type(part).__name__} has no {name!r}")
    if type(form) is dict and "part" in form:
        fill(values[name], form["part"], reader)
        return
    held, value = values[name], reader.value(form)
    # Others may hold the same container, and see what is in it.
    if isinstance(held, dict) and isinstance(value, dict):
        held.clear()
        held.update(value)
    elif type(held) is type(value) is list:
        held[:] = value
    elif type(held) is type(value) is set:
        held.clear()
        held.update(value)
    else:
        values[name] = value
