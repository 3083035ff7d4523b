"""The zone that a new appointment is made in where it names none: that of the request.

Source: exchange-web-services/time-zones-and-ews-in-exchange, table 2. Assumption: it is stored as if the item had named
it, for its end as well.
"""

from typing import Any

from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.protocols.ews.soap.time_zone_context import context_definition
from fakeserver.protocols.ews.values.time_zones import TIME_ZONE


def with_context_zone(node: Element, properties: dict[Any, Any]) -> dict[Any, Any]:
    """Return the properties of a new appointment with its zones.

    Args:
        node: its element.
    """
    definition = context_definition(node)
    if definition is None or {"start_time_zone", "end_time_zone"} <= properties.keys():
        return properties
    zone = TIME_ZONE.read(definition)
    return {"start_time_zone": zone, "end_time_zone": zone, **properties}
