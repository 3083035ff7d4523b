"""Alarms of a calendar object: an item has one reminder, so many minutes before its start.

Source: [MS-OXCICAL] section 2.1.3.1.1.20.62 on what is taken where a trigger cannot be read: 15 minutes, and 18 hours
for what lasts all day. Of an alarm nothing but its trigger says anything to a mailbox.
"""

import re
from datetime import timedelta
from typing import Any, Final

from fakeserver.tenant.exchange.icalendar.component import NO_VALUE, Reader

#: A name that the package does not know: it refuses a whole calendar for an alarm that it cannot read.
_TRIGGER: Final = "X-TRIGGER"
_EDGE: Final = re.compile(r"(BEGIN|END)(?:;[^:]*)?:(.*)", re.IGNORECASE)
_NAMED: Final = re.compile(r"TRIGGER(?=[;:])", re.IGNORECASE)
_USUAL, _USUAL_ALL_DAY = timedelta(minutes=15), timedelta(hours=18)
#: What a reminder can be ([MS-OXWSCDATA], ReminderMinutesBeforeStartType).
_LONGEST: Final = timedelta(minutes=2_629_800)


def only_triggers(text: str) -> str:
    """Return the unfolded lines of a calendar object without what else its alarms say."""
    kept, is_inside = [], False
    for line in text.split("\n"):
        edge = _EDGE.fullmatch(line)
        if edge is not None and edge[2].strip().upper() == "VALARM":
            is_inside = edge[1].upper() == "BEGIN"
        elif is_inside and edge is None:
            if _NAMED.match(line) is not None:
                kept.append(_NAMED.sub(_TRIGGER, line, count=1))
            continue
        kept.append(line)
    return "\n".join(kept)


def read_alarms(reader: Reader) -> None:
    """Set the reminder by the first alarm that can be one; others are told."""
    for alarm in reader.component.subcomponents:
        if alarm.name == "VALARM":
            _read_alarm(reader, alarm)


def _read_alarm(reader: Reader, alarm: Any) -> None:
    trigger = alarm.get(_TRIGGER)
    before = None if trigger is None or isinstance(trigger, list) else _duration(reader, trigger)
    if before is None or before > timedelta() or trigger.params.get("RELATED") == "END":
        reader.remark("an alarm that is not before the start is not taken")
    elif -before > _LONGEST:
        reader.remark("an alarm more than five years before the start is not taken")
    elif "reminder_is_set" in reader.entry.properties:
        reader.remark("another alarm is not taken: an item has one reminder")
    else:
        reader.set(reminder_is_set=True, reminder_minutes_before_start=-before // timedelta(minutes=1))


def _duration(reader: Reader, trigger: Any) -> timedelta | None:
    """Return how long before the start an alarm is, as a negative duration; None: it is at a time of the day."""
    from icalendar.prop import vDDDTypes

    try:
        # The package reads what names its type itself.
        found = trigger.dt if hasattr(trigger, "dt") else vDDDTypes.from_ical(str(trigger))
    except NO_VALUE:
        found = -(_USUAL_ALL_DAY if reader.entry.properties.get("is_all_day") else _USUAL)
    return found if isinstance(found, timedelta) else None
