"""What setting a property of an appointment brings about besides."""

from random import Random
from typing import Any

import pytest

from fakeserver.tenant.exchange.kinds.places import Place
from fakeserver.tenant.exchange.kinds.reminders import EmailReminder
from fakeserver.tenant.exchange.planning.brought_about import with_consequences

NOTHING: dict[str, Any] = {}
LAKE, HALL = Place("Lake"), Place("Hall")


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        ({"place": LAKE}, {}, {"place": LAKE, "location": "Lake"}),
        ({"place": LAKE, "location": "There"}, {}, {"place": LAKE, "location": "There"}),
        ({"location": "There"}, {}, {"location": "There"}),
        ({"location": "There"}, {"place": HALL}, {"location": "There", "place": None}),
        ({"location": None}, {"place": HALL}, {"location": None, "place": None}),
        ({"place": None}, {"place": HALL, "location": "Hall"}, {"place": None}),
        ({"subject": "x"}, {"place": HALL}, {"subject": "x"}),
    ],
)
def test_a_place_has_one_name(changes: dict[str, Any], before: dict[str, Any], after: dict[str, Any]) -> None:
    assert with_consequences(changes, before.get, Random(1)) == after


def test_reminders_get_ids_of_their_own() -> None:
    changes = {"email_reminders": (EmailReminder(minutes=5), EmailReminder(minutes=15))}
    first, second = with_consequences(changes, NOTHING.get, Random(1))["email_reminders"]
    assert (first.minutes, second.minutes, first.id.version) == (5, 15, 4)
    assert first.id != second.id
    assert with_consequences({"email_reminders": ()}, NOTHING.get, Random(1)) == {"email_reminders": ()}
