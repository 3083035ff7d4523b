"""One message: whole, as MIME, what is attached to it, and as each protocol sees it."""

from dataclasses import dataclass

from msgspec import UNSET, UnsetType

from fakeserver.digits import number_in
from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.message_view import MessageView, Views, message_view
from fakeserver.protocols.control.problems import NotThere
from fakeserver.protocols.control.resources.messages import MIME, folder_of
from fakeserver.protocols.control.routing import operation
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.flags import MessageFlags
from fakeserver.wire import HttpResponse

_PATH = "/tenants/{tenant}/mailboxes/{mailbox}/messages/{message}"


@dataclass
class MessageChanges:
    """What is to be changed."""

    is_read: bool | UnsetType = UNSET
    flagged: bool | UnsetType = UNSET
    #: where it is moved: a distinguished id, a path, or a folder's id
    folder: str | UnsetType = UNSET


@operation("GET", _PATH)
def get_message(call: Call) -> MessageView:
    """Look at a message; it stays unread."""
    with call.tenant.lock:
        return message_view(call.item)


@operation("GET", f"{_PATH}/mime", gives=MIME)
def get_mime(call: Call) -> HttpResponse:
    """Return a message as it lies in the mailbox: its octets, with CRLF at the end of each line."""
    with call.tenant.lock:
        return HttpResponse(200, [("Content-Type", MIME)], call.item.mime())


@operation("GET", f"{_PATH}/attachments/{{number}}", gives="application/octet-stream")
def get_attachment(call: Call) -> HttpResponse:
    """Return what is attached to a message: 0 is the first."""
    named = call.values["number"]
    number = number_in(named)
    with call.tenant.lock:
        attached = call.item.attachments
        if number is None or number >= len(attached):
            raise NotThere(f"the message has no attachment {named!r}; it has {len(attached)}, from 0 on")
        # Whatever it says that it is: a browser must not run it as a page of this server.
        headers = [("Content-Type", "application/octet-stream"), ("Content-Disposition", "attachment")]
        return HttpResponse(200, headers, attached[number].content)


@operation("GET", f"{_PATH}/views")
def get_views(call: Call) -> Views:
    """Show a message as IMAP, POP3 and EWS give it to clients; nothing is noted, and it stays unread."""
    # Of three protocols, which nobody else may have asked for.
    from fakeserver.protocols.control.seen_by import views

    with call.tenant.lock:
        return views(call.cloud, call.tenant, call.mailbox, call.item)


@operation("PATCH", _PATH)
def change_message(call: Call, body: MessageChanges) -> MessageView:
    """Mark a message as read or flagged, or move it, which gives it another id; all or none."""
    items = call.mailbox.items
    with call.tenant.lock:
        item: Item = call.item
        # First what may be refused.
        if body.folder is not UNSET:
            (item,) = items.move([item], folder_of(call.mailbox, body.folder))
        flags: MessageFlags = item.flags
        if body.is_read is not UNSET:
            flags = flags._replace(seen=body.is_read)
        if body.flagged is not UNSET:
            flags = flags._replace(flagged=body.flagged)
        items.set_flags(item, flags)
        return message_view(item)


@operation("DELETE", _PATH)
def delete_message(call: Call) -> None:
    """Delete a message, for good."""
    with call.tenant.lock:
        call.mailbox.items.delete([call.item])
