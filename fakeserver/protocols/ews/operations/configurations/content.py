"""What a configuration in a request contains."""

from dataclasses import dataclass
from typing import Any, Final

from fakeserver.protocols.ews.operations.configurations.named import (
    CONFIGURATION_NAME,
    ConfigurationName,
    read_name,
)
from fakeserver.protocols.ews.request.ids import ITEM_ID
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, by_name, octets_of, required
from fakeserver.protocols.ews.values.configurations import DICTIONARY, read_dictionary

#: m:UserConfiguration, for `complex_type`.
USER_CONFIGURATION: Final = complex_type(
    "",
    {
        "t:UserConfigurationName": CONFIGURATION_NAME,
        # The service sets it; what a client sends is not read. Assumption: an update goes by the name alone.
        "t:ItemId": ITEM_ID,
        "t:Dictionary": DICTIONARY,
        "t:XmlData": TEXT,
        "t:BinaryData": TEXT,
    },
)


@dataclass(frozen=True)
class GivenConfiguration:
    """A m:UserConfiguration as it was read."""

    name: ConfigurationName
    #: the parts that are there, by their names in the tenant
    parts: dict[str, Any]


def read_configuration(node: Element) -> GivenConfiguration:
    """Read m:UserConfiguration.

    Raises:
        Violation: it is not as the schema has it.
        EwsError: a value of its dictionary is none.
    """
    name = read_name(required(node, t("UserConfigurationName")))
    given, parts = by_name(node), dict[str, Any]()
    if (dictionary := given.get(t("Dictionary"))) is not None:
        parts["dictionary"] = read_dictionary(dictionary)
    if (xml := given.get(t("XmlData"))) is not None:
        parts["xml"] = octets_of(xml)
    if (octets := given.get(t("BinaryData"))) is not None:
        parts["octets"] = octets_of(octets)
    return GivenConfiguration(name, parts)
