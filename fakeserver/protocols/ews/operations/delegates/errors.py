"""EWS errors of operations on delegates."""

from typing import Final

from fakeserver.protocols.ews.errors import MANAGED_API, Row

INVALID_SID: Final = Row(
    "ErrorInvalidUserSid", "The user SID is invalid or does not map to a user in the Active Directory.", MANAGED_API
)
NO_USER: Final = Row("ErrorDelegateNoUser", "The delegate does not map to a user in the Active Directory.", MANAGED_API)
NOT_A_PERSON: Final = Row(
    "ErrorDistinguishedUserNotSupported", "DistinguishedUser should not be specified for a Delegate User.", MANAGED_API
)
NOT_DELEGATE: Final = Row("ErrorNotDelegate", "The user is not a delegate for the mailbox.", MANAGED_API)
ALREADY_DELEGATE: Final = Row(
    "ErrorDelegateAlreadyExists", "The user is already a delegate for the mailbox.", MANAGED_API
)
CANNOT_ADD_OWNER: Final = Row(
    "ErrorDelegateCannotAddOwner", "This is an invalid operation. Cannot add owner as delegate.", MANAGED_API
)
INVALID_LEVEL: Final = Row("ErrorInvalidDelegatePermission", "Invalid Delegate Folder Permission.", MANAGED_API)
