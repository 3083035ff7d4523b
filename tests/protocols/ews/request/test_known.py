"""Requests that come again are read once, those that are wrong each time; nothing else of an answer is kept."""

from datetime import UTC, datetime, timedelta

import pytest

from fakeserver.protocols.ews.request.known import KnownRequests
from fakeserver.protocols.ews.soap.faults import SoapFault
from fakeserver.steps import finish
from tests.protocols.ews.client import GET_INBOX, Ews, envelope, fault_of
from tests.protocols.ews.soap.test_time_zone_context import APPOINTMENT, change, one_of, update_of


def test_what_comes_again_is_read_once() -> None:
    known, request = KnownRequests(), envelope(GET_INBOX)
    assert finish(known.read(request)) is finish(known.read(bytes(bytearray(request))))
    assert finish(known.read(request)) is not finish(known.read(request + b" "))


def test_the_one_that_was_asked_for_longest_ago_is_dropped() -> None:
    known, request = KnownRequests(), envelope(GET_INBOX)
    first = finish(known.read(request))
    for number in range(31):
        finish(known.read(request + b" " * (number + 1)))
    assert finish(known.read(request)) is first
    for number in range(40, 72):
        finish(known.read(request + b" " * number))
    assert finish(known.read(request)) is not first


def test_a_long_one_is_not_kept() -> None:
    known, request = KnownRequests(), envelope(GET_INBOX) + b" " * 5000
    assert finish(known.read(request)) is not finish(known.read(request))


def test_a_wrong_one_is_refused_each_time() -> None:
    known = KnownRequests()
    for _ in range(2):
        with pytest.raises(SoapFault):
            finish(known.read(b"<nothing/>"))


def test_the_same_request_gets_what_is_true_then(ews: Ews) -> None:
    find = (
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>'
        '<m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem>'
    )
    assert ews(find).texts(".//t:Message") == []
    ews.mailbox.deliver(subject="x")
    assert len(ews(find).texts(".//t:Message")) == 1
    assert ews(find, ews.bob).texts(".//t:Message") == []


def test_what_the_schema_does_not_allow_is_found_each_time(ews: Ews) -> None:
    wrong = envelope("<m:GetFolder><m:Nothing/></m:GetFolder>")
    faults = [fault_of(ews.post(wrong, ews.token(ews.alice))) for _ in range(2)]
    assert faults[0] == faults[1]
    assert faults[0][0] == "ErrorSchemaValidation"


ZONED = (
    "calendar:Start",
    "<t:Start>2026-07-01T12:00:00</t:Start>",
    "calendar:End",
    "<t:End>2026-07-01T13:00:00</t:End>",
    "calendar:StartTimeZone",
    '<t:StartTimeZone Id="Tokyo Standard Time"/>',
)


@pytest.mark.parametrize("changes", [ZONED, ZONED[:4]], ids=["in the zone that is set", "in the zone that is stored"])
def test_times_that_are_set_in_a_zone_are_so_each_time(ews: Ews, changes: tuple[str, ...]) -> None:
    """What is read beside a zone is a whole item's; the request has no such element."""
    zones = '<t:StartTimeZone Id="Tokyo Standard Time"/><t:EndTimeZone Id="Tokyo Standard Time"/>'
    assert ews(APPOINTMENT.format(zones)).codes == ["NoError"]
    appointment = one_of(ews, "calendar")
    update = update_of(appointment, "".join(map(change, changes[::2], changes[1::2])))
    for _ in range(3):
        assert ews(update).codes == ["NoError"]
        assert appointment.get("start").hour == 3


@pytest.mark.parametrize("with_its_zone", [False, True])
def test_a_time_is_set_again_by_the_same_request_in_the_zone_that_is_true_then(ews: Ews, with_its_zone: bool) -> None:
    day = datetime(2026, 3, 2, tzinfo=UTC)
    meeting = ews.mailbox.items.add(
        ews.mailbox.folders.distinguished("calendar"), "IPM.Appointment", {"start": day, "end": day + timedelta(days=1)}
    )

    def set_to(value: str) -> str:
        name = value[3:].partition(" ")[0].partition(">")[0]
        return (
            f'<t:SetItemField><t:FieldURI FieldURI="calendar:{name}"/><t:CalendarItem>{value}</t:CalendarItem>'
            "</t:SetItemField>"
        )

    def update(*values: str) -> list[str]:
        return ews(
            '<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendToNone">'
            f'<m:ItemChanges><t:ItemChange><t:ItemId Id="{meeting.item_id}"/><t:Updates>'
            f"{''.join(map(set_to, values))}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
        ).codes

    tokyo, berlin = (f'<t:StartTimeZone Id="{zone} Standard Time"/>' for zone in ("Tokyo", "W. Europe"))
    start = ("<t:Start>2026-03-02T09:00:00</t:Start>", *([tokyo] if with_its_zone else []))
    for zone, hour in ((tokyo, 0), (berlin, 0 if with_its_zone else 8)):
        assert update(zone) == ["NoError"]
        assert [update(*start) for _ in range(2)] == [["NoError"]] * 2
        assert meeting.get("start") == day.replace(hour=hour)
