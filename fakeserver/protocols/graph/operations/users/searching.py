"""``$search`` of users: ``"displayName:adele" AND "mail:adele@"``.

Source: learn.microsoft.com/graph/search-query-parameter, "Using $search on directory object collections": words of
display names, and the beginnings of the rest, without case.
"""

import re
from collections.abc import Callable
from typing import Final

from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.odata.fields import Field
from fakeserver.protocols.graph.operations.users.advanced import INVALID_SEARCH
from fakeserver.protocols.graph.properties.user_fields import USER_FIELDS
from fakeserver.tenant.directory.users import User

_CLAUSE: Final = re.compile(r'\s*"(\w+):((?:[^"\\]|\\.)*)"\s*')
_JOINT: Final = re.compile(r"(AND|OR)(?=[\s\"(])")
#: Where a display name is cut into words.
_WORDS: Final = re.compile(r"[^\W_]+")
#: Assumption: more clauses than these are too many.
_MOST: Final = 100
_Judge = Callable[[User], bool]


def searched(text: str) -> _Judge:
    """Return what says whether a search finds a user; AND binds closer than OR.

    Raises:
        GraphError: it is none, or asks what is not searched.
    """
    alternatives: list[list[_Judge]] = [[]]
    place = 0
    for _ in range(_MOST):
        clause = _CLAUSE.match(text, place)
        if clause is None:
            break
        alternatives[-1].append(_judge(clause[1], re.sub(r"\\(.)", r"\1", clause[2]), text))
        place = clause.end()
        if place == len(text):
            return lambda user: any(all(judge(user) for judge in those) for those in alternatives)
        joint = _JOINT.match(text, place)
        if joint is None:
            break
        place = joint.end()
        if joint[1] == "OR":
            alternatives.append([])
    raise GraphError(INVALID_SEARCH, text=text[:200])


def _judge(name: str, wanted: str, whole: str) -> _Judge:
    found = USER_FIELDS.singles.get(name.lower())
    if found is None or not found.is_taken_by("startswith") or not wanted.strip():
        raise GraphError(INVALID_SEARCH, text=whole[:200])
    return _by_words(found, wanted) if name.lower() == "displayname" else _by_beginning(found, wanted)


def _by_beginning(one: Field[User], wanted: str) -> _Judge:
    read, beginning = one.comparable(), wanted.casefold()
    return lambda user: bool(read(user).startswith(beginning))


def _by_words(one: Field[User], wanted: str) -> _Judge:
    read, beginnings = one.comparable(), _WORDS.findall(wanted.casefold())

    def is_met(user: User) -> bool:
        words = _WORDS.findall(read(user))
        return all(any(word.startswith(beginning) for word in words) for beginning in beginnings)

    return is_met
