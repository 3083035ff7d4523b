"""What the elements of items, and of what is attached to them, may contain in requests."""

from collections.abc import Iterable
from typing import Final

from fakeserver.protocols.ews.properties.field_uris import WITHOUT_ROWS
from fakeserver.protocols.ews.properties.item_classes import MEETING_ELEMENTS, NEW_ITEM_CLASSES
from fakeserver.protocols.ews.properties.paths import EXTENDED_PROPERTY
from fakeserver.protocols.ews.properties.table import ITEM_ELEMENTS
from fakeserver.protocols.ews.soap.complex_types import ANY, TEXT, ComplexType, complex_type, each, list_type
from fakeserver.protocols.ews.soap.names import t

#: What t:ItemAttachment contains, in Clark notation: items among others, which have attachments of their own.
_ATTACHED: Final[dict[str, ComplexType]] = {}
_ATTACHMENT: Final = {
    "t:AttachmentId": complex_type("Id RootItemId RootItemChangeKey"),
    **each("t:Name t:ContentType t:ContentId t:ContentLocation t:Size t:LastModifiedTime t:IsInline", TEXT),
}
#: m:Attachments and t:Attachments. Id, size and time are set by the store; what a client sends is ignored.
ATTACHMENTS: Final = list_type(
    {
        "t:ItemAttachment": ComplexType(
            elements=_ATTACHED,
            not_performed=frozenset(map(t, "AttachmentOriginalUrl SharingMessage RoleMember Network Person".split())),
        ),
        "t:FileAttachment": complex_type(
            elements={**_ATTACHMENT, "t:IsContactPhoto": TEXT, "t:Content": TEXT},
            not_performed="t:AttachmentOriginalUrl",
        ),
        "t:ReferenceAttachment": complex_type(
            elements={
                **_ATTACHMENT,
                **each("t:AttachLongPathName t:ProviderType t:ProviderEndpointUrl t:AttachmentThumbnailUrl", TEXT),
                **each("t:AttachmentPreviewUrl t:PermissionType t:OriginalPermissionType t:AttachmentIsFolder", TEXT),
            },
            not_performed="t:AttachmentOriginalUrl",
        ),
    }
)
#: Children of items that the schema has and the catalogue has not.
_WITHOUT_ROWS: Final = {"Contact": WITHOUT_ROWS["contacts"]} | dict.fromkeys(
    ("Message", *MEETING_ELEMENTS), "MailboxGuid"
)


def _prefixed(names: Iterable[str]) -> str:
    return " ".join(f"t:{name}" for name in names)


def _item(name: str) -> ComplexType:
    """Return the type of an item by its element; the catalogue reads what is in its properties."""
    several = {"t:ExtendedProperty": EXTENDED_PROPERTY, "t:Attachments": ATTACHMENTS}
    return complex_type(
        elements=each(_prefixed(ITEM_ELEMENTS[name]), ANY) | several,
        not_performed=_prefixed(_WITHOUT_ROWS.get(name, "").split()),
        repeated="t:ExtendedProperty",
    )


#: Items by their elements, for `complex_type`: all, and those that can be made.
ITEM_TYPES: Final = {f"t:{name}": _item(name) for name in ITEM_ELEMENTS}
NEW_ITEM_TYPES: Final = {f"t:{name}": ITEM_TYPES[f"t:{name}"] for name in NEW_ITEM_CLASSES}
_ATTACHED.update(
    complex_type(
        elements=_ATTACHMENT | {name: kind for name, kind in NEW_ITEM_TYPES.items() if name != "t:DistributionList"}
    ).elements
)
