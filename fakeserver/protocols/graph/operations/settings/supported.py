"""The languages and time zones that a mailbox can have.

Sources: learn.microsoft.com/graph/api/outlookuser-supportedlanguages, /outlookuser-supportedtimezones. Assumption: a
zone of IANA's is called by its name alone, as in the sample, and stands where Windows' zone does.
"""

import re
from functools import cache
from typing import Any, Final

from fakeserver.protocols.graph.answers import Result
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import SEGMENT, GraphError
from fakeserver.protocols.graph.registry import operation
from fakeserver.tenant.access.needs import Needs
from fakeserver.tenant.languages import languages
from fakeserver.tenant.windows_zones import display_name, iana_name_of, windows_ids

_NEEDS: Final = Needs(("User.Read", "User.ReadBasic.All", "User.Read.All"))
#: The parameter of the function, as the page and as SDKs write it.
_STANDARD: Final = re.compile(
    r"TimeZoneStandard=(?:microsoft\.graph\.timeZoneStandard)?'(windows|iana)'", re.IGNORECASE
)


@operation("GET", "me/outlook/supportedLanguages", needs=_NEEDS)
def list_supported_languages(call: Call) -> Result:
    """Return the languages, by the names that they have themselves."""
    found = [{"locale": each.locale, "displayName": each.native_name} for each in languages().values()]
    return {"@odata.context": f"{call.root}/$metadata#Collection(microsoft.graph.localeInfo)", "value": found}


@operation("GET", "me/outlook/supportedTimeZones", needs=_NEEDS)
@operation("GET", "me/outlook/supportedTimeZones/{standard}", needs=_NEEDS)
def list_supported_time_zones(call: Call) -> Result:
    """Return the time zones, by Windows' names or by IANA's."""
    given = call.values.get("standard", "TimeZoneStandard='Windows'")
    standard = _STANDARD.fullmatch(given)
    if standard is None:
        raise GraphError(SEGMENT, segment=f"supportedTimeZones({given[:150]})")
    found = _of_windows() if standard[1].lower() == "windows" else _of_iana()
    return {"@odata.context": f"{call.root}/$metadata#Collection(microsoft.graph.timeZoneInformation)", "value": found}


@cache
def _of_windows() -> list[dict[str, Any]]:
    return [{"alias": each, "displayName": display_name(each)} for each in windows_ids()]


@cache
def _of_iana() -> list[dict[str, Any]]:
    names = dict.fromkeys(filter(None, map(iana_name_of, windows_ids())))
    return [{"alias": name, "displayName": name} for name in names]
