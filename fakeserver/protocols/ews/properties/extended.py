"""Extended properties as EWS names them; `fakeserver.tenant.exchange.mapi` knows what they are.

Sources: web-service-reference/extendedfielduri.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final, NoReturn

from fakeserver.protocols.ews.errors import (
    FOLDER_NOT_SAVED,
    INVALID_SET,
    INVALID_VALUE,
    ITEM_NOT_SAVED,
    MANAGED_API,
    REPORTED,
    UPDATE_MISMATCH,
    EwsError,
    Row,
)
from fakeserver.protocols.ews.properties.extended_values import written
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.enumerations import Enumeration
from fakeserver.protocols.ews.soap.names import TYPES, t
from fakeserver.protocols.ews.soap.reading import (
    Element,
    at_least_one,
    content,
    integer_attribute,
    required,
    word_attribute,
)
from fakeserver.protocols.ews.soap.time_zone_context import in_utc
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element, escape_attribute, text
from fakeserver.protocols.ews.values.simple import invalid_value
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mapi import property as mapi
from fakeserver.tenant.exchange.mapi.errors import NoSuchValue, NotSettable
from fakeserver.tenant.exchange.mapi.own_names import PROPERTY_SETS
from fakeserver.tenant.exchange.mapi.values import TYPE_NAMES, parsed, type_named
from fakeserver.tenant.exchange.values import ExtendedPropertyKey

_INVALID: Final = Row(
    "ErrorInvalidExtendedProperty", "The extended property attribute combination is invalid.", REPORTED
)
_INVALID_VALUE: Final = Row("ErrorInvalidExtendedPropertyValue", "The extended property value is invalid.", MANAGED_API)

_UNSUPPORTED_TYPE: Final = Row(
    "ErrorUnsupportedMapiPropertyType", "The MAPI property type is not supported.", MANAGED_API
)
#: Source: web-service-reference/responsecode, of that error.
_UNSUPPORTED: Final = frozenset(("Error", "Null", "Object", "ObjectArray"))
_PROPERTY_TYPE: Final = Enumeration("MapiPropertyTypeType", _UNSUPPORTED | TYPE_NAMES)
_PROPERTY_SET: Final = Enumeration("DistinguishedPropertySetType", PROPERTY_SETS)
_TAG = re.compile("0[xX][0-9A-Fa-f]{1,4}|[0-9]{1,10}")


@dataclass(frozen=True)
class ExtendedPath:
    """An extended property as a client named it."""

    key: ExtendedPropertyKey
    #: t:ExtendedFieldURI for the answer, by which clients find the value: as they wrote it, tags in lower-case
    #: hexadecimal without leading zeros
    echo: Xml

    def value_of(self, owner: Item | Folder) -> Any:
        """Return the value: as it was set, or derived from the item or folder; None where there is none."""
        return mapi.value_of(owner, self.key)

    @property
    def path(self) -> Xml:
        """What names it in errors."""
        return self.echo

    @property
    def is_receipt(self) -> bool:
        """Whether a message asks for a receipt by it, which cannot be changed once it is sent."""
        return mapi.asks_for_receipt(self.key)

    def changes(self, value: Any, so_far: Callable[[str], Any]) -> dict[Any, Any]:
        """Return the changes to an item by setting it, or deleting it (None); some are properties of another name.

        Args:
            so_far: gives a property that the item has so far, None where there is none.

        Raises:
            EwsError: it cannot be set, or not to this value.
        """
        with self._in_words_of_ews(ITEM_NOT_SAVED):
            return mapi.changes(self.key, value, so_far)

    def folder_property(self) -> str:
        """Return the tenant's name of the property of a folder that it is; empty: it is one of its own.

        Raises:
            EwsError: it cannot be set.
        """
        with self._in_words_of_ews(FOLDER_NOT_SAVED):
            return mapi.name_in_folders(self.key)

    @contextmanager
    def _in_words_of_ews(self, not_saved: Row) -> Iterator[None]:
        try:
            yield
        except NotSettable as problem:
            raise EwsError(not_saved, self.path) from problem
        except NoSuchValue as problem:
            raise EwsError(INVALID_VALUE, self.path) from problem

    def write(self, owner: Item | Folder, *, precise: bool = False, finding: bool = False) -> Xml:
        """Return t:ExtendedProperty, or nothing where there is no value.

        Args:
            precise: whether times have milliseconds.
            finding: whether it is for FindItem or FindFolder, which return the beginning of long values.
        """
        value = self.value_of(owner)
        if value is None:
            return NOTHING
        write = partial(written, precise=precise, finding=finding)
        if self.key.multiple:
            values = element("t:Values", *(text("t:Value", write(one)) for one in value))
        else:
            values = text("t:Value", write(value))
        return element("t:ExtendedProperty", self.echo, values)

    def _read_value(self, node: Element) -> Any:
        one, several = node.find(t("Value")), node.find(t("Values"))
        if several is None:
            if one is None:
                raise schema.incomplete(node, (t("Value"), t("Values")))
            if self.key.multiple:
                raise EwsError(_INVALID_VALUE, self.echo)
            return self._read_one(one)
        if one is not None:
            raise schema.unexpected_element(several)
        values = at_least_one(several)
        if not self.key.multiple:
            raise EwsError(_INVALID_VALUE, self.echo)
        return [self._read_one(value) for value in values]

    def read_named(self, node: Element) -> Any:
        """Return the value in a t:ExtendedProperty of an update, which must be of the property that the update names.

        Raises:
            Violation, EwsError: it is another property's, or does not fit the type.
        """
        path, value = read_property(node)
        if path.key != self.key:
            raise EwsError(UPDATE_MISMATCH, self.echo)
        return value

    def _read_one(self, node: Element) -> Any:
        try:
            value = parsed(content(node), self.key.property_type)
        except ValueError as error:
            raise EwsError(_INVALID_VALUE, self.echo) from error
        return in_utc(value, node) if isinstance(value, datetime) else value

    def constant(self, given: str) -> Any:
        """Return a restriction's text as a value of the property's (scalar) type; a time without an offset is naive.

        Raises:
            EwsError: it does not fit.
        """
        try:
            return parsed(given, self.key.property_type)
        except ValueError as error:
            raise invalid_value() from error


def read_property(node: Element) -> tuple[ExtendedPath, Any]:
    """Read a t:ExtendedProperty, whose element has been checked: which property it is, and its value.

    Raises:
        Violation: it is not as the schema has it.
        EwsError: there is no such property, or the value does not fit its type.
    """
    path = read_path(required(node, t("ExtendedFieldURI")))
    return path, path._read_value(node)


def read_new_property(node: Element, before: dict[ExtendedPropertyKey, Any]) -> tuple[ExtendedPath, Any]:
    """Read a t:ExtendedProperty of a new item or folder, which has each of them with one value.

    To say the same again is no mistake: DavMail does, for contacts with a picture.

    Args:
        before: the values that have been read; the one that is read goes in.

    Raises:
        Violation, EwsError: as in `read_property`; the property is there with another value. Assumption: the code.
    """
    path, value = read_property(node)
    if before.setdefault(path.key, value) != value:
        raise EwsError(INVALID_SET, path.path)
    return path, value


def read_path(node: Element) -> ExtendedPath:
    """Read a t:ExtendedFieldURI.

    Raises:
        Violation: an attribute is not as the schema has it.
        EwsError: its attributes do not go together.
    """
    property_type = word_attribute(node, "PropertyType", _PROPERTY_TYPE)
    if property_type in _UNSUPPORTED:
        raise EwsError(_UNSUPPORTED_TYPE)
    scalar, multiple = type_named(property_type)
    tag, name, number = node.get("PropertyTag"), node.get("PropertyName"), node.get("PropertyId")
    distinguished, guid = node.get("DistinguishedPropertySetId"), node.get("PropertySetId")
    if tag is not None:
        if name is not None or number is not None or distinguished is not None or guid is not None:
            _refuse()
        tag_number = _tag(node, str(tag))
        return ExtendedPath(
            ExtendedPropertyKey(None, tag_number, scalar, multiple),
            _echo(PropertyTag=f"0x{tag_number:x}", PropertyType=property_type),
        )
    if (distinguished is None) == (guid is None) or (name is None) == (number is None):
        _refuse()
    if distinguished is not None:
        property_set = PROPERTY_SETS[word_attribute(node, "DistinguishedPropertySetId", _PROPERTY_SET)]
    elif not mapi.GUID.fullmatch(property_set := str(guid).lower()):
        raise schema.attribute_not_matching(node, "PropertySetId", "GuidType")
    # Names of header fields are compared without case, others with it, as they were given ([MS-OXCPRPT]).
    which: str | int = str(name) if name is not None else integer_attribute(node, "PropertyId")
    return ExtendedPath(
        ExtendedPropertyKey(property_set, which, scalar, multiple),
        _echo(
            DistinguishedPropertySetId=None if distinguished is None else str(distinguished),
            PropertySetId=None if guid is None else str(guid),
            PropertyName=None if name is None else str(name),
            PropertyId=None if number is None else str(which),
            PropertyType=property_type,
        ),
    )


def _refuse() -> NoReturn:
    raise EwsError(_INVALID)


def _tag(node: Element, given: str) -> int:
    """Return a property tag without its type, which is written in decimal or hexadecimal digits."""
    if not _TAG.fullmatch(given) or (number := int(given, 16 if given[:2] in ("0x", "0X") else 10)) > mapi.LAST_TAG:
        # As stackoverflow.com/questions/34835045 has it of 802A.
        reason = (
            f"The value '{given[: schema.MAX_SHOWN]}' is not valid according to any of the memberTypes of the union."
        )
        raise schema.not_spelled(node, f"{TYPES}:PropertyTagType", reason, "PropertyTag")
    if number >= mapi.FIRST_CUSTOM_TAG:
        _refuse()
    return number


def _echo(**attributes: str | None) -> Xml:
    written = "".join(f' {key}="{escape_attribute(value)}"' for key, value in attributes.items() if value is not None)
    return Xml(f"<t:ExtendedFieldURI{written}/>")
