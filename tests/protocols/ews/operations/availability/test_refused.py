"""GetUserAvailability: what is refused, as a whole and of one mailbox."""

import pytest

from tests.protocols.ews.client import Answer, Ews
from tests.protocols.ews.operations.availability.asking import (
    BERLIN_ZONE,
    UTC_ZONE,
    appointment,
    asked,
    free_busy,
    mailbox_data,
    suggestions,
)

SOMEBODY = mailbox_data("bob@contoso.onmicrosoft.com")


def refused(ews: Ews, request: str) -> str:
    """Return the code of a fault."""
    answer = ews(request)
    assert answer.status == 500, answer.text
    return (answer.value("faultcode")).removeprefix("a:")


def of(ews: Ews, *addresses: str, view: str = "DetailedMerged") -> Answer:
    return ews(asked(mailbox_data(*addresses), free_busy(view=view)))


# --- the whole request -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        ("2026-02-13T09:00:00", "2026-02-13T09:00:00", "ErrorInvalidTimeInterval"),
        ("2026-02-13T09:00:00", "2026-02-13T08:00:00", "ErrorInvalidTimeInterval"),
        ("0001-01-01T00:00:00", "0001-01-02T00:00:00", "ErrorInvalidTimeInterval"),
        ("9999-12-30T00:00:00", "9999-12-31T00:00:00", "ErrorInvalidTimeInterval"),
        ("2026-02-01T00:00:00", "2026-04-05T00:00:00", "ErrorTimeIntervalTooBig"),
        ("2026-02-01T00:00:00", "2026-04-04T00:00:01", "ErrorTimeIntervalTooBig"),
        ("13.02.2026", "2026-02-14T00:00:00", "ErrorSchemaValidation"),
    ],
)
def test_periods(ews: Ews, start: str, end: str, code: str) -> None:
    assert refused(ews, asked(SOMEBODY, free_busy(start, end))) == code
    assert refused(ews, asked(SOMEBODY, suggestions(start, end))) == code


def test_the_words_of_two_faults(ews: Ews) -> None:
    answer = ews(asked(SOMEBODY, free_busy("2026-02-01T00:00:00", "2026-04-05T00:00:00")))
    assert answer.value("faultstring") == (
        "The requested time duration specified for FreeBusyViewOptions.TimeWindow is too long. The allowed limit = 62 "
        "days; the actual limit = 63 days."
    )
    answer = ews(asked(mailbox_data(*["a@b.c"] * 101), free_busy()))
    assert answer.value("faultcode") == "a:ErrorMailboxDataArrayTooBig"
    assert answer.value("faultstring") == (
        "There are too many target users in the EmailAddress array. The allowed size = 100; the actual size = 101."
    )


def test_62_days_can_be_asked_for(ews: Ews) -> None:
    answer = ews(asked(SOMEBODY, free_busy("2026-02-01T00:00:00", "2026-04-04T00:00:00", interval=1440)))
    assert len(answer.value(".//t:MergedFreeBusy")) == 62


@pytest.mark.parametrize(
    ("interval", "end", "is_taken"),
    [
        (5, "2026-02-13T00:05:00", True),
        (1440, "2026-02-14T00:00:00", True),
        ("", "2026-02-13T00:30:00", True),
        (4, "2026-02-14T00:00:00", False),
        (0, "2026-02-14T00:00:00", False),
        (-30, "2026-02-14T00:00:00", False),
        (1441, "2026-02-20T00:00:00", False),
        (60, "2026-02-13T00:59:00", False),
        ("", "2026-02-13T00:29:00", False),
    ],
)
def test_intervals(ews: Ews, interval: int | str, end: str, is_taken: bool) -> None:
    request = asked(SOMEBODY, free_busy(end=end, interval=interval, view="MergedOnly"))
    if is_taken:
        assert len(ews(request).value(".//t:MergedFreeBusy")) == 1
    else:
        assert refused(ews, request) == "ErrorInvalidMergedFreeBusyInterval"


@pytest.mark.parametrize(
    ("request_text", "code"),
    [
        (asked(SOMEBODY, free_busy(view="None")), "ErrorInvalidFreeBusyViewType"),
        (asked(SOMEBODY, free_busy(view="Everything")), "ErrorSchemaValidation"),
        (asked(SOMEBODY, free_busy(interval="often")), "ErrorSchemaValidation"),
        (asked("<m:MailboxDataArray/>", free_busy()), "ErrorMailboxDataArrayEmpty"),
        (asked("", free_busy()), "ErrorSchemaValidation"),
        (asked(SOMEBODY), "ErrorMissingArgument"),
        (asked(SOMEBODY, free_busy(), zone=""), "ErrorTimeZone"),
        (asked(mailbox_data("a@b.c", kind="Guest"), free_busy()), "ErrorSchemaValidation"),
        (asked(mailbox_data("a@b.c", excluded="perhaps"), free_busy()), "ErrorSchemaValidation"),
        (
            asked(SOMEBODY, suggestions(after="<t:CurrentMeetingTime>2026-02-13T00:00:00</t:CurrentMeetingTime>")),
            "ErrorInvalidOperation",
        ),
    ],
)
def test_what_else_is_a_fault(ews: Ews, request_text: str, code: str) -> None:
    assert refused(ews, request_text) == code


@pytest.mark.parametrize(
    ("given", "instead", "code"),
    [
        ("<t:Bias>-60</t:Bias>\n", "<t:Bias>1440</t:Bias>\n", "ErrorTimeZone"),
        ("<t:Bias>-60</t:Bias>\n", "<t:Bias>east</t:Bias>\n", "ErrorSchemaValidation"),
        ("<t:Bias>-60</t:Bias>\n", "", "ErrorSchemaValidation"),
        ("<t:Time>03:00:00</t:Time>", "<t:Time>later</t:Time>", "ErrorTimeZone"),
        ("<t:DayOrder>5</t:DayOrder><t:Month>10", "<t:DayOrder>6</t:DayOrder><t:Month>10", "ErrorTimeZone"),
        ("<t:Month>10</t:Month>", "<t:Month>13</t:Month>", "ErrorTimeZone"),
        ("Sunday</t:DayOfWeek></t:StandardTime>", "Weekday</t:DayOfWeek></t:StandardTime>", "ErrorTimeZone"),
        ("Sunday</t:DayOfWeek></t:StandardTime>", "Someday</t:DayOfWeek></t:StandardTime>", "ErrorSchemaValidation"),
        (
            "Sunday</t:DayOfWeek></t:StandardTime>",
            "Sunday</t:DayOfWeek><t:Year>never</t:Year></t:StandardTime>",
            "ErrorTimeZone",
        ),
    ],
)
def test_zones(ews: Ews, given: str, instead: str, code: str) -> None:
    assert given in BERLIN_ZONE
    assert refused(ews, asked(SOMEBODY, free_busy(), zone=BERLIN_ZONE.replace(given, instead, 1))) == code


def test_a_zone_may_change_on_a_date_of_its_year(ews: Ews) -> None:
    appointment(ews.mailbox, "2026-02-13 09:00", "2026-02-13 10:00")
    zone = BERLIN_ZONE.replace("Sunday</t:DayOfWeek>", "Sunday</t:DayOfWeek><t:Year>2026</t:Year>")
    answer = ews(asked(mailbox_data(ews.alice.address), free_busy(), zone=zone))
    assert answer.texts(".//t:StartTime") == ["2026-02-13T10:00:00"]


# --- one mailbox -----------------------------------------------------------------------------------------------------


def test_an_address_that_nobody_has(ews: Ews) -> None:
    answer = of(ews, "nobody@contoso.onmicrosoft.com", ews.bob.address, "x@elsewhere.example")
    assert (answer.status, answer.codes) == (
        200, ["ErrorMailRecipientNotFound", "NoError", "ErrorMailRecipientNotFound"],
    )  # fmt: skip
    assert answer.attributes(".//m:ResponseMessage", "ResponseClass") == ["Error", "Success", "Error"]
    assert answer.texts(".//t:FreeBusyViewType") == ["None", "FreeBusyMerged", "None"]
    assert answer.value(".//m:MessageText").splitlines() == [
        "Microsoft.Exchange.InfoWorker.Common.Availability.MailRecipientNotFoundException: Unable to resolve e-mail "
        "address nobody@contoso.onmicrosoft.com to an Active Directory object.",
        ". Name of the server where exception originated: AM6PR08MB4123",
    ]
    message_xml = answer.find(".//m:MessageXml")
    assert [(part.tag.rpartition("/")[2], part.text) for part in message_xml] == [
        ("errors}ExceptionType", "Microsoft.Exchange.InfoWorker.Common.Availability.MailRecipientNotFoundException"),
        ("errors}ExceptionCode", "5009"),
    ]
    assert answer.texts(".//m:DescriptiveLinkKey") == ["0", "0"]


def test_the_mailbox_of_the_public_folders_has_no_time(ews: Ews) -> None:
    ews.tenant.add_public_folder("Projects")
    store = ews.tenant.mailboxes.public_folders
    assert store is not None
    assert of(ews, store.address, ews.bob.address).codes == ["ErrorMailRecipientNotFound", "NoError"]


def test_addresses_without_case_aliases_and_legacy_names(ews: Ews) -> None:
    ews.tenant.people.add_alias("bob", "robert")
    assert of(ews, "ROBERT@contoso.onmicrosoft.com", f" {ews.bob.address} ").codes == ["NoError", "NoError"]
    legacy = mailbox_data("/o=x/cn=bob").replace("</t:Address>", "</t:Address><t:RoutingType>EX</t:RoutingType>")
    assert ews(asked(legacy, free_busy())).codes == ["ErrorMailRecipientNotFound"]


def test_mailboxes_that_are_not_there(ews: Ews) -> None:
    bob, address = ews.bob, ews.bob.address
    for state, code in [
        ("soft_deleted", "ErrorMailRecipientNotFound"),
        ("not_provisioned", "ErrorMailRecipientNotFound"),
        ("moved", "ErrorProxyRequestProcessingFailed"),
        ("active", "NoError"),
    ]:
        bob.set(mailbox_state=state)
        assert of(ews, address).codes == [code]
    bob.licence = None
    assert of(ews, address).codes == ["ErrorMailboxLogonFailed"]
    bob.licence = "F1"
    assert of(ews, address).codes == ["NoError"]
    bob.set(enabled=False, ews=False)
    assert of(ews, address).codes == ["NoError"]
    guest = ews.tenant.add_user("guest@fabrikam.example", kind="guest")
    assert of(ews, guest.address).codes == ["ErrorMailRecipientNotFound"]


# --- groups ----------------------------------------------------------------------------------------------------------


def test_the_members_of_a_group_are_merged(ews: Ews) -> None:
    appointment(ews.mailbox, "2026-02-13 09:00", "2026-02-13 11:00")
    appointment(ews.tenant.mailbox("bob"), "2026-02-13 10:00", "2026-02-13 12:00")
    inner = ews.tenant.add_distribution_group("inner", [ews.bob, "x@elsewhere.example"])
    team = ews.tenant.add_distribution_group("team", [ews.alice, inner, ews.bob])
    inner.members.append(team)
    answer = of(ews, team.address)
    assert (answer.codes, answer.value(".//t:FreeBusyViewType")) == (["NoError"], "MergedOnly")
    assert answer.value(".//t:MergedFreeBusy") == "0" * 9 + "222" + "0" * 12
    assert answer.all(".//t:CalendarEventArray") == []
    ews.tenant.rights.add_folder_permission("bob", "calendar", "Default", "None")
    assert of(ews, team.address, view="FreeBusy").value(".//t:MergedFreeBusy") == "0" * 9 + "22" + "0" * 13
    inner.members[:] = ["x@elsewhere.example"]
    assert of(ews, inner.address).value(".//t:MergedFreeBusy") == "4" * 24
    inner.members.clear()
    assert of(ews, inner.address).value(".//t:MergedFreeBusy") == "0" * 24


def test_groups_and_requests_have_their_limits(ews: Ews) -> None:
    people = [f"x{number}@elsewhere.example" for number in range(101)]
    large = ews.tenant.add_distribution_group("large", people)
    assert of(ews, large.address, ews.bob.address).codes == ["ErrorFreeBusyDLLimitReached", "NoError"]
    large.members.pop()
    assert of(ews, ews.bob.address, large.address, ews.alice.address).codes == [
        "NoError", "ErrorIndividualMailboxLimitReached", "NoError",
    ]  # fmt: skip
    assert of(ews, large.address, ews.bob.address).codes == ["NoError", "ErrorIndividualMailboxLimitReached"]
    assert UTC_ZONE in asked("")
