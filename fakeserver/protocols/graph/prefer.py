"""The Prefer header (RFC 7240): what a client would like of an answer.

Sources: learn.microsoft.com/graph/api/user-list-messages, /graph/outlook-immutable-id, /graph/delta-query-messages.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from fakeserver.digits import number_in
from fakeserver.protocols.graph.values.times import zone_named
from fakeserver.wire import HttpRequest

_PREFERENCE: Final = re.compile(r'\s*([\w.-]+)\s*(?:=\s*(?:"([^"]*)"|([^,;\s]*)))?\s*')


@dataclass(frozen=True)
class Preferences:
    """The preferences that count, as they were read."""

    #: ``text`` or ``html``; empty: as it is stored, and HTML for mail that has both
    body_type: str = ""
    #: Windows' or IANA's name of a time zone; empty: UTC
    time_zone: str = ""
    immutable_ids: bool = False
    #: of lists and delta; 0: none
    page_size: int = 0
    unsafe_html: bool = False
    #: what ``Preference-Applied`` may say of them, by their names in lower case
    spelt: dict[str, str] = field(default_factory=dict)


def preferences(request: HttpRequest) -> Preferences:
    """Read all Prefer fields of a request; what is not known is ignored, as the RFC asks.

    Raises:
        GraphError: there is no such time zone; before anything is done, whether its answer has times or not.
    """
    fields = [value for name, value in request.headers if name.lower() == "prefer"]
    return _read(", ".join(fields)) if fields else NONE


@lru_cache(maxsize=256)
def _read(text: str) -> Preferences:
    found: dict[str, str] = {}
    for part in _parts(text):
        match = _PREFERENCE.fullmatch(part)
        # The first of a name counts (RFC 7240 section 2).
        if match is not None and (name := match[1].lower()) not in found:
            found[name] = match[2] if match[2] is not None else match[3] or ""
    body_type = found.get("outlook.body-content-type", "").lower()
    size = found.get("odata.maxpagesize", "")
    if found.get("outlook.timezone"):
        zone_named(found["outlook.timezone"])
    spelt = {
        "outlook.body-content-type": f'outlook.body-content-type="{body_type}"',
        "outlook.timezone": f'outlook.timezone="{found.get("outlook.timezone", "")}"',
        "idtype": "IdType=ImmutableId",
        "odata.maxpagesize": f"odata.maxpagesize={size}",
        "outlook.allow-unsafe-html": "outlook.allow-unsafe-html",
    }
    return Preferences(
        body_type=body_type if body_type in ("text", "html") else "",
        time_zone=found.get("outlook.timezone", ""),
        immutable_ids=found.get("idtype", "").lower() == "immutableid",
        page_size=number_in(size, 9) or 0,
        unsafe_html="outlook.allow-unsafe-html" in found,
        spelt={name: text for name, text in spelt.items() if name in found},
    )


def _parts(text: str) -> list[str]:
    """Split at commas that stand in no quotes."""
    return re.findall(r'(?:[^,"]|"[^"]*")+', text)


NONE: Final = Preferences()
