"""Creating mail: saved as a draft, or sent; and what CreateItem answers of a new item."""

from collections.abc import Callable

from fakeserver.protocols.ews.operations.items import sending
from fakeserver.protocols.ews.operations.items.dispositions import SAVE_ONLY, SEND_ONLY
from fakeserver.protocols.ews.properties.computed import attachment_element, attachment_id, item_id
from fakeserver.protocols.ews.properties.item_classes import element_for_class
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.public_folders import refuse_public
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element
from fakeserver.tenant.access.sending import outgoing
from fakeserver.tenant.exchange.entities import Folder, Item


def create_mail(call: Call, disposition: str, folder: Folder | None, make: Callable[[Folder], Item]) -> Xml:
    """Create a mail and return m:Items.

    Args:
        folder: where the draft or the copy goes; None: Drafts, or Sent Items.
        make: makes it in a folder.

    Raises:
        EwsError, Refusal: it cannot be made, or not be sent; then nothing is left of it.
    """
    if disposition == SAVE_ONLY:
        return created(make(folder or call.mailbox.folders.distinguished("drafts")))
    if folder is not None:
        # Source: exchange-web-services/public-folder-access-with-ews-in-exchange, which wants copies to be moved there.
        refuse_public(folder)
    keep = folder or call.mailbox.folders.distinguished("sentitems")
    mailbox = call.visit_in(keep).mailbox
    with outgoing(mailbox, make) as item:
        sending.send(call, item, None if disposition == SEND_ONLY else keep)
    return Xml("<m:Items/>")


def created(item: Item) -> Xml:
    """Write the new item's id, and those of its attachments, in order: clients pair them with what they sent."""
    listed = NOTHING
    if item.attachments:
        listed = element(
            "t:Attachments",
            *(element(f"t:{attachment_element(one)}", attachment_id(one)) for one in item.attachments),
        )
    return element("m:Items", element(f"t:{element_for_class(item.item_class)}", item_id(item), listed))
