"""What answers contain about sharing: the caller's rights on folders and items, and the permissions of folders."""

from collections.abc import Callable
from typing import Final

from fakeserver.protocols.ews.properties.computed import View
from fakeserver.protocols.ews.properties.meeting_values import adjacent_meetings, conflicting_meetings
from fakeserver.protocols.ews.properties.permission_set import write_permission_set
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.versions import is_before
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, boolean, element
from fakeserver.tenant.access.checks.folder_access import folder_rights
from fakeserver.tenant.access.checks.private_items import sees_private_items
from fakeserver.tenant.access.door import Visit
from fakeserver.tenant.access.inside import MADE_BY
from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mailbox import Mailbox

#: The first version whose effective rights say something of private items. Source: [MS-OXWSCDATA] 2.2.4.29.
_PRIVATE_ITEMS_SINCE: Final = "Exchange2013"


class Sharing:
    """Sharing as the caller of one request sees it."""

    def __init__(self, call: Call) -> None:
        self._call = call
        #: by folder, and whether the caller has made the item
        self._item_rights: dict[tuple[Folder, bool], Xml] = {}

    @property
    def version(self) -> str:
        """The version of Exchange that the caller asks for."""
        return self._call.envelope.version

    @property
    def directory(self) -> Directory:
        """The organization's people and groups."""
        return self._call.tenant.directory

    def mailbox_by_address(self, address: str) -> Mailbox | None:
        """Return a mailbox of the organization, None where there is none of this address."""
        return self._call.tenant.mailboxes.by_address(address)

    def folder_rights(self, folder: Folder) -> Xml:
        """Write t:EffectiveRights of a folder."""
        visit = self._call.visit_in(folder)
        rights = folder_rights(visit, folder)
        return self._effective_rights(
            visit,
            # Assumption: hidden items, and the folder itself, are the owner's alone.
            CreateAssociated="FolderOwner" in rights,
            CreateContents="CreateItems" in rights,
            CreateHierarchy="CreateSubfolders" in rights,
            Delete="FolderOwner" in rights,
            Modify="FolderOwner" in rights,
            Read="ReadItems" in rights,
        )

    def item_rights(self, item: Item) -> Xml:
        """Write t:EffectiveRights of an item; made once for each folder, as lists have many items of one."""
        visit = self._call.visit_in(item.folder)
        mine = item.properties.get(MADE_BY) == visit.trustee_id
        written = self._item_rights.get((item.folder, mine))
        if written is None:
            written = self._item_rights[item.folder, mine] = self._rights_on_items(visit, item.folder, mine)
        return written

    def _rights_on_items(self, visit: Visit, folder: Folder, mine: bool) -> Xml:
        rights = folder_rights(visit, folder)
        owned = "OwnedItems" if mine else "AllItems"
        return self._effective_rights(
            visit,
            # Nothing can be created in an item.
            CreateAssociated=False,
            CreateContents=False,
            CreateHierarchy=False,
            Delete=not rights.isdisjoint({"DeleteAllItems", f"Delete{owned}"}),
            Modify=not rights.isdisjoint({"EditAllItems", f"Edit{owned}"}),
            Read="ReadItems" in rights or (mine and "CreateItems" in rights),
        )

    def beside(self, view: View) -> dict[str, Callable[[Item], Xml]]:
        """Return what writes the appointments beside one, of which only those are told that the caller may read.

        How many there are is told of all: that the time is taken is no secret.
        """
        return {
            "ConflictingMeetings": lambda item: conflicting_meetings(item, view, self._shows) or NOTHING,
            "AdjacentMeetings": lambda item: adjacent_meetings(item, view, self._shows) or NOTHING,
        }

    def _shows(self, item: Item) -> bool:
        return self._call.reads(item.folder) and self._call.shows(item)

    def permission_set(self, folder: Folder) -> Xml:
        """Write t:PermissionSet.

        Raises:
            FolderAccessDenied: the caller does not own the folder.
        """
        # ecederstrand/exchangelib#702, gautamsi/ews-javascript-api#279
        self._call.check(folder, "own")
        visit = self._call.visit_in(folder)
        entries = self._call.tenant.permissions.folders.entries(visit.owner.object_id, folder.number)
        calendar = folder.folder_class.startswith("IPF.Appointment")
        return write_permission_set(entries, calendar=calendar, find=self._call.tenant.directory.users.get)

    def _effective_rights(self, visit: Visit, **rights: bool) -> Xml:
        if not is_before(self.version, _PRIVATE_ITEMS_SINCE):
            rights["ViewPrivateItems"] = sees_private_items(visit)
        return element("t:EffectiveRights", *(boolean(f"t:{name}", value) for name, value in rights.items()))
