"""New messages: read from a request, and put into a folder of the open mailbox, whole or not at all."""

from fakeserver.protocols.graph.body import is_mime, read_json, read_mime
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.properties.folder import is_mail_folder
from fakeserver.protocols.graph.writing.message import read_new
from fakeserver.tenant.access import inside
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.icalendar.recognition import item_class_of
from fakeserver.tenant.exchange.new_items import NewItem, attach
from fakeserver.tenant.refusals import FolderNotFound


def target(call: Call, named: str) -> Folder:
    """Return the folder with an id or a well-known name that a message is to be put into.

    Raises:
        GraphError, Refusal: as `Call.folder`.
        FolderNotFound: it is no folder of mail, or one that only shows what lies elsewhere (an assumption).
    """
    folder = call.folder(named, "create")
    if folder.search is not None or not is_mail_folder(folder):
        raise FolderNotFound(named)
    return folder


def of_mime(mime: bytes) -> NewItem:
    """Return a new message that is given as MIME."""
    return NewItem(item_class_of(mime), {"mime_content": mime})


def requested(call: Call) -> NewItem:
    """Read the new message in a request's body, which is JSON, or MIME in base64.

    Raises:
        GraphError: it is neither, or not as a message has it.
    """
    return of_mime(read_mime(call.request)) if is_mime(call.request) else read_new(read_json(call.request))


def made(call: Call, folder: Folder, new: NewItem, *, as_draft: bool) -> Item:
    """Put a new message into a folder.

    Args:
        as_draft: whether it is one, and read, where it does not say otherwise.

    Raises:
        MessageTooLarge: it, or an attachment, is larger than the mailbox takes; nothing is left then.
    """
    # MAPI's defaults for a new message: read, and not sent.
    state = {"is_read": True, "is_draft": True} if as_draft else {}
    item = call.mailbox.items.add(folder, new.item_class, state | new.properties)
    inside.sign(call.visit, item)
    return with_attachments(call, item, new)


def with_attachments(call: Call, item: Item, new: NewItem) -> Item:
    """Attach what a new message is to have; where that fails, the item is gone."""
    try:
        for attachment in new.attachments:
            attach(call.mailbox, item, attachment)
    except Exception:
        call.mailbox.items.delete([item])
        raise
    return item
