"""Access to one folder of a mailbox, or of the public folders: what the caller's permission on it does not allow."""

from fakeserver.tenant.refusals.mailboxes import MailboxAccessDenied as _MailboxAccessDenied

_LEARN = "learn.microsoft.com/"


class FolderAccessDenied(_MailboxAccessDenied):
    """The caller sees the folder, but their permission on it does not go as far as this."""

    folder: str = ""
    #: the folder right that is missing, as Exchange names it
    needed: str = ""
    level: str = ""
    #: a level that has it
    enough: str = ""
    rule = (
        "Add-MailboxFolderPermission {address}:\\{folder}: {principal} has {level}, which lacks {needed}; "
        "{enough} has it"
    )
    fix = 'tenant.rights.add_folder_permission("{address}", "{folder}", user, "{enough}"), or FullAccess on the mailbox'
    real = (
        "Set-MailboxFolderPermission -Identity {address}:\\{folder} -User {principal} -AccessRights {enough} "
        "(Add-MailboxFolderPermission where there is none yet); the owner can do it in Outlook: the folder's "
        "Properties > Permissions."
    )
    page = _LEARN + "powershell/module/exchange/add-mailboxfolderpermission"


class CreateItemDenied(FolderAccessDenied):
    """The caller sees the folder, but may not create items in it."""


class CreateSubfolderDenied(FolderAccessDenied):
    """The caller sees the folder, but may not create folders below it."""


class PublicFolderAccessDenied(FolderAccessDenied):
    """The caller sees the public folder, but their permission on it does not go as far as this."""

    rule = "Add-PublicFolderClientPermission \\{folder}: {principal} has {level}, which lacks {needed}; {enough} has it"
    fix = 'tenant.public_folders.add_permission("{folder}", user, "{enough}")'
    real = (
        "Add-PublicFolderClientPermission -Identity \\{folder} -User {principal} -AccessRights {enough} "
        "(Remove-PublicFolderClientPermission first, where they have one). FullAccess to mailboxes opens no public "
        "folder."
    )
    page = _LEARN + "powershell/module/exchange/add-publicfolderclientpermission"

    def fill(self, text: str, blank: str = "") -> str:
        """Return a text with its facts filled in: the root of public folders is named by an empty path."""
        return super().fill(text, "" if self.level else blank)


class PublicCreateItemDenied(PublicFolderAccessDenied, CreateItemDenied):
    """The caller sees the public folder, but may not create items in it."""


class PublicCreateSubfolderDenied(PublicFolderAccessDenied, CreateSubfolderDenied):
    """The caller sees the public folder, but may not create folders below it."""
