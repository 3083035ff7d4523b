"""EWS errors of operations on delegates."""

from typing import Final

from fakeserver.protocols.ews.errors import TEXT_UNKNOWN, Row

INVALID_SID: Final = Row("ErrorInvalidUserSid", "The SID of the user is invalid.", TEXT_UNKNOWN)
NO_USER: Final = Row("ErrorDelegateNoUser", "The delegate does not map to a user in the directory.", TEXT_UNKNOWN)
NOT_DELEGATE: Final = Row("ErrorNotDelegate", "The user is not a delegate of the mailbox.", TEXT_UNKNOWN)
ALREADY_DELEGATE: Final = Row(
    "ErrorDelegateAlreadyExists", "The user is already a delegate of the mailbox.", TEXT_UNKNOWN
)
CANNOT_ADD_OWNER: Final = Row("ErrorDelegateCannotAddOwner", "The owner of a mailbox is no delegate.", TEXT_UNKNOWN)
INVALID_LEVEL: Final = Row(
    "ErrorInvalidDelegatePermission", "The permission level is invalid for delegates.", TEXT_UNKNOWN
)
