"""The registry of operations: ``@operation("GetItem", ...)`` registers the function below it.

Every module below ``operations`` is loaded when the first request comes, so adding an operation is adding a file.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Never, TypeVar

from fakeserver.protocols.ews import operations
from fakeserver.protocols.ews.answers.streaming import EnvelopeStream
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap import since
from fakeserver.protocols.ews.soap.complex_types import ComplexType, check
from fakeserver.protocols.ews.soap.limits import check_number
from fakeserver.protocols.ews.soap.reading import by_name
from fakeserver.protocols.ews.soap.versions import is_before
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.steps import Steps
from fakeserver.tenant.refusals import Refusal

Result = TypeVar("Result")
#: Performs one operation, at once or in steps. It may raise Violation, SoapFault, Refusal or EwsError; the answer's
#: form decides which of them become a fault and which a response message.
Handler = Callable[[Call], Result]
#: Runs a handler and writes the answer, in pieces or as a stream: see `answers.forms` and `answers.streaming`.
Answer = Callable[[Call, Handler[Result]], Steps[list[Xml] | EnvelopeStream]]


@dataclass(frozen=True)
class Operation:
    """An operation that is performed."""

    name: str
    handler: Handler[Any]
    answer: Answer[Any]
    #: the first version of Exchange that has it
    since: str
    #: what its element may contain
    request: ComplexType
    #: of what a test orders to be refused: what the operation itself tells, where it stands in `Call.refused`
    tells: tuple[type[Refusal], ...] = ()

    def perform(self, call: Call) -> Steps[list[Xml] | EnvelopeStream]:
        """Return the element that goes into the SOAP body, in pieces, or a stream of whole envelopes; in steps.

        Raises:
            Violation, SoapFault, Refusal, EwsError: the request as a whole is refused.
        """
        version = call.envelope.version
        if is_before(version, self.since):
            raise since.incorrect_schema_version()
        # A request that came before has been checked: the version is a part of it.
        if not call.envelope.parts:
            check_number(call.body)
            for listed in call.body:
                check_number(listed)
            yield from check(call.body, self.request)
            yield from since.check(call.body, version)
            call.envelope.parts.update(by_name(call.body))
        is_refused = call.refused is not None and not isinstance(call.refused, self.tells)
        return (yield from self.answer(call, _refuse if is_refused else self.handler))


def _refuse(call: Call) -> Never:
    assert call.refused is not None
    raise call.refused


_OPERATIONS: dict[str, Operation] = {}


def operation(
    name: str,
    *,
    answer: Answer[Result],
    since: str,
    request: ComplexType,
    tells: tuple[type[Refusal], ...] = (),
) -> Callable[[Handler[Result]], Handler[Result]]:
    """Register a function under the EWS name of its operation; arguments as the attributes of `Operation`.

    Raises:
        TypeError: another function has that name.
    """

    def register(handler: Handler[Result]) -> Handler[Result]:
        owner = _OPERATIONS.get(name)
        if owner is not None:
            raise TypeError(f"{name} is performed by {owner.handler.__module__}.{owner.handler.__qualname__} already")
        _OPERATIONS[name] = Operation(name, handler, answer, since, request, tells)
        return handler

    return register


@cache
def performed() -> Mapping[str, Operation]:
    """Return the operations that are performed, by EWS name; the first call loads them all."""
    for module in pkgutil.walk_packages(operations.__path__, operations.__name__ + "."):
        importlib.import_module(module.name)
    return MappingProxyType(_OPERATIONS)
