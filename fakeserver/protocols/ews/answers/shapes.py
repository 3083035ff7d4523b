"""Response shapes: which properties of items an answer contains, in the schema's order.

A shape is read once per request. What writes an item's element by it is made once for each class of items that occurs,
and kept for the requests that ask for the same (`ItemWriter`).
Source: web-service-reference/itemshape; recordings.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import Any, Final, TypeVar

from fakeserver.protocols.ews.answers.compiled import ItemWriter
from fakeserver.protocols.ews.answers.entries import entries_writer, write_members
from fakeserver.protocols.ews.answers.recipients import recipient_writers, write_organizer_found
from fakeserver.protocols.ews.answers.sharing import Sharing
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.properties.computed import View
from fakeserver.protocols.ews.properties.extended import ExtendedPath
from fakeserver.protocols.ews.properties.field import ALL, ALL_BUT_FOUND, DEFAULT, Field
from fakeserver.protocols.ews.properties.item_classes import element_for_class
from fakeserver.protocols.ews.properties.paths import (
    PATH_TYPES,
    FolderPath,
    IndexedPath,
    ItemPath,
    characters_given,
    is_property_of,
    named_path,
    read_item_path,
)
from fakeserver.protocols.ews.properties.stored import Writer
from fakeserver.protocols.ews.properties.table import FIELDS, ITEM_ELEMENTS, fields_of
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.errors import INVALID_FOR_OPERATION, INVALID_PROPERTY_REQUEST
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, each, list_type
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.envelope import Envelope
from fakeserver.protocols.ews.soap.limits import check_number
from fakeserver.protocols.ews.soap.names import m, t
from fakeserver.protocols.ews.soap.parts import read_each
from fakeserver.protocols.ews.soap.reading import Element, at_least_one, boolean_of, by_name, content, word
from fakeserver.protocols.ews.soap.since import newer_than
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.protocols.ews.values.simple import INTEGER
from fakeserver.tenant.exchange.entities import Item

Path = TypeVar("Path", ItemPath, FolderPath)

#: nmarus/node-ews#88: Exchange Online answers "default" with ErrorInvalidRequest.
BASE_SHAPE: Final = of_words("DefaultShapeNamesType", "IdOnly Default AllProperties")
BODY_TYPE: Final = of_words("BodyTypeResponseType", "Best HTML Text")
PATHS: Final = list_type(PATH_TYPES)
ITEM_SHAPE: Final = complex_type(
    elements={
        **each("t:BaseShape t:IncludeMimeContent t:BodyType t:FilterHtmlContent t:ConvertHtmlCodePageToUTF8", TEXT),
        **each("t:UniqueBodyType t:NormalizedBodyType t:BlockExternalImages t:AddBlankTargetToLinks", TEXT),
        **each("t:InlineImageUrlTemplate t:MaximumBodySize", TEXT),
        "t:AdditionalProperties": PATHS,
    }
)
ATTACHMENT_SHAPE: Final = complex_type(
    elements={
        **each("t:IncludeMimeContent t:BodyType t:FilterHtmlContent", TEXT),
        "t:AdditionalProperties": PATHS,
    }
)
#: Compiled shapes that are cached, and the characters that a client may have named in each; it uses few.
_SHAPES_KEPT: Final = 256
_LONGEST_KEPT: Final = 65_536
_ORGANIZED: Final = frozenset(("CalendarItem", "MeetingRequest"))
#: Base shape -> the values of `Field.shape` that it contains.
_CONTAINING: Final = {"IdOnly": set[int](), "Default": {DEFAULT}, "AllProperties": {ALL, ALL_BUT_FOUND, DEFAULT}}


@dataclass
class ItemShape:
    """Which properties of items an answer contains."""

    base: str = "IdOnly"
    additional: tuple[ItemPath, ...] = ()
    view: View = field(default_factory=View)
    include_mime: bool = False
    #: False for attached items, which have no id of their own and are in no folder
    identified: bool = True
    #: how the caller sees who may do what; None: not asked for
    sharing: Sharing | None = None
    #: whether FindItem asks, which shows organizers as they are stored; SyncFolderItems looks them up, as recorded
    organizers_as_stored: bool = True
    #: the version asked for, if properties of other item classes are refused there: those before Exchange 2013
    strict_version: str = ""
    _writers: dict[str, tuple[ItemWriter, dict[str, Writer]]] = field(default_factory=dict)

    @classmethod
    def read(cls, call: Call, *, finding: bool = False) -> "ItemShape":
        """Read m:ItemShape below an operation's element.

        Args:
            call: its caller sees who may do what.
            finding: whether it is for FindItem or SyncFolderItems, which return fewer properties.

        Raises:
            Violation: it is missing or not as the schema has it.
            EwsError: it asks for what is no property of items.
        """
        node, envelope = call.part(m("ItemShape")), call.envelope
        return cls(
            *envelope.once("ItemShape", lambda: _of_items(node, envelope, finding=finding)), sharing=Sharing(call)
        )

    @classmethod
    def of(cls, node: Element, envelope: Envelope, *, finding: bool = False, base: str = "") -> "ItemShape":
        """Read a shape from its own element. ``base``: the base shape, for elements that cannot have a BaseShape."""
        return cls(*_of_items(node, envelope, finding=finding, base=base))

    def check_findable(self) -> None:
        """Refuse what FindItem cannot return, but for what it leaves out. SyncFolderItems leaves out all of it.

        Source: ecederstrand/exchangelib#214, WinRb/Viewpoint#191; for SyncFolderItems exchangelib's sync_items, for
        bodies its test_text_field_settings.

        Raises:
            EwsError: it is asked for.
        """
        asked = [path for path in self.additional if isinstance(path, Field) and not (path.findable or path.left_out)]
        if asked or self.include_mime:
            raise EwsError(INVALID_FOR_OPERATION, (asked or [FIELDS["item:MimeContent"]])[0].path)

    def write(self, item: Item) -> Xml:
        """Return the item as the element that fits its class, e.g. t:Message."""
        name = element_for_class(item.item_class)
        found = self._writers.get(name)
        if found is None:
            found = self._writers[name] = self._compile(name)
        writer, of_caller = found
        return writer.write(item, of_caller)

    def _compile(self, name: str) -> tuple[ItemWriter, dict[str, Writer]]:
        if self.strict_version:
            _check_class(name, self.additional, self.strict_version)
        of_caller: dict[str, Writer] = {}
        if self.sharing is not None:
            of_caller["EffectiveRights"] = self.sharing.item_rights
            if not self.view.finding:
                of_caller |= recipient_writers(name, self.sharing.directory)
                if name in _ORGANIZED:
                    of_caller |= self.sharing.beside(self.view)
                if name == "DistributionList":
                    of_caller["Members"] = partial(write_members, self.sharing, self._members_asked())
            elif name in _ORGANIZED and self.organizers_as_stored:
                of_caller["Organizer"] = partial(write_organizer_found, self.sharing.mailbox_by_address)
            elif name in _ORGANIZED:
                of_caller["Organizer"] = recipient_writers(name, self.sharing.directory)["Organizer"]
        shape = (self.base, self.additional, self.view, self.include_mime, self.identified)
        length = len(self.view.image_template) + characters_given(self.additional)
        compiled = _compiled if length <= _LONGEST_KEPT else _compiled.__wrapped__
        return compiled(name, frozenset(of_caller), *shape), of_caller

    def _members_asked(self) -> frozenset[str]:
        """Return the keys of the members that are asked for one by one; none where all of them are."""
        paths = [path for path in self.additional if not isinstance(path, ExtendedPath) and path.element == "Members"]
        every = self.base == "AllProperties" or any(isinstance(path, Field) for path in paths)
        return frozenset() if every else frozenset(path.index for path in paths if isinstance(path, IndexedPath))


@lru_cache(maxsize=_SHAPES_KEPT)
def _compiled(name: str, of_caller: frozenset[str], *shape: Any) -> ItemWriter:
    """Return what writes items as an element; ``of_caller`` as for `ItemWriter`, ``shape`` as for `writers_of`."""
    return ItemWriter(name, writers_of(name, *shape), of_caller)


def writers_of(
    name: str, base: str, additional: tuple[ItemPath, ...], view: View, include_mime: bool, identified: bool
) -> list[tuple[str, Writer]]:
    """Return the writers of an element's children, with their names; arguments as the attributes of `ItemShape`."""
    known = fields_of(name)
    asked = {path.uri for path in additional if isinstance(path, Field)} | {"item:ItemId"}
    if include_mime:
        asked.add("item:MimeContent")
    contained = _CONTAINING[base] - {ALL_BUT_FOUND} if view.finding else _CONTAINING[base]
    newer = newer_than(view.version).properties
    wanted = {
        child
        for child, row in known.items()
        if (row.uri in asked or (row.shape in contained and (row.in_every_version or row.uri not in newer)))
        and (row.findable or not view.finding)
    }
    if not identified:
        wanted -= {"ItemId", "ParentFolderId"}
    indexed: dict[str, list[IndexedPath]] = {}
    for path in additional:
        if isinstance(path, IndexedPath):
            indexed.setdefault(path.element, []).append(path)
    writers: list[tuple[str, Writer]] = []
    for child in ITEM_ELEMENTS[name]:
        if child == "ExtendedProperty":
            paths = (path for path in additional if isinstance(path, ExtendedPath))
            writers.extend(
                (child, partial(path.write, precise=view.milliseconds, finding=view.finding)) for path in paths
            )
        elif child in wanted and child in known:
            writers.append((child, known[child].writer(view)))
        elif child in indexed:
            writers.append((child, entries_writer(child, indexed[child], finding=view.finding)))
    return writers


def _of_items(
    node: Element, envelope: Envelope, *, finding: bool = False, base: str = ""
) -> tuple[str, tuple[ItemPath, ...], View, bool]:
    """Return the first attributes of the shape that an element says."""
    given = by_name(node)
    base = base or base_shape(node, given)
    body_type, size = word(given.get(t("BodyType")), BODY_TYPE, "Best"), given.get(t("MaximumBodySize"))
    view = View(
        finding,
        body_type,
        boolean_of(given.get(t("FilterHtmlContent"))),
        boolean_of(given.get(t("BlockExternalImages"))),
        boolean_of(given.get(t("AddBlankTargetToLinks"))),
        envelope.milliseconds,
        envelope.version,
        word(given.get(t("UniqueBodyType")), BODY_TYPE, body_type),
        word(given.get(t("NormalizedBodyType")), BODY_TYPE, body_type),
        content(given.get(t("InlineImageUrlTemplate"))),
        None if size is None else INTEGER.read(size),
        boolean_of(given.get(t("ConvertHtmlCodePageToUTF8")), True),
    )
    include_mime = boolean_of(given.get(t("IncludeMimeContent")))
    return base, additional_paths(given, read_item_path), view, include_mime


def additional_paths(shape: Mapping[str, Element], read: Callable[[Element], Path | None]) -> tuple[Path, ...]:
    """Return what a shape's t:AdditionalProperties name; the shape's elements are given by name."""

    def read_known(node: Element) -> Path:
        path = read(node)
        if path is None:
            raise EwsError(INVALID_PROPERTY_REQUEST, named_path(node))
        return path

    additional = shape.get(t("AdditionalProperties"))
    if additional is None:
        return ()
    check_number(additional)
    return tuple(read_each(at_least_one(additional), read_known))


def _check_class(name: str, asked: tuple[ItemPath, ...], version: str) -> None:
    """Refuse properties of other item classes than the one that an element shows.

    Source: thunderbird/ews-rs#41, ecederstrand/exchangelib#199. Later versions leave them out: exchangelib asks for
    those of all classes then.
    """
    for path in asked:
        if not isinstance(path, ExtendedPath) and not is_property_of(name, path):
            told = f"The property {path.uri} is not valid for this object type."
            row = replace(INVALID_PROPERTY_REQUEST, text=f"{told} The Current ExchangeVersion is {version}.")
            raise EwsError(row, path.path)


def base_shape(node: Element, given: Mapping[str, Element]) -> str:
    """Return which of the base shapes is asked for."""
    base = given.get(t("BaseShape"))
    if base is None:
        raise schema.incomplete(node, (t("BaseShape"),))
    return word(base, BASE_SHAPE)
