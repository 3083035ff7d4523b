"""GetUserConfiguration."""

from collections.abc import Callable
from typing import Any, Final

from fakeserver.protocols.ews.answers.forms import Single
from fakeserver.protocols.ews.operations.configurations.named import CONFIGURATION_NAME, ConfigurationName, read_name
from fakeserver.protocols.ews.properties.computed import item_id
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type
from fakeserver.protocols.ews.soap.enumerations import Enumeration
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import Element, content
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element, text
from fakeserver.protocols.ews.values import spelling
from fakeserver.protocols.ews.values.configurations import write_dictionary
from fakeserver.tenant.exchange.entities import Item

_ALL: Final = "All"
_PROPERTIES: Final = Enumeration("UserConfigurationPropertyType", ("Id", "Dictionary", "XmlData", "BinaryData", _ALL))


@operation(
    "GetUserConfiguration",
    answer=Single(),
    since="Exchange2010",
    request=complex_type(
        elements={"m:UserConfigurationName": CONFIGURATION_NAME, "m:UserConfigurationProperties": TEXT}
    ),
)
def get_user_configuration(call: Call) -> Xml:
    """Return a configuration of a folder, or the parts of it that are asked for.

    Source: web-service-reference/getuserconfiguration-operation
    """
    name = read_name(call.part(m("UserConfigurationName")))
    asked = _asked(call.part(m("UserConfigurationProperties")))
    return _written(name, name.item(call, "read"), asked)


def _asked(node: Element) -> frozenset[str]:
    asked = content(node).split()
    if not set(asked) <= set(_PROPERTIES.words):
        raise schema.not_of(node, _PROPERTIES)
    return frozenset(asked)


def _written(name: ConfigurationName, item: Item, asked: frozenset[str]) -> Xml:
    def part(named: str, stored: str, write: Callable[[Any], Xml]) -> Xml:
        value = item.get(stored) if asked & {named, _ALL} else None
        return NOTHING if value is None else write(value)

    return element(
        "m:UserConfiguration",
        name.written(),
        item_id(item) if asked & {"Id", _ALL} else NOTHING,
        part("Dictionary", "dictionary", write_dictionary),
        part("XmlData", "xml", lambda octets: text("t:XmlData", spelling.OCTETS.spell(octets))),
        part("BinaryData", "octets", lambda octets: text("t:BinaryData", spelling.OCTETS.spell(octets))),
    )
