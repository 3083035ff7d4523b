"""``$filter`` of what is watched: properties of messages that equal something, all of them.

Assumption: other forms are refused; no page says which the service takes besides those in its samples.
"""

import json
import re
from collections.abc import Callable
from typing import Any, Final

from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.operations.subscriptions.errors import RESOURCE
from fakeserver.protocols.graph.properties.message import MESSAGE
from fakeserver.protocols.graph.properties.view import View
from fakeserver.tenant.exchange.entities import Item

_CLAUSE: Final = re.compile(
    r"([A-Za-z]{1,40}(?:/[A-Za-z]{1,40}){0,3})\s+(eq|ne)\s+(true|false|null|'(?:[^']|'')*')", re.IGNORECASE
)
_AND: Final = re.compile(r"\s+and\s+", re.IGNORECASE)
#: What costs more than a look, or does not compare.
_NOT_COMPARED: Final = frozenset({"body", "uniqueBody", "internetMessageHeaders", "bodyPreview"})
_VIEW: Final = View()

Test = Callable[[Item], bool]


def read_filter(text: str) -> Test:
    """Return what says of an item whether it is like that.

    Raises:
        GraphError: the filter has another form, or names what messages do not have.
    """
    tests: list[Test] = []
    text, place = text.strip(), 0
    while True:
        found = _CLAUSE.match(text, place)
        if found is None:
            raise GraphError(RESOURCE, value=text[:200])
        tests.append(_test(text, *found.groups()))
        place = found.end()
        if place == len(text):
            return lambda item: all(test(item) for test in tests)
        behind = _AND.match(text, place)
        if behind is None:
            raise GraphError(RESOURCE, value=text[:200])
        place = behind.end()


def _test(text: str, path: str, operator: str, literal: str) -> Test:
    name, *below = path.split("/")
    found = MESSAGE.property(name)
    if found is None or found.name in _NOT_COMPARED:
        raise GraphError(RESOURCE, value=text[:200])
    read, wanted, is_equal = found.read, _value(literal), operator.lower() == "eq"

    def holds(item: Item) -> bool:
        value: Any = read(item, _VIEW)
        for step in below:
            value = _member(value, step)
        return (_comparable(value) == wanted) is is_equal

    return holds


def _value(literal: str) -> Any:
    if literal.startswith("'"):
        return literal[1:-1].replace("''", "'").casefold()
    return json.loads(literal.lower())


def _member(value: Any, name: str) -> Any:
    if not isinstance(value, dict):
        return None
    return next((member for key, member in value.items() if key.lower() == name.lower()), None)


def _comparable(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
