"""One attachment: shown, downloaded, added, taken off."""

from typing import Final

from fakeserver.protocols.graph.answers import NO_CONTENT, Answer, Result, created
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ASSUMED, GraphError, Row
from fakeserver.protocols.graph.expand import read_item_expand
from fakeserver.protocols.graph.ids import ews_form
from fakeserver.protocols.graph.owners import owner_of, where
from fakeserver.protocols.graph.properties.attachment import attachment_shape
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.shown import view_of
from fakeserver.protocols.graph.writing.message import read_attachment
from fakeserver.tenant.access.checks.folder_access import Ask
from fakeserver.tenant.access.needs import READ_MAIL, WRITE_MAIL
from fakeserver.tenant.exchange.attachments import root_item
from fakeserver.tenant.exchange.entities import Attachment, Item
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, CONTACT, is_of
from fakeserver.tenant.exchange.new_items import attach
from fakeserver.tenant.exchange.rendering import calendar_of
from fakeserver.tenant.refusals import AttachmentNotFound

#: learn.microsoft.com/graph/api/attachment-get has the status. Assumption: code and text.
NO_STREAM: Final = Row(405, "ErrorInvalidRequest", "A reference attachment has no content.", ASSUMED)
_MIME: Final = "text/plain"


@operation("GET", "me/messages/{message}/attachments/{attachment}", needs=READ_MAIL, query="$select $expand")
def get_attachment(call: Call) -> Result:
    """Return an attachment, a file with its octets; an item is shown where it is expanded.

    Source: learn.microsoft.com/graph/api/attachment-get
    """
    shape = attachment_shape(call.query.get("$select"), read_item_expand(call.query.get("$expand")))
    attachment = _attachment(call)
    context = call.context(f"{where(call)}/attachments{shape.selected}/$entity")
    return {"@odata.context": context, **shape.write(attachment, view_of(call))}


@operation("GET", "me/messages/{message}/attachments/{attachment}/$value", needs=READ_MAIL)
def get_attachment_content(call: Call) -> Result:
    """Return a file's octets, an attached message as MIME, a contact as a vCard, an event as iCalendar.

    Source: learn.microsoft.com/graph/api/attachment-get
    """
    attachment = _attachment(call)
    if attachment.reference is not None:
        raise GraphError(NO_STREAM)
    if attachment.item is None:
        kind, octets = _printable(attachment.content_type), attachment.content
    else:
        kind, octets = _content(attachment.item)
    return Answer(200, octets, [("Content-Type", kind)])


@operation("POST", "me/messages/{message}/attachments", needs=WRITE_MAIL)
def create_attachment(call: Call) -> Result:
    """Attach a file, or an item, to a message, be it a draft or not.

    Source: learn.microsoft.com/graph/api/message-post-attachments; msgraph-sdk-dotnet#1195 for received ones.
    """
    item = owner_of(call, "edit")
    attachment = attach(call.mailbox, item, read_attachment(call.json))
    context = call.context(f"{where(call)}/attachments/$entity")
    return created({"@odata.context": context, **attachment_shape(None).write(attachment, view_of(call))})


@operation("DELETE", "me/messages/{message}/attachments/{attachment}", needs=WRITE_MAIL)
def delete_attachment(call: Call) -> Result:
    """Take an attachment off its message.

    Source: learn.microsoft.com/graph/api/attachment-delete
    """
    call.mailbox.attachments.remove(_attachment(call, "edit"))
    return Answer(NO_CONTENT)


def _attachment(call: Call, ask: Ask = "read") -> Attachment:
    """Return the attachment that the path names, of the message that it names."""
    item = owner_of(call, ask)
    named = call.values["attachment"]
    found = call.mailbox.attachments.by_id(ews_form(named))
    if root_item(found).item_id != item.item_id:
        raise AttachmentNotFound(named)
    return found


def _content(item: Item) -> tuple[str, bytes]:
    if is_of(item.item_class, CONTACT):
        # Mail alone does without.
        from fakeserver.protocols.graph.values.vcard import MEDIA_TYPE, vcard_of

        return MEDIA_TYPE, vcard_of(item)
    if is_of(item.item_class, APPOINTMENT):
        return "text/calendar", calendar_of(item)
    return _MIME, item.mime()


def _printable(content_type: str) -> str:
    """Return a media type that can stand in a header field: a message may call its parts anything."""
    if content_type.isascii() and content_type.isprintable() and content_type:
        return content_type
    return "application/octet-stream"
