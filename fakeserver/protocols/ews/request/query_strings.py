"""m:QueryString: the words that one types into the search field (AQS), for what clients use of it.

Terms are joined by AND; a term is a word, a phrase in quotes, or either behind a property's name and a colon. A word
may end in ``*``.
Source: web-service-reference/querystring-querystringtype; exchangelib's query string tests.
"""

import re
from collections.abc import Callable
from typing import Final

from fakeserver.protocols.ews.request.restrictions import Predicate, several
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.search import body_text, subject_key
from fakeserver.tenant.exchange.values import EmailAddress

_TERM = re.compile(r'(?:(\w+):)?("([^"]*)"|[^\s"]+)')
_TRUE: Final = frozenset(("true", "yes", "1"))


def read_query(query: str) -> Predicate | None:
    """Return what a query finds; None for an empty one."""
    found = _TERM.findall(query)
    # A word is found as the beginning of a longer one, and anywhere in it, without the asterisk too.
    terms = [_term(name.lower(), (phrase or word.rstrip("*")).lower()) for name, word, phrase in found if word != "AND"]
    if not terms:
        return None
    return lambda item: all(term(item) for term in terms)


def _term(name: str, sought: str) -> Predicate:
    # Assumption: a property that is not known here is a word like any other, and so finds what holds it.
    test = _TESTS.get(name)
    if test is None:
        whole = f"{name}:{sought}" if name else sought
        return lambda item: _anywhere(item, whole)
    return lambda item: test(item, sought)


def _people(*names: str) -> Callable[[Item, str], bool]:
    def test(item: Item, sought: str) -> bool:
        return any(sought in _shown(person) for name in names for person in several(item.get(name)))

    return test


def _shown(person: EmailAddress) -> str:
    return f"{person.name} <{person.address}>".lower()


def _anywhere(item: Item, sought: str) -> bool:
    return sought in subject_key(item) or sought in body_text(item) or _PARTICIPANTS(item, sought)


_PARTICIPANTS = _people("from_", "sender", "to_recipients", "cc_recipients", "bcc_recipients")

_TESTS: Final[dict[str, Callable[[Item, str], bool]]] = {
    "subject": lambda item, sought: sought in subject_key(item),
    "body": lambda item, sought: sought in body_text(item),
    "from": _people("from_", "sender"),
    "to": _people("to_recipients"),
    "cc": _people("cc_recipients"),
    "bcc": _people("bcc_recipients"),
    "participants": _PARTICIPANTS,
    "category": lambda item, sought: sought in [one.lower() for one in item.get("categories") or []],
    "attachment": lambda item, sought: any(sought in one.name.lower() for one in item.attachments),
    "hasattachment": lambda item, sought: bool(item.get("has_attachments")) is (sought in _TRUE),
    "hasattachments": lambda item, sought: bool(item.get("has_attachments")) is (sought in _TRUE),
    "isread": lambda item, sought: item.is_read is (sought in _TRUE),
    "importance": lambda item, sought: item.get("importance") == sought,
}
