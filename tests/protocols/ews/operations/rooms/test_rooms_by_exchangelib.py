"""Rooms, with a client that nobody here wrote."""

from typing import Any

import pytest

from pytest_m365 import Tenant

exchangelib = pytest.importorskip("exchangelib")


def test_lists_and_their_rooms(m365_ews: Any, m365_fake: Tenant) -> None:
    one, two = m365_fake.add_room("one"), m365_fake.add_room("two")
    m365_fake.add_room_list("floor1", [one, two])
    protocol = m365_ews.protocol
    (found,) = protocol.get_roomlists()
    assert (found.name, found.email_address) == ("Floor1", f"floor1@{m365_fake.domain}")
    assert [(room.name, room.email_address) for room in protocol.get_rooms(found.email_address)] == [
        ("One", one.address),
        ("Two", two.address),
    ]


def test_a_list_that_there_is_not(m365_ews: Any) -> None:
    from exchangelib.errors import ErrorNameResolutionNoResults

    with pytest.raises(ErrorNameResolutionNoResults):
        list(m365_ews.protocol.get_rooms("nobody@example.com"))
