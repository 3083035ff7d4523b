"""How a request names a property: FieldURI, IndexedFieldURI or ExtendedFieldURI."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from fakeserver.protocols.ews.errors import INCORRECT_UPDATE_COUNT, UPDATE_MISMATCH, EwsError
from fakeserver.protocols.ews.properties import extended
from fakeserver.protocols.ews.properties.extended import ExtendedPath
from fakeserver.protocols.ews.properties.field import Field, snake_case
from fakeserver.protocols.ews.properties.field_uris import is_field_uri
from fakeserver.protocols.ews.properties.folder import ABSENT_FOLDER_FIELDS, FOLDER_FIELDS, FolderField
from fakeserver.protocols.ews.properties.table import ABSENT_FIELDS, FIELDS, ITEM_ELEMENTS, uris_of
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, list_type
from fakeserver.protocols.ews.soap.enumerations import Enumeration
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, attribute, children, tag, word_attribute
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.protocols.ews.values.contacts import ENTRIES, POSTAL_PARTS, says
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.distribution_list import with_keys

#: What names a property in a request, for `complex_type`.
PATH_TYPES: Final = {
    "t:FieldURI": complex_type("FieldURI"),
    "t:IndexedFieldURI": complex_type("FieldURI FieldIndex"),
    "t:ExtendedFieldURI": complex_type(
        "DistinguishedPropertySetId PropertySetId PropertyTag PropertyName PropertyId PropertyType"
    ),
}
#: t:ExtendedProperty of items and folders.
EXTENDED_PROPERTY: Final = complex_type(
    elements={
        "t:ExtendedFieldURI": PATH_TYPES["t:ExtendedFieldURI"],
        "t:Value": TEXT,
        "t:Values": list_type({"t:Value": TEXT}),
    }
)


@dataclass(frozen=True)
class IndexedPath:
    """One entry of a property that has several: an address by its key, a header field by its name."""

    uri: str
    index: str
    #: the element of the whole property, e.g. ``EmailAddresses``
    element: str
    #: ``Street`` and the like for physical addresses, else empty
    part: str = ""

    @property
    def path(self) -> Xml:
        """What names it in errors."""
        return element("t:IndexedFieldURI", FieldURI=self.uri, FieldIndex=self.index)

    @property
    def name(self) -> str:
        """The tenant's name of the whole property."""
        return snake_case(self.element)

    @property
    def key(self) -> Any:
        """The tenant's name of the entry; None where there is no such entry."""
        return ENTRIES[self.element].keys.get(self.index)

    @property
    def is_one(self) -> bool:
        """Whether there can be such an entry: header fields and members of lists may have any name."""
        return self.element not in ENTRIES or self.key is not None

    @property
    def is_searchable(self) -> bool:
        """Whether restrictions and sorting may use it. Assumption: not a member of a list, who is no text."""
        return self.element != "Members"

    def value_of(self, item: Item) -> Any:
        """Return the entry's value, None where there is none."""
        whole = item.get(self.name)
        if not whole:
            return None
        if self.element == "Members":
            return next((one for one in with_keys(whole) if one.key == self.index), None)
        if self.element == "InternetMessageHeaders":
            return next((value for name, value in whole if name.lower() == self.index.lower()), None)
        entry = whole.get(self.key)
        if entry is None:
            return None
        return getattr(entry, POSTAL_PARTS[self.part]) if self.part else says(entry)


#: The ways to name a property of items.
ItemPath = Field | IndexedPath | ExtendedPath
#: The ways to name a property of folders.
FolderPath = FolderField | ExtendedPath

_INDEXED: Final = {
    "item:InternetMessageHeader": "InternetMessageHeaders",
    "contacts:EmailAddress": "EmailAddresses",
    "contacts:ImAddress": "ImAddresses",
    "contacts:PhoneNumber": "PhoneNumbers",
    "distributionlist:Members:Member": "Members",
}
_PHYSICAL_ADDRESS: Final = "contacts:PhysicalAddress:"

#: Its values are checked by `is_field_uri`.
FIELD_URI: Final = Enumeration("UnindexedFieldURIType", ())
INDEXED_FIELD_URI: Final = Enumeration(
    "DictionaryURIType",
    (*_INDEXED, *(f"{_PHYSICAL_ADDRESS}{part}" for part in POSTAL_PARTS)),
)
#: Elements that name a property, in Clark notation.
PATHS: Final = (t("FieldURI"), t("IndexedFieldURI"), t("ExtendedFieldURI"))


def path_in(parent: Element) -> Element:
    """Return the element that names a property, among an element's children.

    Raises:
        Violation: there is none, or more than one.
    """
    paths = [child for child in children(parent) if child.tag in PATHS]
    if not paths:
        raise schema.incomplete(parent, PATHS)
    if len(paths) > 1:
        raise schema.unexpected_element(paths[1])
    return paths[0]


def named_child(node: Element, name: str, path: ItemPath | FolderPath) -> Element:
    """Return the one property in the element of an item or a folder, which must be the one that an update names.

    Args:
        name: the name of its element.

    Raises:
        EwsError: there is another one, or not one.
    """
    given = list(children(node))
    if len(given) != 1:
        raise EwsError(INCORRECT_UPDATE_COUNT, path.path)
    if tag(given[0]) != name:
        raise EwsError(UPDATE_MISMATCH, path.path)
    return given[0]


def characters_given(paths: Iterable[ItemPath]) -> int:
    """Return how many characters of a request stand in paths; those of plain properties are the table's."""
    given = (
        path.echo if isinstance(path, ExtendedPath) else path.index for path in paths if not isinstance(path, Field)
    )
    return sum(map(len, given))


def named_path(node: Element) -> Xml:
    """Return an element that names a property, for an error."""
    return element(f"t:{tag(node)}", **{str(name): str(value) for name, value in node.items()})


def read_item_path(node: Element) -> ItemPath | None:
    """Read a path to a property of items; None for one of the schema that is not of items, or of none that are here.

    Args:
        node: one of `PATHS`.

    Raises:
        Violation: it names no property of the schema.
        EwsError: an extended property's attributes do not go together.
    """
    if node.tag == t("ExtendedFieldURI"):
        return extended.read_path(node)
    if node.tag == t("IndexedFieldURI"):
        uri, index = word_attribute(node, "FieldURI", INDEXED_FIELD_URI), attribute(node, "FieldIndex")
        if uri.startswith(_PHYSICAL_ADDRESS):
            path = IndexedPath(uri, index, "PhysicalAddresses", uri.removeprefix(_PHYSICAL_ADDRESS))
        else:
            path = IndexedPath(uri, index, _INDEXED[uri])
        return path if path.is_one else None
    uri = attribute(node, "FieldURI")
    field = FIELDS.get(uri)
    if field is None and not is_field_uri(uri):
        raise schema.attribute_not_of(node, "FieldURI", FIELD_URI)
    return field or ABSENT_FIELDS.get(uri)


def is_property_of(name: str, path: ItemPath) -> bool:
    """Say whether an item element can have a property; extended ones can be anywhere."""
    if isinstance(path, Field):
        return path.uri in uris_of(name)
    return isinstance(path, ExtendedPath) or path.element in ITEM_ELEMENTS[name]


def read_folder_path(node: Element) -> FolderPath | None:
    """Read a path to a property of folders; otherwise as `read_item_path`."""
    if node.tag == t("ExtendedFieldURI"):
        return extended.read_path(node)
    if node.tag == t("IndexedFieldURI"):
        word_attribute(node, "FieldURI", INDEXED_FIELD_URI)
        return None
    uri = attribute(node, "FieldURI")
    field = FOLDER_FIELDS.get(uri) or ABSENT_FOLDER_FIELDS.get(uri)
    if field is None and not is_field_uri(uri):
        raise schema.attribute_not_of(node, "FieldURI", FIELD_URI)
    return field
