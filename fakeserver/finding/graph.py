"""What Microsoft Graph says no with: codes and their texts, of refusals and of its own."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Final

from fakeserver.finding.gathering import Said
from fakeserver.finding.message import explanation_of
from fakeserver.finding.places import kinds_at
from fakeserver.protocols import graph
from fakeserver.protocols.graph.errors import DEFAULT_FOLDER_NOT_FOUND, INVALID_USER, PAGE, Row
from fakeserver.protocols.graph.refusals import EXPIRED, MALFORMED, NO_MAILBOX, ROWS
from fakeserver.tenant import refusals as no
from fakeserver.tenant.refusals import Explanation, Refusal

_GRAPH: Final = "Graph"
_OF_REQUEST: Final = "The request itself is at fault, in what the text says."
_SHORT: Final = "ErrorAccessDenied: Access to OData is disabled."


def said() -> Iterator[Said]:
    """Yield its texts with their causes."""
    for kind in kinds_at(_GRAPH):
        row = kind().row_in(ROWS)
        for text, source in _texts(kind, row):
            yield Said(_GRAPH, text, explanation_of(kind, _GRAPH), source)
    for row in _own_rows():
        cause = Explanation(row.code, _OF_REQUEST, fix=row.fix, page=PAGE)
        yield Said(_GRAPH, f"{row.code}: {row.message}", cause, row.source)


def _texts(kind: type[Refusal], row: Row) -> Iterator[tuple[str, str]]:
    """Yield how a refusal is said, in the words of each generation."""
    yield f"{row.code}: {row.message}", row.source
    if issubclass(kind, no.MailboxAccessDenied):
        folder = DEFAULT_FOLDER_NOT_FOUND
        yield f"{folder.code}: {folder.message}", folder.source
    if issubclass(kind, no.ApplicationAccessPolicyDenies):
        yield _SHORT, row.source
    others = {no.TokenExpired: EXPIRED, no.TokenMalformed: MALFORMED}
    for of, texts in others.items():
        if issubclass(kind, of):
            yield from ((f"{row.code}: {text}", row.source) for text in texts.values())
    if row.code == "MailboxNotEnabledForRESTAPI":
        yield from ((f"{one.code}: {one.message}", one.source) for one in NO_MAILBOX.values())


def _own_rows() -> Iterator[Row]:
    """Yield the errors that only Graph has, each once: the constants of its modules."""
    of_refusals = {*ROWS.values(), *NO_MAILBOX.values()} - {INVALID_USER}
    seen: set[Row] = set()
    for found in pkgutil.walk_packages(graph.__path__, f"{graph.__name__}."):
        for value in vars(import_module(found.name)).values():
            several = value.values() if isinstance(value, dict) else [value]
            for row in several:
                if isinstance(row, Row) and row not in seen and row not in of_refusals:
                    seen.add(row)
                    yield row
