"""Each kind of item by itself, and all of them in one request (MS-OXWSCORE, second to eighth scenario)."""

import pytest

from tests.protocols.ews.requirements.asking import change, create, delete, get, ids, made, to_folder, update
from tests.protocols.ews.requirements.full_items import (
    APPOINTMENT,
    CONTACT,
    DISTRIBUTION_LIST,
    MESSAGE,
    POST,
    TASK_RANGES,
    TASK_RECURRENCES,
    task,
)
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.wire import EwsOverTls

#: Element -> a full one, the folder for its copies, its class.
KINDS = {
    "Message": (MESSAGE, "inbox", "IPM.Note"),
    "CalendarItem": (APPOINTMENT, "calendar", "IPM.Appointment"),
    "Contact": (CONTACT, "contacts", "IPM.Contact"),
    "DistributionList": (DISTRIBUTION_LIST, "contacts", "IPM.DistList"),
    "Task": (task(), "tasks", "IPM.Task"),
    "PostItem": (POST, "inbox", "IPM.Post"),
}


@holds("MS-OXWSCORE", 2018, 2019, 2020, 2021, 2022)
@pytest.mark.parametrize("kind", KINDS)
def test_created_copied_moved_updated_deleted(ews: EwsOverTls, kind: str) -> None:
    whole, folder, item_class = KINDS[kind]
    [item] = made(ews, whole)
    assert ews(get(item)).value(f".//t:{kind}/t:ItemClass") == item_class
    [copy] = ids(ews(to_folder("CopyItem", folder, item)))
    [moved] = ids(ews(to_folder("MoveItem", "deleteditems", item)))
    assert len({item, copy, moved}) == 3
    assert ews(update(copy, change("item:Subject", "<t:Subject>Other</t:Subject>", kind))).codes == ["NoError"]
    assert ews(get(copy, moved)).texts(".//t:ItemClass") == [item_class] * 2
    assert ews(get(copy)).value(".//t:Subject") == "Other"
    assert ews(delete(copy, moved)).codes == ["NoError"] * 2
    assert ews(get(copy, moved)).codes == ["ErrorItemNotFound"] * 2


def test_all_kinds_in_one_request(ews: EwsOverTls) -> None:
    items = ids(ews(create(*(whole for whole, _, _ in KINDS.values()))))
    shown = ews(get(*items))
    assert [child.tag.rpartition("}")[2] for child in shown.all(".//m:Items/*")] == list(KINDS)
    assert ews(delete(*items)).codes == ["NoError"] * len(KINDS)


@holds("MS-OXWSCORE", 1616, 1617, 1330)
@pytest.mark.parametrize("said", ["true", "false"])
def test_a_reminder_is_set_or_not(ews: EwsOverTls, said: str) -> None:
    appointment = APPOINTMENT.replace(
        "<t:ReminderIsSet>true</t:ReminderIsSet>", f"<t:ReminderIsSet>{said}</t:ReminderIsSet>"
    )
    [item] = made(ews, appointment)
    assert ews(get(item)).value(".//t:ReminderIsSet") == said


@holds("MS-OXWSCORE", 1917)
def test_the_icon_of_a_recurring_task(ews: EwsOverTls) -> None:
    [item] = made(ews, task(TASK_RECURRENCES[0], TASK_RANGES[0]))
    assert ews(get(item)).value(".//t:IconIndex") == "TaskRecur"


@holds("MS-OXWSCORE", 2012)
@pytest.mark.parametrize("kind", ["Task", "DistributionList"])
def test_mime_makes_mail_only(ews: EwsOverTls, kind: str) -> None:
    answer = ews(create(f"<t:{kind}><t:MimeContent>U3ViamVjdDogeAoKeQo=</t:MimeContent></t:{kind}>"))
    assert answer.codes == ["ErrorUnsupportedMimeConversion"]


@holds("MS-OXWSCORE", 23091, 114, 1362)
@pytest.mark.parametrize("kind", KINDS)
def test_mime_of_every_kind(ews: EwsOverTls, kind: str) -> None:
    [item] = made(ews, KINDS[kind][0])
    shown = ews(get(item, options="<t:IncludeMimeContent>true</t:IncludeMimeContent>"))
    assert shown.codes == ["NoError"]
    assert shown.value(".//t:MimeContent")
