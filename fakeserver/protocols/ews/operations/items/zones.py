"""The time zones that a request gives an appointment."""

from collections.abc import Mapping
from typing import Any, Final

from fakeserver.protocols.ews.soap.time_zone_context import known

_ZONES: Final = ("start_time_zone", "end_time_zone", "meeting_time_zone")


def check_zones(properties: Mapping[Any, Any]) -> None:
    """Refuse a zone that nobody knows.

    Raises:
        EwsError: as in `known`.
    """
    for name in _ZONES:
        if (zone := properties.get(name)) is not None:
            known(zone)
