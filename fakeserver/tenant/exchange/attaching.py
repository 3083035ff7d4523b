"""What is attached to a mailbox's items: finding, adding, removing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeserver.tenant.exchange.contents import Contents
from fakeserver.tenant.exchange.ids import decode_id
from fakeserver.tenant.refusals import AttachmentNotFound, IdMalformed, MessageTooLarge

if TYPE_CHECKING:
    from fakeserver.tenant.exchange.attachments import Attachment
    from fakeserver.tenant.exchange.items import Item


class Attaching(Contents):
    """Contents whose items have attachments."""

    def attachment(self, attachment_id: str) -> tuple[Item, Attachment]:
        """Return an attachment by its EWS id, and the item in a folder that it belongs to.

        Raises:
            IdMalformed: the id cannot be read, or isn't an attachment's.
            AttachmentNotFound: there is none, or not any more.
        """
        store_id = decode_id(attachment_id)
        if store_id.kind != "attachment":
            raise IdMalformed(attachment_id)
        item = owner = self._items.get(store_id.item_number)
        if item is None or store_id.entry_id != self.ids.item_entry_id(item.folder.number, item.number):
            raise AttachmentNotFound(attachment_id)
        found: Attachment | None = None
        for number in store_id.attachment_path:
            among = owner.attachments if owner is not None else []
            found = next((attachment for attachment in among if attachment.number == number), None)
            owner = found.item if found is not None else None
        if found is None:
            raise AttachmentNotFound(attachment_id)
        return item, found

    def add_attachment(self, item: Item, attachment: Attachment) -> Attachment:
        """Attach something to an item, or to an attached item; the item in the folder gets a new change key.

        Raises:
            MessageTooLarge: the attachment is larger than ``receive_limit``.
        """
        if attachment.size > self.receive_limit:
            raise MessageTooLarge(attachment.size, self.receive_limit)
        self._content_will_change(item)
        item.adopt(attachment)
        item.forget()
        self._content_changed(item)
        return attachment

    def remove_attachment(self, attachment: Attachment) -> Item:
        """Take an attachment off; return the item in the folder, which has a new change key.

        Raises:
            AttachmentNotFound: it is no longer attached.
        """
        item = attachment.parent
        if item is None or attachment not in item.attachments:
            raise AttachmentNotFound(attachment.name)
        root = attachment.root_item
        self._content_will_change(item)
        item.attachments.remove(attachment)
        item.forget()
        self._content_changed(item)
        return root

    # --- inside ----------------------------------------------------------------------------------------------------

    def _content_will_change(self, item: Item) -> None:
        """Turn the item, and all that it is attached to, into properties; a part of a message cannot be exchanged."""
        item.materialize()
        if item.container is not None and item.container.parent is not None:
            self._content_will_change(item.container.parent)

    def _content_changed(self, item: Item) -> None:
        item.forget()
        if item.container is not None and item.container.parent is not None:
            self._content_changed(item.container.parent)
        else:
            self._changed(item, old_uid=self._renew_uid(item), names=("attachments",))
