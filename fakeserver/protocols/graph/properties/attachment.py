"""The properties of attachments: files, items, and references to files elsewhere.

The order is that of answers. Source: learn.microsoft.com/graph/api/resources/attachment; msgraph-metadata for what v1.0
has: of a reference nothing of its own. ``size`` is more than a file's octets, as the page's sample has it.
"""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any, Final

from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.ids import rest_id
from fakeserver.protocols.graph.properties.attached_item import AttachedItems
from fakeserver.protocols.graph.properties.table import (
    ABSENT,
    NO_SUCH_PROPERTY,
    EntityType,
    Property,
    Read,
    Shape,
)
from fakeserver.protocols.graph.properties.values import moment
from fakeserver.protocols.graph.properties.view import View
from fakeserver.tenant.exchange.attachments import attachment_id
from fakeserver.tenant.exchange.entities import Attachment

#: Octets that the properties of an attachment take beside its content. Assumption: so many, and the same of each.
_OVERHEAD: Final = 256
_OF_FILES: Final = "microsoft.graph.fileattachment/"


def _type(attachment: Attachment, _view: View) -> str:
    if attachment.is_item:
        return "#microsoft.graph.itemAttachment"
    return "#microsoft.graph.fileAttachment" if attachment.reference is None else "#microsoft.graph.referenceAttachment"


def is_file(attachment: Attachment) -> bool:
    """Say whether it is a file whose octets are here."""
    return not attachment.is_item and attachment.reference is None


def _media_type(attachment: Attachment, _view: View) -> Any:
    return attachment.content_type if is_file(attachment) else ABSENT


def id_of(attachment: Attachment) -> str:
    """Return an attachment's id. Assumption: it is in the default form whatever the client prefers."""
    return rest_id(attachment_id(attachment))


ATTACHMENT: Final = EntityType[Attachment](
    "microsoft.graph.attachment",
    (
        Property("@odata.type", _type),
        Property("@odata.mediaContentType", _media_type),
        Property("id", lambda attachment, _: id_of(attachment)),
        Property("lastModifiedDateTime", lambda attachment, _: moment(attachment.last_modified)),
        Property("name", lambda attachment, _: attachment.name),
        # Documented: null of an item.
        Property("contentType", lambda attachment, _: None if attachment.is_item else attachment.content_type),
        Property("size", lambda attachment, _: attachment.size + _OVERHEAD),
        Property("isInline", lambda attachment, _: attachment.is_inline),
    ),
)
_FILE: Final[dict[str, Read[Attachment]]] = {
    "contentId": lambda attachment, _: attachment.content_id or None,
    "contentLocation": lambda attachment, _: attachment.content_location or None,
    "contentBytes": lambda attachment, _: b64encode(attachment.content).decode("ascii"),
}


@dataclass(frozen=True)
class AttachmentShape:
    """Writes attachments with certain properties."""

    base: Shape[Attachment]
    of_files: dict[str, Read[Attachment]]
    #: what is shown of attached items; None: nothing
    items: AttachedItems | None = None
    #: for ``@odata.context``
    selected: str = ""

    def write(self, attachment: Attachment, view: View) -> dict[str, Any]:
        """Return an attachment's JSON."""
        written = self.base.write(attachment, view)
        if is_file(attachment):
            written |= {name: read(attachment, view) for name, read in self.of_files.items()}
        if attachment.item is not None and self.items is not None:
            written["item"] = self.items.write(attachment.item, view)
        return written


def attachment_shape(select: str | None, items: AttachedItems | None = None) -> AttachmentShape:
    """Return what writes attachments with the properties of a ``$select``; None: all that they have.

    What only files have is named with their type: ``microsoft.graph.fileAttachment/contentBytes``.

    Raises:
        GraphError: attachments have no such property.
    """
    if select is None:
        return AttachmentShape(ATTACHMENT.shape(), _FILE, items)
    names = [name.strip() for name in select.split(",")]
    of_files = [name[len(_OF_FILES) :] for name in names if name.lower().startswith(_OF_FILES)]
    others = [name for name in names if not name.lower().startswith(_OF_FILES)] or ["id"]
    if "*" in others:
        return AttachmentShape(ATTACHMENT.shape(), _FILE, items)
    shape = ATTACHMENT.shape(",".join(others))
    known = {name.lower(): name for name in _FILE}
    for name in of_files:
        if name.lower() not in known:
            raise GraphError(NO_SUCH_PROPERTY, name=name[:100], type="microsoft.graph.fileAttachment")
    wanted = {known[name.lower()]: _FILE[known[name.lower()]] for name in of_files}
    return AttachmentShape(shape, wanted, items, f"({','.join([*shape.names, *wanted])})")
