"""Writing answers as text, with the prefixes ``m:`` and ``t:`` that the envelope declares.

Text and not a tree, because a page of a folder is hundreds of small elements, and building them one by one is most of
the time of an answer. What is already XML has the type `Xml`, so that the type checker keeps raw text out of it.
"""

import re
from collections.abc import Callable, Iterable
from contextvars import ContextVar, copy_context
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NewType, TypeVar

from fakeserver.steps import Steps

T = TypeVar("T")

#: Well-formed XML text: elements and escaped characters.
Xml = NewType("Xml", str)

NOTHING = Xml("")

_TEXT = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ATTRIBUTE = re.compile('[&<>"\t\n\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')
#: What XML 1.0 can carry (section 2.2, Char).
_CHARACTERS = "\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff"
_CARRIED = re.compile(f"[{_CHARACTERS}]*+")
_NOT_CARRIED = re.compile(f"[^{_CHARACTERS}]")
# The ampersand comes first, as the references have it themselves. A bare CR would be read back as LF (XML 1.0 section
# 2.11); Exchange writes it as a reference too.
_IN_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"}
_IN_ATTRIBUTES = {**_IN_TEXT, '"': "&quot;", "\n": "&#xA;", "\t": "&#x9;"}

#: Whether control characters stand in answers as references, which XML 1.0 forbids.
_CONTROL_CHARACTERS = ContextVar("control characters", default=False)


def _escaped(value: str, references: dict[str, str]) -> Xml:
    # One pass for each of them takes a fraction of the time of a function that is called for each character.
    for character, reference in references.items():
        value = value.replace(character, reference)
    return Xml(value if _CARRIED.fullmatch(value) else _NOT_CARRIED.sub(_replacement, value))


def _replacement(match: re.Match[str]) -> str:
    # What XML 1.0 cannot carry (mail can) is replaced, so that every answer stays well-formed.
    return f"&#x{ord(match[0]):X};" if _CONTROL_CHARACTERS.get() and match[0] < " " else "\ufffd"


def with_control_characters(steps: Steps[T]) -> Steps[T]:
    """Take steps in which control characters are written as references."""
    context = copy_context()
    context.run(_CONTROL_CHARACTERS.set, True)
    try:
        while True:
            context.run(next, steps)
            yield
    except StopIteration as done:
        result: T = done.value
        return result
    finally:
        steps.close()


def escape(value: str) -> Xml:
    """Return text as the content of an element."""
    return _escaped(value, _IN_TEXT) if _TEXT.search(value) else Xml(value)


def escape_attribute(value: str) -> Xml:
    """Return text as the value of an attribute in double quotes."""
    return _escaped(value, _IN_ATTRIBUTES) if _ATTRIBUTE.search(value) else Xml(value)


def element(name: str, *children: Xml, **attributes: str | None) -> Xml:
    """Return an element, e.g. ``element("t:Folders", *folders)``; an attribute that is None is left out."""
    start = name
    for key, value in attributes.items():
        if value is not None:
            start += f' {key}="{escape_attribute(value)}"'
    content = "".join(children)
    return Xml(f"<{start}>{content}</{name}>" if content else f"<{start}/>")


def text(name: str, value: str, **attributes: str | None) -> Xml:
    """Return an element with text in it."""
    return element(name, escape(value), **attributes)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """Writes elements that are a start tag, what a function makes of the value, and an end tag."""

    content: Callable[[Any], str]

    def __call__(self, name: str, value: Any) -> Xml:
        """Write an element."""
        content = self.content(value)
        return Xml(f"<{name}>{content}</{name}>" if content else f"<{name}/>")


def boolean(name: str, value: object) -> Xml:
    """Return an element with ``true`` or ``false``: clients read no other spelling."""
    return Xml(f"<{name}>true</{name}>" if value else f"<{name}>false</{name}>")


def number(name: str, value: int) -> Xml:
    """Return an element with an integer."""
    return Xml(f"<{name}>{value:d}</{name}>")


def joined(parts: Iterable[Xml]) -> Xml:
    """Return the concatenated parts."""
    return Xml("".join(parts))


@lru_cache(maxsize=1024)
def moment(value: datetime) -> str:
    """Return an aware datetime as EWS writes it: UTC, whole seconds, ``Z``."""
    if value.tzinfo is not UTC:
        value = value.astimezone(UTC)
    # strftime is slower, because of the locale, and does not pad years before 1000
    return value.isoformat(timespec="seconds")[:19] + "Z"


def precise_moment(value: datetime) -> str:
    """Return an aware datetime as EWS writes it where milliseconds are asked for."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds")[:23] + "Z"


def date_time(name: str, value: datetime) -> Xml:
    """Return an element with a date and time."""
    return Xml(f"<{name}>{moment(value)}</{name}>")


def precise_date_time(name: str, value: datetime) -> Xml:
    """Return an element with a date and time in milliseconds."""
    return Xml(f"<{name}>{precise_moment(value)}</{name}>")
