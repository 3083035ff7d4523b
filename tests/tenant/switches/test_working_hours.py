"""Working hours, as tests set them."""

from datetime import UTC, time
from typing import Any

import pytest

from fakeserver import WorkingHours
from fakeserver.tenant.tenant import Tenant


def test_the_usual_ones(tenant: Tenant) -> None:
    hours = tenant.add_user("carol").working_hours
    assert hours == WorkingHours()
    assert hours is not None
    assert (hours.weekdays, hours.minutes) == ((0, 1, 2, 3, 4), (480, 1020))


def test_as_texts_as_times_and_as_a_mapping(tenant: Tenant) -> None:
    wanted = WorkingHours(("Monday", "Saturday"), time(9, 30), time(12))
    carol = tenant.add_user("carol", working_hours={"days": ["Saturday", "Monday"], "start": "09:30", "end": time(12)})
    assert carol.working_hours == wanted
    assert hash(wanted) == hash(carol.working_hours)
    carol.working_hours = None
    assert carol.working_hours is None


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"days": ["Mondays"]}, "did you mean 'Monday'"),
        ({"days": "Monday"}, r"give \['Monday'\]"),
        ({"days": []}, "days takes some of"),
        ({"start": "8"}, "start takes a time such as '08:00'"),
        ({"start": 8}, "start takes a time such as '08:00'"),
        ({"start": time(8, 0, 30)}, "hours and minutes alone"),
        ({"start": time(8, tzinfo=UTC)}, "hours and minutes alone"),
        ({"start": "17:00", "end": "08:00"}, "they end at 08:00, which is not after 17:00"),
        ({"time_zone": "Nowhere"}, "no time zone 'Nowhere'"),
        ({"until": "08:00"}, "no 'until'"),
    ],
)
def test_what_are_none(tenant: Tenant, given: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        tenant.add_user("carol", working_hours=given)
    assert len(tenant.users) == 1


def test_what_is_no_hours_at_all(tenant: Tenant) -> None:
    with pytest.raises(ValueError, match=r"working_hours takes None, a WorkingHours\(\['Monday'\], .*\), not '8-17'"):
        tenant.add_user("carol", working_hours="8-17")
