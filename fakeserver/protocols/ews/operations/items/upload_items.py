"""UploadItems: what ExportItems gave, into a folder: as new items, or in the place of those that are there."""

from dataclasses import dataclass
from typing import Final

from fakeserver.protocols.ews.answers.forms import Perform, PerItem
from fakeserver.protocols.ews.answers.shapes import ItemShape
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.items.errors import CORRUPT_DATA
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import (
    FOLDER_ID,
    ITEM_ID,
    Id,
    named_folder,
    named_item,
    read_item_id,
)
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, list_type
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import (
    Element,
    boolean_attribute,
    octets_of,
    required,
    word_attribute,
)
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.access.inside import MADE_BY
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.packing.items import unpacked
from fakeserver.tenant.refusals import ItemNotFound

_WHOLE: Final = ItemShape("AllProperties", include_mime=True, identified=False)
_ACTION: Final = of_words("CreateActionType", "CreateNew Update UpdateOrCreate")


@dataclass(frozen=True)
class Upload:
    """A t:Item as it was read."""

    action: str
    folder: Id[Folder]
    #: of the item whose place it takes; None for a new one
    item: Id[Item] | None
    is_associated: bool
    data: bytes


def _read(node: Element) -> Upload:
    action = word_attribute(node, "CreateAction", _ACTION)
    folder = FOLDER_ID.read(FOLDER_ID, required(node, t("ParentFolderId")))
    # Assumption: the fault that [MS-OXWSBTRF] 3.1.4.2.4.1 asks for is the schema's, though ItemId is optional there.
    named = node.find(t("ItemId")) if action == "CreateNew" else required(node, t("ItemId"))
    return Upload(
        action,
        folder,
        None if named is None or action == "CreateNew" else read_item_id(named),
        boolean_attribute(node, "IsAssociated", False),
        octets_of(required(node, t("Data"))),
    )


@operation(
    "UploadItems",
    answer=PerItem("Items", _read),
    since="Exchange2010_SP1",
    request=complex_type(
        elements={
            "m:Items": list_type(
                {
                    "t:Item": complex_type(
                        "CreateAction IsAssociated",
                        {"t:ParentFolderId": FOLDER_ID.type, "t:ItemId": ITEM_ID, "t:Data": TEXT},
                    )
                }
            )
        }
    ),
)
def upload_items(call: Call) -> Perform[Upload]:
    """Put items into folders: new ones, or in the place of others, which keep their ids.

    Source: web-service-reference/uploaditems-operation; [MS-OXWSBTRF] 3.1.4.2.
    """

    def upload_one(upload: Upload) -> Xml:
        replaced = _replaced(call, upload)
        folder = named_folder(call, upload.folder, "see" if replaced is not None else "create")
        mailbox = call.visit_in(folder).mailbox
        source = _unpacked(upload, folder, mailbox.receive_limit)
        source.properties.pop(MADE_BY, None)
        if replaced is not None:
            if (maker := replaced.properties.get(MADE_BY)) is not None:
                source.properties[MADE_BY] = maker
            mailbox.items.replace(replaced, source)
            return _answer(replaced)
        item = mailbox.items.receive(source, folder)
        call.sign(item)
        return _answer(item)

    return upload_one


def _replaced(call: Call, upload: Upload) -> Item | None:
    """Return the item whose place the uploaded one takes; None: it becomes a new one.

    Raises:
        ItemNotFound: none is in that folder, and none is to be made.
    """
    if upload.item is None:
        return None
    try:
        item = named_item(call, upload.item, "edit")
        if item.folder is named_folder(call, upload.folder):
            return item
    except ItemNotFound:
        if upload.action == "Update":
            raise
        return None
    if upload.action == "Update":
        raise ItemNotFound(upload.item.text)
    return None


def _unpacked(upload: Upload, folder: Folder, most: int) -> Item:
    try:
        source = unpacked(upload.data, folder, most)
        # Values that no property has would be found when somebody reads the item.
        _WHOLE.write(source)
    except (ValueError, TypeError, AttributeError, LookupError, OverflowError) as error:
        raise EwsError(CORRUPT_DATA, fix="give back what ExportItems gave, octet by octet") from error
    source.properties.pop("is_associated", None)
    if upload.is_associated:
        source.properties["is_associated"] = True
    return source


def _answer(item: Item) -> Xml:
    return element("m:ItemId", Id=item.item_id, ChangeKey=item.change_key)
