"""Items, folders and entries of the log as lists of forms, and back; what is worked out of other things is left out."""

from datetime import datetime
from typing import Any

from fakeserver.state.errors import StateError
from fakeserver.state.forms import Form, Reader, Writer
from fakeserver.state.naming import Naming
from fakeserver.state.searches import search_form
from fakeserver.tenant.exchange.changes import Change, ChangeKind
from fakeserver.tenant.exchange.entities import Attachment, Folder, Item
from fakeserver.tenant.exchange.flags import MessageFlags


def item_form(item: Item, writer: Writer) -> Form:
    """Return an item; what is attached to a message is in the message."""
    read, attached = item.read_attachments, None
    if item.raw is not None:
        # They get the same numbers again when they are read again.
        last = item.last_attachment - len(read or ())
    else:
        last = item.last_attachment
        attached = None if read is None else [_attachment_form(one, writer) for one in read]
    return [
        item.folder.number,
        item.uid,
        item.item_class,
        item.created_at.isoformat(),
        item.modified_at.isoformat(),
        item.received_at.isoformat(),
        item.change_number,
        [*item.flags],
        writer.map(item.properties) if item.properties else None,
        None if item.raw is None else writer.octets(item.raw),
        last,
        attached,
        writer.map(item.written) if item.written else None,
    ]


def item_of(form: Form, number: int, folder: Folder, reader: Reader) -> Item:
    """Return the item of a form, which lies in a folder, or is attached to an item there."""
    (
        _, uid, item_class, created, modified, received, change, flags, properties, raw, last, attached, written,
    ) = form  # fmt: skip
    item = Item(
        folder.mailbox,
        folder,
        number,
        item_class,
        datetime.fromisoformat(created),
        datetime.fromisoformat(modified),
        datetime.fromisoformat(received),
        change,
        uid,
        MessageFlags(*flags),
        {} if properties is None else reader.value(properties),
        None,
        None if raw is None else reader.value(raw),
    )
    item.last_attachment = last
    item.written = None if written is None else reader.value(written)
    if attached is not None:
        item.read_attachments = [_attachment_of(one, item, reader) for one in attached]
    return item


def _attachment_form(attachment: Attachment, writer: Writer) -> Form:
    item = attachment.item
    return [
        attachment.name,
        None if item is not None else writer.form(attachment.source),
        attachment.content_type,
        attachment.content_id,
        attachment.content_location,
        attachment.is_inline,
        attachment.number,
        None if attachment.last_modified is None else attachment.last_modified.isoformat(),
        attachment.is_contact_photo,
        None if item is None else [item.number, item_form(item, writer)],
    ]


def _attachment_of(form: Form, parent: Item, reader: Reader) -> Attachment:
    name, source, content_type, content_id, location, is_inline, number, modified, is_photo, inner = form
    return Attachment(
        name,
        b"" if source is None else reader.value(source),
        content_type,
        content_id,
        location,
        is_inline,
        None if inner is None else item_of(inner[1], inner[0], parent.folder, reader),
        parent,
        number,
        None if modified is None else datetime.fromisoformat(modified),
        is_photo,
    )


def folder_form(folder: Folder, writer: Writer, naming: Naming) -> Form:
    """Return a folder without its items."""
    parent = folder.parent
    if parent is not None:
        naming.folder(parent)
    return [
        None if parent is None else parent.number,
        folder.display_name,
        folder.folder_class,
        folder.uid_validity,
        folder.created_at.isoformat(),
        folder.modified_at.isoformat(),
        folder.change_number,
        folder.distinguished_id,
        folder.hidden,
        folder.built_in,
        folder.exists,
        folder.next_uid,
        folder.unread_count,
        folder.associated_count,
        [child.number for child in folder.children],
        writer.map(folder.properties) if folder.properties else None,
        search_form(folder, writer),
    ]


def folder_of(form: Form, number: int, mailbox: Any) -> Folder:
    """Return the folder of a form; what it has of other folders is given to it when all are there."""
    (
        _, name, folder_class, validity, created, modified, change, distinguished, hidden, built_in, exists, uid,
        unread, associated, *_,
    ) = form  # fmt: skip
    return Folder(
        mailbox,
        number,
        None,
        name,
        folder_class,
        validity,
        datetime.fromisoformat(created),
        datetime.fromisoformat(modified),
        change,
        distinguished,
        hidden,
        built_in,
        exists,
        uid,
        None,
        unread,
        associated,
    )


def change_form(change: Change, naming: Naming) -> Form:
    """Return an entry of the log; its folders are of the same mailbox."""
    folders = (change.folder, change.other_folder, change.parent)
    named = [None if folder is None else naming.folder(folder) for folder in folders]
    if len({one[0] for one in named if one is not None}) > 1:
        raise StateError(f"a change of two mailboxes cannot be kept: {change!r:.200}")
    return [
        change.kind.value,
        *(None if one is None else one[1] for one in named),
        change.at.isoformat(),
        change.number,
        change.uid,
        change.other_number,
        change.old_uid,
        change.delivered | change.associated << 1 | change.free_busy << 2,
        change.unread_count,
    ]


def change_of(form: Form, position: int, folders: dict[int, Folder]) -> Change:
    """Return the entry of the log that a form stands for."""
    kind, folder, other, parent, at, number, uid, other_number, old_uid, marks, unread = form
    return Change(
        position,
        ChangeKind(kind),
        folders[folder],
        datetime.fromisoformat(at),
        number,
        uid,
        None if other is None else folders[other],
        other_number,
        old_uid,
        bool(marks & 1),
        bool(marks & 2),
        bool(marks & 4),
        unread,
        None if parent is None else folders[parent],
    )
