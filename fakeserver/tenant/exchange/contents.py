"""The content of a mailbox's items: read out of them on demand, and replaced.

An item that came as a message is read piece by piece; as soon as one piece changes, all of them are turned into
properties, and from then on the message is rendered from those.
"""

from collections.abc import Mapping
from threading import RLock
from typing import Any, Final

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.entities import Attachment, Item
from fakeserver.tenant.exchange.flagging import flags_of_copy
from fakeserver.tenant.exchange.flags import SEEN
from fakeserver.tenant.exchange.icalendar.names import UNSUPPORTED_NAME
from fakeserver.tenant.exchange.icalendar.recognition import item_class_of, meeting_part
from fakeserver.tenant.exchange.item_classes import CONTACT, DISTRIBUTION_LIST, MEETING, is_of
from fakeserver.tenant.exchange.mime.message import Message, attachment_name
from fakeserver.tenant.exchange.mime.parts import Part
from fakeserver.tenant.exchange.parsed import ParsedMessages
from fakeserver.tenant.exchange.properties import CONTENT_NAMES, derived, meeting_properties
from fakeserver.tenant.exchange.rendering import rendered
from fakeserver.tenant.exchange.text_index import TextIndex

#: What contacts and lists are called by themselves, until somebody deletes it.
_OF_NAMES: Final = frozenset(("subject", "file_as_mapping"))


class Contents:
    """What the items of one mailbox contain.

    Reading takes the lock where it changes what is kept: tests read items in their own thread.
    """

    def __init__(self, clock: Clock, lock: RLock) -> None:
        self._clock = clock
        self._lock = lock
        self.parsed = ParsedMessages(lock)
        self.texts = TextIndex()
        self.searchable_text = self.texts.text
        self.searchable_header = self.texts.header

    # --- reading -----------------------------------------------------------------------------------------------

    def message(self, item: Item) -> Message:
        """Return a parsed view of an item's message; the last few are kept."""
        return self.parsed.of(item.number, item.mime)

    def rendered(self, item: Item) -> bytes:
        """Return the message that an item's properties make."""
        if item.rendered is None:
            item.rendered = rendered(item)
        return item.rendered

    def attachments(self, item: Item) -> list[Attachment]:
        """Return what is attached to an item; numbered at the first read."""
        with self._lock:
            if item.read_attachments is None:
                item.read_attachments = [_numbered(item, attachment) for attachment in self._of_message(item)]
                for attachment in item.read_attachments:
                    # They are as old as the message, whenever somebody looks at them first.
                    attachment.last_modified = item.created_at
            return item.read_attachments

    #: the value of a property that nobody has set; lists of items ask often, so there is no call in between
    derived = staticmethod(derived)

    # --- changing ----------------------------------------------------------------------------------------------

    def detached(self, owner: Item, item_class: str = "IPM.Note", *, mime: bytes | None = None) -> Item:
        """Return an item that lies in no folder, to be attached to ``owner`` or below it."""
        now = self._clock.now()
        number = owner.mailbox.ids.new_number()
        if mime is not None:
            item_class = item_class_of(mime)
        return Item(owner.mailbox, owner.folder, number, item_class, now, now, now, flags=SEEN, raw=mime)

    def attach(self, item: Item, attachment: Attachment) -> None:
        """Make an attachment part of an item, with a number that no other has had."""
        item.attachments.append(_numbered(item, attachment))

    def settled(self, item: Item, changes: Mapping[Any, Any]) -> dict[Any, Any]:
        """Return changes of an item with those that follow: a contact is named at first, and filed by its names."""
        if not is_of(item.item_class, CONTACT):
            return dict(changes)
        # Most mailboxes hold messages alone, which do without this code.
        from fakeserver.tenant.exchange.kinds.contact_names import with_filing
        from fakeserver.tenant.exchange.kinds.contact_networks import names_in_networks

        first = {} if item.properties else names_in_networks(item.mailbox.address, item.number)
        return {**first, **with_filing(item, changes)}

    def stays_deleted(self, item: Item, name: Any) -> bool:
        """Say whether a property that is deleted has no value from then on, though one could be worked out.

        Source: exchangelib's test_item_update_wipe, for a contact that keeps its display name.
        """
        return name in _OF_NAMES and is_of(item.item_class, CONTACT, DISTRIBUTION_LIST)

    def exchange(self, item: Item, mime: bytes) -> None:
        """Replace the content by these bytes; what was read from the former ones is forgotten."""
        for name in CONTENT_NAMES:
            item.properties.pop(name, None)
        item.raw = mime
        item.read_attachments = None
        self.forget(item)

    def to_properties(self, item: Item) -> None:
        """Turn an item that came as a message into one of properties, so that they can be changed one by one."""
        if item.raw is None:
            return
        attachments = item.attachments
        for name in (*CONTENT_NAMES, *meeting_properties(item)):
            if name not in item.properties and (value := item.get(name)) is not None:
                item.properties[name] = value
        if item.properties.get("sender") == item.properties.get("from_"):
            # It follows From, also when that is changed.
            item.properties.pop("sender", None)
        item.raw = None
        item.read_attachments = attachments
        self.forget(item)

    def forget(self, item: Item) -> None:
        """Drop what was worked out from the content."""
        item.rendered = item.kept = item.subject_key = None
        self.texts.forget(item)
        self.parsed.forget(item.number)

    def copy(self, source: Item, target: Item) -> None:
        """Give a new item of this mailbox the content of another item, of this or another mailbox."""
        target.created_at, target.received_at = source.created_at, source.received_at
        target.flags = flags_of_copy(source, target)
        target.properties = dict(source.properties)
        target.raw, target.rendered = source.raw, source.rendered
        target.subject_key = source.subject_key
        if source.raw is None:
            for attachment in source.attachments:
                self.attach(target, self.duplicate(attachment, target))

    def duplicate(self, attachment: Attachment, owner: Item) -> Attachment:
        """Return a copy of an attachment of any mailbox, to be attached to an item of this one."""
        item = None
        if attachment.item is not None:
            item = self.detached(owner, attachment.item.item_class)
            self.copy(attachment.item, item)
            item.modified_at = attachment.item.modified_at
        return Attachment(
            attachment.name,
            attachment.source,
            attachment.content_type,
            attachment.content_id,
            attachment.content_location,
            attachment.is_inline,
            item,
            is_contact_photo=attachment.is_contact_photo,
        )

    # --- inside ------------------------------------------------------------------------------------------------

    def _of_message(self, item: Item) -> list[Attachment]:
        """Return what is attached to an item by the message that it is; of a meeting message not what it is about."""
        if item.raw is None:
            return []
        parts = item.message.attachment_parts
        calendar = meeting_part(item.message, item.raw)
        if is_of(item.item_class, MEETING):
            parts = [part for part in parts if part is not calendar]
        attachments = [self._from_part(part, item) for part in parts]
        for part, attachment in zip(parts, attachments, strict=True):
            if part is calendar:
                attachment.name = UNSUPPORTED_NAME
        return attachments

    def _from_part(self, part: Part, owner: Item) -> Attachment:
        """Return the attachment that a message's part stands for; ``owner`` is the item of that message."""
        content_id, content_location = part.content_id, part.header("content-location")
        # Outlook shows what HTML refers to in its place; so a Content-ID counts as inline unless the part says
        # otherwise.
        is_inline = part.disposition == "inline" or (bool(content_id) and part.disposition != "attachment")
        if part.content_type == "message/rfc822":
            item = self.detached(owner, mime=part.content)
            item.created_at = item.modified_at = item.received_at = owner.created_at
            return Attachment(
                attachment_name(part),
                content_id=content_id,
                content_location=content_location,
                is_inline=is_inline,
                item=item,
            )
        return Attachment(
            attachment_name(part),
            part,
            part.content_type,
            content_id,
            content_location,
            is_inline,
        )


def _numbered(item: Item, attachment: Attachment) -> Attachment:
    item.last_attachment += 1
    attachment.number = item.last_attachment
    attachment.parent = item
    attachment.last_modified = item.modified_at
    return attachment
