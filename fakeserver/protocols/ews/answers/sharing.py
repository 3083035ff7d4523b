"""What answers tell about sharing: what the caller may do with folders and items, and whom a folder is shared with."""

from typing import Final

from fakeserver.protocols.ews.request.call import MADE_BY, Call
from fakeserver.protocols.ews.soap.writing import Xml, boolean, element, text
from fakeserver.tenant.access.checks.folder_access import folder_rights
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.permissions.folder_permissions import DEFAULT_TRUSTEE, level_of

#: Name under which a folder keeps the t:PermissionSet that a client wrote, and the entries that the door read in it.
PERMISSION_SET: Final = "permission_set"
PERMISSION_ENTRIES: Final = "permission_entries"

#: The schema's names of levels, where Exchange's own differ.
LEVEL_NAMES: Final = {
    "NonEditingAuthor": "NoneditingAuthor",
    "AvailabilityOnly": "FreeBusyTimeOnly",
    "LimitedDetails": "FreeBusyTimeAndSubjectAndLocation",
}


class Sharing:
    """Sharing as the caller of one request sees it."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def folder_rights(self, folder: Folder) -> Xml:
        """Write t:EffectiveRights of a folder."""
        rights = folder_rights(self._call.visit_in(folder), folder)
        return _effective_rights(
            # Assumption: hidden items, and the folder itself, are the owner's affair.
            CreateAssociated="FolderOwner" in rights,
            CreateContents="CreateItems" in rights,
            CreateHierarchy="CreateSubfolders" in rights,
            Delete="FolderOwner" in rights,
            Modify="FolderOwner" in rights,
            Read="ReadItems" in rights,
        )

    def item_rights(self, item: Item) -> Xml:
        """Write t:EffectiveRights of an item; nothing is created in one."""
        visit = self._call.visit_in(item.folder)
        rights = folder_rights(visit, item.folder)
        owned = "OwnedItems" if item.properties.get(MADE_BY) == visit.trustee_id else "AllItems"
        return _effective_rights(
            CreateAssociated=False,
            CreateContents=False,
            CreateHierarchy=False,
            Delete=not rights.isdisjoint({"DeleteAllItems", f"Delete{owned}"}),
            Modify=not rights.isdisjoint({"EditAllItems", f"Edit{owned}"}),
            Read="ReadItems" in rights,
        )

    def permission_set(self, folder: Folder) -> Xml:
        """Write t:PermissionSet; nothing for those who do not own the folder.

        What a client wrote is shown as it wrote it, until the permissions change by another way.
        """
        visit = self._call.visit_in(folder)
        # Assumption: whoever may not change the permissions does not see them.
        if "FolderOwner" not in folder_rights(visit, folder):
            return Xml("")
        entries = self._call.tenant.permissions.folders.entries(visit.owner.object_id, folder.number)
        written: Xml | None = folder.properties.get(PERMISSION_SET)
        if written is not None and folder.properties.get(PERMISSION_ENTRIES, {}) == entries:
            return written
        calendar = "Calendar" if folder.folder_class.startswith("IPF.Appointment") else ""
        shown = (_entry(self._user(trustee), trustee, rights, calendar) for trustee, rights in entries.items())
        return element("t:PermissionSet", element(f"t:{calendar}Permissions", *shown))

    def _user(self, object_id: str) -> User | None:
        return self._call.tenant.directory.users.get(object_id)


def user_id(user: User) -> Xml:
    """Write t:UserId of somebody in the directory."""
    return element(
        "t:UserId",
        text("t:SID", user.sid),
        text("t:PrimarySmtpAddress", user.address),
        text("t:DisplayName", user.display_name),
    )


def _entry(user: User | None, trustee: str, rights: frozenset[str], calendar: str) -> Xml:
    distinguished = trustee if trustee == DEFAULT_TRUSTEE else "Anonymous"
    who = element("t:UserId", text("t:DistinguishedUser", distinguished)) if user is None else user_id(user)
    level = level_of(rights)
    return element(
        f"t:{calendar}Permission",
        who,
        boolean("t:CanCreateItems", "CreateItems" in rights),
        boolean("t:CanCreateSubFolders", "CreateSubfolders" in rights),
        boolean("t:IsFolderOwner", "FolderOwner" in rights),
        boolean("t:IsFolderVisible", "FolderVisible" in rights),
        boolean("t:IsFolderContact", "FolderContact" in rights),
        text("t:EditItems", _reach(rights, "Edit")),
        text("t:DeleteItems", _reach(rights, "Delete")),
        text("t:ReadItems", "FullDetails" if "ReadItems" in rights else "None"),
        text(f"t:{calendar}PermissionLevel", LEVEL_NAMES.get(level, level)),
    )


def _reach(rights: frozenset[str], verb: str) -> str:
    if f"{verb}AllItems" in rights:
        return "All"
    return "Owned" if f"{verb}OwnedItems" in rights else "None"


def _effective_rights(**rights: bool) -> Xml:
    return element("t:EffectiveRights", *(boolean(f"t:{name}", value) for name, value in rights.items()))
