"""What is watched: the path of a collection of messages, with a filter and a selection.

Sources: learn.microsoft.com/graph/outlook-change-notifications-overview, subscription-post-subscriptions.
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from fakeserver.protocols.graph.address import Key, segments_of, shortened
from fakeserver.protocols.graph.errors import NOT_PERFORMED, GraphError
from fakeserver.protocols.graph.operations.subscriptions.errors import RESOURCE
from fakeserver.wire import pairs

#: What the service has subscriptions to as well, by the last name in the path, or the first.
_OTHERS: Final = frozenset(
    "alerts alerts_v2 calls chats channels communications contacts conversations drive drives events groups members "
    "onlinemeetings presences print security sites tasks teams todo users".split()
)
_MESSAGES: Final = "messages"


@dataclass(frozen=True)
class Resource:
    """What a subscription names."""

    #: as it was written
    text: str
    #: ``me``, an object id or a user principal name
    user: str
    #: an id or a well-known name; None: the whole mailbox
    folder: str | None
    filter: str | None
    select: str | None


def read_resource(text: str) -> Resource:
    """Read a resource.

    Raises:
        GraphError: it is none, or not one of messages.
    """
    path, _, query = text.partition("?")
    try:
        segments = segments_of(path.strip("/"))
    except (GraphError, UnicodeDecodeError) as error:
        raise invalid(text) from error
    options = _options(query, text)
    user, below = _user(segments)
    names = [segment if isinstance(segment, Key) else segment.lower() for segment in below]
    if user is not None and names == [_MESSAGES]:
        return Resource(text, user, None, options.get("$filter"), options.get("$select"))
    if user is not None and len(names) == 3 and names[0] == "mailfolders" and names[2] == _MESSAGES:
        return Resource(text, user, str(below[1]), options.get("$filter"), options.get("$select"))
    if not _OTHERS.isdisjoint({segments[0].lower(), segments[-1].lower()}) and _MESSAGES not in names:
        raise GraphError(NOT_PERFORMED, what=f"subscriptions to {text[:100]}, only those to messages")
    raise invalid(text)


def _user(segments: list[str]) -> tuple[str | None, list[str]]:
    """Return whose mailbox is meant, and the shortest way in it; None: nobody's."""
    head = segments[0].lower()
    if head == "me":
        return "me", shortened(segments[1:])[0]
    if head == "users" and len(segments) > 1:
        return segments[1], shortened(segments[2:])[0]
    return None, segments


def _options(query: str, text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs(query):
        key = name.strip().lower()
        if key not in ("$filter", "$select") or key in found or not value.strip():
            raise invalid(text)
        found[key] = value.strip()
    return found


def invalid(text: str) -> GraphError:
    """Return what is said of a resource that is none."""
    return GraphError(RESOURCE, value=text[:500])


def invalid_folder(resource: Resource, user_id: str, tenant_id: str) -> GraphError:
    """Return what is said of a folder that is none: with the address behind the gateway, as recorded."""
    who = quote(f"{user_id}@{tenant_id}", safe="")
    address = f"https://outlook.office365.com/api/v2.0/Users('{who}')/MailFolders('{resource.folder}')/Messages"
    return GraphError(RESOURCE, value=address[:500])
