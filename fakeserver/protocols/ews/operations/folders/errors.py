"""EWS errors of operations on folders."""

from typing import Final

from fakeserver.protocols.ews.errors import MANAGED_API, REPORTED, Row

NO_FOLDER_CLASS_OVERRIDE: Final = Row(
    "ErrorNoFolderClassOverride", "You cannot specify the FolderClass when creating a non-generic folder.", MANAGED_API
)
CANNOT_EMPTY: Final = Row(
    "ErrorCannotEmptyFolder", "Emptying the calendar folder or search folder isn't permitted.", REPORTED
)
#: Assumption: the code.
HIDDEN_ITEMS: Final = Row("ErrorAccessDenied", "Access is denied. Check credentials and try again.", REPORTED)
MOVE_DISTINGUISHED: Final = Row("ErrorMoveDistinguishedFolder", "Cannot move distinguished folder.", MANAGED_API)
#: Assumption: that it is said of folders, and the text. The page has the code for items and folders; of items it is no
#: longer true (how-to-move-and-copy-email-messages-by-using-ews-in-exchange), and CopyFolder copies "in a mailbox".
ACROSS_MAILBOXES: Final = Row(
    "ErrorCrossMailboxMoveCopy", "Move and Copy operations across mailbox boundaries are not permitted.", MANAGED_API
)
CALENDAR_PERMISSIONS: Final = Row(
    "ErrorCannotSetCalendarPermissionOnNonCalendarFolder",
    "Expected a PermissionSet but received a CalendarPermissionSet.",
    MANAGED_API,
)
NO_CALENDAR_PERMISSIONS: Final = Row(
    "ErrorCannotSetNonCalendarPermissionOnCalendarFolder",
    "Expected a CalendarPermissionSet but received a PermissionSet.",
    MANAGED_API,
)
DUPLICATE_USER_IDS: Final = Row(
    "ErrorDuplicateUserIdsSpecified", "The specified permission set contains duplicate UserIds.", MANAGED_API
)
#: Assumption: that it is the code for one that is made without parameters.
NO_SEARCH: Final = Row("ErrorSearchFolderNotInitialized", "The search folder is not initialized.", MANAGED_API)
OTHER_MAILBOX: Final = Row(
    "ErrorEmailAddressMismatch",
    "The email address associated with a folder Id does not match the mailbox you are operating on.",
    MANAGED_API,
)
