"""Time zones by the ids that Windows gives them, by which Exchange knows them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from typing import Final

from fakeserver.tenant.ruled_zone import Clock, RuledZone, Span, YearlyChange, on_weekday
from fakeserver.tenant.windows_zone_names import DISPLAY_NAMES

#: Windows' id of UTC, and Exchange's own for a meeting whose iCalendar is in UTC.
_UTC: Final = frozenset({"UTC", "tzone://Microsoft/Utc"})
_SUNDAY: Final = 6


def zone_by_id(windows_id: str) -> tzinfo | None:
    """Return the zone with an id, e.g. ``W. Europe Standard Time``; None where there is none.

    Its rules are those of the IANA zone that CLDR assigns to it.
    """
    if windows_id in _UTC:
        return UTC
    make_old = _OLD.get(windows_id)
    if make_old is not None:
        return make_old()
    # Most programs name no other zone, and so need neither.
    from zoneinfo import ZoneInfo

    from tzlocal.windows_tz import win_tz

    name = win_tz.get(windows_id)
    return None if name is None else ZoneInfo(name)


def zone_named(name: str) -> tzinfo | None:
    """Return the zone that Windows or IANA calls so; None where there is none."""
    found = zone_by_id(name)
    if found is not None or windows_id_of(name) is None:
        return found
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def display_name(windows_id: str) -> str | None:
    """Return what people see of a zone, e.g. ``(UTC+09:00) Osaka, Sapporo, Tokyo``; None where there is none."""
    found = DISPLAY_NAMES.get(windows_id)
    zone = zone_by_id(windows_id) if found is None else None
    if zone is None:
        return found
    # CLDR has zones that the service did not list yet. Assumption: named after their id, by the offset in winter.
    offset = datetime(2026, 1, 1, tzinfo=zone).utcoffset() or timedelta()
    minutes = abs(offset) // timedelta(minutes=1)
    sign = "-" if offset < timedelta() else "+"
    return f"(UTC{sign}{minutes // 60:02}:{minutes % 60:02}) {windows_id.removesuffix(' Standard Time')}"


def windows_id_of(iana_name: str) -> str | None:
    """Return the id that Windows has for a zone of IANA's (``Europe/Berlin``); None where that is none."""
    from tzlocal.windows_tz import tz_win

    # The list has an empty name, for Mexico.
    return tz_win.get(iana_name) if iana_name else None


def iana_name_of(windows_id: str) -> str | None:
    """Return the zone of IANA's that CLDR assigns to an id; None where there is none."""
    from tzlocal.windows_tz import win_tz

    return win_tz.get(windows_id)


@cache
def windows_ids() -> tuple[str, ...]:
    """Return the ids of all zones, in the order of the service's list."""
    from tzlocal.windows_tz import win_tz

    return (*DISPLAY_NAMES, *sorted(set(win_tz) - set(DISPLAY_NAMES)))


# --- zones that Windows keeps and IANA never had -------------------------------------------------------------------


@cache
def _mid_atlantic() -> tzinfo:
    return _with_summer_time("Mid-Atlantic Standard Time", hours=-2, until_month=9, until_hour=2)


@cache
def _kamchatka() -> tzinfo:
    return _with_summer_time("Kamchatka Standard Time", hours=12, until_month=10, until_hour=3)


def _with_summer_time(name: str, hours: int, until_month: int, until_hour: int) -> tzinfo:
    """Return a zone with an hour more from the last Sunday of March, 2:00, until the last Sunday of a month."""
    standard = Clock("Standard", timedelta(hours=hours))
    daylight = Clock("Daylight", timedelta(hours=hours + 1), timedelta(hours=1))
    changes = (
        YearlyChange(daylight, on_weekday(3, _SUNDAY, -1, timedelta(hours=2))),
        YearlyChange(standard, on_weekday(until_month, _SUNDAY, -1, timedelta(hours=until_hour))),
    )
    return RuledZone(name, (Span(datetime.min, changes, standard),))


_OLD: Final[dict[str, Callable[[], tzinfo]]] = {
    "Mid-Atlantic Standard Time": _mid_atlantic,
    "Kamchatka Standard Time": _kamchatka,
}
