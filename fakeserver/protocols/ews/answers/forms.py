"""The forms that whole answers have; an operation names its own where it is registered. `streaming` has one more.

Each form runs the operation's handler and writes what the handler returns, or what it raises where the form has a place
for errors. Handler and form work in steps, and others may change the mailbox in between.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from fakeserver.protocols.ews.answers.levels import is_fault
from fakeserver.protocols.ews.answers.refusals import message_xml_for, row_for
from fakeserver.protocols.ews.answers.responses import (
    OK,
    ItemWarning,
    not_success,
    response,
    row_content,
    success,
)
from fakeserver.protocols.ews.errors import EwsError, Row
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.long_lists import read_ahead
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import Element, at_least_one
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element
from fakeserver.steps import Pace, Steps
from fakeserver.tenant.refusals import Refusal

#: One part of a batch, as it was read: an id, a new item, changes.
Part = TypeVar("Part")
#: The content of a message: made in steps; and made at once or in steps.
XmlSteps = Steps[Xml]
Content = Xml | XmlSteps
#: Performs one part of a batch and returns the content of its response message, which follows the ResponseCode. It gets
#: no element, so that nothing is left to be read.
Perform = Callable[[Part], Content]


class _Refused(NamedTuple):
    """A part that is refused before it is performed."""

    trouble: Refusal | EwsError


@dataclass(frozen=True)
class PerItem(Generic[Part]):
    """One response message for each id or item of the request, in order; an error in one does not affect the others.

    The operation's handler returns the function that performs one part. Every part is read before the first is
    performed, so that a schema fault leaves nothing done.

    A Refusal, EwsError or ItemWarning raised for one of them becomes its message; what the handler itself refuses
    becomes the message of all, or a fault (`levels`). Other exceptions end the whole request.
    """

    #: the element of the request that lists the parts
    listed: str
    #: reads one part; a Violation refuses the whole request, a Refusal or EwsError this part
    read: Callable[[Element], Part]
    #: content that an error message has nevertheless, e.g. ``<m:Items/>``
    empty: str = ""
    #: whether that element is a part itself, and stands once for each
    repeated: bool = False

    def __call__(self, call: Call, handler: Callable[[Call], Perform[Part]]) -> Steps[list[Xml]]:
        """Return the answer."""
        refused: Refusal | EwsError | None = None
        try:
            perform = handler(call)
        except (Refusal, EwsError) as trouble:
            # What the schema does not allow in a part comes first.
            refused = trouble
        parts = yield from self._read_all(call)
        if refused is not None:
            if is_fault(call.operation, refused):
                raise refused
            return with_messages(call.operation, [error_message(call, refused, Xml(self.empty))] * len(parts))
        messages, pace = [], Pace()
        for part in parts:
            messages.append((yield from _message(call, perform, part, Xml(self.empty))))
            if pace.is_over():
                yield
        return with_messages(call.operation, messages)

    def _read_all(self, call: Call) -> Steps[list[Part | _Refused]]:
        parts: list[Part | _Refused] = []
        pace = Pace()
        first = call.part(m(self.listed))
        for node in call.body.iterchildren(first.tag) if self.repeated else at_least_one(first):
            # One part takes no step of its own.
            if parts and pace.is_over():
                yield
            if not len(node):
                # An id, most often.
                parts.append(self._read(node))
                continue
            with read_ahead(node) as steps:
                yield from steps
                parts.append(self._read(node))
        return parts

    def _read(self, node: Element) -> Part | _Refused:
        try:
            return self.read(node)
        except (Refusal, EwsError) as trouble:
            return _Refused(trouble)


@dataclass(frozen=True)
class Single:
    """One response message. A Refusal or EwsError of the handler becomes its error, or a fault (`levels`)."""

    #: as in `PerItem`
    empty: str = ""

    def __call__(self, call: Call, handler: Callable[[Call], Content]) -> Steps[list[Xml]]:
        """Return the answer."""
        return with_messages(call.operation, [(yield from _message(call, handler, call, Xml(self.empty), of_all=True))])


@dataclass(frozen=True)
class Flat:
    """No response message: ResponseClass and ResponseCode stand in the answer's own element.

    A refusal or an error of the handler is reported there too, or is a fault (`levels`).
    """

    #: content that an error has nevertheless
    empty: str = ""
    #: how the answer's own element ends: GetPersona's is called as a response message is
    suffix: str = "Response"

    def __call__(self, call: Call, handler: Callable[[Call], Content]) -> Steps[list[Xml]]:
        """Return the answer."""
        outcome = yield from _outcome(call, handler, Xml(self.empty))
        name, result = f"{call.operation}{self.suffix}", outcome.response_class
        return response(name, outcome.code, outcome.content, ResponseClass=result)


@dataclass(frozen=True)
class Bare:
    """No response message and no code in the answer's own element: its parts have their own, which the handler writes.

    A refusal or an error of the handler is a fault (`levels`).
    """

    def __call__(self, call: Call, handler: Callable[[Call], Content]) -> Steps[list[Xml]]:
        """Return the answer."""
        return response(f"{call.operation}Response", (yield from content_of(handler(call))))


@dataclass(frozen=True)
class Headed:
    """One m:ResponseMessage at the head of the answer, and the content behind it, not in it.

    A Refusal or EwsError of the handler stands in that message alone, or is a fault (`levels`).
    """

    def __call__(self, call: Call, handler: Callable[[Call], Content]) -> Steps[list[Xml]]:
        """Return the answer."""
        outcome = yield from _outcome(call, handler)
        head = element("m:ResponseMessage", outcome.code, ResponseClass=outcome.response_class)
        return response(f"{call.operation}Response", head, outcome.content)


class _Outcome(NamedTuple):
    """What became of an operation whose answer has no list of response messages."""

    response_class: str
    #: the response code, behind the text of an error
    code: Xml
    content: Xml


def _outcome(call: Call, handler: Callable[[Call], Content], empty: Xml = NOTHING) -> Steps[_Outcome]:
    """Perform an operation; what is no fault (`levels`) becomes an error, with what is said besides, or ``empty``."""
    try:
        content = yield from content_of(handler(call))
    except (Refusal, EwsError) as trouble:
        if is_fault(call.operation, trouble):
            raise
        content = (trouble.content if isinstance(trouble, EwsError) else NOTHING) or empty
        return _Outcome("Error", row_content(*noted(call, trouble)), content)
    return _Outcome("Success", OK, content)


def content_of(content: Content) -> Steps[Xml]:
    """Return the content of a message once it is complete."""
    return content if isinstance(content, str) else (yield from content)


def _message(
    call: Call, perform: Callable[[Part], Content], part: Part | _Refused, empty: Xml, *, of_all: bool = False
) -> Steps[Xml]:
    try:
        if isinstance(part, _Refused):
            raise part.trouble
        content = perform(part)
        if not isinstance(content, str):
            content = yield from content
        return success(call.operation, content)
    except (Refusal, EwsError) as trouble:
        if of_all and is_fault(call.operation, trouble):
            raise
        return error_message(call, trouble, empty)
    except ItemWarning as warned:
        call.note(warned.row.code)
        return not_success(call.operation, warned.row, warned.content, kind="Warning")


def error_message(call: Call, trouble: Refusal | EwsError, content: Xml) -> Xml:
    """Return the response message for a refusal or an error, and note it; ``content`` follows the error in it."""
    row, message_xml = noted(call, trouble)
    return not_success(call.operation, row, content, message_xml)


def noted(call: Call, trouble: Refusal | EwsError) -> tuple[Row, Xml]:
    """Note a refusal or an error; return its row, and the content of its MessageXml."""
    if isinstance(trouble, Refusal):
        row, message_xml = row_for(trouble), message_xml_for(trouble)
    else:
        row, message_xml = trouble.row, trouble.message_xml
    call.note(row.code, trouble)
    return row, message_xml


def with_messages(operation: str, messages: list[Xml]) -> list[Xml]:
    """Return an answer that holds response messages, in pieces."""
    return response(f"{operation}Response", Xml("<m:ResponseMessages>"), *messages, Xml("</m:ResponseMessages>"))
