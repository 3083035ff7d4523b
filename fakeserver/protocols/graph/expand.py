"""``$expand`` of messages and folders: which related things stand in each.

Source: learn.microsoft.com/graph/query-parameters, /graph/api/singlevaluelegacyextendedproperty-get,
/graph/api/opentypeextension-get
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from fakeserver.protocols.graph.errors import NOT_PERFORMED, GraphError, Row
from fakeserver.protocols.graph.expand_event import EVENT_OF_MESSAGE, event_part
from fakeserver.protocols.graph.expand_options import ids_in, options_in, split_expand
from fakeserver.protocols.graph.properties.attached_item import AttachedItems
from fakeserver.protocols.graph.properties.attachment import attachment_shape
from fakeserver.protocols.graph.properties.extended import MULTIPLE, SINGLE, read_id, written
from fakeserver.protocols.graph.properties.extensions import shown_extensions
from fakeserver.protocols.graph.properties.table import EntityType
from fakeserver.protocols.graph.properties.view import View
from fakeserver.tenant.exchange.entities import Folder, Item

if TYPE_CHECKING:
    from fakeserver.protocols.graph.call import Call

#: Returns what stands in a message, or a folder, under a name; None: nothing, and not even the name.
Part: TypeAlias = Callable[[Any, View], Any]
#: Makes a part of the options that were given; the number says in how many attached messages it stands.
_Make: TypeAlias = Callable[[Mapping[str, str], int], Part]

CANNOT_EXPAND: Final = Row(
    400,
    "BadRequest",
    "Parsing OData Select and Expand failed: Could not find a property named '{name}' on type '{type}'.",
)
_MESSAGE: Final = "microsoft.graph.message"
_FOLDER: Final = "microsoft.graph.mailFolder"
_ATTACHED: Final = "microsoft.graph.itemattachment/item"
#: Attached messages within each other that are shown in one answer.
_DEEPEST: Final = 10


@dataclass
class Expansion:
    """What is expanded, by name."""

    parts: dict[str, Part] = field(default_factory=dict)
    #: whether it shows what only those see who may read mail
    needs_reading: bool = False

    def write(self, owner: Item | Folder, written: dict[str, Any], view: View) -> None:
        """Add what is expanded to a message's JSON, or a folder's."""
        for name, part in self.parts.items():
            value = part(owner, view)
            if value is not None:
                written[name] = value


def read_expand(text: str | None, call: "Call") -> Expansion:
    """Read ``$expand`` of messages.

    Raises:
        GraphError: it names what messages do not have, or options that are none.
    """
    parts = _parts(text, _OF_MESSAGES, _MESSAGE, without=EVENT_OF_MESSAGE)
    for name, options in split_expand(text or ""):
        if name.lower() in EVENT_OF_MESSAGE:
            parts["event"] = event_part(call, options)
    return Expansion(parts, needs_reading=bool(parts))


def read_entity_expand(text: str | None, entity: EntityType[Any]) -> Expansion:
    """Read ``$expand`` of events, or of contacts, as far as these have what messages have.

    Raises:
        GraphError: it names what they do not have, or what is not performed here, or options that are none.
    """
    known = {name.lower() for name in entity.navigation}
    table = {name: row for name, row in _OF_MESSAGES.items() if name in known}
    for name, _ in split_expand(text or ""):
        if name.lower() in known and name.lower() not in table:
            raise GraphError(NOT_PERFORMED, what=f"$expand={name[:100]} of {entity.name}")
    return Expansion(_parts(text, table, entity.name))


def read_folder_expand(text: str | None) -> tuple[Expansion, bool]:
    """Read ``$expand`` of folders; say besides whether the folders below are wanted.

    Raises:
        GraphError: it names what folders do not have, or options that are none.
    """
    children = [each for each in split_expand(text or "") if each[0].lower() == "childfolders"]
    for _, options in children:
        options_in(options, ())
    parts = _parts(text, _OF_FOLDERS, _FOLDER, without=frozenset({"childfolders"}))
    return Expansion(parts, needs_reading=bool(parts)), bool(children)


def read_item_expand(text: str | None) -> AttachedItems | None:
    """Read ``$expand`` of attachments, which has the items that are attached; None: it is not there.

    Raises:
        GraphError: it names anything else.
    """
    return _items(text, 0)


def _parts(
    text: str | None,
    table: Mapping[str, tuple[str, _Make]],
    kind: str,
    *,
    without: Collection[str] = (),
    depth: int = 0,
) -> dict[str, Part]:
    parts: dict[str, Part] = {}
    for name, options in split_expand(text or ""):
        bare = name.lower().removeprefix(f"{kind.lower()}/")
        if name.lower() in without:
            continue
        if bare not in table:
            raise GraphError(CANNOT_EXPAND, name=name[:100], type=kind)
        called, make = table[bare]
        parts[called] = make(options_in(options, _TAKEN[called]), depth)
    return parts


def _items(text: str | None, depth: int) -> AttachedItems | None:
    found: AttachedItems | None = None
    for name, options in split_expand(text or ""):
        if name.lower() != _ATTACHED or depth >= _DEEPEST:
            raise GraphError(CANNOT_EXPAND, name=name[:100], type="microsoft.graph.attachment")
        given = options_in(options, ("$select", "$expand"))
        parts = _parts(given.get("$expand"), _OF_ATTACHED, _MESSAGE, depth=depth + 1)
        found = AttachedItems(given.get("$select"), parts.get("attachments"))
        found.check()
    return found


# --- what there is ---------------------------------------------------------------------------------------------------


def _attachments(options: Mapping[str, str], depth: int) -> Part:
    # $filter and $top say nothing here, as on the list (learn.microsoft.com/graph/known-issues).
    shape = attachment_shape(options.get("$select"), _items(options.get("$expand"), depth))
    return lambda item, view: [shape.write(each, view) for each in item.attachments]


def _single(options: Mapping[str, str], _depth: int) -> Part:
    return _extended(options, multiple=False)


def _multiple(options: Mapping[str, str], _depth: int) -> Part:
    return _extended(options, multiple=True)


def _extended(options: Mapping[str, str], *, multiple: bool) -> Part:
    write = written([read_id(named, multiple=multiple) for named in ids_in(options.get("$filter"), needed=True)])
    return lambda owner, _view: write(owner)


def _extensions(options: Mapping[str, str], _depth: int) -> Part:
    names = ids_in(options.get("$filter")) if "$filter" in options else None
    return lambda item, _view: shown_extensions(item, names) or None


_OF_FOLDERS: Final[dict[str, tuple[str, _Make]]] = {
    SINGLE.lower(): (SINGLE, _single),
    MULTIPLE.lower(): (MULTIPLE, _multiple),
}
_OF_ATTACHED: Final[dict[str, tuple[str, _Make]]] = {"attachments": ("attachments", _attachments)}
_OF_MESSAGES: Final[dict[str, tuple[str, _Make]]] = {
    **_OF_ATTACHED,
    **_OF_FOLDERS,
    "extensions": ("extensions", _extensions),
}
#: Options that each takes.
_TAKEN: Final[dict[str, tuple[str, ...]]] = {
    "attachments": ("$select", "$expand", "$filter", "$top"),
    SINGLE: ("$filter",),
    MULTIPLE: ("$filter",),
    "extensions": ("$filter",),
}
