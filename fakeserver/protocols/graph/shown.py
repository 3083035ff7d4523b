"""Messages as one call is shown them: the shape that it selects, in the view that it prefers."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.expand import Expansion, read_expand
from fakeserver.protocols.graph.properties.message import MESSAGE
from fakeserver.protocols.graph.properties.table import Shape
from fakeserver.protocols.graph.properties.view import View
from fakeserver.tenant.access.needs import READ_MAIL
from fakeserver.tenant.exchange.entities import Item


def view_of(call: Call) -> View:
    """Return how entities are to be shown to a caller."""
    prefer = call.prefer
    if prefer.body_type:
        call.applied["outlook.body-content-type"] = None
    if prefer.unsafe_html:
        call.applied["outlook.allow-unsafe-html"] = None
    return View(prefer.body_type, prefer.unsafe_html, call.immutable, root=call.root)


@dataclass
class Messages:
    """Writes messages for one call.

    Raises:
        GraphError: ``$select`` or ``$expand`` names what messages do not have.
    """

    call: Call

    def __post_init__(self) -> None:
        basic_only = not self.call.permits(READ_MAIL)
        self.shape: Shape[Item] = MESSAGE.shape(self.call.query.get("$select"), basic_only=basic_only)
        self.expansion: Expansion = read_expand(self.call.query.get("$expand"), self.call)
        if self.expansion.needs_reading and basic_only:
            self.call.require(READ_MAIL)
        self.view = view_of(self.call)

    def write(self, item: Item) -> dict[str, Any]:
        """Return a message's JSON."""
        written = self.shape.write(item, self.view)
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
