"""GetAttachment: the content of files and items that are attached, and where others lie.

Source: web-service-reference/getattachment-operation.
"""

from base64 import b64encode

from fakeserver.protocols.ews.answers.forms import Perform, PerItem
from fakeserver.protocols.ews.answers.shapes import ATTACHMENT_SHAPE, ItemShape
from fakeserver.protocols.ews.properties.computed import View, attachment_description
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import ATTACHMENT_IDS, Id, named_attachment, read_attachment_id
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.exchange.entities import Attachment


@operation(
    "GetAttachment",
    answer=PerItem("AttachmentIds", read_attachment_id, "<m:Attachments/>"),
    since="Exchange2007",
    request=complex_type(elements={"m:AttachmentShape": ATTACHMENT_SHAPE, "m:AttachmentIds": ATTACHMENT_IDS}),
)
def get_attachment(call: Call) -> Perform[Id[Attachment]]:
    """Return each attachment: a file with its octets, an item with its properties."""
    given = call.parts.get(m("AttachmentShape"))
    if given is None:
        view = View(milliseconds=call.envelope.milliseconds, version=call.envelope.version)
        shape = ItemShape("AllProperties", view=view)
    else:
        # The schema's AttachmentShape is an ItemShape without BaseShape.
        shape = ItemShape.of(given, call.envelope, base="AllProperties")
    # Attached items have no id of their own and are in no folder.
    shape.identified = False

    def get(attachment_id: Id[Attachment]) -> Xml:
        attachment = named_attachment(call, attachment_id)
        description = attachment_description(attachment, shape.view)
        if attachment.item is not None:
            return element("m:Attachments", element("t:ItemAttachment", description, shape.write(attachment.item)))
        if attachment.reference is not None:
            return element("m:Attachments", element("t:ReferenceAttachment", description))
        # Written even for an empty file: clients that stream the content look for the element.
        content = Xml(f"<t:Content>{b64encode(attachment.content).decode('ascii')}</t:Content>")
        return element("m:Attachments", element("t:FileAttachment", description, content))

    return get
