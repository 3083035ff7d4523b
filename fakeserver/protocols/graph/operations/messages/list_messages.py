"""Lists of messages: of a folder, or of the whole mailbox."""

from collections.abc import Sequence
from typing import Any, Final

from fakeserver.protocols.graph.answers import Answer, Result
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.delta_tokens import BROKEN
from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.finding.messages_query import (
    MOST_FOUND,
    NEWEST_FIRST,
    MessagesQuery,
    read_messages_query,
)
from fakeserver.protocols.graph.query import Page
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.shown import Messages
from fakeserver.protocols.graph.skip_tokens import skip_token, skipped
from fakeserver.steps import Steps, in_batches
from fakeserver.tenant.access import inside
from fakeserver.tenant.access.needs import LIST_MAIL
from fakeserver.tenant.exchange.all_mail import folders_of_mail, is_mail
from fakeserver.tenant.exchange.criteria import Cost, Criterion, all_of
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.orders import ANYBODY, Reader, in_order
from fakeserver.tenant.refusals import FolderAccessDenied

_QUERY: Final = "$select $expand $filter $orderby $search $top $skip $count $skiptoken"
#: Messages that are written between two looks at the clock.
_AT_ONCE: Final = 10


@operation("GET", "me/messages", needs=LIST_MAIL, query=_QUERY)
def list_messages(call: Call) -> Result:
    """Return a page of the messages of a mailbox, those in Deleted Items included.

    Source: learn.microsoft.com/graph/api/user-list-messages
    """
    return _listed(call, None, "messages")


@operation("GET", "me/mailFolders/{folder}/messages", needs=LIST_MAIL, query=_QUERY)
def list_folder_messages(call: Call) -> Result:
    """Return a page of the messages of a folder.

    Source: learn.microsoft.com/graph/api/mailfolder-list-messages
    """
    return _listed(call, call.named_folder(), f"mailFolders('{call.values['folder']}')/messages")


@operation("GET", "me/messages/$count", needs=LIST_MAIL, query="$filter $search")
def count_messages(call: Call) -> Result:
    """Return how many messages a mailbox has, as text."""
    return _counted(call, None)


@operation("GET", "me/mailFolders/{folder}/messages/$count", needs=LIST_MAIL, query="$filter $search")
def count_folder_messages(call: Call) -> Result:
    """Return how many messages a folder has, as text."""
    return _counted(call, call.named_folder())


def _counted(call: Call, folder: Folder | None) -> Steps[Answer]:
    query = read_messages_query(call)
    _, total = yield from _part(call, folder, query, Page(0, 1, True))
    return call.counted(total)


def _listed(call: Call, folder: Folder | None, path: str) -> Steps[dict[str, Any]]:
    writer = Messages(call)
    query = read_messages_query(call)
    page = call.query.page(call.prefer.page_size)
    if call.prefer.page_size and "$top" not in call.query:
        call.applied["odata.maxpagesize"] = None
    if "$skiptoken" in call.query and not query.is_search:
        # Other lists go on by $skip, so that it is no token of theirs.
        raise GraphError(BROKEN)
    if query.is_search:
        page = Page(skipped(call.query.get("$skiptoken"), BROKEN), page.top, page.counted)
    found, total = yield from _part(call, folder, query, page)
    written: list[dict[str, Any]] = []
    yield from in_batches(found, lambda some: written.extend(map(writer.write, filter(is_there, some))), _AT_ONCE)
    answer: dict[str, Any] = {"@odata.context": call.context(f"{path}{writer.selected}")}
    if page.counted:
        answer["@odata.count"] = total
    if not page.is_past(total):
        answer["@odata.nextLink"] = _next(call, page, is_search=query.is_search)
    answer["value"] = written
    return answer


def is_there(item: Item) -> bool:
    """Say whether a message that was found a step ago still lies where it lay."""
    return item.folder.items.get(item.uid) is item


def _next(call: Call, page: Page, *, is_search: bool) -> str:
    after = page.skip + page.top
    if is_search:
        return call.link(skiptoken=skip_token(after))
    return call.link(skip=after)


def _part(call: Call, folder: Folder | None, query: MessagesQuery, page: Page) -> Steps[tuple[Sequence[Item], int]]:
    """Return the messages of a page, and how many there are on all pages."""
    stop = page.skip + page.top
    hides = inside.hides(call.visit)
    if query.criterion is None and (folder is None or folder.search is None):
        if folder is None and query.keys is NEWEST_FIRST and not hides and "FullAccess" in call.visit.rights:
            return (yield from call.all_mail.newest_first(call.mailbox, page.skip, stop))
        if folder is not None:
            reader = Reader(call.visit.trustee_id, call.shows) if hides else ANYBODY
            name = b"graph " + (query.name or b"newest first")
            uids = yield from call.orders.in_order(call.mailbox, folder, name, query.keys, reader=reader)
            return [folder.items[uid] for uid in uids[page.skip : stop]], len(uids)
    found = yield from _found(call, folder, query.criterion)
    ordered = yield from in_order(found, query.keys)
    if query.is_search:
        ordered = ordered[:MOST_FOUND]
    return ordered[page.skip : stop], len(ordered)


def _found(call: Call, folder: Folder | None, criterion: Criterion[Item] | None) -> Steps[list[Item]]:
    """Return what meets a criterion and is shown to the caller, the newest arrival first."""
    asked = [Criterion(is_mail)] if criterion is None else [Criterion(is_mail), criterion]
    if inside.hides(call.visit):
        asked.append(Criterion(call.shows, Cost.HEADER))
    whole, search = all_of(asked), call.mailbox.search
    if folder is not None and folder.search is None:
        return list((yield from search.find(folder, whole)))[::-1]
    folders = folders_of_mail(call.mailbox) if folder is None else list(folder.search.searched())  # type: ignore[union-attr]
    readable = [one for one in folders if inside.reads(call.visit, one)]
    if folder is None and not readable:
        raise FolderAccessDenied(call.mailbox.address, principal=call.visit.acting_name, needed="ReadItems")
    found: list[Item] = []
    for one in readable:
        shown = None
        if folder is not None:
            shown = yield from search.results.in_folder(folder, one)
        found += yield from search.find(one, whole, shown)
    found.sort(key=lambda item: (item.received_at, item.number), reverse=True)
    return found
