"""EWS errors of operations on folders."""

from typing import Final

from fakeserver.protocols.ews.errors import TEXT_UNKNOWN, Row

NO_FOLDER_CLASS_OVERRIDE: Final = Row(
    "ErrorNoFolderClassOverride", "The folder class cannot be another than that of the folder's element."
)
CANNOT_EMPTY: Final = Row(
    "ErrorCannotEmptyFolder", "Emptying the calendar folder or search folder isn't permitted.", TEXT_UNKNOWN
)
MOVE_DISTINGUISHED: Final = Row("ErrorMoveDistinguishedFolder", "Distinguished folders cannot be moved.")
#: Assumption: that it is said of folders, and the text. The page has the code for items and folders; of items it is no
#: longer true (how-to-move-and-copy-email-messages-by-using-ews-in-exchange), and CopyFolder copies "in a mailbox".
ACROSS_MAILBOXES: Final = Row(
    "ErrorCrossMailboxMoveCopy", "Folders cannot be moved or copied to another mailbox.", TEXT_UNKNOWN
)
#: Assumption: code and text for a distinguished folder's name; the service refuses it with one of the save errors.
CANNOT_RENAME: Final = Row("ErrorFolderSavePropertyError", "A distinguished folder cannot be renamed.")
