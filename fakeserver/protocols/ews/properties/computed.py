"""Properties that are not stored: computed from an item and the folder that it is in.

Each function returns the element, or None where the item has no such property.
"""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from fakeserver.protocols.ews.properties.folder import PARENT_KEY
from fakeserver.protocols.ews.properties.response_objects import response_objects_of
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.since import newer_than
from fakeserver.protocols.ews.soap.versions import VERSION, is_before
from fakeserver.protocols.ews.soap.writing import (
    Xml,
    boolean,
    element,
    escape,
    joined,
    number,
    text,
)
from fakeserver.protocols.ews.values.follow_up import FOLLOW_UP
from fakeserver.protocols.ews.values.references import write_reference
from fakeserver.protocols.ews.values.simple import DATE_TIME
from fakeserver.protocols.ews.values.voting import write_voting
from fakeserver.tenant.exchange.attachments import attachment_id as id_of_attachment
from fakeserver.tenant.exchange.bodies import (
    BODY_TYPES,
    beginning_of,
    body_of,
    has_external_images,
    text_body_of,
    with_blank_targets,
    with_image_addresses,
    without_external_images,
)
from fakeserver.tenant.exchange.entities import Attachment, Item
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, CONTACT, is_of
from fakeserver.tenant.exchange.kinds.follow_up import shown_flag
from fakeserver.tenant.exchange.kinds.voting import voting_of
from fakeserver.tenant.exchange.receipt_requests import receipt_is_due
from fakeserver.tenant.exchange.rendering import calendar_of
from fakeserver.tenant.exchange.values import Body, TextFormat

#: Recorded for an owner's items.
_EFFECTIVE_RIGHTS: Final = Xml(
    "<t:EffectiveRights><t:CreateAssociated>false</t:CreateAssociated><t:CreateContents>false</t:CreateContents>"
    "<t:CreateHierarchy>false</t:CreateHierarchy><t:Delete>true</t:Delete><t:Modify>true</t:Modify><t:Read>true</t:Read>"
    "</t:EffectiveRights>"
)
#: Item class -> how Outlook on the web is told of such an item, as recorded; occurrences are shown as mails are.
_IN_FOLDERS: Final = {
    APPOINTMENT: ("itemid", "path=/calendar/item"),
    CONTACT: ("ItemID", "viewmodel=PersonaCardViewModelFactory"),
}
_SUPPRESS: Final = "<t:SuppressReadReceipt/>"


@dataclass(frozen=True)
class View:
    """How items are to be shown in one answer."""

    #: whether for FindItem or SyncFolderItems, which return less than GetItem
    finding: bool = False
    #: ``Best``, ``HTML`` or ``Text``
    body_type: str = "Best"
    filter_html: bool = False
    #: whether HTML shows no images from elsewhere
    block_images: bool = False
    #: whether links in HTML open another window
    blank_targets: bool = False
    #: whether times are written in milliseconds
    milliseconds: bool = False
    #: the version of Exchange that the answer is for: base shapes have no newer properties
    version: str = VERSION
    #: as `body_type`, of the properties of these names
    unique_body_type: str = "Best"
    normalized_body_type: str = "Best"
    #: the address of images that are attached, with ``{id}`` for the attachment; empty: they keep their own
    image_template: str = ""
    #: kilobytes of a body; None: all of it
    most_of_body: int | None = None
    #: whether HTML says that it is UTF-8; else it says what it was stored as
    as_utf8: bool = True


Computed = Callable[[Item, View], Xml | None]


def item_id(item: Item, _view: View | None = None) -> Xml:
    """Write the id with the change key; neither needs escaping."""
    return Xml(f'<t:ItemId Id="{item.made_id or item.item_id}" ChangeKey="{item.change_key}"/>')


def parent_folder_id(item: Item, _view: View) -> Xml:
    """Write the id of the folder that it is in."""
    return Xml(f'<t:ParentFolderId Id="{item.folder.folder_id}" ChangeKey="{PARENT_KEY}"/>')


def mime_content_utf8(item: Item, _view: View) -> Xml:
    """Write the whole message, base64. Assumption: as MimeContent; addresses beyond ASCII are not written otherwise."""
    return text("t:MimeContentUTF8", b64encode(_octets(item)).decode("ascii"), CharacterSet="UTF-8")


def mime_content(item: Item, _view: View) -> Xml:
    """Write the whole message, base64; of a calendar item the bare calendar object."""
    return text("t:MimeContent", b64encode(_octets(item)).decode("ascii"), CharacterSet="UTF-8")


def _octets(item: Item) -> bytes:
    return calendar_of(item) if is_of(item.item_class, APPOINTMENT) else item.mime()


def effective_rights(_item: Item, _view: View) -> Xml:
    """Write the caller's rights: all, if they have full access to the mailbox."""
    return _EFFECTIVE_RIGHTS


def response_objects(item: Item, _view: View) -> Xml | None:
    """Write the possible responses; a draft has none."""
    if item.is_draft:
        return None
    possible = "".join(f"<t:{name}/>" for name in response_objects_of(item))
    if receipt_is_due(item):
        possible += _SUPPRESS
    return element("t:ResponseObjects", Xml(possible)) if possible else None


def _quoted(item_id: str) -> str:
    """Return an id for a URL's query; base64 has only these three characters to quote."""
    return item_id.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")


def web_client_read(item: Item, _view: View) -> Xml:
    """Write where Outlook on the web shows it."""
    beginning, view = _IN_FOLDERS.get(item.item_class, ("ItemID", "viewmodel=ReadMessageItem"))
    where = f"https://outlook.office365.com/owa/?{beginning}={_quoted(item.item_id)}&exvsurl=1"
    return text("t:WebClientReadFormQueryString", f"{where}&{view}")


def last_modified_name(item: Item, _view: View) -> Xml:
    """Write who changed it last. Assumption: always the owner, for all that is stored."""
    return text("t:LastModifiedName", item.mailbox.display_name)


def conversation_id(item: Item, _view: View) -> Xml | None:
    """Write the id of the conversation."""
    found = item.get("conversation_id")
    return Xml(f'<t:ConversationId Id="{found}"/>') if found else None


def internet_message_headers(item: Item, _view: View) -> Xml | None:
    """Write the header fields; nothing for a message that has none."""
    fields = item.get("internet_message_headers")
    if not fields:
        return None
    return element(
        "t:InternetMessageHeaders",
        *(text("t:InternetMessageHeader", value, HeaderName=name) for name, value in fields),
    )


def voting_information(item: Item, _view: View) -> Xml | None:
    """Write what a message says of a vote; nothing for any other."""
    voting = voting_of(item)
    return None if voting is None else write_voting("t:VotingInformation", voting)


def flag(item: Item, view: View) -> Xml:
    """Write the follow-up flag."""
    write = FOLLOW_UP.writer(precise=view.milliseconds)
    return write("t:Flag", shown_flag(item.flags.flagged, item.get("follow_up")))


def instance_key(item: Item, _view: View) -> Xml:
    """Write a key of the row in its folder."""
    return text("t:InstanceKey", b64encode(item.number.to_bytes(8, "little")).decode("ascii"))


def store_entry_id(item: Item, _view: View) -> Xml:
    """Write the MAPI entry id."""
    entry = item.mailbox.ids.item_entry_id(item.folder.number, item.number)
    return text("t:StoreEntryId", b64encode(entry).decode("ascii"))


def preview(item: Item, _view: View) -> Xml:
    """Write the beginning of the text, on one line."""
    return text("t:Preview", " ".join(text_body_of(item).content[:1024].split())[:255])


# --- bodies ------------------------------------------------------------------------------------------------------


_BODY_TYPE_WORDS: Final = {format_: word for word, format_ in BODY_TYPES.items()}


def _body(name: str, whole: Body, view: View) -> Xml:
    """Write a body. Since Exchange 2013 it says whether it is cut off."""
    content = whole.content if view.most_of_body is None else beginning_of(whole.content, view.most_of_body)
    word, cut = _BODY_TYPE_WORDS[whole.format], "true" if len(content) < len(whole.content) else "false"
    says = "" if is_before(view.version, "Exchange2013") else f' IsTruncated="{cut}"'
    return Xml(f'<{name} BodyType="{word}"{says}>{escape(content)}</{name}>')


def _shown(item: Item, body_type: str, view: View) -> Body:
    """Return an item's body of a type, with what a view changes in its HTML."""
    shown = body_of(item, body_type, filtered=view.filter_html, as_utf8=view.as_utf8)
    if shown.format is not TextFormat.HTML or not (view.block_images or view.blank_targets or view.image_template):
        return shown
    content = without_external_images(shown.content) if view.block_images else shown.content
    if view.image_template:
        ids = {one.content_id: id_of_attachment(one) for one in item.attachments if one.content_id}
        content = with_image_addresses(content, view.image_template, ids)
    return Body(TextFormat.HTML, with_blank_targets(content) if view.blank_targets else content)


def block_status(item: Item, view: View) -> Xml:
    """Write whether images from elsewhere are blocked: where this is asked for, and there are some."""
    return boolean("t:BlockStatus", _images_are_blocked(item, view))


def has_blocked_images(item: Item, view: View) -> Xml:
    """Write whether the body has images that are blocked."""
    return boolean("t:HasBlockedImages", _images_are_blocked(item, view))


def _images_are_blocked(item: Item, view: View) -> bool:
    return view.block_images and has_external_images(body_of(item, "HTML").content)


def body(item: Item, view: View) -> Xml:
    """Write the body in the type asked for."""
    return _body("t:Body", _shown(item, view.body_type, view), view)


def text_body(item: Item, view: View) -> Xml:
    """Write the body as text."""
    return _body("t:TextBody", text_body_of(item), view)


def unique_body(item: Item, view: View) -> Xml:
    """Write what this message adds to its conversation. Assumption: all of it."""
    kind = "HTML" if view.unique_body_type == "Best" else view.unique_body_type
    return _body("t:UniqueBody", _shown(item, kind, view), view)


def normalized_body(item: Item, view: View) -> Xml:
    """Write the body as HTML unless text is asked for."""
    kind = "HTML" if view.normalized_body_type == "Best" else view.normalized_body_type
    return _body("t:NormalizedBody", _shown(item, kind, view), view)


# --- attachments -------------------------------------------------------------------------------------------------


def attachment_id(attachment: Attachment) -> Xml:
    """Write an attachment's id."""
    return element("t:AttachmentId", Id=id_of_attachment(attachment))


def attachment_description(attachment: Attachment, view: View) -> Xml:
    """Write what every answer has of an attachment: id, name, type, size and the like, not its content."""
    write_time = DATE_TIME.writer(precise=view.milliseconds)
    parts = [attachment_id(attachment), text("t:Name", attachment.name)]
    # Always written: ews-rs cannot read an attachment without it.
    parts.append(text("t:ContentType", attachment.content_type))
    if attachment.content_id:
        parts.append(text("t:ContentId", attachment.content_id))
    if attachment.content_location:
        parts.append(text("t:ContentLocation", attachment.content_location))
    if (t("FileAttachment"), t("Size")) in newer_than(view.version).elements:
        # What follows came with one version.
        return joined(parts)
    parts.append(number("t:Size", attachment.size))
    if attachment.last_modified is not None:
        parts.append(write_time("t:LastModifiedTime", attachment.last_modified))
    parts.append(boolean("t:IsInline", attachment.is_inline))
    if attachment.reference is not None:
        parts.append(write_reference(attachment.reference))
    elif attachment.item is None:
        parts.append(boolean("t:IsContactPhoto", attachment.is_contact_photo))
    return joined(parts)


def attachment_element(attachment: Attachment) -> str:
    """Return the name of the element that shows an attachment."""
    if attachment.item is not None:
        return "ItemAttachment"
    return "FileAttachment" if attachment.reference is None else "ReferenceAttachment"


def attachments(item: Item, view: View) -> Xml | None:
    """Write the list of attachments, without their content; older versions have no element for some."""
    newer = newer_than(view.version).elements
    shown = [
        (name, one) for one in item.attachments if (t("Attachments"), t(name := attachment_element(one))) not in newer
    ]
    if not shown:
        return None
    return element(
        "t:Attachments",
        *(element(f"t:{name}", attachment_description(attachment, view)) for name, attachment in shown),
    )
