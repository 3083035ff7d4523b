"""The properties of a new appointment, and changes of one, checked and with all that they bring about."""

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.series_changes import Changed
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem
from fakeserver.tenant.exchange.planning import times
from fakeserver.tenant.exchange.planning.brought_about import with_consequences
from fakeserver.tenant.exchange.planning.checks import check_recurrence, check_times
from fakeserver.tenant.exchange.planning.series import check_occurrence, settled_series


def planned(given: Mapping[Any, Any], now: datetime, random: Random) -> dict[Any, Any]:
    """Return the properties of a new appointment.

    Args:
        given: what the request says of it; its zones are known.

    Raises:
        AppointmentRefused: it cannot be so.
    """
    chance = random.randbytes(16)
    properties = times.new(with_consequences(given, lambda name: None, random), now, chance)
    check_times(properties.get)
    check_recurrence(properties.get("recurrence"))
    return settled_series(properties, lambda name: None)


def replanned(item: Item, given: Mapping[Any, Any], random: Random) -> dict[Any, Any]:
    """Return changes of an appointment, of a series or of one of its appointments.

    Args:
        given: what the request changes; its zones are known, and one of a series does not recur by itself.

    Raises:
        AppointmentRefused: it cannot be so.
    """
    changes = times.settled(with_consequences(given, item.get, random), item.get)
    check_times(Changed(changes, item.get).get)
    check_recurrence(changes.get("recurrence"))
    if isinstance(item, OccurrenceItem):
        check_occurrence(item, changes)
        return changes
    return settled_series(changes, item.get)
