"""What is attached to a message: listed, and counted."""

from typing import Final

from fakeserver.protocols.graph.answers import Result
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.expand import read_item_expand
from fakeserver.protocols.graph.owners import owner_of, where
from fakeserver.protocols.graph.pages import page_of
from fakeserver.protocols.graph.properties.attachment import attachment_shape
from fakeserver.protocols.graph.query import MOST
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.shown import view_of
from fakeserver.tenant.access.needs import READ_MAIL

LIST_QUERY: Final = "$select $expand $filter $top $skip $count"


@operation("GET", "me/messages/{message}/attachments", needs=READ_MAIL, query=LIST_QUERY)
def list_attachments(call: Call) -> Result:
    """Return the attachments of a message, files with their octets.

    Source: learn.microsoft.com/graph/api/message-list-attachments; /graph/known-issues for ``$filter``, which the
    service ignores. Assumption: all of them where no ``$top`` is given.
    """
    item, query = owner_of(call), call.query
    shape = attachment_shape(query.get("$select"), read_item_expand(query.get("$expand")))
    if "$filter" in query:
        call.remark("$filter says nothing of attachments: the service ignores it")
    view, found = view_of(call), list(item.attachments)
    where_ = f"{where(call)}/attachments{shape.selected}"
    number = max(1, len(found))
    return page_of(call, found, where_, lambda one: shape.write(one, view), default=number, most=max(MOST, number))


@operation("GET", "me/messages/{message}/attachments/$count", needs=READ_MAIL)
def count_attachments(call: Call) -> Result:
    """Return how many attachments a message has, as text."""
    return call.counted(len(owner_of(call).attachments))
