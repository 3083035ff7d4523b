"""t:ChangeHighlightsType: what an update changes of a meeting."""

from typing import Final

from fakeserver.protocols.ews.values.simple import BOOLEAN, DATE_TIME, STRING
from fakeserver.protocols.ews.values.structure import part, structure
from fakeserver.tenant.exchange.kinds.meeting_message import ChangeHighlights

CHANGE_HIGHLIGHTS: Final = structure(
    ChangeHighlights,
    part("HasLocationChanged", "location_changed", BOOLEAN),
    part("Location", "location", STRING),
    part("HasStartTimeChanged", "start_changed", BOOLEAN),
    part("Start", "start", DATE_TIME),
    part("HasEndTimeChanged", "end_changed", BOOLEAN),
    part("End", "end", DATE_TIME),
)
