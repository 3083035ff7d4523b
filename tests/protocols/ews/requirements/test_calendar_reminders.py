"""Reminders of an appointment that come by mail, as the item has them (MS-OXWSMTGS, first scenario)."""

from tests.protocols.ews.requirements.asking import get, made, update, uri
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.meetings import FRIDAYS, appointment, changed, invited, occurrence, seen
from tests.protocols.ews.requirements.wire import EwsOverTls

_PARTS = ("Id", "ReminderOffset", "Message", "IsOrganizerReminder", "OccurrenceChange", "SendOption")
PATH = "calendar:InboxReminders"


def reminder(**parts: str) -> str:
    """Return t:InboxReminder; its parts are in the schema's order by themselves."""
    inside = "".join(f"<t:{name}>{parts[name]}</t:{name}>" for name in _PARTS if name in parts)
    return f"<t:InboxReminder>{inside}</t:InboxReminder>"


def reminders(*listed: str) -> str:
    """Return t:InboxReminders."""
    return f"<t:InboxReminders>{''.join(listed)}</t:InboxReminders>"


def shown(ews: EwsOverTls, item: str) -> list[dict[str, str | None]]:
    """Return the reminders that alice's item has."""
    answer = ews(get(item, base="IdOnly", more=uri(PATH)))
    found = answer.all(".//t:InboxReminders/t:InboxReminder")
    return [{part.tag.rpartition("}")[2]: part.text for part in one} for one in found]


def changed_to(ews: EwsOverTls, item: str, listed: str) -> list[dict[str, str | None]]:
    """Let alice's item have other reminders; return them as it has them then."""
    assert ews(changed(item, PATH, listed)).codes == ["NoError"]
    return shown(ews, item)


@holds("MS-OXWSMTGS", 1061, 1063, 1065, 1067, 1340, 1163, 2004001, 2177, 1278)
def test_several_reminders_of_a_meeting(ews: EwsOverTls) -> None:
    two = reminders(reminder(ReminderOffset="60", Message="Boots"), reminder(ReminderOffset="-5"))
    item = invited(ews, after=two)
    first, second = shown(ews, item)
    assert (first["ReminderOffset"], first["Message"]) == ("60", "Boots")
    assert (second["ReminderOffset"], second.get("Message")) == ("-5", None)
    assert (first["IsOrganizerReminder"], first["OccurrenceChange"]) == ("false", "None")
    assert first["Id"] != second["Id"]
    # They are the organizer's own affair.
    assert not seen(ews, "calendar", ews.bob).all(".//t:InboxReminders")
    # Who sends them again keeps them.
    again = reminders(reminder(Id=str(first["Id"]), ReminderOffset="30"))
    [kept] = changed_to(ews, item, again)
    assert (kept["Id"], kept["ReminderOffset"]) == (first["Id"], "30")
    removed = f"<t:DeleteItemField>{uri(PATH)}</t:DeleteItemField>"
    assert ews(update(item, removed)).codes == ["NoError"]
    assert shown(ews, item) == []


@holds("MS-OXWSMTGS", 1164, 1165, 1166, 1069, 1310)
def test_how_a_reminder_differs_from_the_series(ews: EwsOverTls) -> None:
    item = invited(ews, after=reminders(reminder(OccurrenceChange="Added")))
    assert shown(ews, item)[0]["OccurrenceChange"] == "Added"
    for word in ("Override", "None", "Deleted"):
        [one] = changed_to(ews, item, reminders(reminder(OccurrenceChange=word)))
        assert one["OccurrenceChange"] == word


def test_one_of_a_series_has_reminders_of_its_own(ews: EwsOverTls) -> None:
    [series] = made(ews, appointment(reminders(reminder(ReminderOffset="10")) + FRIDAYS))
    own = reminders(reminder(ReminderOffset="20", OccurrenceChange="Override"))
    assert ews(changed("", PATH, own, "SendToNone", occurrence(series, 2))).codes == ["NoError"]
    [listed] = ews(get(series)).attributes(".//t:ModifiedOccurrences//t:ItemId", "Id")
    assert [one["ReminderOffset"] for one in shown(ews, listed)] == ["20"]
    assert [one["ReminderOffset"] for one in shown(ews, series)] == ["10"]


@holds("MS-OXWSMTGS", 1170, 1171, 1339, 1341, 116902, 116903, 1312)
def test_who_gets_a_reminder(ews: EwsOverTls) -> None:
    not_set = reminder(SendOption="NotSet", IsOrganizerReminder="true")
    item = invited(ews, after=reminders(not_set))
    assert shown(ews, item)[0]["SendOption"] == "AllAttendees"
    assert shown(ews, item)[0]["IsOrganizerReminder"] == "true"
    [one] = changed_to(ews, item, reminders(not_set.replace("true", "false")))
    assert (one["SendOption"], one["IsOrganizerReminder"]) == ("User", "false")
    for word in ("User", "AllAttendees", "Staff", "Customer"):
        for organizers in ("true", "false"):
            [one] = changed_to(ews, item, reminders(reminder(SendOption=word, IsOrganizerReminder=organizers)))
            assert one["SendOption"] == word


def test_what_is_no_reminder_is_refused(ews: EwsOverTls) -> None:
    [item] = made(ews, appointment())
    for wrong in (
        reminder(Id="7"),
        reminder(ReminderOffset="soon"),
        reminder(IsOrganizerReminder="maybe"),
        reminder(OccurrenceChange="Moved"),
        reminder(SendOption="Everybody"),
        "<t:InboxReminder><t:IsImportedFromOLC>false</t:IsImportedFromOLC></t:InboxReminder>",
    ):
        refused = changed(item, PATH, reminders(wrong), "SendToNone")
        assert ews.faulted(refused) == "ErrorSchemaValidation", wrong
    assert shown(ews, item) == []
