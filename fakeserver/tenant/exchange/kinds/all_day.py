"""All-day appointments: they begin and end at midnight in the zone that they were made in.

Source: exchange-web-services/how-to-create-all-day-events-by-using-ews-in-exchange.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

_DAY = timedelta(days=1)


def whole_days(start: datetime, end: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the days that some time is in: from the midnight before it to the midnight after it, in UTC.

    Assumption: no time at all, at midnight, is the day that follows.
    """
    first, last = start.astimezone(zone), end.astimezone(zone)
    # Where clocks go forward at midnight a day begins later, at 01:00.
    at_midnight = end == _midnight(last.date(), zone)
    ends_on = last.date() if at_midnight and last.date() > first.date() else last.date() + _DAY
    return _midnight(first.date(), zone), _midnight(ends_on, zone)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
