"""What only EWS refuses of operations on folders."""

from typing import Final

from fakeserver.protocols.ews.errors import Row

NO_FOLDER_CLASS_OVERRIDE: Final = Row(
    "ErrorNoFolderClassOverride", "The folder class cannot be another than that of the folder's element."
)
NO_SEARCH_FOLDERS: Final = Row("ErrorInvalidOperation", "This fake has no search folders yet.", "this fake's own words")
CANNOT_EMPTY: Final = Row(
    "ErrorCannotEmptyFolder", "Emptying the calendar folder or search folder isn't permitted.", "assumed wording"
)
MOVE_DISTINGUISHED: Final = Row("ErrorMoveDistinguishedFolder", "Distinguished folders cannot be moved.")
TO_FOLDER_NOT_FOUND: Final = Row("ErrorToFolderNotFound", "The destination folder could not be found.")
#: Assumption: code and text; a folder below itself is refused, with which words is not recorded.
BELOW_ITSELF: Final = Row("ErrorMoveCopyFailed", "A folder cannot be moved or copied below itself.")
ACROSS_MAILBOXES: Final = Row("ErrorMoveCopyFailed", "Folders cannot be moved or copied to another mailbox.")
OBJECT_TYPE_CHANGED: Final = Row("ErrorObjectTypeChanged", "The folder class cannot be changed.")
#: Assumption: code and text for a distinguished folder's name; the service refuses it with one of the save errors.
CANNOT_RENAME: Final = Row("ErrorFolderSavePropertyError", "A distinguished folder cannot be renamed.")
