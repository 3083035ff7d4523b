"""Response messages: one for each thing asked for, in order, so that one bad item never spoils the others.

Shape of an error, as recorded from Exchange Online: MessageText, ResponseCode, DescriptiveLinkKey, MessageXml if there
is any, and then the empty container of the successful message (``<m:Items/>``).
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from fakeserver.protocols.ews.errors import EwsError, Row, message_xml_for, row_for
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.names import MESSAGES, TYPES, XSD, XSI
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element, escape_attribute, text
from fakeserver.steps import Pace, Steps
from fakeserver.tenant.refusals import Refusal

if TYPE_CHECKING:
    from fakeserver.protocols.ews.request.call import Call

Input = TypeVar("Input")

_DECLARATIONS = f'xmlns:m="{MESSAGES}" xmlns:xsd="{XSD}" xmlns:xsi="{XSI}" xmlns:t="{TYPES}"'


def response(name: str, *content: Xml, **attributes: str | None) -> Xml:
    """Return the root element of an answer, e.g. ``response("GetItemResponse", ...)``, with its namespaces."""
    given = "".join(f' {key}="{escape_attribute(value)}"' for key, value in attributes.items() if value is not None)
    # One join, since a batch's answer may have hundreds of megabytes.
    return Xml("".join((f"<m:{name} {_DECLARATIONS}{given}>", *content, f"</m:{name}>")))


def success(operation: str, content: Xml = NOTHING) -> Xml:
    """Return one successful response message."""
    return Xml(
        f'<m:{operation}ResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>'
        f"{content}</m:{operation}ResponseMessage>"
    )


def not_success(operation: str, row: Row, content: Xml, message_xml: Xml = NOTHING, kind: str = "Error") -> Xml:
    """Return one response message of class Error or Warning.

    Args:
        content: what the message holds all the same, e.g. the empty container.
        message_xml: content of m:MessageXml.
    """
    return element(
        f"m:{operation}ResponseMessage",
        row_content(row, message_xml),
        content,
        ResponseClass=kind,
    )


def row_content(row: Row, message_xml: Xml = NOTHING) -> Xml:
    """Return the elements of a row in a response message, without the message around them."""
    parts = text("m:MessageText", row.text) + text("m:ResponseCode", row.code)
    parts += "<m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>"
    if message_xml:
        parts += f"<m:MessageXml>{message_xml}</m:MessageXml>"
    return Xml(parts)


class ItemWarning(Exception):
    """The item is answered with ResponseClass="Warning": done, or not done, with a reservation."""

    def __init__(self, row: Row, content: Xml = NOTHING) -> None:
        super().__init__(row.text)
        self.row = row
        self.content = content


def per_item(
    call: "Call", inputs: Iterable[Input], do: Callable[[Input], Xml | Steps[Xml]], empty: Xml = NOTHING
) -> Steps[Xml]:
    """Do the same with each thing asked for, in steps, and return the whole answer.

    Others may change the mailbox between two things: each is looked up when its turn comes.

    Args:
        call: whose operation names the messages.
        inputs: in the order of the request; gives one message each.
        do: returns, perhaps in steps, what a successful message holds after its ResponseCode, e.g.
            ``<m:Items>...</m:Items>``. A Refusal, EwsError or ItemWarning that it raises becomes that message's;
            anything else is a bug and ends the request.
        empty: what an error message holds, e.g. ``Xml("<m:Items/>")``.
    """
    operation = call.operation
    messages, pace = [], Pace()
    for value in inputs:
        try:
            content = do(value)
            if not isinstance(content, str):
                content = yield from content
            messages.append(success(operation, content))
        except Refusal as refusal:
            row = row_for(refusal)
            call.note(row.code, refusal)
            messages.append(not_success(operation, row, empty, message_xml_for(refusal)))
        except EwsError as error:
            call.note(error.row.code, error)
            messages.append(not_success(operation, error.row, empty, error.message_xml))
        except ItemWarning as warned:
            call.note(warned.row.code)
            messages.append(not_success(operation, warned.row, warned.content, kind="Warning"))
        if pace.is_over():
            yield
    if not messages:
        # The schema wants at least one thing asked for.
        raise schema.incomplete(call.body)
    return answered(operation, messages)


def answered(operation: str, messages: Iterable[Xml]) -> Xml:
    """Return the answer of an operation around its response messages."""
    return response(f"{operation}Response", Xml("<m:ResponseMessages>"), *messages, Xml("</m:ResponseMessages>"))
