"""Upload sessions: for files that are too large for one request. `uploads.py` takes the parts."""

from typing import Any, Final

from fakeserver.protocols.graph.answers import Answer, Result
from fakeserver.protocols.graph.body import insensitive, of_type
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import (
    ACCESS_DENIED,
    DOCUMENTED,
    MISMATCH,
    NOT_PERFORMED,
    UNKNOWN_PROPERTY,
    GraphError,
    Row,
)
from fakeserver.protocols.graph.owners import owner_of
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.upload_address import address_of, moment_of
from fakeserver.protocols.graph.values.reading import text
from fakeserver.protocols.graph.writing.parameters import parameters, required
from fakeserver.tenant.access.needs import WRITE_MAIL
from fakeserver.tenant.refusals import MessageTooLarge

#: Octets. Source: learn.microsoft.com/graph/outlook-large-attachments
LEAST: Final = 3 * 1024 * 1024
MOST: Final = 150 * 1024 * 1024
#: Documented is the code.
TOO_SMALL: Final = Row(
    400,
    "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize",
    "The attachment size should not be less than the minimum size.",
    DOCUMENTED,
    fix="POST a file below 3 MB to /attachments in one request",
)
_TYPE: Final = "microsoft.graph.attachmentItem"
_KNOWN: Final = ("attachmenttype", "name", "size", "contenttype", "isinline", "contentid")


@operation("POST", "me/messages/{message}/attachments/createUploadSession", needs=WRITE_MAIL)
def create_upload_session(call: Call) -> Result:
    """Open a session, and return the address that takes the parts of the file.

    Source: learn.microsoft.com/graph/api/attachment-createuploadsession; /graph/known-issues for shared mailboxes.
    """
    visitor, item = call.visitor, owner_of(call, "edit")
    if visitor.user is not None and visitor.user is not call.visit.owner:
        call.remark("a user cannot open upload sessions in a shared mailbox: the service's known issue")
        raise GraphError(ACCESS_DENIED)
    file = _file(required(parameters(call.request, "createUploadSession", "AttachmentItem"), "AttachmentItem"))
    size = of_type(file.get("size"), int, "size")
    if size < LEAST:
        raise GraphError(TOO_SMALL)
    if size > MOST:
        raise MessageTooLarge(size, MOST)
    call.mailbox.items.check_size(size)
    upload = call.mailbox.uploads.begin(
        item.item_id,
        of_type(file.get("name"), str, "name"),
        size,
        content_type=(text(file.get("contenttype"), "contentType") or "").strip(),
        content_id=(text(file.get("contentid"), "contentId") or "").strip(),
        is_inline=file.get("isinline") is not None and bool(of_type(file["isinline"], bool, "isInline")),
        client_id="" if visitor.application is None else visitor.application.client_id,
    )
    answer = {
        "@odata.context": f"{call.root}/$metadata#microsoft.graph.uploadSession",
        "uploadUrl": address_of(call, upload),
        "expirationDateTime": moment_of(upload),
        "nextExpectedRanges": ["0-"],
    }
    return Answer(201, answer)


def _file(value: Any) -> dict[str, Any]:
    """Read an attachmentItem; SDKs write its members in any case."""
    given = insensitive(of_type(value, dict, "AttachmentItem"))
    for name in given:
        if name not in _KNOWN:
            raise GraphError(UNKNOWN_PROPERTY, name=name[:100], type=_TYPE)
    kind = str(of_type(given.get("attachmenttype"), str, "attachmentType")).lower()
    if kind in ("item", "reference"):
        raise GraphError(NOT_PERFORMED, what=f"the upload of an attachment of the type {kind}")
    if kind != "file":
        raise GraphError(MISMATCH, name="attachmentType")
    return given
