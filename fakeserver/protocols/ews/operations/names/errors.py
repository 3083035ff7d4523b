"""EWS errors of operations on names."""

from typing import Final

from fakeserver.protocols.ews.errors import MANAGED_API, TEXT_UNKNOWN, Row

NO_RESULTS: Final = Row(
    "ErrorNameResolutionNoResults",
    "No results were found.",
    fix="tenant.add_user(name), tenant.add_distribution_group(name) or a contact: nothing that can be found fits",
)
MULTIPLE_RESULTS: Final = Row("ErrorNameResolutionMultipleResults", "Multiple results were found.")
INVALID_NAME: Final = Row(
    "ErrorInvalidNameForNameResolution", "The specified value is not a valid name for name resolution.", MANAGED_API
)
NOT_A_LIST: Final = Row(
    "ErrorInvalidItemForOperationExpandDL",
    "The ExpandDL operation is valid only for private distribution lists.",
    TEXT_UNKNOWN,
)
ONE_FOLDER: Final = Row(
    "ErrorResolveNamesOnlyOneContactsFolderAllowed",
    "Only one Contacts folder can be specified in request.",
    MANAGED_API,
)
NO_CONTACTS_FOLDER: Final = Row(
    "ErrorResolveNamesInvalidFolderType", "The specified folder is not a Contacts folder.", TEXT_UNKNOWN
)
