"""Which function performs which operation: ``@operation("GetItem")`` above it is all it takes.

Every module below ``operations`` is loaded when the first request comes, so adding an operation is adding a file.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from fakeserver.protocols.ews import operations
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.steps import Steps

#: Performs one operation and returns the element that goes into the SOAP body, at once or in steps. It may raise
#: SoapFault, Refusal or EwsError, all of which become a fault; for messages of single items see `responses.per_item`.
Handler = Callable[[Call], Xml | Steps[Xml]]

_HANDLERS: dict[str, Handler] = {}


def operation(name: str) -> Callable[[Handler], Handler]:
    """Register a function under the EWS name of its operation.

    Raises:
        TypeError: another function has that name.
    """

    def register(handler: Handler) -> Handler:
        owner = _HANDLERS.get(name)
        if owner is not None:
            raise TypeError(f"{name} is performed by {owner.__module__}.{owner.__qualname__} already")
        _HANDLERS[name] = handler
        return handler

    return register


@cache
def handlers() -> Mapping[str, Handler]:
    """Return every operation performed, by EWS name; loads them all the first time."""
    for module in pkgutil.walk_packages(operations.__path__, operations.__name__ + "."):
        importlib.import_module(module.name)
    return MappingProxyType(_HANDLERS)
