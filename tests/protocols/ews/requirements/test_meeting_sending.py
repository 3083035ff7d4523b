"""Who hears of a meeting that is made, changed or deleted, and where copies stay (MS-OXWSMTGS, first two scenarios)."""

import pytest

from tests.protocols.ews.requirements.asking import create, get
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.meetings import (
    TIMES,
    appointment,
    changed,
    invited,
    only,
    people,
    removed,
    response,
    seen,
    within,
)
from tests.protocols.ews.requirements.wire import EwsOverTls

_ALL = {"SendToNone": (0, 0), "SendOnlyToAll": (1, 0), "SendToAllAndSaveCopy": (1, 1)}
_CHANGED = {**_ALL, "SendOnlyToChanged": (0, 0), "SendToChangedAndSaveCopy": (0, 0)}
LOCATION = ("calendar:Location", "<t:Location>Bridge</t:Location>")


@pytest.mark.parametrize("send", _ALL)
@holds("MS-OXWSMTGS", 44, 46, 48, 488, 494, 593, 1198, 1199, 4400, 4401, 4600, 4601, 4602, 4800, 4801, 4802)
def test_who_is_invited(ews: EwsOverTls, send: str) -> None:
    arrived, copies = _ALL[send]
    item = invited(ews, send=send)
    assert within(ews, "calendar") == [item]
    assert len(within(ews, "inbox", ews.bob)) == arrived
    assert len(within(ews, "calendar", ews.bob)) == arrived
    assert len(within(ews, "sentitems")) == copies
    assert ews(get(item)).value(".//t:MeetingRequestWasSent") == ("true" if arrived else "false")


@pytest.mark.parametrize("send", _ALL)
@holds("MS-OXWSMTGS", 45, 47, 49, 1052, 1207, 1208, 4500, 4700, 4701, 4900, 4901)
def test_who_hears_that_it_is_cancelled(ews: EwsOverTls, send: str) -> None:
    item = invited(ews, send="SendOnlyToAll")
    assert ews(removed(item, send)).codes == ["NoError"]
    assert within(ews, "calendar") == []
    told, copies = _ALL[send]
    message = seen(ews, "inbox", ews.bob)
    assert len(message.all(".//t:MeetingCancellation")) == told
    assert len(within(ews, "sentitems")) == copies
    if told:
        assert message.value(".//t:ItemClass") == "IPM.Schedule.Meeting.Canceled"
        assert seen(ews, "deleteditems").value(".//t:AppointmentState") == "5"


@pytest.mark.parametrize("send", _CHANGED)
@holds("MS-OXWSMTGS", 60, 61, 64, 1235, 1236, 6000, 6100, 6101, 6400, 6401)
def test_who_hears_of_an_update(ews: EwsOverTls, send: str) -> None:
    item = invited(ews, send="SendOnlyToAll")
    before = only(ews, "inbox", ews.bob)
    assert ews(changed(item, *LOCATION, send=send)).codes == ["NoError"]
    assert ews(get(item)).value(".//t:Location") == "Bridge"
    told, copies = _CHANGED[send]
    message = seen(ews, "inbox", ews.bob)
    assert (message.attribute(".//t:ItemId", "Id") != before) == bool(told)
    assert (message.texts(".//t:MeetingRequest/t:Location") == ["Bridge"]) == bool(told)
    assert len(within(ews, "sentitems")) == copies


@pytest.mark.parametrize(("send", "copies"), [("SendOnlyToChanged", 0), ("SendToChangedAndSaveCopy", 2)])
@holds("MS-OXWSMTGS", 62, 65, 6200, 6500, 6501)
def test_only_the_changed_hear(ews: EwsOverTls, send: str, copies: int) -> None:
    carol, dave = (ews.tenant.add_user(name) for name in ("carol", "dave"))
    both = people("RequiredAttendees", ews.bob.address, carol.address)
    [item] = ews(create(appointment(both), invitations="SendOnlyToAll")).attributes(".//t:ItemId", "Id")
    bobs = only(ews, "inbox", ews.bob)
    others = people("RequiredAttendees", ews.bob.address, dave.address)
    assert ews(changed(item, "calendar:RequiredAttendees", others, send)).codes == ["NoError"]
    assert only(ews, "inbox", ews.bob) == bobs
    assert seen(ews, "inbox", carol).all(".//t:MeetingCancellation")
    assert seen(ews, "inbox", dave).value(".//t:MeetingRequestType") == "NewMeetingRequest"
    assert len(within(ews, "sentitems")) == copies


@holds("MS-OXWSMTGS", 71, 72, 283, 484, 485, 587, 268, 750, 751, 67)
def test_what_an_update_is_to_whom(ews: EwsOverTls) -> None:
    item = invited(ews)
    first = only(ews, "inbox", ews.bob)
    shown = ews(get(first), ews.bob)
    assert (shown.value(".//t:MeetingRequestType"), shown.value(".//t:IsOutOfDate")) == ("NewMeetingRequest", "false")
    ews(changed(item, *LOCATION))
    assert seen(ews, "inbox", ews.bob).value(".//t:MeetingRequestType") == "FullUpdate"
    assert seen(ews, "deleteditems", ews.bob).value(".//t:IsOutOfDate") == "true"
    ews(response("AcceptItem", only(ews, "inbox", ews.bob)), ews.bob)
    ews(changed(item, "calendar:Location", "<t:Location>Lake</t:Location>"))
    assert seen(ews, "inbox", ews.bob).value(".//t:MeetingRequestType") == "InformationalUpdate"


@holds("MS-OXWSMTGS", 490, 491, 740, 741, 730, 173)
def test_a_meeting_is_cancelled_by_a_response_object(ews: EwsOverTls) -> None:
    item = invited(ews)
    key = ews(get(item)).attribute(".//t:ItemId", "ChangeKey")
    answer = ews(response("CancelCalendarItem", item).replace(f'Id="{item}"', f'Id="{item}" ChangeKey="{key}"'))
    assert answer.codes == ["NoError"]
    assert seen(ews, "inbox", ews.bob).all(".//t:MeetingCancellation")
    mine, theirs = seen(ews, "deleteditems"), seen(ews, "calendar", ews.bob)
    assert (mine.value(".//t:AppointmentState"), mine.value(".//t:IsCancelled")) == ("5", "true")
    assert (theirs.value(".//t:AppointmentState"), theirs.value(".//t:IsCancelled")) == ("7", "true")


@holds("MS-OXWSMTGS", 492)
def test_what_is_cancelled_is_taken_out(ews: EwsOverTls) -> None:
    ews(removed(invited(ews)))
    cancellation = only(ews, "inbox", ews.bob)
    assert ews(response("RemoveItem", cancellation), ews.bob).codes == ["NoError"]
    assert within(ews, "calendar", ews.bob) == []
    assert within(ews, "inbox", ews.bob) == []


@holds("MS-OXWSMTGS", 1213, 1214)
def test_deleting_says_who_hears(ews: EwsOverTls) -> None:
    item = invited(ews)
    answer = ews(removed(item).replace(' SendMeetingCancellations="SendToAllAndSaveCopy"', ""))
    assert answer.codes == ["ErrorSendMeetingCancellationsRequired"]
    assert within(ews, "calendar") == [item]


@holds("MS-OXWSMTGS", 1240, 1241, 1342)
def test_a_message_says_what_becomes_of_it(ews: EwsOverTls) -> None:
    item = invited(ews)
    message = "<m:CreateItem><m:Items><t:Message/></m:Items></m:CreateItem>"
    assert ews(message).codes == ["ErrorMessageDispositionRequired"]
    [kept] = ews(create("<t:Message/>", to="drafts")).attributes(".//t:ItemId", "Id")
    update = changed(kept, "item:Subject", "<t:Subject>Other</t:Subject>").replace("CalendarItem>", "Message>")
    answer = ews(update.replace(' MessageDisposition="SaveOnly"', ""))
    assert answer.codes == ["ErrorMessageDispositionRequired"]
    assert ews(changed(item, *LOCATION).replace(' MessageDisposition="SaveOnly"', "")).codes == ["NoError"]


@holds("MS-OXWSMTGS", 179, 736, 737)
@pytest.mark.parametrize("asked", ["true", "false"])
def test_whether_an_answer_is_asked_for(ews: EwsOverTls, asked: str) -> None:
    invited(ews, before=f"<t:IsResponseRequested>{asked}</t:IsResponseRequested>")
    assert seen(ews, "calendar").value(".//t:IsResponseRequested") == asked
    assert seen(ews, "inbox", ews.bob).value(".//t:MeetingRequest/t:IsResponseRequested") == asked


@holds("MS-OXWSMTGS", 229, 744, 745)
@pytest.mark.parametrize("allowed", ["true", "false"])
def test_whether_another_time_may_be_proposed(ews: EwsOverTls, allowed: str) -> None:
    invited(ews, after=f"<t:AllowNewTimeProposal>{allowed}</t:AllowNewTimeProposal>")
    assert seen(ews, "calendar").value(".//t:AllowNewTimeProposal") == allowed
    assert seen(ews, "calendar", ews.bob).value(".//t:AllowNewTimeProposal") == allowed


@holds("MS-OXWSMTGS", 2000)
def test_only_the_service_says_what_is_a_meeting(ews: EwsOverTls) -> None:
    times = TIMES + "<t:IsMeeting>true</t:IsMeeting>"
    assert ews(create(appointment(times=times))).codes == ["ErrorInvalidPropertySet"]


@holds("MS-OXWSMTGS", 7512)
def test_who_has_a_delegate_is_informed(ews: EwsOverTls) -> None:
    carol = ews.tenant.add_user("carol")
    ews.tenant.rights.add_delegate(ews.bob, carol, receives_meeting_messages=True)
    invited(ews)
    kinds = [seen(ews, "inbox", user).value(".//t:MeetingRequestType") for user in (ews.bob, carol)]
    assert kinds == ["PrincipalWantsCopy", "NewMeetingRequest"]
