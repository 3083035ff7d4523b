"""GetServerTimeZones: the time zones of Windows, with their rules or without.

Sources: a recording of Exchange Online, for the list, its order and the form without rules; OfficeDev/ews-managed-api,
whose request names no ReturnFullTimeZoneData and needs the rules.
Assumption: ids of no zone are left out.
"""

from functools import cache, partial
from typing import Final

from fakeserver.protocols.ews.answers.forms import Single, XmlSteps
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, list_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import at_least_one, boolean_attribute, content
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element
from fakeserver.protocols.ews.values.time_zones import TIME_ZONE
from fakeserver.steps import each
from fakeserver.tenant.exchange.kinds.time_zones import TimeZone
from fakeserver.tenant.windows_zones import display_name, windows_ids

_DEFINITION: Final = "t:TimeZoneDefinition"


@operation(
    "GetServerTimeZones",
    answer=Single("<m:TimeZoneDefinitions/>"),
    since="Exchange2010",
    request=complex_type("ReturnFullTimeZoneData", {"m:Ids": list_type({"t:Id": TEXT})}),
)
def get_server_time_zones(call: Call) -> XmlSteps:
    """Return the zones that are asked for, or all, in the order of the list."""
    whole = boolean_attribute(call.body, "ReturnFullTimeZoneData", True)
    listed = call.parts.get(m("Ids"))
    asked = None if listed is None else {content(node) for node in at_least_one(listed)}
    return _zones([one for one in windows_ids() if asked is None or one in asked], whole)


def _zones(windows_ids: list[str], whole: bool) -> XmlSteps:
    # The rules of all zones take a second to work out, once.
    definitions = yield from each(windows_ids, partial(_definition, whole=whole))
    return element("m:TimeZoneDefinitions", *definitions)


@cache
def _definition(windows_id: str, *, whole: bool) -> Xml:
    if whole:
        return TIME_ZONE.write(_DEFINITION, TimeZone(windows_id))
    return element(
        _DEFINITION,
        element("t:Periods", NOTHING),
        element("t:TransitionsGroups", NOTHING),
        Name=display_name(windows_id),
        Id=windows_id,
    )
