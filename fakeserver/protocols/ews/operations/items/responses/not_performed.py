"""Response objects that are refused."""

from typing import Never

from fakeserver.protocols.ews.errors import EwsError, not_performed_here
from fakeserver.protocols.ews.operations.items.errors import MISSING_REFERENCE
from fakeserver.protocols.ews.operations.items.responses.response import ResponseObject, Ways
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import ANY
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, tag


def not_performed() -> ResponseObject[Never]:
    """Return a response object that this fake does not perform."""
    return ResponseObject(ANY, _refuse, _never)


def _refuse(node: Element) -> Never:
    if node.find(t("ReferenceItemId")) is None and tag(node) != "RemoveItem":
        raise EwsError(MISSING_REFERENCE)
    raise not_performed_here(tag(node))


def _never(call: Call, request: Never, ways: Ways) -> Never:
    raise AssertionError(f"{request} was refused when it was read")
