"""What is attached to a mailbox's items: finding, adding, removing it."""

from fakeserver.tenant.exchange.contents import Contents
from fakeserver.tenant.exchange.entities import Attachment, Item
from fakeserver.tenant.exchange.ids import StoreId, decode_id
from fakeserver.tenant.exchange.items import Items
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem
from fakeserver.tenant.exchange.registry import ItemRegistry
from fakeserver.tenant.refusals import AttachmentNotFound, IdMalformed


class Attachments:
    """The attachments of one mailbox's items."""

    def __init__(self, items: Items, registry: ItemRegistry, contents: Contents) -> None:
        self._items = items
        self._registry = registry
        self._contents = contents

    def by_id(self, attachment_id: str | StoreId) -> Attachment:
        """Return an attachment by its EWS id.

        Raises:
            IdMalformed: the id cannot be read, or isn't an attachment's.
            AttachmentNotFound: there is none, or not any more.
            ItemNotFound: it is of an appointment that its series does not have any more.
        """
        store_id = decode_id(attachment_id)
        if store_id.kind != "attachment":
            raise IdMalformed(store_id.text)
        owner = self._registry.by_store_id(store_id)
        if owner is not None and store_id.day is not None:
            # Most mailboxes hold messages alone, which do without this code.
            from fakeserver.tenant.exchange.occurrences import present_occurrence

            owner = present_occurrence(owner, store_id.day)
        found: Attachment | None = None
        for number in store_id.attachment_path:
            among = owner.attachments if owner is not None else []
            found = next((attachment for attachment in among if attachment.number == number), None)
            owner = found.item if found is not None else None
        if found is None:
            raise AttachmentNotFound(store_id.text)
        return found

    def add(self, item: Item, attachment: Attachment) -> Attachment:
        """Attach something to an item, or to an attached item; the item in the folder gets a new change key.

        A contact has one picture: a new one takes the place of the former.

        Raises:
            MessageTooLarge: the attachment is larger than the mailbox takes.
        """
        self._items.check_size(attachment.size)
        self._will_change(item)
        if attachment.is_contact_photo:
            item.read_attachments = [one for one in item.attachments if not one.is_contact_photo]
            item.properties["has_picture"] = True
        self._contents.attach(item, attachment)
        self._has_changed(item)
        attachment.last_modified = _outwards(item)[-1].modified_at
        return attachment

    def add_copy(self, item: Item, attachment: Attachment) -> Attachment:
        """Attach a copy of what is attached to another item, be it another mailbox's.

        Raises:
            MessageTooLarge: as in ``add``.
        """
        return self.add(item, self._contents.duplicate(attachment, item))

    def remove(self, attachment: Attachment) -> Item:
        """Take an attachment off; return the item in the folder, which has a new change key.

        Raises:
            AttachmentNotFound: it is no longer attached.
        """
        item = attachment.parent
        if item is None or attachment not in item.attachments:
            raise AttachmentNotFound(attachment.name)
        self._will_change(item)
        item.attachments.remove(attachment)
        if attachment.is_contact_photo:
            item.properties["has_picture"] = False
        self._has_changed(item)
        return root_item(attachment)

    # --- inside ----------------------------------------------------------------------------------------------------

    def _will_change(self, item: Item) -> None:
        """Turn the item, and all that it is attached to, into properties; a part of a message cannot be replaced."""
        for each in _outwards(item):
            self._contents.to_properties(each)

    def _has_changed(self, item: Item) -> None:
        *attached, root = outwards = _outwards(item)
        for each in outwards:
            self._contents.forget(each)
        if isinstance(root, OccurrenceItem):
            from fakeserver.tenant.exchange.occurrences import keep_attachments

            keep_attachments(self._items, root)
        else:
            self._registry.changed(root, old_uid=self._registry.renew_uid(root))
        for each in attached:
            if each.container is not None:
                each.container.last_modified = root.modified_at


def attachment_id(attachment: Attachment) -> str:
    """Return an attachment's EWS id; it contains the item's, so it changes when the item moves."""
    path: tuple[int, ...] = ()
    for each in _chain(attachment):
        path = (each.number, *path)
    item = root_item(attachment)
    day = item.day if isinstance(item, OccurrenceItem) else None
    return item.mailbox.ids.attachment_id(item.folder.number, item.number, path, day)


def root_item(attachment: Attachment) -> Item:
    """Return the item in a folder that an attachment belongs to, through attached items."""
    outermost = _chain(attachment)[-1].parent
    if outermost is None:
        raise ValueError("the attachment isn't part of an item yet")
    return outermost


def _chain(attachment: Attachment) -> list[Attachment]:
    """Return an attachment, the one that its item is the content of, and so on outwards."""
    chain = [attachment]
    while (parent := chain[-1].parent) is not None and parent.container is not None:
        chain.append(parent.container)
    return chain


def _outwards(item: Item) -> list[Item]:
    """Return an item, the one that it is attached to, and so on outwards."""
    items = [item]
    while (container := items[-1].container) is not None and container.parent is not None:
        items.append(container.parent)
    return items
