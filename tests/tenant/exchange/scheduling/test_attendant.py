"""The calendar attendant: what a mailbox does with meeting messages from anywhere, as they come."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.kinds.meeting_message import ChangeHighlights, RequestKind
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.transport.envelope import Envelope
from tests.tenant.exchange.scheduling.invitation import BOB, ZOE, meeting_message
from tests.world import World


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob", frozen=True)


@pytest.fixture
def bob(world: World) -> Mailbox:
    return world.mailbox("bob")


def test_an_invitation_from_outside_stands_in_the_calendar(bob: Mailbox) -> None:
    request = bob.deliver(meeting_message(more="X-MICROSOFT-CDO-INTENDEDSTATUS:OOF\n"))
    assert request.item_class == "IPM.Schedule.Meeting.Request"
    [appointment] = bob.messages("calendar")
    assert (appointment.subject, appointment.get("uid")) == ("Talk", "1234@example.com")
    assert appointment.get("organizer").address == ZOE
    assert appointment.get("free_busy_status") is FreeBusyStatus.TENTATIVE
    assert appointment.get("intended_free_busy_status") is FreeBusyStatus.OUT_OF_OFFICE
    assert appointment.get("my_response") is Response.NONE_RECEIVED
    assert request.get("has_been_processed") is True
    assert request.get("request_kind") is RequestKind.NEW_MEETING_REQUEST


def test_it_is_so_by_the_transport_as_well(world: World, bob: Mailbox) -> None:
    envelope = Envelope.of(ZOE, BOB)
    world.tenant.transport.submit(world.mailbox("alice"), envelope, meeting_message(), save_copy=False)
    assert [item.subject for item in bob.messages("calendar")] == ["Talk"]


@pytest.mark.parametrize("switch", ["process_external_meeting_messages", "automate_processing"])
def test_a_switch_leaves_it_to_the_reader(world: World, bob: Mailbox, switch: str) -> None:
    setattr(world.user("bob"), switch, False if switch.startswith("process") else "None")
    request = bob.deliver(meeting_message())
    assert request.item_class == "IPM.Schedule.Meeting.Request"
    assert request.get("has_been_processed") is False
    assert bob.messages("calendar") == []


def test_what_comes_from_inside_is_heeded_all_the_same(world: World, bob: Mailbox) -> None:
    world.user("bob").process_external_meeting_messages = False
    alice = world.mailbox("alice").address
    bob.deliver(meeting_message(sender=alice, organizer=alice))
    assert len(bob.messages("calendar")) == 1


def test_a_later_version_changes_the_appointment_and_an_older_one_does_not(bob: Mailbox) -> None:
    bob.deliver(meeting_message(sequence=1))
    [appointment] = bob.messages("calendar")
    later = bob.deliver(meeting_message(sequence=2, start="20270106T100000Z", end="20270106T110000Z"))
    assert appointment.get("start").day == 6
    assert later.get("request_kind") is RequestKind.FULL_UPDATE
    older = bob.deliver(meeting_message(sequence=0))
    assert (older.get("request_kind"), older.get("is_out_of_date")) == (RequestKind.OUTDATED, True)
    assert appointment.get("start").day == 6
    assert bob.messages("calendar") == [appointment]


def test_an_update_says_what_was_before(bob: Mailbox) -> None:
    first = bob.deliver(meeting_message(more="LOCATION:Lake\n"))
    assert first.get("change_highlights") is None
    moved = bob.deliver(meeting_message(sequence=1, start="20270106T100000Z", end="20270106T110000Z"))
    assert moved.get("change_highlights") == ChangeHighlights(
        location_changed=True,
        location="Lake",
        start_changed=True,
        start=datetime(2027, 1, 5, 10, tzinfo=UTC),
        end_changed=True,
        end=datetime(2027, 1, 5, 11, tzinfo=UTC),
    )
    renamed = bob.deliver(meeting_message(sequence=2, start="20270106T100000Z", end="20270106T110000Z", summary="T"))
    assert renamed.get("change_highlights") == ChangeHighlights()


def test_of_two_with_the_same_number_the_later_written_counts(bob: Mailbox) -> None:
    bob.deliver(meeting_message())
    bob.deliver(meeting_message(stamp="20261202T000000Z", summary="Later"))
    bob.deliver(meeting_message(stamp="20261130T000000Z", summary="Earlier"))
    assert [item.subject for item in bob.messages("calendar")] == ["Later"]


def test_the_same_once_more_is_nothing_new(bob: Mailbox) -> None:
    bob.deliver(meeting_message())
    again = bob.deliver(meeting_message())
    assert len(bob.messages("calendar")) == 1
    assert again.get("is_out_of_date") is False


def test_old_requests_stay_where_a_switch_says_so(world: World, bob: Mailbox) -> None:
    world.user("bob").remove_old_meeting_messages = False
    bob.deliver(meeting_message())
    bob.deliver(meeting_message(sequence=1))
    assert len(bob.messages()) == 2
    assert [item.get("is_out_of_date") for item in bob.messages()] == [True, False]


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_what_is_not_the_organizers_changes_nothing(bob: Mailbox, method: str) -> None:
    bob.deliver(meeting_message())
    [appointment] = bob.messages("calendar")
    key = appointment.change_key
    forged = bob.deliver(meeting_message(method, sequence=5, sender="mallory@example.com", summary="Nothing"))
    assert forged.get("has_been_processed") is False
    assert (appointment.change_key, appointment.subject) == (key, "Talk")
    # Whoever says that it is theirs is not believed either.
    bob.deliver(meeting_message(method, sequence=6, sender="mallory@example.com", organizer="mallory@example.com"))
    assert appointment.change_key == key


def test_a_cancellation(bob: Mailbox) -> None:
    bob.deliver(meeting_message())
    cancellation = bob.deliver(meeting_message("CANCEL", sequence=1))
    [appointment] = bob.messages("calendar")
    assert (appointment.get("appointment_state"), appointment.subject) == (7, "Canceled: Talk")
    assert cancellation.get("has_been_processed") is True
    # It is on again.
    bob.deliver(meeting_message(sequence=2))
    assert (appointment.get("appointment_state"), appointment.subject) == (3, "Talk")
    assert appointment.get("is_cancelled") is False


def test_a_cancellation_of_what_is_not_known_or_of_a_former_version_changes_nothing(bob: Mailbox) -> None:
    assert bob.deliver(meeting_message("CANCEL")).get("has_been_processed") is False
    bob.deliver(meeting_message(sequence=3))
    bob.deliver(meeting_message("CANCEL", sequence=2))
    assert [item.get("appointment_state") for item in bob.messages("calendar")] == [3]


def test_a_request_for_a_meeting_of_ones_own_is_no_invitation(bob: Mailbox) -> None:
    request = bob.deliver(meeting_message(organizer=BOB))
    assert bob.messages("calendar") == []
    assert request.get("has_been_processed") is False


@pytest.mark.parametrize("folder", ["junkemail"])
def test_junk_is_left_alone(bob: Mailbox, folder: str) -> None:
    bob.deliver(meeting_message(), folder=folder)
    assert bob.messages("calendar") == []


def test_an_orphan_of_a_series_is_an_appointment_by_itself(bob: Mailbox) -> None:
    bob.deliver(meeting_message(more="RECURRENCE-ID:20270105T100000Z\n"))
    assert [item.subject for item in bob.messages("calendar")] == ["Talk"]


def organizer_of(world: World) -> tuple[Mailbox, Item]:
    world.tenant.clock.freeze(datetime(2026, 12, 2, tzinfo=UTC))
    alice = world.mailbox("alice")
    organized = {"is_organizer": True, "appointment_state": 1, "uid": "1234@example.com", "subject": "Talk"}
    return alice, alice.items.add(alice.folders.distinguished("calendar"), "IPM.Appointment", organized)


def test_a_reply_from_outside_is_tracked(world: World) -> None:
    alice, own = organizer_of(world)
    reply = meeting_message(
        "REPLY", organizer="", attendee=f"ATTENDEE;PARTSTAT=DECLINED:mailto:{ZOE}", to=alice.address
    )
    response = alice.deliver(reply)
    assert response.item_class == "IPM.Schedule.Meeting.Resp.Neg"
    [attendee] = own.get("optional_attendees")
    assert (attendee.address.address, attendee.response) == (ZOE, Response.DECLINED)
    # One that was written before it comes too late.
    earlier = meeting_message(
        "REPLY",
        organizer="",
        attendee=f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ZOE}",
        to=alice.address,
        stamp="20261130T000000Z",
    )
    assert alice.deliver(earlier).get("has_been_processed") is False
    assert own.get("optional_attendees")[0].response is Response.DECLINED


@given(st.text(alphabet='BEGIN:VT\r\n;=,"0123456789Zx', max_size=200))
def test_whatever_a_calendar_object_holds_delivery_goes_on(lines: str) -> None:
    bob = World.of("bob").mailbox("bob")
    bob.deliver(meeting_message(more=f"X-A:{lines}\n"))
    assert len(bob.messages()) == 1
