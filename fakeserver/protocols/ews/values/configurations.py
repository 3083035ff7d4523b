"""t:UserConfigurationDictionaryType: settings by their names, each with its type."""

import re
from typing import Any, Final

from fakeserver.protocols.ews.errors import INVALID_VALUE, EwsError
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, list_type
from fakeserver.protocols.ews.soap.enumerations import Enumeration
from fakeserver.protocols.ews.soap.names import XSI, XSI_NIL, t
from fakeserver.protocols.ews.soap.reading import Element, boolean_value, children, content, required, word
from fakeserver.protocols.ews.soap.time_zone_context import in_utc
from fakeserver.protocols.ews.soap.writing import Xml, element, text
from fakeserver.protocols.ews.values import spelling
from fakeserver.protocols.ews.values.spelling import Spelling
from fakeserver.tenant.exchange.kinds.configuration import Entry, EntryType

_NUMBER: Final = re.compile(r"-?[0-9]{1,20}")


def _whole(low: int, high: int) -> Spelling:
    def parse(given: str) -> int:
        if not _NUMBER.fullmatch(given.strip()) or not low <= (found := int(given)) <= high:
            raise ValueError(given)
        return found

    return Spelling("", parse, str)


#: Name of a type in the schema -> the tenant's, and how its values are spelled.
_TYPES: Final = {
    "DateTime": (EntryType.DATE_TIME, spelling.DATE_TIME),
    "Boolean": (EntryType.BOOLEAN, spelling.BOOLEAN),
    "Byte": (EntryType.BYTE, _whole(0, 2**8 - 1)),
    "String": (EntryType.STRING, spelling.TEXT),
    "Integer32": (EntryType.INTEGER_32, _whole(-(2**31), 2**31 - 1)),
    "UnsignedInteger32": (EntryType.UNSIGNED_32, _whole(0, 2**32 - 1)),
    "Integer64": (EntryType.INTEGER_64, _whole(-(2**63), 2**63 - 1)),
    "UnsignedInteger64": (EntryType.UNSIGNED_64, _whole(0, 2**64 - 1)),
    "StringArray": (EntryType.STRINGS, spelling.TEXT),
    "ByteArray": (EntryType.OCTETS, spelling.OCTETS),
}
_WORDS: Final = {kind: (name, spelled) for name, (kind, spelled) in _TYPES.items()}
_TYPE: Final = Enumeration("UserConfigurationDictionaryObjectTypesType", tuple(_TYPES))
_OBJECT: Final = complex_type("", {"t:Type": TEXT, "t:Value": TEXT}, repeated="t:Value")
_NILLABLE: Final = complex_type(XSI_NIL, {"t:Type": TEXT, "t:Value": TEXT}, repeated="t:Value")
#: t:Dictionary, for `complex_type`.
DICTIONARY: Final = list_type(
    {"t:DictionaryEntry": complex_type("", {"t:DictionaryKey": _OBJECT, "t:DictionaryValue": _NILLABLE})}
)


def read_dictionary(node: Element) -> tuple[tuple[Entry, Entry | None], ...]:
    """Read t:Dictionary.

    Raises:
        Violation: it is not as the schema has it.
        EwsError: a value is none of its type, or a key stands there twice. Assumption: the code.
    """
    found: dict[Entry, Entry | None] = {}
    for entry in children(node):
        key, value = required(entry, t("DictionaryKey")), required(entry, t("DictionaryValue"))
        read = _read_entry(key)
        if read in found:
            raise EwsError(INVALID_VALUE)
        found[read] = None if boolean_value(value.get(XSI_NIL, "false")) else _read_entry(value)
    return tuple(found.items())


def _read_entry(node: Element) -> Entry:
    kind, spelled = _TYPES[word(required(node, t("Type")), _TYPE)]
    values = [child for child in children(node) if child.tag == t("Value")]
    if not values:
        raise schema.incomplete(node, (t("Value"),))
    try:
        read: list[Any] = [spelled.parse(content(value)) for value in values]
    except ValueError as error:
        raise EwsError(INVALID_VALUE) from error
    if kind is EntryType.STRINGS:
        return Entry(kind, tuple(read))
    if len(read) != 1:
        raise EwsError(INVALID_VALUE)
    return Entry(kind, in_utc(read[0], values[0]) if kind is EntryType.DATE_TIME else read[0])


def write_dictionary(entries: tuple[tuple[Entry, Entry | None], ...]) -> Xml:
    """Write t:Dictionary."""
    written = [
        element("t:DictionaryEntry", _write_entry("t:DictionaryKey", key), _write_value(value))
        for key, value in entries
    ]
    return element("t:Dictionary", *written)


def _write_value(value: Entry | None) -> Xml:
    if value is None:
        return Xml(f'<t:DictionaryValue xmlns:xsi="{XSI}" xsi:nil="true"/>')
    return _write_entry("t:DictionaryValue", value)


def _write_entry(name: str, entry: Entry) -> Xml:
    word_of_type, spelled = _WORDS[entry.type]
    values = entry.value if entry.type is EntryType.STRINGS else (entry.value,)
    return element(name, text("t:Type", word_of_type), *(text("t:Value", spelled.spell(one)) for one in values))
