"""ArchiveItem: moves items to where the archive mailbox has what a folder of the mailbox is.

Source: web-service-reference/archiveitem-operation, whose answer has no new ids.
Assumption: the path is made where the archive mailbox does not have it, as retention policies make it.
"""

from fakeserver.protocols.ews.answers.forms import Perform, PerItem
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.items.errors import NO_ARCHIVE, NOT_ARCHIVABLE, NOT_FROM_PUBLIC
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import (
    ITEM_IDS,
    TARGET_FOLDER,
    Id,
    named_folder,
    named_item,
    read_item_id,
    read_target,
)
from fakeserver.protocols.ews.request.public_folders import refuse_public
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.tenant.exchange.counterparts import counterpart
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem


@operation(
    "ArchiveItem",
    answer=PerItem("ItemIds", read_item_id, "<m:Items/>"),
    since="Exchange2013",
    request=complex_type(elements={"m:ArchiveSourceFolderId": TARGET_FOLDER, "m:ItemIds": ITEM_IDS}),
)
def archive_item(call: Call) -> Perform[Id[Item]]:
    """Move each item; an error in one does not affect the others."""
    named = read_target(call.part(m("ArchiveSourceFolderId")))

    def archive_one(item_id: Id[Item]) -> Xml:
        item = named_item(call, item_id, "delete")
        source = named_folder(call, named)
        for folder in (item.folder, source):
            refuse_public(folder, NOT_FROM_PUBLIC)
        if isinstance(item, OccurrenceItem) or item.mailbox is not source.mailbox or source.mailbox.is_archive:
            raise EwsError(NOT_ARCHIVABLE)
        archive = call.archive_of(call.visit_in(source).mailbox)
        if archive is None:
            raise EwsError(NO_ARCHIVE)
        call.tenant.mailboxes.transfer([item], counterpart(archive.folders, source), keep=False)
        return Xml("<m:Items/>")

    return archive_one
