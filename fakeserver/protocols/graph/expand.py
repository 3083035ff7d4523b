"""``$expand`` of messages: which related things stand in each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from fakeserver.protocols.graph.errors import NOT_PERFORMED, GraphError, Row
from fakeserver.protocols.graph.properties.event import EVENT
from fakeserver.protocols.graph.properties.event_message import is_event_message
from fakeserver.protocols.graph.properties.view import View
from fakeserver.tenant.access import inside
from fakeserver.tenant.exchange.entities import Item

if TYPE_CHECKING:
    from fakeserver.protocols.graph.call import Call

#: Returns what stands in a message under a name; None: nothing, and not even the name.
Part: TypeAlias = Callable[[Item, View], Any]

_EVENT_OF_MESSAGE: Final = ("microsoft.graph.eventmessage/event", "microsoft.graph.eventmessagerequest/event")
CANNOT_EXPAND: Final = Row(
    400,
    "BadRequest",
    "Parsing OData Select and Expand failed: Could not find a property named '{name}' on type '{type}'.",
)


@dataclass
class Expansion:
    """What is expanded, by name."""

    parts: dict[str, Part] = field(default_factory=dict)
    #: whether it shows what only those see who may read mail
    needs_reading: bool = False

    def write(self, item: Item, written: dict[str, Any], view: View) -> None:
        """Add what is expanded to a message's JSON."""
        for name, part in self.parts.items():
            value = part(item, view)
            if value is not None:
                written[name] = value


def read_expand(text: str | None, call: "Call") -> Expansion:
    """Read ``$expand`` of messages.

    Raises:
        GraphError: it names what messages do not have, or options that are none.
    """
    expansion = Expansion()
    if text is None:
        return expansion
    for name, options in split_expand(text):
        if name.lower() in _EVENT_OF_MESSAGE:
            expansion.parts["event"] = _event(call, options)
            continue
        raise GraphError(CANNOT_EXPAND, name=name[:100], type="microsoft.graph.message")
    return expansion


def _event(call: "Call", options: str) -> Part:
    """Return what writes the event that a message is about, where the caller may see it."""
    name, _, select = options.strip().partition("=")
    if options and name.strip().lower() != "$select":
        raise GraphError(NOT_PERFORMED, what=f"$expand of an event with {options[:100]}")
    shape = EVENT.shape(select if options else None)

    def write(item: Item, view: View) -> Any:
        event = call.mailbox.meetings.appointment_of(item) if is_event_message(item) else None
        if event is None or not inside.reads(call.visit, event.folder) or not call.shows(event):
            return None
        return shape.write(event, view)

    return write


def split_expand(text: str) -> list[tuple[str, str]]:
    """Split ``name(options),name``, where options may have commas, brackets and quoted texts in them."""
    items, depth, quoted, begun = list[str](), 0, False, 0
    for place, letter in enumerate(text):
        if letter == "'":
            quoted = not quoted
        elif not quoted and letter in "()":
            depth += 1 if letter == "(" else -1
        elif not quoted and letter == "," and depth == 0:
            items.append(text[begun:place])
            begun = place + 1
    items.append(text[begun:])
    split = [item.strip().partition("(") for item in items if item.strip()]
    return [(name.strip(), options.removesuffix(")")) for name, _, options in split]
