"""The parameters of an action. Their names compare without case: SDKs write DestinationId, the pages destinationId."""

from typing import Any, Final

from fakeserver.protocols.graph.body import insensitive, read_json
from fakeserver.protocols.graph.errors import ASSUMED, MISMATCH, GraphError, Row
from fakeserver.wire import HttpRequest

#: The words are those of OData's library.
UNKNOWN_PARAMETER: Final = Row(
    400,
    "RequestBodyRead",
    "The parameter '{name}' in the request payload is not a valid parameter for the operation '{operation}'.",
    ASSUMED,
)


def parameters(request: HttpRequest, operation: str, *known: str, may_be_empty: bool = False) -> dict[str, Any]:
    """Return the parameters in a request's body, by their names in `known`.

    Args:
        operation: as its path calls it.
        may_be_empty: whether there may be no body at all.

    Raises:
        GraphError: the body is no JSON, or has a parameter that the operation does not have.
    """
    given = insensitive(read_json(request, may_be_empty=may_be_empty))
    names = {name.lower(): name for name in known}
    for name in given:
        if name not in names:
            raise GraphError(UNKNOWN_PARAMETER, name=name[:200], operation=operation)
    return {names[name]: value for name, value in given.items()}


def required(given: dict[str, Any], name: str) -> Any:
    """Return a parameter that has to be there.

    Raises:
        GraphError: it is not, or null.
    """
    if given.get(name) is None:
        raise GraphError(MISMATCH, name=name)
    return given[name]
