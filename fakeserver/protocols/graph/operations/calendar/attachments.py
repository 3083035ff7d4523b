"""The attachments of events: the operations are those of messages.

Source: learn.microsoft.com/graph/api/event-list-attachments, /event-post-attachments, /attachment-createuploadsession.
Assumption: nobody is told that a file was attached to a meeting before it changes otherwise.
"""

from typing import Final

from fakeserver.protocols.graph.operations.attachments.create_upload_session import create_upload_session
from fakeserver.protocols.graph.operations.attachments.listing import LIST_QUERY, count_attachments, list_attachments
from fakeserver.protocols.graph.operations.attachments.one import (
    create_attachment,
    delete_attachment,
    get_attachment,
    get_attachment_content,
)
from fakeserver.protocols.graph.operations.calendar.shown import WAYS
from fakeserver.protocols.graph.registry import operation
from fakeserver.tenant.access.needs import READ_CALENDARS, WRITE_CALENDARS

_ONE: Final = "{attachment}"

for _way in WAYS:
    _all = f"{_way}/events/{{event}}/attachments"
    operation("GET", _all, needs=READ_CALENDARS, query=LIST_QUERY)(list_attachments)
    operation("GET", f"{_all}/$count", needs=READ_CALENDARS)(count_attachments)
    operation("POST", _all, needs=WRITE_CALENDARS)(create_attachment)
    operation("POST", f"{_all}/createUploadSession", needs=WRITE_CALENDARS)(create_upload_session)
    operation("GET", f"{_all}/{_ONE}", needs=READ_CALENDARS, query="$select $expand")(get_attachment)
    operation("GET", f"{_all}/{_ONE}/$value", needs=READ_CALENDARS)(get_attachment_content)
    operation("DELETE", f"{_all}/{_ONE}", needs=WRITE_CALENDARS)(delete_attachment)
