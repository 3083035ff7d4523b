"""How messages come together: the same text of a protocol once, with all its causes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fakeserver.finding.message import Message
from fakeserver.tenant.refusals import Explanation


@dataclass(frozen=True)
class Said:
    """One text with one of its causes."""

    protocol: str
    text: str
    cause: Explanation
    source: str = ""
    #: what comes before it and is no part of it: the line with the status
    status: str = ""


def gathered(said: Iterable[Said]) -> Iterator[Message]:
    """Yield a message for each text, in the order in which the texts come."""
    by_text: dict[tuple[str, str], list[Said]] = {}
    for each in said:
        by_text.setdefault((each.protocol, each.text), []).append(each)
    for (protocol, text), those in by_text.items():
        causes = {(each.cause.name, each.cause.sentence): each.cause for each in those}
        sources = dict.fromkeys(each.source for each in those if each.source not in ("", "none"))
        yield Message(protocol, text, tuple(causes.values()), "; ".join(sources), those[0].status)
