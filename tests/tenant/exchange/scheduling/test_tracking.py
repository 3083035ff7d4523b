"""Answers that come to an organizer from outside: whose they are, and which of them count."""

from datetime import UTC, datetime

import pytest

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.addresses import AddressEntry, AddressKind
from fakeserver.tenant.exchange.kinds.attendees import Attendee, Response
from fakeserver.tenant.exchange.mailbox import Mailbox
from tests.tenant.exchange.scheduling.invitation import ZOE, meeting_message
from tests.world import World

NOW = datetime(2026, 12, 2, 12, tzinfo=UTC)


@pytest.fixture
def alice() -> Mailbox:
    world = World.of("alice", frozen=True)
    world.tenant.clock.freeze(NOW)
    return world.mailbox("alice")


@pytest.fixture
def meeting(alice: Mailbox) -> Item:
    zoe = Attendee(AddressEntry("Zoe", ZOE, "SMTP", AddressKind.MAILBOX), Response.UNKNOWN)
    organized = {"is_organizer": True, "appointment_state": 1, "uid": "1234@example.com", "required_attendees": (zoe,)}
    return alice.items.add(alice.folders.distinguished("calendar"), "IPM.Appointment", organized)


def reply(*attendees: str, stamp: str = "20261202T110000Z", sender: str = ZOE, said: str = "ACCEPTED") -> bytes:
    named = "\n".join(f"ATTENDEE;PARTSTAT={said}:mailto:{each}" for each in attendees)
    return meeting_message("REPLY", organizer="", attendee=named, sender=sender, stamp=stamp)


def known(meeting: Item) -> dict[str | None, Response | None]:
    listed = [*meeting.get("required_attendees"), *(meeting.get("optional_attendees") or ())]
    return {one.address.address: one.response for one in listed}


def test_the_attendee_says_whose_answer_it_is(alice: Mailbox, meeting: Item) -> None:
    assert alice.deliver(reply("ZOE@example.com", sender="zoe.z@example.com")).get("has_been_processed") is True
    assert known(meeting) == {ZOE: Response.ACCEPTED}
    assert meeting.get("required_attendees")[0].responded_at == datetime(2026, 12, 2, 11, tzinfo=UTC)


def test_who_was_not_invited_is_an_optional_attendee_from_then_on(alice: Mailbox, meeting: Item) -> None:
    alice.deliver(reply("max@example.com", sender="max@example.com"))
    assert known(meeting) == {ZOE: Response.UNKNOWN, "max@example.com": Response.ACCEPTED}


@pytest.mark.parametrize("attendees", [
    (ZOE, "max@example.com"), ("alice@contoso.onmicrosoft.com",), ("",)
])  # fmt: skip
def test_nobodys_answer_and_the_organizers_own_change_nothing(
    alice: Mailbox, meeting: Item, attendees: tuple[str, ...]
) -> None:
    assert alice.deliver(reply(*attendees)).get("has_been_processed") is False
    assert known(meeting) == {ZOE: Response.UNKNOWN}


def test_an_answer_of_the_far_future_is_not_the_last_word(alice: Mailbox, meeting: Item) -> None:
    alice.deliver(reply(ZOE, stamp="99991231T235959Z"))
    assert meeting.get("required_attendees")[0].responded_at == NOW
    alice.clock.advance(minutes=1)
    alice.deliver(reply(ZOE, stamp="20261202T120100Z", said="DECLINED"))
    assert known(meeting) == {ZOE: Response.DECLINED}
