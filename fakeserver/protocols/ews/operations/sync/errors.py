"""EWS errors of synchronization."""

from typing import Final

from fakeserver.protocols.ews.errors import TEXT_UNKNOWN, Row

SYNC_FOLDER_NOT_FOUND: Final = Row(
    "ErrorSyncFolderNotFound", "The folder to be synchronized could not be found.", TEXT_UNKNOWN
)
