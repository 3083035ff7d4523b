"""GetUserAvailability: what is shown of somebody's time."""

import pytest
from lxml import etree

from fakeserver import WorkingHours
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.values import Sensitivity
from tests.protocols.ews.client import Answer, Ews
from tests.protocols.ews.operations.availability.asking import (
    BERLIN_ZONE,
    appointment,
    asked,
    free_busy,
    mailbox_data,
)


def of_alice(ews: Ews, options: str = "", zone: str = BERLIN_ZONE) -> Answer:
    return ews(asked(mailbox_data(ews.alice.address), options or free_busy(), zone=zone))


def test_ones_own_day(ews: Ews) -> None:
    item = appointment(
        ews.mailbox, "2026-02-13 09:00", "2026-02-13 10:30", subject="Budget & plan", location="Kitchen",
        reminder_is_set=True,
    )  # fmt: skip
    answer = of_alice(ews)
    assert answer.codes == ["NoError"]
    assert answer.attribute(".//m:ResponseMessage", "ResponseClass") == "Success"
    assert answer.value(".//t:FreeBusyViewType") == "DetailedMerged"
    # 10:00 to 11:30 by the clocks of the request
    assert answer.value(".//t:MergedFreeBusy") == "0" * 10 + "22" + "0" * 12
    assert [part.text for part in answer.find(".//t:CalendarEvent")][:3] == [
        "2026-02-13T10:00:00", "2026-02-13T11:30:00", "Busy",
    ]  # fmt: skip
    details = {etree.QName(part).localname: part.text for part in answer.find(".//t:CalendarEventDetails")}
    converted = ews(
        f'<m:ConvertId DestinationFormat="HexEntryId"><m:SourceIds><t:AlternateId Format="EwsId" Id="{item.item_id}" '
        f'Mailbox="{ews.alice.address}"/></m:SourceIds></m:ConvertId>'
    )
    assert details == {
        "ID": converted.attribute(".//m:AlternateId", "Id"),
        "Subject": "Budget & plan",
        "Location": "Kitchen",
        "IsMeeting": "false",
        "IsRecurring": "false",
        "IsException": "false",
        "IsReminderSet": "true",
        "IsPrivate": "false",
    }
    assert answer.all("m:SuggestionsResponse") == []


def test_an_empty_calendar(ews: Ews) -> None:
    answer = of_alice(ews)
    assert answer.value(".//t:MergedFreeBusy") == "0" * 24
    assert len(answer.find(".//t:CalendarEventArray")) == 0


def test_times_are_by_the_clocks_of_the_request_on_both_sides_of_a_change(ews: Ews) -> None:
    appointment(ews.mailbox, "2026-03-28 09:00", "2026-03-28 10:00")
    appointment(ews.mailbox, "2026-03-30 09:00", "2026-03-30 10:00")
    answer = of_alice(ews, free_busy("2026-03-28T00:00:00", "2026-03-31T00:00:00", view="FreeBusyMerged"))
    assert answer.texts(".//t:StartTime") == ["2026-03-28T10:00:00", "2026-03-30T11:00:00"]
    # One hour is skipped on the 29th.
    assert len(answer.value(".//t:MergedFreeBusy")) == 71
    assert answer.value(".//t:MergedFreeBusy").rindex("2") == 24 + 23 + 11


def test_the_zone_may_be_that_of_the_header(ews: Ews) -> None:
    appointment(ews.mailbox, "2026-02-13 09:00", "2026-02-13 10:00")
    request = asked(mailbox_data(ews.alice.address), free_busy(), zone="")
    header = '<t:TimeZoneContext><t:TimeZoneDefinition Id="Pacific Standard Time"/></t:TimeZoneContext>'
    assert ews(request, header=header).texts(".//t:StartTime") == ["2026-02-13T01:00:00"]


def test_a_period_may_have_offsets_of_its_own(ews: Ews) -> None:
    appointment(ews.mailbox, "2026-02-13 09:00", "2026-02-13 10:00")
    answer = of_alice(ews, free_busy("2026-02-13T08:00:00Z", "2026-02-13T12:00:00Z"))
    assert answer.value(".//t:MergedFreeBusy") == "0200"


def test_what_reaches_into_the_period_is_shown_whole(ews: Ews) -> None:
    appointment(ews.mailbox, "2026-02-12 22:00", "2026-02-13 01:00")
    # Source of the next: the sample of how-to-get-free-busy-information-by-using-ews-in-exchange.
    appointment(ews.mailbox, "2026-02-12 00:00", "2026-02-13 00:00", free_busy_status=FreeBusyStatus.FREE)
    appointment(ews.mailbox, "2026-02-14 00:00", "2026-02-14 01:00")
    answer = of_alice(ews, free_busy(view="FreeBusyMerged"), zone=BERLIN_ZONE.replace("-60", "0"))
    assert answer.texts(".//t:CalendarEvent/t:StartTime") == ["2026-02-12T00:00:00", "2026-02-12T22:00:00"]
    assert answer.value(".//t:MergedFreeBusy") == "2" + "0" * 23


@pytest.mark.parametrize(
    ("status", "word", "digit"),
    [
        (FreeBusyStatus.FREE, "Free", "0"),
        (FreeBusyStatus.TENTATIVE, "Tentative", "1"),
        (FreeBusyStatus.BUSY, "Busy", "2"),
        (FreeBusyStatus.OUT_OF_OFFICE, "OOF", "3"),
        (FreeBusyStatus.WORKING_ELSEWHERE, "WorkingElsewhere", "0"),
        (FreeBusyStatus.NO_DATA, "NoData", "4"),
    ],
)
def test_each_status_has_its_word_and_its_digit(ews: Ews, status: FreeBusyStatus, word: str, digit: str) -> None:
    appointment(ews.mailbox, "2026-02-13 00:00", "2026-02-14 00:00", free_busy_status=status)
    answer = of_alice(ews, zone=BERLIN_ZONE.replace("-60", "0"))
    assert answer.texts(".//t:BusyType") == [word]
    assert answer.value(".//t:MergedFreeBusy") == digit * 24


def test_cancelled_and_declined_ones_are_not_shown(ews: Ews) -> None:
    appointment(ews.mailbox, "2026-02-13 09:00", "2026-02-13 10:00", is_cancelled=True)
    appointment(ews.mailbox, "2026-02-13 09:00", "2026-02-13 10:00", my_response=Response.DECLINED)
    appointment(ews.mailbox, "2026-02-13 11:00", "2026-02-13 12:00", my_response=Response.ACCEPTED)
    assert of_alice(ews).texts(".//t:CalendarEvent/t:StartTime") == ["2026-02-13T12:00:00"]


def test_appointments_of_a_series_stand_one_by_one(ews: Ews) -> None:
    created = ews(
        """<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items><t:CalendarItem><t:Subject>Daily</t:Subject>
        <t:Start>2026-02-10T09:00:00Z</t:Start><t:End>2026-02-10T09:30:00Z</t:End>
        <t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence>
        <t:NoEndRecurrence><t:StartDate>2026-02-10Z</t:StartDate></t:NoEndRecurrence></t:Recurrence>
        </t:CalendarItem></m:Items></m:CreateItem>"""
    )
    assert created.codes == ["NoError"]
    answer = of_alice(ews, free_busy("2026-02-13T00:00:00", "2026-02-15T00:00:00"))
    assert answer.texts(".//t:CalendarEvent/t:StartTime") == ["2026-02-13T10:00:00", "2026-02-14T10:00:00"]
    assert answer.texts(".//t:IsRecurring") == ["true", "true"]
    assert answer.texts(".//t:IsException") == ["false", "false"]
    assert len(set(answer.texts(".//t:ID"))) == 1


@pytest.mark.parametrize(
    ("asked_for", "granted", "parts"),
    [
        ("MergedOnly", "MergedOnly", "FreeBusyViewType MergedFreeBusy"),
        ("FreeBusy", "FreeBusy", "FreeBusyViewType CalendarEventArray WorkingHours"),
        ("FreeBusyMerged", "FreeBusyMerged", "FreeBusyViewType MergedFreeBusy CalendarEventArray WorkingHours"),
        ("Detailed", "Detailed", "FreeBusyViewType CalendarEventArray WorkingHours"),
        ("DetailedMerged", "DetailedMerged", "FreeBusyViewType MergedFreeBusy CalendarEventArray WorkingHours"),
        ("Detailed MergedOnly", "DetailedMerged", "FreeBusyViewType MergedFreeBusy CalendarEventArray WorkingHours"),
        ("", "Detailed", "FreeBusyViewType CalendarEventArray WorkingHours"),
    ],
)
def test_each_view_has_its_parts(ews: Ews, asked_for: str, granted: str, parts: str) -> None:
    appointment(ews.mailbox, "2026-02-13 09:00", "2026-02-13 10:00")
    answer = of_alice(ews, free_busy(view=asked_for))
    view = answer.find(".//m:FreeBusyView")
    assert [etree.QName(part).localname for part in view] == parts.split()
    assert answer.value(".//t:FreeBusyViewType") == granted
    assert bool(answer.all(".//t:CalendarEventDetails")) == granted.startswith("Detailed")


def test_working_hours_are_the_owners(ews: Ews) -> None:
    ews.alice.time_zone = "W. Europe Standard Time"
    answer = of_alice(ews, zone=BERLIN_ZONE.replace("-60", "480"))
    hours = answer.find(".//t:WorkingHours")
    assert [part.text for part in hours.iter() if not len(part)] == [
        "-60",
        "0", "03:00:00", "5", "10", "Sunday",
        "-60", "02:00:00", "5", "3", "Sunday",
        "Monday Tuesday Wednesday Thursday Friday", "480", "1020",
    ]  # fmt: skip
    ews.alice.working_hours = WorkingHours(["Saturday", "Monday"], "09:30", "12:00")
    ews.alice.time_zone = "India Standard Time"
    answer = of_alice(ews)
    assert [part.text for part in answer.find(".//t:WorkingPeriod")] == ["Monday Saturday", "570", "720"]
    assert answer.texts(".//t:TimeZone//t:Bias") == ["-330", "0", "0"]
    assert answer.texts(".//t:Month") == ["0", "0"]
    ews.alice.working_hours = None
    assert of_alice(ews).all(".//t:WorkingHours") == []


# --- what others see -------------------------------------------------------------------------------------------------


def of_bob(ews: Ews, view: str = "DetailedMerged") -> Answer:
    """Let alice look at bob's private hour and at another."""
    bobs = ews.tenant.mailbox("bob")
    if not bobs.folders.distinguished("calendar").items:
        appointment(bobs, "2026-02-13 09:00", "2026-02-13 10:00", subject="Open", location="Here")
        appointment(
            bobs, "2026-02-13 11:00", "2026-02-13 12:00", subject="Doctor", location="There",
            sensitivity=Sensitivity.PRIVATE,
        )  # fmt: skip
    return ews(asked(mailbox_data(ews.bob.address), free_busy(view=view)))


@pytest.mark.parametrize(
    ("level", "granted"),
    [
        (None, "FreeBusyMerged"),
        ("AvailabilityOnly", "FreeBusyMerged"),
        ("LimitedDetails", "DetailedMerged"),
        ("Reviewer", "DetailedMerged"),
        ("Editor", "DetailedMerged"),
        ("None", ""),
        ("Contributor", ""),
    ],
)
@pytest.mark.parametrize("trustee", ["alice", "Default"])
def test_the_permission_on_the_calendar_decides(ews: Ews, level: str | None, granted: str, trustee: str) -> None:
    if level is not None:
        ews.tenant.rights.add_folder_permission("bob", "calendar", trustee, level)
    answer = of_bob(ews)
    if not granted:
        assert answer.codes == ["ErrorNoFreeBusyAccess"]
        assert answer.value(".//t:FreeBusyViewType") == "None"
        assert answer.value(".//m:MessageText").startswith(
            "Microsoft.Exchange.InfoWorker.Common.Availability.NoFreeBusyAccessException: The caller does not have "
            "access to free/busy data."
        )
        return
    assert (answer.codes, answer.value(".//t:FreeBusyViewType")) == (["NoError"], granted)
    assert answer.value(".//t:MergedFreeBusy") == "0" * 9 + "202" + "0" * 12
    if granted == "FreeBusyMerged":
        assert answer.all(".//t:CalendarEventDetails") == []
    else:
        assert answer.texts(".//t:Subject") == ["Open"]
        assert answer.texts(".//t:Location") == ["Here"]
        assert len(answer.all(".//t:ID")) == 1
        assert answer.texts(".//t:IsPrivate") == ["false", "true"]


def test_an_own_entry_comes_before_that_of_everybody(ews: Ews) -> None:
    ews.tenant.rights.add_folder_permission("bob", "calendar", "Default", "Reviewer")
    ews.tenant.rights.add_folder_permission("bob", "calendar", "alice", "AvailabilityOnly")
    assert of_bob(ews).value(".//t:FreeBusyViewType") == "FreeBusyMerged"
    assert of_bob(ews, "Detailed").value(".//t:FreeBusyViewType") == "FreeBusy"
    assert of_bob(ews, "MergedOnly").value(".//t:FreeBusyViewType") == "MergedOnly"


def test_full_access_shows_private_ones_and_a_delegate_sees_them_where_the_owner_said_so(ews: Ews) -> None:
    ews.tenant.rights.add_mailbox_permission("bob", "alice")
    assert of_bob(ews).texts(".//t:Subject") == ["Open", "Doctor"]
    ews.tenant.rights.remove_mailbox_permission("bob", "alice")
    add = f"""<m:AddDelegate><m:Mailbox><t:EmailAddress>{ews.bob.address}</t:EmailAddress></m:Mailbox>
     <m:DelegateUsers><t:DelegateUser><t:UserId><t:PrimarySmtpAddress>{ews.alice.address}</t:PrimarySmtpAddress>
     </t:UserId><t:DelegatePermissions><t:CalendarFolderPermissionLevel>Reviewer</t:CalendarFolderPermissionLevel>
     </t:DelegatePermissions><t:ViewPrivateItems>true</t:ViewPrivateItems></t:DelegateUser></m:DelegateUsers>
     </m:AddDelegate>"""
    assert set(ews(add, ews.bob).codes) == {"NoError"}
    assert of_bob(ews).texts(".//t:Subject") == ["Open", "Doctor"]


def test_rooms_and_shared_mailboxes_are_like_others(ews: Ews) -> None:
    room, shared = ews.tenant.add_room("room1"), ews.tenant.add_shared_mailbox("support")
    for owner in (room, shared):
        appointment(owner.mailbox, "2026-02-13 09:00", "2026-02-13 10:00")
    answer = ews(asked(mailbox_data(room.address, shared.address), free_busy(view="FreeBusyMerged")))
    assert answer.texts(".//t:FreeBusyViewType") == ["FreeBusyMerged"] * 2
    assert answer.texts(".//t:MergedFreeBusy") == ["0" * 9 + "2" + "0" * 14] * 2


def test_an_impersonated_user_sees_what_they_may(ews: Ews) -> None:
    ews.tenant.rights.add_folder_permission("bob", "calendar", "alice", "Reviewer")
    of_bob(ews)
    token = ews.tenant.app_token(ews.tenant.daemon_app)
    from tests.protocols.ews.client import envelope

    def seen(address: str, header: str) -> bytes:
        request = asked(mailbox_data(address), free_busy(view="Detailed"))
        return ews.post(envelope(request, header), token).body

    alice = (
        f"<t:ExchangeImpersonation><t:ConnectingSID><t:SmtpAddress>{ews.alice.address}</t:SmtpAddress>"
        "</t:ConnectingSID></t:ExchangeImpersonation>"
    )
    assert b">Detailed<" in seen(ews.bob.address, alice)
    ews.tenant.rights.add_folder_permission("bob", "calendar", "alice", "AvailabilityOnly")
    assert b">FreeBusy<" in seen(ews.bob.address, alice)
    assert b"ErrorInvalidExchangeImpersonationHeaderData" in seen(ews.bob.address, "")


def test_somebody_without_a_mailbox_may_ask(ews: Ews) -> None:
    carol = ews.tenant.add_user("carol", mailbox=False)
    answer = ews(asked(mailbox_data(ews.bob.address), free_busy()), carol)
    assert answer.value(".//t:FreeBusyViewType") == "FreeBusyMerged"
