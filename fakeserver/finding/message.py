"""A message of the wire, as a template with blanks, and why it may have come."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from fakeserver.tenant.refusals import Explanation, Refusal

#: letters that tell a message apart without its condition
_ENOUGH = 8
_CONDITION = re.compile(r"(?:no|bad|bye|-err) ")
_BLANK = re.compile(r"\{\w*\}")
_TAG = re.compile(r"</?[A-Za-z][\w:.-]*(?: [^<>]*)?/?>", re.ASCII)
#: what a client puts around the octets that it got: quotes, brackets, backslashes, b'…', and the dash of a reply of
#: several lines
_AROUND = re.compile(r"(?<!\w)b(?=['\"])|[\"'`‘’“”«»()\[\]{}<>,;:=|\\]", re.ASCII)
_DASH = re.compile(r"\b(\d{3})-(?=\w)", re.ASCII)


def normalised(text: str) -> str:
    """Return a text without what clients, logs and XML put around it, in lower case."""
    bare = _AROUND.sub(" ", _TAG.sub(" ", text))
    return " ".join(_DASH.sub(r"\1 ", bare).lower().split())


@dataclass(frozen=True, eq=False)
class Message:
    """One thing that a program may get."""

    #: as the journal names it; `TLS` and `network` for what comes before any
    protocol: str
    #: as it travels; ``{name}`` is a blank
    text: str
    causes: tuple[Explanation, ...]
    #: where the text was seen or is documented; empty where that is said with each cause
    source: str = ""
    #: what comes before it and is no part of it: the line with the status
    status: str = ""

    @property
    def shown(self) -> str:
        """The text with its blanks as people read them: ``<name>``."""
        return _BLANK.sub(lambda match: f"<{match[0][1:-1] or '…'}>", self.text)

    @cached_property
    def words(self) -> str:
        """The text as it is compared, its blanks left out."""
        return normalised(_BLANK.sub(" ", self.text))

    @cached_property
    def all_words(self) -> str:
        """The same with what comes before it."""
        return f"{normalised(self.status)} {self.words}".strip()

    @cached_property
    def condition(self) -> str:
        """What a client may leave out in front of it: NO, BAD, BYE or -ERR; empty where too little would be left."""
        found = _CONDITION.match(self.words)
        return found[0] if found and len(self.words) - found.end() > _ENOUGH else ""

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """What stands between the blanks, as it is compared, without the condition."""
        first, *others = _BLANK.split(self.text)
        first = normalised(first).removeprefix(self.condition.strip()).strip()
        return tuple(filter(None, [first, *map(normalised, others)]))


def explanation_of(kind: type[Refusal], protocol: str) -> Explanation:
    """Explain a kind of refusal as such: where values would stand, their names do."""
    refusal = kind()
    blanks = {f"{{{name}}}": f"<{name}>" for name in refusal.facts}
    rule, fix, real = (_named(text, blanks) for text in (refusal.rule, refusal.fix, refusal.real))
    page = refusal.pages.get(protocol, refusal.page)
    return Explanation(kind.__name__, refusal.sentence, rule, {}, fix, real, page)


def _named(text: str, blanks: Mapping[str, str]) -> str:
    for blank, name in blanks.items():
        text = text.replace(blank, name)
    return text
