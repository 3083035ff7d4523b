"""What setting a property of an appointment brings about besides: a place, and reminders by mail.

Assumption: Location and EnhancedLocation are one place; who sets either alone changes the other.
"""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any
from uuid import UUID

from fakeserver.tenant.exchange.kinds.places import Place
from fakeserver.tenant.exchange.kinds.reminders import complete


def with_consequences(changes: Mapping[Any, Any], before: Callable[[str], Any], random: Random) -> dict[Any, Any]:
    """Return the properties of a new appointment, or changes of one, with those that they bring about.

    Args:
        before: gives a property that it has so far, None where there is none.
    """
    result = dict(changes)
    place: Place | None = changes.get("place")
    if place is not None and "location" not in changes:
        result["location"] = place.name
    if "location" in changes and "place" not in changes and before("place") is not None:
        result["place"] = None
    if reminders := changes.get("email_reminders"):
        result["email_reminders"] = complete(reminders, lambda: UUID(bytes=random.randbytes(16), version=4))
    return result
