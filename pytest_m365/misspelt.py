"""Names and arguments that objects of ours don't have, and what a test means by them.

Said in the report, and by no ``__getattr__``, which would make the names that are there slower.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator

from fakeserver.suggestion import did_you_mean, suggestion
from fakeserver.tenant.moved import MovedName

#: whose classes have the names that a test may misspell
_PACKAGES = ("fakeserver", "pytest_m365")
#: how a test spells a part that has a fixture of its own
_FIXTURES = {"tenant": "m365_fake"}
_UNKNOWN_ARGUMENT = re.compile(r"(\w+)\.(\w+)\(\) got an unexpected keyword argument '(\w+)'")


def misspelt(error: BaseException) -> str:
    """Return what is meant by a name or an argument that an object of ours does not have; nothing for other errors."""
    if isinstance(error, AttributeError):
        return _name(error)
    return _argument(error) if isinstance(error, TypeError) else ""


def _name(error: AttributeError) -> str:
    if not _is_ours(type(error.obj)) or not error.name:
        return ""
    # What stands for an object that is elsewhere has the names of its class.
    owner = getattr(type(error.obj), "local", type(error.obj).__name__)
    has = f"{owner} has no {error.name!r}"
    if has in str(error) or f"{owner}.{error.name} is not there" in str(error):
        # It stands elsewhere now, or there is none, and the error says what to do.
        return ""
    there = [
        f"'{_FIXTURES.get(part, f'.{part}')}.{error.name}'" for part, held in _parts(error.obj) if error.name in held
    ]
    if there:
        return f"{has}; did you mean {' or '.join(there)}?"
    names = [name for name in dir(error.obj) if not name.startswith("_")]
    # A name that has moved may be meant, and says where to, but is not there.
    return has + (did_you_mean(error.name, names) or suggestion(error.name, _public(type(error.obj), names)))


def _parts(owner: object) -> Iterator[tuple[str, list[str]]]:
    """Yield the objects of ours that an object has, with their names; what it finds when asked stays unasked."""
    for part in _public(type(owner), dir(type(owner))):
        getter = getattr(inspect.getattr_static(type(owner), part), "fget", None)
        found = None if getter is None else inspect.get_annotations(getter).get("return")
        if isinstance(found, type) and _is_ours(found):
            yield part, _public(found, dir(found))
    # Values with slots have no parts.
    for part, held in getattr(owner, "__dict__", {}).items():
        if not part.startswith("_") and _is_ours(type(held)):
            yield part, _public(type(held), dir(held))


def _public(cls: type, names: list[str]) -> list[str]:
    """Return the names that a test may use, without those that have moved."""
    return [
        name
        for name in names
        if not name.startswith("_") and not isinstance(inspect.getattr_static(cls, name, None), MovedName)
    ]


def _argument(error: TypeError) -> str:
    found = _UNKNOWN_ARGUMENT.search(str(error))
    if found is None:
        return ""
    owner, name, argument = found.groups()
    for module in list(sys.modules.values()):
        if module.__name__.partition(".")[0] in _PACKAGES:
            method = getattr(getattr(module, owner, None), name, None)
            if inspect.isfunction(method):
                known = [parameter for parameter in inspect.signature(method).parameters if parameter != "self"]
                return f"{owner}.{name} takes no {argument!r}{suggestion(argument, known)}"
    return ""


def _is_ours(cls: type) -> bool:
    return cls.__module__.partition(".")[0] in _PACKAGES
