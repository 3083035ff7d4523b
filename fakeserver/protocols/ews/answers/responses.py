"""Response messages and their content.

Shape of an error, as recorded from Exchange Online: MessageText, ResponseCode, DescriptiveLinkKey, MessageXml if there
is any, and then the empty container of the successful message (``<m:Items/>``).
"""

from typing import Final

from fakeserver.protocols.ews.errors import Row
from fakeserver.protocols.ews.soap.names import MESSAGES, TYPES, XSD, XSI
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element, escape_attribute, text

OK: Final = Xml("<m:ResponseCode>NoError</m:ResponseCode>")
_DECLARATIONS = f'xmlns:m="{MESSAGES}" xmlns:xsd="{XSD}" xmlns:xsi="{XSI}" xmlns:t="{TYPES}"'


def response(name: str, *content: Xml, **attributes: str | None) -> list[Xml]:
    """Return the root element of an answer, e.g. ``response("GetItemResponse", ...)``, with its namespaces.

    It comes in pieces: a batch's answer may have hundreds of megabytes, and joining them would block other requests.
    """
    given = "".join(f' {key}="{escape_attribute(value)}"' for key, value in attributes.items() if value is not None)
    return [Xml(f"<m:{name} {_DECLARATIONS}{given}>"), *content, Xml(f"</m:{name}>")]


def success(operation: str, content: Xml = NOTHING) -> Xml:
    """Return one successful response message."""
    return Xml(f'<m:{operation}ResponseMessage ResponseClass="Success">{OK}{content}</m:{operation}ResponseMessage>')


def not_success(operation: str, row: Row, content: Xml, message_xml: Xml = NOTHING, kind: str = "Error") -> Xml:
    """Return one response message of class Error or Warning.

    Args:
        content: what follows the error, e.g. the empty container.
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
    """The response message of this item has ResponseClass="Warning"."""

    def __init__(self, row: Row, content: Xml = NOTHING) -> None:
        super().__init__(row.text)
        self.row = row
        self.content = content
