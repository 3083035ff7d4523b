"""Sticky notes, journal entries and classes that somebody made up: t:Item or t:Message, and messages in answers."""

from base64 import b64decode

import pytest

from tests.protocols.ews.client import Ews
from tests.protocols.ews.requirements.asking import change, create, find, get, made, update

NOTE = "0006200e-0000-0000-c000-000000000046"
LOG = "0006200a-0000-0000-c000-000000000046"
#: Item class -> its folder, and properties that Outlook writes besides: set, id, type, value.
KINDS: dict[str, tuple[str, list[tuple[str, int, str, str]]]] = {
    "IPM.StickyNote": (
        "notes",
        [(NOTE, 0x8B00, "Integer", "3"), (NOTE, 0x8B02, "Integer", "200"), (NOTE, 0x8B03, "Integer", "166")],
    ),
    "IPM.Activity": (
        "journal",
        [
            (LOG, 0x8700, "String", "Phone call"),
            (LOG, 0x8706, "SystemTime", "2030-03-01T09:00:00Z"),
            (LOG, 0x8707, "Integer", "30"),
        ],
    ),
    "IPM.Foo.Bar": ("inbox", []),
}
TO_BOB = "<t:ToRecipients><t:Mailbox><t:EmailAddress>{}</t:EmailAddress></t:Mailbox></t:ToRecipients>"


def generic(item_class: str, inside: str = "", element: str = "Item", body: str = "seen") -> str:
    """Return an item of a class."""
    return (
        f"<t:{element}><t:ItemClass>{item_class}</t:ItemClass><t:Subject>Herons</t:Subject>"
        f'<t:Body BodyType="Text">{body}</t:Body>{inside}</t:{element}>'
    )


def path(set_id: str, number: int, kind: str) -> str:
    return f'<t:ExtendedFieldURI PropertySetId="{set_id}" PropertyId="{number}" PropertyType="{kind}"/>'


@pytest.mark.parametrize("element", ["Item", "Message"])
@pytest.mark.parametrize("item_class", KINDS)
def test_written_and_read(ews: Ews, item_class: str, element: str) -> None:
    folder, own = KINDS[item_class]
    extended = "".join(
        f"<t:ExtendedProperty>{path(*one[:3])}<t:Value>{one[3]}</t:Value></t:ExtendedProperty>" for one in own
    )
    [item] = made(ews, generic(item_class, extended, element), to=folder)
    answer = ews(
        get(
            item,
            options="<t:IncludeMimeContent>true</t:IncludeMimeContent>",
            more="".join(path(*one[:3]) for one in own),
        )
    )
    assert answer.texts(".//t:Message/t:ItemClass") == [item_class]
    assert answer.texts(".//t:ExtendedProperty/t:Value") == [one[3] for one in own]
    assert b"seen" in b64decode(answer.value(".//t:MimeContent"))
    assert ews(find(folder)).texts(".//t:Message/t:ItemClass") == [item_class]
    stored = ews.mailbox.items.by_id(item)
    assert (stored.item_class, stored.body, stored.folder.distinguished_id) == (item_class, "seen", folder)


@pytest.mark.parametrize("item_class", KINDS)
def test_sent_when_it_has_recipients(ews: Ews, item_class: str) -> None:
    inside = TO_BOB.format(ews.bob.address)
    assert ews(create(generic(item_class, inside, "Message"), how="SendOnly")).codes == ["NoError"]
    assert [item.subject for item in ews.tenant.mailbox(ews.bob).messages()] == ["Herons"]


@pytest.mark.parametrize(
    ("folder", "item_class"),
    [("calendar", "IPM.Appointment"), ("contacts", "IPM.Contact"), ("contacts", "IPM.DistList"), ("tasks", "IPM.Task")],
)
def test_what_is_no_message_is_not_sent(ews: Ews, folder: str, item_class: str) -> None:
    item = ews.mailbox.items.add(ews.mailbox.folders.distinguished(folder), item_class, {"subject": "x"})
    answer = ews(
        '<m:SendItem SaveItemToFolder="true"><m:ItemIds>'
        f'<t:ItemId Id="{item.item_id}" ChangeKey="{item.change_key}"/></m:ItemIds></m:SendItem>'
    )
    assert answer.codes == ["ErrorInvalidItemForOperationSendItem"]
    assert answer.texts(".//m:MessageText") == ["Item type is invalid for SendItem operation."]


@pytest.mark.parametrize(
    ("element", "item_class"),
    [
        ("Item", "IPM.Contact"),
        ("Item", "IPM.Task.Bug"),
        ("Message", "IPM.Post"),
        ("Message", "IPM.Appointment"),
        ("Contact", "IPM.Foo"),
        ("Contact", "IPM.Contacts"),
        ("PostItem", "IPM.Note"),
        ("Task", "IPM.TaskRequest"),
    ],
)
def test_a_class_of_another_kind_is_refused(ews: Ews, element: str, item_class: str) -> None:
    item = f"<t:{element}><t:ItemClass>{item_class}</t:ItemClass></t:{element}>"
    assert ews(create(item)).codes == ["ErrorObjectTypeChanged"]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("IPM.Note", "IPM.Note.Form", "NoError"),
        ("IPM.Note", "IPM.StickyNote", "NoError"),
        ("IPM.Foo", "IPM.Note", "NoError"),
        ("IPM.Foo", "IPM.Contact", "ErrorObjectTypeChanged"),
        ("IPM.Note", "IPM.Post", "ErrorObjectTypeChanged"),
        ("IPM.Note", "", "ErrorInvalidValueForProperty"),
    ],
)
def test_another_class(ews: Ews, before: str, after: str, code: str) -> None:
    [item] = made(ews, generic(before))
    answer = ews(update(item, change("item:ItemClass", f"<t:ItemClass>{after}</t:ItemClass>", "Item")))
    assert answer.codes == [code]
    assert ews(get(item)).value(".//t:ItemClass") == (after if code == "NoError" else before)


def test_the_class_cannot_be_deleted(ews: Ews) -> None:
    [item] = made(ews, generic("IPM.Foo"))
    gone = '<t:DeleteItemField><t:FieldURI FieldURI="item:ItemClass"/></t:DeleteItemField>'
    assert ews(update(item, gone)).codes == ["ErrorInvalidPropertyDelete"]


def test_an_update_says_what_becomes_of_it_as_for_any_message(ews: Ews) -> None:
    [item] = made(ews, generic("IPM.StickyNote"))
    request = update(item, change("item:Subject", "<t:Subject>x</t:Subject>", "Item"))
    assert ews(request.replace(' MessageDisposition="SaveOnly"', "")).codes == ["ErrorMessageDispositionRequired"]
    assert ews(request).codes == ["NoError"]


@pytest.mark.parametrize(
    ("folder", "item", "code"),
    [
        ("inbox", "<t:Contact/>", "ErrorCannotCreateContactInNonContactFolder"),
        ("notes", "<t:Contact/>", "ErrorCannotCreateContactInNonContactFolder"),
        ("journal", "<t:Task/>", "ErrorCannotCreateTaskInNonTaskFolder"),
        ("tasks", "<t:CalendarItem/>", "ErrorCannotCreateCalendarItemInNonCalendarFolder"),
        ("calendar", "<t:Message/>", "NoError"),
        ("notes", "<t:Message/>", "NoError"),
    ],
)
def test_what_each_folder_takes(ews: Ews, folder: str, item: str, code: str) -> None:
    assert ews(create(item, to=folder)).codes == [code]


@pytest.mark.parametrize(("folder", "folder_class"), [("notes", "IPF.StickyNote"), ("journal", "IPF.Journal")])
def test_the_folders_class(ews: Ews, folder: str, folder_class: str) -> None:
    answer = ews(
        "<m:GetFolder><m:FolderShape><t:BaseShape>AllProperties</t:BaseShape></m:FolderShape><m:FolderIds>"
        f'<t:DistinguishedFolderId Id="{folder}"/></m:FolderIds></m:GetFolder>'
    )
    assert answer.texts(".//t:Folder/t:FolderClass") == [folder_class]
