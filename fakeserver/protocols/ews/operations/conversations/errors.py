"""EWS errors of operations on conversations."""

from typing import Final

from fakeserver.protocols.ews.errors import RECORDED, RESPONSECODE, TEXT_UNKNOWN, Row

#: As any item that is not there; web-service-reference/getconversationitems-operation has the code.
NO_CONVERSATION: Final = Row(
    "ErrorItemNotFound",
    "The specified object was not found in the store., The process failed to get the correct properties.",
    RECORDED,
)
SCOPE_WITHOUT_QUERY: Final = Row(
    "ErrorMailboxScopeNotAllowedWithoutQueryString",
    "Mailbox scope is not allowed without a query string.",
    TEXT_UNKNOWN,
)
ACTION_FAILED: Final = Row(
    "ErrorApplyConversationActionFailed",
    "The action could not be applied to one or more items in the conversation.",
    RESPONSECODE,
)
