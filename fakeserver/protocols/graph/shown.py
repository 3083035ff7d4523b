"""Messages and folders as one call is shown them: the shape that it selects, in the view that it prefers."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.expand import Expansion, read_expand, read_folder_expand
from fakeserver.protocols.graph.properties.event_message import EVENT_MESSAGE, cast_apart, is_event_message
from fakeserver.protocols.graph.properties.folder import MAIL_FOLDER, MAIL_SEARCH_FOLDER, children_of
from fakeserver.protocols.graph.properties.message import MESSAGE
from fakeserver.protocols.graph.properties.table import Shape
from fakeserver.protocols.graph.properties.view import View
from fakeserver.tenant.access import inside
from fakeserver.tenant.access.needs import READ_MAIL
from fakeserver.tenant.exchange.entities import Folder, Item


def view_of(call: Call) -> View:
    """Return how entities are to be shown to a caller."""
    prefer = call.prefer
    if prefer.body_type:
        call.applied["outlook.body-content-type"] = None
    if prefer.unsafe_html:
        call.applied["outlook.allow-unsafe-html"] = None
    view = View(
        prefer.body_type, prefer.unsafe_html, call.immutable, time_zone=prefer.time_zone or "UTC", root=call.root
    )
    if prefer.time_zone:
        call.applied["outlook.timezone"] = None
    return view


@dataclass
class Messages:
    """Writes messages for one call.

    Raises:
        GraphError: ``$select`` or ``$expand`` names what messages do not have.
    """

    call: Call

    def __post_init__(self) -> None:
        basic_only = not self.call.permits(READ_MAIL)
        select, of_meetings = cast_apart(self.call.query.get("$select"))
        self.shape: Shape[Item] = MESSAGE.shape(select, basic_only=basic_only)
        self.of_meetings: Shape[Item] = EVENT_MESSAGE.shape(of_meetings, basic_only=basic_only)
        self.expansion: Expansion = read_expand(self.call.query.get("$expand"), self.call)
        if self.expansion.needs_reading and basic_only:
            self.call.require(READ_MAIL)
        self.view = view_of(self.call)

    def write(self, item: Item) -> dict[str, Any]:
        """Return a message's JSON."""
        shape = self.of_meetings if is_event_message(item) else self.shape
        written = shape.write(item, self.view)
        if self.expansion.parts:
            self.expansion.write(item, written, self.view)
        return written

    @cached_property
    def selected(self) -> str:
        """What ``@odata.context`` says of the selection: empty without one."""
        if "$select" not in self.call.query:
            return ""
        return f"({','.join(self.shape.names)})"

    def entity(self, item: Item) -> dict[str, Any]:
        """Return a message as the answer to a request for it alone."""
        return {"@odata.context": self.call.context(f"messages{self.selected}/$entity"), **self.write(item)}


@dataclass
class Folders:
    """Writes folders for one call.

    Raises:
        GraphError: ``$select`` or ``$expand`` names what folders do not have.
    """

    call: Call

    def __post_init__(self) -> None:
        query = self.call.query
        self.shape = MAIL_FOLDER.shape(query.get("$select"))
        self.of_searches = MAIL_SEARCH_FOLDER.shape(query.get("$select"))
        self.expansion, self.expands_children = read_folder_expand(query.get("$expand"))
        if self.expansion.needs_reading:
            self.call.require(READ_MAIL)
        self.view = View(root=self.call.root)

    def write(self, folder: Folder) -> dict[str, Any]:
        """Return a folder's JSON."""
        written = (self.shape if folder.search is None else self.of_searches).write(folder, self.view)
        if self.expands_children:
            hidden = self.call.query.flag("includehiddenfolders")
            below = [each for each in children_of(folder, hidden=hidden) if inside.sees(self.call.visit, each)]
            written["childFolders"] = [MAIL_FOLDER.shape().write(each, self.view) for each in below]
        if self.expansion.parts:
            self.expansion.write(folder, written, self.view)
        return written

    @cached_property
    def selected(self) -> str:
        """What ``@odata.context`` says of the selection: empty without one."""
        return f"({','.join(self.shape.names)})" if "$select" in self.call.query else ""

    def entity(self, folder: Folder) -> dict[str, Any]:
        """Return a folder as the answer to a request for it alone."""
        return {"@odata.context": self.call.context(f"mailFolders{self.selected}/$entity"), **self.write(folder)}
