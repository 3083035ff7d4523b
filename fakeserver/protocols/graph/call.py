"""One request, as operations get it: what was asked, who asks, and the mailbox that is open.

The tenant's lock is held while an operation runs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final
from urllib.parse import quote

from fakeserver.edge.exchange import Exchange
from fakeserver.protocols.graph.answers import Answer
from fakeserver.protocols.graph.body import read_json
from fakeserver.protocols.graph.errors import DEFAULT_FOLDER_NOT_FOUND, STALE, GraphError
from fakeserver.protocols.graph.folder_names import WELL_KNOWN
from fakeserver.protocols.graph.ids import ews_form, find_item, item_id, rest_id
from fakeserver.protocols.graph.prefer import Preferences
from fakeserver.protocols.graph.query import Query
from fakeserver.protocols.graph.registry import Operation
from fakeserver.steps import PausingSteps
from fakeserver.tenant.access import inside
from fakeserver.tenant.access.checks.folder_access import Ask, check_folder
from fakeserver.tenant.access.checks.operation_needs import check_needs, permits
from fakeserver.tenant.access.needs import Needs
from fakeserver.tenant.access.visit import Visit, Visitor
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.exchange.all_mail import AllMail
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, CONTACT, DISTRIBUTION_LIST, TASK, is_of
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.orders import Orders
from fakeserver.tenant.refusals import FolderNotFound, ItemNotFound
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import HttpRequest, HttpResponse, Post

VERSION: Final = "v1.0"
#: What lies in a mailbox and is no message.
_NO_MESSAGES: Final = (APPOINTMENT, CONTACT, DISTRIBUTION_LIST, TASK)


@dataclass(eq=False)
class Call:
    """One request."""

    cloud: Cloud
    exchange: Exchange
    request: HttpRequest
    visitor: Visitor
    operation: Operation
    #: keys in the path, by name; ``user`` is who the path names
    values: dict[str, str]
    query: Query
    prefer: Preferences
    #: calls clients' own services
    post: Post = field(repr=False)
    #: answers a request that is a part of this one
    perform_part: Callable[[HttpRequest], PausingSteps[HttpResponse]] = field(repr=False)
    #: the service's kept orders
    orders: Orders = field(repr=False)
    all_mail: AllMail = field(repr=False)
    #: the mailbox of ``/me`` or ``/users/{id}``; None for an operation that opens none
    opened: Visit | None = None
    #: folders that the path leads through, from above: ids or well-known names
    through: tuple[str, ...] = ()
    #: preferences that the answer has followed, by their names in lower case
    applied: dict[str, None] = field(default_factory=dict)
    #: what the journal says of it besides
    remarks: list[str] = field(default_factory=list)

    # --- who and where -----------------------------------------------------------------------------------------------

    @property
    def tenant(self) -> Tenant:
        """The tenant that the caller belongs to."""
        return self.visitor.tenant

    @property
    def visit(self) -> Visit:
        """The visit to the mailbox that the path leads to."""
        assert self.opened is not None, f"{self.operation.name} opens no mailbox"
        return self.opened

    @property
    def mailbox(self) -> Mailbox:
        """The mailbox that the path leads to."""
        return self.visit.mailbox

    @property
    def root(self) -> str:
        """Scheme, host and version, as the caller has them; no final slash."""
        return f"{self.request.base_url}/{VERSION}"

    def permits(self, needs: Needs) -> bool:
        """Say whether the caller has further permissions in the open mailbox."""
        return permits(self.visitor, needs)

    def require(self, needs: Needs) -> None:
        """Refuse a caller who lacks further permissions in the open mailbox (GraphPermissionMissing and others)."""
        check_needs(self.visitor, needs, self.visit.owner)

    # --- what was asked ----------------------------------------------------------------------------------------------

    @cached_property
    def json(self) -> dict[str, Any]:
        """The object in the body.

        Raises:
            GraphError: there is none.
        """
        return read_json(self.request)

    @property
    def immutable(self) -> bool:
        """Whether ids of items are to be immutable ones; the answer says that they are."""
        if self.prefer.immutable_ids:
            self.applied["idtype"] = None
        return self.prefer.immutable_ids

    # --- folders and items -------------------------------------------------------------------------------------------

    def folder(self, named: str, ask: Ask = "read") -> Folder:
        """Return the folder with an id or a well-known name, if the caller may do this there.

        Raises:
            IdMalformed, FolderNotFound, FolderGone; FolderAccessDenied.
            GraphError: the mailbox has none of a well-known name.
        """
        known = WELL_KNOWN.get(named.lower())
        if known is None:
            folder = self.mailbox.folders.by_id(ews_form(named))
        else:
            try:
                folder = self.mailbox.folders.distinguished(named.lower())
            except FolderNotFound as refusal:
                raise GraphError(DEFAULT_FOLDER_NOT_FOUND, name=known) from refusal
        check_folder(self.visit, folder, ask)
        return folder

    def named_folder(self, ask: Ask = "read") -> Folder:
        """Return the folder that the path names; it has to lie in those that the path leads through."""
        folder = self.folder(self.values["folder"], ask)
        if self.through and folder.parent is not self._last_of_way():
            raise ItemNotFound(self.values["folder"])
        return folder

    def _last_of_way(self) -> Folder | None:
        """Return the last folder that the path leads through, each of which has to lie in the one before.

        Assumption: the service takes no other way; that it does not ask is not known either.
        """
        above: Folder | None = None
        for named in self.through:
            folder = self.folder(named, "see")
            if above is not None and folder.parent is not above:
                raise ItemNotFound(named)
            above = folder
        return above

    def item(self, named: str, ask: Ask = "read") -> Item:
        """Return the message with an id, default or immutable, if the caller may do this with it.

        Raises:
            IdMalformed, ItemNotFound, FolderAccessDenied.
        """
        item = find_item(self.mailbox, named)
        inside.check_item(self.visit, item, ask)
        if is_of(item.item_class, *_NO_MESSAGES) or item.is_associated:
            raise ItemNotFound(named)
        return item

    def message(self, ask: Ask = "read") -> Item:
        """Return the message that the path names; its entity tag has to be the one that If-Match asks for.

        Raises:
            GraphError: it has changed since (412).
        """
        item = self.item(self.values["message"], ask)
        folder = self._last_of_way()
        if folder is not None and not _holds(folder, item):
            raise ItemNotFound(self.values["message"])
        self.check_tag(item.change_key)
        return item

    def check_tag(self, change_key: str) -> None:
        """Refuse a change of what has changed since the client has read it (If-Match)."""
        wanted = self.request.headers.get("If-Match").strip()
        if wanted and wanted != "*" and self.request.method != "GET":
            tags = [tag.strip().removeprefix("W/").strip('"') for tag in wanted.split(",")]
            if change_key not in tags:
                raise GraphError(STALE)

    def id_of(self, item: Item) -> str:
        """Return an item's id, as the caller prefers it."""
        return item_id(item, immutable=self.immutable)

    def shows(self, item: Item) -> bool:
        """Say whether the caller is shown an item of a folder that they may read."""
        return inside.shows(self.visit, item)

    # --- how it is said ----------------------------------------------------------------------------------------------

    def context(self, rest: str) -> str:
        """Return what ``@odata.context`` says, e.g. for ``messages/$entity`` of the open mailbox."""
        return f"{self.root}/$metadata#users('{self.visit.owner.object_id}')/{rest}"

    def link(self, **options: str | int) -> str:
        """Return the address of this request with other options, which take the place of those of their names.

        The path stays as it was asked for; options are named without ``$``.
        """
        new = {f"${name}": str(value) for name, value in options.items()}
        kept = [pair for pair in self._pairs() if pair.partition("=")[0].lower().replace("%24", "$") not in new]
        added = [f"%24{name[1:]}={quote(value, safe='')}" for name, value in new.items() if value]
        path = self.request.raw_path or quote(self.request.path)
        return f"{self.request.base_url}{path}?{'&'.join([*kept, *added])}"

    def _pairs(self) -> Iterator[str]:
        for pair in self.request.query_string.split("&"):
            if pair:
                yield f"%24{pair[1:]}" if pair.startswith("$") else pair

    @property
    def is_eventual(self) -> bool:
        """Whether the answer may come from an index (``ConsistencyLevel``), which takes more queries."""
        return self.request.headers.get("ConsistencyLevel").lower() == "eventual"

    @property
    def is_advanced(self) -> bool:
        """Whether this is an advanced query: one of an index, with ``$count``."""
        return self.is_eventual and (self.query.flag("$count") or self.operation.path.endswith("/$count"))

    @staticmethod
    def counted(number: int) -> Answer:
        """Return the answer to ``$count``: a number as text."""
        return Answer(200, str(number).encode("ascii"), [("Content-Type", "text/plain")])

    def folder_id(self, folder: Folder) -> str:
        """Return a folder's id; containers have no immutable ones."""
        return rest_id(folder.folder_id)

    def remark(self, sentence: str) -> None:
        """Remember for the journal what else there is to say."""
        if len(self.remarks) < 10 and sentence not in self.remarks:
            self.remarks.append(sentence)


def _holds(folder: Folder, item: Item) -> bool:
    """Say whether a message is among those of a folder, or among those that it shows of others."""
    if folder.search is None:
        return item.folder is folder
    return item.folder in folder.search.searched() and folder.search.shows(item)
