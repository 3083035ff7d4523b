"""Time zones by the ids that Windows gives them, by which Exchange knows them."""

from datetime import UTC, tzinfo
from typing import Final

#: Windows' id of UTC, and Exchange's own for a meeting whose iCalendar is in UTC.
_UTC: Final = frozenset({"UTC", "tzone://Microsoft/Utc"})


def zone_by_id(windows_id: str) -> tzinfo | None:
    """Return the zone with an id, e.g. ``W. Europe Standard Time``; None where there is none.

    Its rules are those of the IANA zone that CLDR assigns to it.
    """
    if windows_id in _UTC:
        return UTC
    # Most programs name no other zone, and so need neither.
    from zoneinfo import ZoneInfo

    from tzlocal.windows_tz import win_tz

    name = win_tz.get(windows_id)
    return None if name is None else ZoneInfo(name)
