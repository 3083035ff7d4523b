"""mailboxSettings: what a user has chosen, over HTTP."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fakeserver import WorkingHours
from fakeserver.tenant.exchange.automatic_replies import AbsenceSettings, ExternalAudience, Reply, ReplyState
from fakeserver.tenant.exchange.permissions.delegates import MeetingDelivery
from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.metadata.conforming import faults

PATH = "/me/mailboxSettings"
SAMPLE = {
    "status": "Scheduled",
    "scheduledStartDateTime": {"dateTime": "2126-03-20T18:00:00.0000000", "timeZone": "UTC"},
    "scheduledEndDateTime": {"dateTime": "2126-03-28T18:00:00.0000000", "timeZone": "Pacific Standard Time"},
    "internalReplyMessage": "<p>Away</p>",
    "externalAudience": "contactsOnly",
}


def test_what_nobody_has_chosen_yet(graph: Graph) -> None:
    alice = graph.tenant.user("alice")
    said = ok(graph.get(PATH))
    assert list(said) == [
        "@odata.context",
        "archiveFolder",
        "timeZone",
        "delegateMeetingMessageDeliveryOptions",
        "dateFormat",
        "timeFormat",
        "userPurpose",
        "automaticRepliesSetting",
        "language",
        "workingHours",
    ]
    assert said["@odata.context"] == f"{graph.root}/$metadata#users('{alice.object_id}')/mailboxSettings"
    assert said["archiveFolder"] == ok(graph.get("/me/mailFolders/archive"))["id"]
    assert (said["timeZone"], said["dateFormat"], said["timeFormat"], said["userPurpose"]) == ("UTC", "", "", "user")
    assert said["delegateMeetingMessageDeliveryOptions"] == "sendToDelegateOnly"
    assert said["language"] == {"locale": "en-US", "displayName": "English (United States)"}
    replies = said["automaticRepliesSetting"]
    assert (replies["status"], replies["externalAudience"]) == ("disabled", "all")
    assert (replies["internalReplyMessage"], replies["externalReplyMessage"]) == ("", "")
    assert said["workingHours"] == {
        "daysOfWeek": ["monday", "tuesday", "wednesday", "thursday", "friday"],
        "startTime": "08:00:00.0000000",
        "endTime": "17:00:00.0000000",
        "timeZone": {"name": "UTC"},
    }
    assert list(faults(said, "graph.mailboxSettings")) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("timeZone", "UTC"),
        ("dateFormat", ""),
        ("timeFormat", ""),
        ("userPurpose", "user"),
        ("delegateMeetingMessageDeliveryOptions", "sendToDelegateOnly"),
    ],
)
def test_a_text_has_an_address_of_its_own(graph: Graph, name: str, value: str) -> None:
    said = ok(graph.get(f"{PATH}/{name}"))
    assert said["@odata.context"].endswith(f"/mailboxSettings/{name}")
    assert said["value"] == value


@pytest.mark.parametrize("name", ["automaticRepliesSetting", "language", "workingHours"])
def test_a_structure_has_an_address_of_its_own(graph: Graph, name: str) -> None:
    said = ok(graph.get(f"{PATH}/{name}"))
    assert said.pop("@odata.context").endswith(f"/mailboxSettings/{name}")
    assert said == ok(graph.get(PATH))[name]


def test_select(graph: Graph) -> None:
    said = ok(graph.get(f"{PATH}?$select=language,timezone"))
    assert list(said) == ["@odata.context", "timeZone", "language"]
    assert said["@odata.context"].endswith("/mailboxSettings(timeZone,language)")
    assert error(graph.get(f"{PATH}?$select=size"))[:2] == (400, "BadRequest")


def test_whose_mailbox_it_is(graph: Graph) -> None:
    token = graph.app_token("MailboxSettings.Read")
    users = {"shared": graph.tenant.add_shared_mailbox("support"), "room": graph.tenant.add_room("room1")}
    for purpose, user in users.items():
        assert ok(graph.get(f"/users/{user.upn}/mailboxSettings/userPurpose", token=token))["value"] == purpose


def test_automatic_replies_are_switched_on_for_a_time(graph: Graph) -> None:
    said = ok(graph.patch(PATH, {"@odata.context": "x", "automaticRepliesSetting": SAMPLE}))
    assert list(said) == ["@odata.context", "automaticRepliesSetting"]
    assert said["automaticRepliesSetting"] == {
        "status": "scheduled",
        "externalAudience": "contactsOnly",
        "internalReplyMessage": "<p>Away</p>",
        "externalReplyMessage": "",
        "scheduledStartDateTime": {"dateTime": "2126-03-20T18:00:00.0000000", "timeZone": "UTC"},
        "scheduledEndDateTime": {"dateTime": "2126-03-29T01:00:00.0000000", "timeZone": "UTC"},
    }
    settings = graph.mailbox().automatic_replies.settings
    assert (settings.state, settings.audience) == (ReplyState.SCHEDULED, ExternalAudience.KNOWN)
    assert (settings.internal, settings.external) == (Reply("<p>Away</p>"), None)
    assert settings.start == datetime(2126, 3, 20, 18, tzinfo=UTC)


def test_what_is_left_out_stays(graph: Graph) -> None:
    graph.mailbox().automatic_replies.set("Away", "Out", audience="known")
    ok(graph.patch(PATH, {"automaticRepliesSetting": {"status": "disabled"}}))
    settings = graph.mailbox().automatic_replies.settings
    assert (settings.state, settings.audience) == (ReplyState.DISABLED, ExternalAudience.KNOWN)
    assert (settings.internal, settings.external) == (Reply("Away"), Reply("Out"))


def test_a_period_at_the_end_of_the_calendar(graph: Graph) -> None:
    start = {"dateTime": "9999-12-31T23:59:59.0000000", "timeZone": "UTC"}
    ok(graph.patch(PATH, {"automaticRepliesSetting": {"scheduledStartDateTime": start}}))
    assert ok(graph.get(f"{PATH}/automaticRepliesSetting"))["scheduledStartDateTime"] == start


def test_a_reply_is_sent(graph: Graph) -> None:
    replies = {"status": "alwaysEnabled", "internalReplyMessage": "I am away"}
    ok(graph.patch(PATH, {"automaticRepliesSetting": replies}))
    message = {"subject": "Lunch?", "toRecipients": [{"emailAddress": {"address": graph.tenant.user("alice").upn}}]}
    ok(graph.post("/me/sendMail", {"message": message}, user="bob"), 202)
    assert "I am away" in graph.mailbox("bob").wait_for("Automatic reply: Lunch?").body


def test_what_ews_has_said_of_the_calendar_follows_the_period(graph: Graph) -> None:
    mailbox, now = graph.mailbox(), graph.tenant.clock.now()
    mailbox.automatic_replies.set("Away", start=now, end=now + timedelta(days=1))
    settings = mailbox.automatic_replies.settings
    with graph.tenant.lock:
        absence = AbsenceSettings(creates_event=True, event_subject="Holidays")
        mailbox.automatic_replies.change(replace(settings, absence=absence))
    ok(graph.patch(PATH, {"automaticRepliesSetting": SAMPLE}))
    (event,) = mailbox.messages("calendar")
    assert event.subject == "Holidays"
    ok(graph.patch(PATH, {"automaticRepliesSetting": {"status": "disabled"}}))
    assert mailbox.messages("calendar") == []


def test_the_small_ones_are_changed(graph: Graph) -> None:
    given = {
        "timeZone": "W. Europe Standard Time",
        "dateFormat": "dd.MM.yyyy",
        "timeFormat": "HH:mm",
        "language": {"locale": "DE-de", "displayName": "x"},
        "delegateMeetingMessageDeliveryOptions": "sendToDelegateAndPrincipal",
        "userPurpose": "user",
    }
    said = ok(graph.patch(PATH, given))
    shown = given | {"language": {"locale": "de-DE", "displayName": "German (Germany)"}}
    assert {name: value for name, value in said.items() if "@" not in name} == shown
    alice = graph.tenant.user("alice")
    assert (alice.time_zone, alice.language) == ("W. Europe Standard Time", "de-DE")
    assert (alice.date_format, alice.time_format) == ("dd.MM.yyyy", "HH:mm")
    delivery = graph.tenant.permissions.delegates.delivery(alice.object_id)
    assert delivery is MeetingDelivery.DELEGATES_AND_OWNER
    graph.tenant.permissions.delegates.set_delivery(alice.object_id, MeetingDelivery.OWNER_ONLY)
    assert ok(graph.get(PATH))["delegateMeetingMessageDeliveryOptions"] is None


def test_a_time_zone_keeps_its_form(graph: Graph) -> None:
    ok(graph.patch(PATH, {"timeZone": "Europe/Vienna"}))
    assert ok(graph.get(f"{PATH}/timeZone"))["value"] == "Europe/Vienna"
    assert str(graph.tenant.user("alice").zone) == "Europe/Vienna"


def test_working_hours_are_changed(graph: Graph) -> None:
    given = {"endTime": "18:30:00.0000000", "daysOfWeek": ["Saturday", "monday"], "timeZone": {"name": "Asia/Tokyo"}}
    said = ok(graph.patch(PATH, {"workingHours": given}))["workingHours"]
    assert said == {
        "daysOfWeek": ["monday", "saturday"],
        "startTime": "08:00:00.0000000",
        "endTime": "18:30:00.0000000",
        "timeZone": {"name": "Asia/Tokyo"},
    }
    alice = graph.tenant.user("alice")
    assert (str(alice.working_zone), alice.zone) == ("Asia/Tokyo", UTC)
    shown = [alice.working_hours]
    assert ok(graph.patch(PATH, {"workingHours": None}))["workingHours"] is None
    shown.append(alice.working_hours)
    assert shown == [WorkingHours(("Monday", "Saturday"), "08:00", "18:30", "Asia/Tokyo"), None]
    assert ok(graph.get(f"{PATH}/workingHours"))["value"] is None


OOF_PERIOD = (400, "ErrorInvalidScheduledOofDuration", None)
MISMATCH = (400, "BadRequest", None)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        # the texts of user-update-mailboxsettings
        (
            {"workingHours": {"startTime": "08"}},
            (400, "RequestBodyRead", "Cannot convert the literal '08' to the expected type 'Edm.TimeOfDay'."),
        ),
        ({"workingHours": {"endTime": "25:00:00"}}, (400, "RequestBodyRead", None)),
        (
            {"workingHours": {"startTime": "18:00:00"}},
            (400, "ErrorInvalidTimeSettings", "Start Time should occur before End Time."),
        ),
        (
            {"workingHours": {"daysOfWeek": ["RandomDay"]}},
            (400, "InvalidArguments", "Requested value 'RandomDay' was not found."),
        ),
        ({"workingHours": {"daysOfWeek": []}}, (400, "InvalidArguments", None)),
        (
            {"workingHours": {"timeZone": {"name": "Nowhere"}}},
            (400, "InvalidTimeZone", "Time Zone settings provided are invalid."),
        ),
        (
            {"workingHours": {"timeZone": {"@odata.type": "#microsoft.graph.customTimeZone", "bias": -300}}},
            (501, "NotImplemented", None),
        ),
        ({"workingHours": {"breaks": 1}}, (400, "RequestBodyRead", None)),
        ({"workingHours": "8-17"}, MISMATCH),
        ({"timeZone": "Nowhere"}, (400, "InvalidTimeZone", "Time Zone settings provided are invalid.")),
        ({"timeZone": ""}, (400, "InvalidTimeZone", None)),
        ({"timeZone": "../../etc/passwd"}, (400, "InvalidTimeZone", None)),
        ({"timeZone": None}, MISMATCH),
        ({"dateFormat": "d" * 101}, MISMATCH),
        ({"language": {"locale": "xx-XX"}}, (400, "ErrorInvalidArgument", None)),
        ({"language": "de-DE"}, MISMATCH),
        ({"delegateMeetingMessageDeliveryOptions": "nobody"}, MISMATCH),
        ({"userPurpose": "room"}, (400, "ErrorInvalidPropertySet", "Set action is invalid for property.")),
        ({"archiveFolder": "inbox"}, (400, "ErrorInvalidPropertySet", None)),
        (
            {"signature": "x"},
            (
                400,
                "RequestBodyRead",
                "The property 'signature' does not exist on type 'microsoft.graph.mailboxSettings'. Make sure to only "
                "use property names that are defined by the type or mark the type as open type.",
            ),
        ),
        ({"automaticRepliesSetting": {"status": "on"}}, MISMATCH),
        ({"automaticRepliesSetting": {"externalAudience": None}}, MISMATCH),
        ({"automaticRepliesSetting": {"internalReplyMessage": 1}}, MISMATCH),
        ({"automaticRepliesSetting": {"status": "scheduled"}}, OOF_PERIOD),
        (
            {
                "automaticRepliesSetting": SAMPLE
                | {"scheduledEndDateTime": {"dateTime": "2020-01-01T00:00:00", "timeZone": "UTC"}}
            },
            OOF_PERIOD,
        ),
        (
            {
                "automaticRepliesSetting": {
                    "scheduledEndDateTime": {"dateTime": "2126-01-01T00:00:00", "timeZone": "Nowhere"}
                }
            },
            (400, "TimeZoneNotSupportedException", None),
        ),
    ],
)
def test_what_is_no_setting_changes_nothing(graph: Graph, given: Any, said: tuple[int, str, str | None]) -> None:
    before = ok(graph.get(PATH))
    answer = error(graph.patch(PATH, {"timeFormat": "HH:mm", **given}))
    assert answer[:2] == said[:2]
    assert said[2] in (None, answer[2])
    assert ok(graph.get(PATH)) == before


@pytest.mark.parametrize(
    ("scopes", "method", "status"),
    [
        (("Mail.ReadWrite", "Calendars.ReadWrite"), "GET", 403),
        (("MailboxSettings.Read",), "GET", 200),
        (("MailboxSettings.Read",), "PATCH", 403),
        (("MailboxSettings.ReadWrite",), "PATCH", 200),
    ],
)
def test_permissions(graph: Graph, scopes: tuple[str, ...], method: str, status: int) -> None:
    answer = graph.ask(method, PATH, {"timeZone": "UTC"} if method == "PATCH" else None, scopes=scopes)
    assert answer.status_code == status
    if status == 403:
        assert error(answer) == (403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")


def test_nobody_has_others_settings_by_a_users_token(graph: Graph) -> None:
    # microsoft-graph-docs-contrib#3805: even where the mailbox is shared.
    alice, bob = graph.tenant.user("alice"), graph.tenant.user("bob")
    graph.tenant.rights.add_mailbox_permission(alice, bob, "FullAccess")
    assert error(graph.get(f"/users/{alice.upn}/mailboxSettings", user="bob"))[:2] == (403, "ErrorAccessDenied")
    path = f"/users/{alice.upn}/mailboxSettings"
    assert ok(graph.get(path, token=graph.app_token("MailboxSettings.Read")))["timeZone"] == "UTC"
    assert error(graph.get(path, token=graph.app_token("Mail.ReadWrite")))[:2] == (403, "ErrorAccessDenied")


def test_what_has_no_address(graph: Graph) -> None:
    assert error(graph.get(f"{PATH}/signature"))[:2] == (400, "RequestBroker--ParseUri")
    assert graph.patch(f"{PATH}/timeZone", {"value": "UTC"}).status_code == 405
    assert graph.delete(PATH).status_code == 405
