"""EWS errors of synchronization."""

from typing import Final

from fakeserver.protocols.ews.errors import MANAGED_API, TEXT_UNKNOWN, Row

SYNC_FOLDER_NOT_FOUND: Final = Row(
    "ErrorSyncFolderNotFound", "The folder to be synchronized could not be found.", MANAGED_API
)
#: exchange-web-services/mailbox-synchronization-and-ews-in-exchange: a search folder is not synchronized.
#: Assumption: the code, whose meaning fits, and the text.
NO_SYNC_OF_SEARCH: Final = Row(
    "ErrorInvalidFolderTypeForOperation", "The folder type is invalid for the requested operation.", TEXT_UNKNOWN
)
