"""Messages about a meeting: refused where somebody would get one, since none are made."""

from typing import Any

import pytest

from fakeserver.tenant.exchange.kinds.addresses import AddressEntry
from fakeserver.tenant.exchange.kinds.attendees import Attendee
from tests.protocols.ews.client import Ews

BOB = "<t:Attendee><t:Mailbox><t:EmailAddress>bob@contoso.com</t:EmailAddress></t:Mailbox></t:Attendee>"
INVITED = f"<t:RequiredAttendees>{BOB}</t:RequiredAttendees>"


def appointment(ews: Ews, **properties: Any) -> Any:
    return ews.mailbox.items.add(ews.mailbox.folders.distinguished("calendar"), "IPM.Appointment", properties)


def create(word: str, attendees: str) -> str:
    return (
        f'<m:CreateItem SendMeetingInvitations="{word}"><m:Items><t:CalendarItem><t:Subject>x</t:Subject>{attendees}'
        "</t:CalendarItem></m:Items></m:CreateItem>"
    )


def update(item: Any, word: str, field: str, value: str) -> str:
    return (
        f'<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="{word}">'
        f'<m:ItemChanges><t:ItemChange><t:ItemId Id="{item.item_id}"/><t:Updates><t:SetItemField>'
        f'<t:FieldURI FieldURI="{field}"/><t:CalendarItem>{value}</t:CalendarItem></t:SetItemField></t:Updates>'
        "</t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )


def delete(item: Any, word: str) -> str:
    return (
        f'<m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="{word}"><m:ItemIds>'
        f'<t:ItemId Id="{item.item_id}"/></m:ItemIds></m:DeleteItem>'
    )


@pytest.fixture
def meeting(ews: Ews) -> Any:
    return appointment(ews, subject="x", required_attendees=[Attendee(AddressEntry(address="bob@contoso.com"))])


@pytest.mark.parametrize("word", ["SendOnlyToAll", "SendToAllAndSaveCopy"])
def test_invitations_are_refused_where_there_are_attendees(ews: Ews, word: str) -> None:
    answer = ews(create(word, INVITED))
    assert answer.codes == ["ErrorInvalidOperation"]
    assert f'SendMeetingInvitations="{word}"' in answer.value(".//m:MessageText")
    assert ews(create(word, "")).codes == ["NoError"]
    assert ews(create("SendToNone", INVITED)).codes == ["NoError"]
    assert len(ews.mailbox.messages("calendar")) == 2


def test_updates_are_refused_where_there_are_attendees_or_will_be(ews: Ews, meeting: Any) -> None:
    alone = appointment(ews, subject="alone")
    subject = ("item:Subject", "<t:Subject>new</t:Subject>")
    assert ews(update(meeting, "SendToChangedAndSaveCopy", *subject)).codes == ["ErrorInvalidOperation"]
    assert ews(update(meeting, "SendToNone", *subject)).codes == ["NoError"]
    assert ews(update(alone, "SendToAllAndSaveCopy", *subject)).codes == ["NoError"]
    invite = ("calendar:RequiredAttendees", INVITED)
    assert ews(update(alone, "SendToAllAndSaveCopy", *invite)).codes == ["ErrorInvalidOperation"]


def test_cancellations_are_refused_where_there_are_attendees(ews: Ews, meeting: Any) -> None:
    assert ews(delete(meeting, "SendOnlyToAll")).codes == ["ErrorInvalidOperation"]
    assert ews(delete(meeting, "SendToNone")).codes == ["NoError"]
    assert ews(delete(appointment(ews, subject="alone"), "SendOnlyToAll")).codes == ["NoError"]
