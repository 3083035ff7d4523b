"""What EWS says no with, once the front end has let the request in: response codes and their texts."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Final

from fakeserver.finding import front_end
from fakeserver.finding.gathering import Said
from fakeserver.finding.message import explanation_of
from fakeserver.finding.own import Own, explained_by
from fakeserver.finding.places import kinds_at
from fakeserver.protocols import ews
from fakeserver.protocols.ews.answers.refusals import ROWS
from fakeserver.protocols.ews.errors import REFERENCE, Row
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.faults import invalid_request
from fakeserver.protocols.ews.soap.since import incorrect_schema_version
from fakeserver.tenant.refusals import Explanation

_EWS: Final = "EWS"
_PAGE: Final = f"{REFERENCE}responsecode"
_FAULTS: Final = f"{REFERENCE}soap-faults"

_OF_REQUEST: Final = "The request itself is at fault, in what the text says."

#: Faults of the whole request, HTTP 500.
_WHOLE: Final[tuple[tuple[str, Own], ...]] = (
    (
        f"{schema.CODE}: The request failed schema validation: {{violation}}",
        (
            schema.CODE,
            "The request is no XML, or has an element, an attribute or a value that the schema does not have there.",
            "write the elements in the schema's order and namespaces; LineNumber and Violation in the detail say where",
        ),
    ),
    (
        str(incorrect_schema_version()),
        (
            "ErrorIncorrectSchemaVersion",
            "The request asks for something that is newer than the version in its header.",
            "raise RequestServerVersion, or leave out what is newer",
        ),
    ),
    (
        str(invalid_request()),
        (
            "ErrorInvalidRequest",
            "The body holds no operation of the service.",
            "one element of the messages' namespace in the Body, such as FindItem",
        ),
    ),
    (
        "ErrorInvalidServerVersion: The specified server version is invalid.",
        ("ErrorInvalidServerVersion", "RequestServerVersion names no version.", "Exchange2016, or Exchange2010_SP2"),
    ),
    (
        "ErrorDuplicateSOAPHeader: A duplicate SOAP header was received.",
        ("ErrorDuplicateSOAPHeader", "A SOAP header stands twice.", "send it once"),
    ),
)


def said() -> Iterator[Said]:
    """Yield its texts with their causes."""
    at_the_door = {(each.text, each.cause.name) for each in front_end.said(_EWS)}
    named = {name for text, name in at_the_door if text != front_end.BUSY}
    for kind in kinds_at(_EWS):
        if kind.__name__ not in named:
            row = kind().row_in(ROWS)
            yield Said(_EWS, f"{row.code}: {row.text}", explanation_of(kind, _EWS), row.source)
    for row in _own_rows():
        cause = Explanation(row.code, _OF_REQUEST, fix=row.fix, page=_PAGE)
        yield Said(_EWS, f"{row.code}: {row.text}", cause, row.source)
    for text, own in _WHOLE:
        yield Said(_EWS, text, explained_by(own, _FAULTS))


def _own_rows() -> Iterator[Row]:
    """Yield the errors that only EWS has, each once: the constants of its modules."""
    of_refusals = set(ROWS.values())
    seen: set[Row] = set()
    for found in pkgutil.walk_packages(ews.__path__, f"{ews.__name__}."):
        for value in vars(import_module(found.name)).values():
            if isinstance(value, Row) and value not in seen and value not in of_refusals:
                seen.add(value)
                yield value
