"""m:QueryString, in Advanced Query Syntax as far as clients use it.

Terms are joined by AND; a term is a word, a phrase in quotes, or either behind a property's name and a colon. A word
may end in ``*``.
Source: web-service-reference/querystring-querystringtype; exchangelib's query string tests.
"""

import re
from collections.abc import Callable
from typing import Final

from fakeserver.protocols.ews.request.restrictions import several
from fakeserver.tenant.exchange.criteria import Cost, Criterion, all_of, any_of, body_contains, subject_contains
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.values import EmailAddress

_TERM = re.compile(r'(?:(\w+):)?("([^"]*)"|[^\s"]+)')
_TRUE: Final = frozenset(("true", "yes", "1"))

#: Returns the criterion for a text.
Finder = Callable[[str], Criterion[Item]]


def read_query(query: str) -> Criterion[Item] | None:
    """Return what a query finds; None for an empty one."""
    found = _TERM.findall(query)
    # A word matches anywhere in a text, so that the asterisk makes no difference.
    terms = [
        _term(name.lower(), (phrase or word.rstrip("*")).lower())
        for name, word, phrase in found
        if name or word != "AND"
    ]
    return all_of(terms) if terms else None


def _term(name: str, sought: str) -> Criterion[Item]:
    finder = _FINDERS.get(name)
    if finder is None:
        # Assumption: an unknown property is searched for as text, together with its colon.
        return _anywhere(f"{name}:{sought}" if name else sought)
    return finder(sought)


def _where(fits: Callable[[Item, str], bool], cost: Cost = Cost.HEADER) -> Finder:
    return lambda sought: Criterion(lambda item: fits(item, sought), cost)


def _people(*names: str) -> Finder:
    return _where(lambda item, sought: any(sought in _shown(one) for name in names for one in several(item.get(name))))


def _shown(person: EmailAddress) -> str:
    return f"{person.name} <{person.address}>".lower()


def _anywhere(sought: str) -> Criterion[Item]:
    return any_of([subject_contains(sought), body_contains(sought), _PARTICIPANTS(sought)])


_PARTICIPANTS = _people("from_", "sender", "to_recipients", "cc_recipients", "bcc_recipients")
_HAS_ATTACHMENTS = _where(lambda item, sought: bool(item.get("has_attachments")) is (sought in _TRUE))

_FINDERS: Final[dict[str, Finder]] = {
    "subject": subject_contains,
    "body": body_contains,
    "from": _people("from_", "sender"),
    "to": _people("to_recipients"),
    "cc": _people("cc_recipients"),
    "bcc": _people("bcc_recipients"),
    "participants": _PARTICIPANTS,
    "category": _where(lambda item, sought: sought in [one.lower() for one in item.get("categories") or []]),
    "attachment": _where(lambda item, sought: any(sought in one.name.lower() for one in item.attachments), Cost.BODY),
    "hasattachment": _HAS_ATTACHMENTS,
    "hasattachments": _HAS_ATTACHMENTS,
    "isread": _where(lambda item, sought: item.is_read is (sought in _TRUE), Cost.FACTS),
    "importance": _where(lambda item, sought: item.get("importance") == sought),
}
