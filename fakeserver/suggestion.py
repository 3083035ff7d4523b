"""Suggestions for misspelt names."""

from collections.abc import Iterable
from functools import wraps
from typing import Any, TypeVar

Class = TypeVar("Class", bound=type[Any])

#: letters of a name that is short
_SHORT = 4


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return ``; did you mean 'imap'?`` where a known name is near, compared without case; else nothing."""
    # Only a mistake needs it, and pytest's start does not.
    from difflib import get_close_matches

    wanted = name.lower()
    spelled = {word.lower(): word for word in known}
    # Short names are alike by chance: who writes "busy" does not mean "bye".
    alike = 0.6 if len(wanted) <= _SHORT else 0.55
    near = [word for word in get_close_matches(wanted, spelled, len(spelled) or 1, alike) if _is_meant(wanted, word)]
    if not near and wanted:
        near = [word for word in spelled if wanted in word]
    return f"; did you mean {spelled[near[0]]!r}?" if near else ""


def _is_meant(wanted: str, near: str) -> bool:
    """Say whether a name that is spelled alike is likely to be meant.

    Behind the words that both begin with (``add_``) the same letter must come: else they are alike by chance, unless
    nearly all of it is the same.
    """
    from difflib import SequenceMatcher

    pairs = zip(wanted.split("_"), near.split("_"), strict=False)
    begins_alike = next((given[:1] == known[:1] for given, known in pairs if given != known), True)
    return begins_alike or SequenceMatcher(None, near, wanted).ratio() >= 0.8


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return `did_you_mean`'s text, or where nothing is near the list of all names."""
    names = sorted(known)
    return did_you_mean(name, names) or f"; there are: {', '.join(names)}"


def check_names(owner: str, given: Iterable[str], known: Iterable[str]) -> None:
    """Refuse keywords that are unknown, as Python does for those that a signature lists.

    Args:
        owner: who takes them, as the error names it.

    Raises:
        TypeError: with the name that may be meant.
    """
    names = frozenset(known)
    for name in given:
        if name not in names:
            raise TypeError(f"{owner} takes no {name!r}{suggestion(name, names)}")


def unknown_name(owner: object, name: str, known: Iterable[str]) -> AttributeError:
    """Return the error for a name that an object does not have, with the one that may be meant."""
    has_none = f"{type(owner).__name__} has no {name!r}"
    return AttributeError(f"{has_none}{did_you_mean(name, known)}", name=name, obj=owner)


def no_new_names(cls: Class) -> Class:
    """Let assignments to public names that an instance did not get when it was made be AttributeErrors that suggest.

    A decorator, since a class that has ``__setattr__`` takes every name, as type checkers see it. Subclasses may add
    names.
    """
    initialize = cls.__init__

    @wraps(initialize)
    def make(self: Any, *args: Any, **kwargs: Any) -> None:
        initialize(self, *args, **kwargs)
        if type(self) is cls:
            self.__dict__["_is_made"] = True

    def assign(self: Any, name: str, value: object) -> None:
        values = self.__dict__
        # dir() and not hasattr(): a name that has moved is there, and says where to.
        if "_is_made" in values and name not in values and name[0] != "_" and name not in dir(cls):
            raise unknown_name(self, name, [known for known in dir(self) if known[0] != "_"])
        object.__setattr__(self, name, value)

    cls.__init__ = make
    cls.__setattr__ = assign  # type: ignore[assignment]
    return cls
