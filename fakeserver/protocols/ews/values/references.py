"""What a t:ReferenceAttachment says of a file that lies elsewhere.

Source: [MS-OXWSATT] 2.2.4.8.
"""

from typing import Any, Final

from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.protocols.ews.soap.writing import Xml, joined
from fakeserver.protocols.ews.values.simple import BOOLEAN, INTEGER, STRING, ValueType
from fakeserver.tenant.exchange.values import FileReference

#: Element -> the name of its value, and its type; in the schema's order.
_PARTS: Final[dict[str, tuple[str, ValueType]]] = {
    "AttachLongPathName": ("url", STRING),
    "ProviderType": ("provider", STRING),
    "ProviderEndpointUrl": ("provider_url", STRING),
    "AttachmentThumbnailUrl": ("thumbnail_url", STRING),
    "AttachmentPreviewUrl": ("preview_url", STRING),
    "PermissionType": ("permission", INTEGER),
    "OriginalPermissionType": ("original_permission", INTEGER),
    "AttachmentIsFolder": ("is_folder", BOOLEAN),
}


def read_reference(node: Element) -> FileReference:
    """Read the parts that a t:ReferenceAttachment has beside those of every attachment.

    Raises:
        Violation: one of them is not of its type.
    """
    found: dict[str, Any] = {
        name: kind.read(part) for element, (name, kind) in _PARTS.items() if (part := node.find(t(element))) is not None
    }
    return FileReference(**found)


def write_reference(reference: FileReference) -> Xml:
    """Write them."""
    values = ((element, kind, getattr(reference, name)) for element, (name, kind) in _PARTS.items())
    return joined([kind.write(f"t:{element}", value) for element, kind, value in values if value is not None])
