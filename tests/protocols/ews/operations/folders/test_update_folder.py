"""UpdateFolder."""

from typing import Any

import pytest

from tests.protocols.ews.client import Ews


def request(folder_id: str, *updates: str) -> str:
    return (
        f'<m:UpdateFolder><m:FolderChanges><t:FolderChange><t:FolderId Id="{folder_id}"/><t:Updates>{"".join(updates)}'
        "</t:Updates></t:FolderChange></m:FolderChanges></m:UpdateFolder>"
    )


def sets(field: str, value: str) -> str:
    path = f'<t:FieldURI FieldURI="folder:{field}"/>'
    return f"<t:SetFolderField>{path}<t:Folder>{value}</t:Folder></t:SetFolderField>"


def display_name(name: str) -> str:
    return sets("DisplayName", f"<t:DisplayName>{name}</t:DisplayName>")


@pytest.fixture
def folder(ews: Ews) -> Any:
    return ews.mailbox.folders.create(ews.mailbox.folders.distinguished("inbox"), "old")


def test_a_folder_gets_another_name_and_change_key(ews: Ews, folder: Any) -> None:
    before = folder.change_key
    answer = ews(request(folder.folder_id, display_name("new")))
    assert folder.display_name == "new"
    found = answer.find(".//t:FolderId")
    assert found.get("Id") == folder.folder_id
    assert found.get("ChangeKey") == folder.change_key != before


def sets_tag(tag: str, kind: str, value: str) -> str:
    path = f'<t:ExtendedFieldURI PropertyTag="{tag}" PropertyType="{kind}"/>'
    shown = f"<t:ExtendedProperty>{path}<t:Value>{value}</t:Value></t:ExtendedProperty>"
    return f"<t:SetFolderField>{path}<t:Folder>{shown}</t:Folder></t:SetFolderField>"


def deletes_tag(tag: str, kind: str) -> str:
    path = f'<t:ExtendedFieldURI PropertyTag="{tag}" PropertyType="{kind}"/>'
    return f"<t:DeleteFolderField>{path}</t:DeleteFolderField>"


def test_what_is_set_by_its_tag_is_the_property(ews: Ews, folder: Any) -> None:
    tags = [("0x3001", "String", "new"), ("0x3613", "String", "IPF.Note"), ("0x10F4", "Boolean", "true")]
    assert ews(request(folder.folder_id, *(sets_tag(*tag) for tag in tags))).codes == ["NoError"]
    assert (folder.display_name, folder.folder_class, folder.hidden) == ("new", "IPF.Note", True)
    assert folder.properties == {}
    assert ews(request(folder.folder_id, deletes_tag("0x10F4", "Boolean"))).codes == ["NoError"]
    assert not folder.hidden
    for tag in ("0x3001", "0x3613"):
        assert ews(request(folder.folder_id, deletes_tag(tag, "String"))).codes == ["ErrorInvalidPropertyDelete"]
    ews.mailbox.folders.create(folder.parent, "taken")
    assert ews(request(folder.folder_id, sets_tag("0x3001", "String", "taken"))).codes == ["ErrorFolderExists"]
    calendar = sets_tag("0x3613", "String", "IPF.Appointment")
    assert ews(request(folder.folder_id, calendar)).codes == ["ErrorObjectTypeChanged"]


@pytest.mark.parametrize("tag", ["0x0E08", "0x0FFF", "0x3007", "0x3008", "0x3602", "0x3603", "0x360A", "0x66B5"])
def test_what_the_store_works_out_is_not_set(ews: Ews, folder: Any, tag: str) -> None:
    for change in (sets_tag(tag, "Integer", "1"), deletes_tag(tag, "Integer")):
        answer = ews(request(folder.folder_id, change))
        assert answer.codes == ["ErrorFolderSavePropertyError"]
        assert answer.attribute(".//m:MessageXml/t:ExtendedFieldURI", "PropertyTag") == hex(int(tag, 16))
    assert folder.properties == {}


def test_a_folder_that_is_gone_is_an_item_that_is_not_found(ews: Ews, folder: Any) -> None:
    ews.mailbox.folders.delete(folder)
    assert ews(request(folder.folder_id, display_name("new"))).codes == ["ErrorItemNotFound"]


def test_a_name_that_is_taken(ews: Ews, folder: Any) -> None:
    ews.mailbox.folders.create(folder.parent, "taken")
    assert ews(request(folder.folder_id, display_name("Taken"))).codes == ["ErrorFolderExists"]


def test_a_distinguished_folder_keeps_its_name(ews: Ews) -> None:
    inbox = ews.folder_id("inbox")
    assert ews(request(inbox, display_name("Inbox"))).codes == ["NoError"]
    assert ews(request(inbox, display_name("Other"))).codes == ["ErrorFolderSavePropertyError"]


@pytest.mark.parametrize("name", ["inbox", "calendar", "msgfolderroot", "root"])
def test_a_distinguished_folder_keeps_its_class(ews: Ews, name: str) -> None:
    folder = ews.mailbox.folders.distinguished(name)
    given = {"": "IPF.Note", "IPF.Note": "IPF.Note.x"}.get(folder.folder_class, "IPF.Appointment.x")
    answer = ews(request(folder.folder_id, sets("FolderClass", f"<t:FolderClass>{given}</t:FolderClass>")))
    assert answer.codes == ["ErrorFolderSavePropertyError"]
    assert folder.folder_class != given


PERMISSIONS = "<t:PermissionSet><t:Permissions/></t:PermissionSet>"
OF_CALENDARS = "<t:PermissionSet><t:CalendarPermissions/></t:PermissionSet>"


@pytest.mark.parametrize(
    ("folder_id", "element", "field", "value", "code"),
    [
        ("drafts", "CalendarFolder", "DisplayName", "<t:DisplayName>Drafts</t:DisplayName>", "ErrorObjectTypeChanged"),
        ("calendar", "TasksFolder", "DisplayName", "<t:DisplayName>Calendar</t:DisplayName>", "ErrorObjectTypeChanged"),
        ("calendar", "CalendarFolder", "DisplayName", "<t:DisplayName>Calendar</t:DisplayName>", "NoError"),
        ("calendar", "Folder", "DisplayName", "<t:DisplayName>Calendar</t:DisplayName>", "NoError"),
        ("calendar", "CalendarFolder", "PermissionSet", OF_CALENDARS, "NoError"),
        ("contacts", "Folder", "PermissionSet", PERMISSIONS, "NoError"),
        (
            "calendar",
            "Folder",
            "PermissionSet",
            PERMISSIONS,
            "ErrorCannotSetNonCalendarPermissionOnCalendarFolder",
        ),
        (
            "contacts",
            "CalendarFolder",
            "PermissionSet",
            OF_CALENDARS,
            "ErrorCannotSetCalendarPermissionOnNonCalendarFolder",
        ),
    ],
)
def test_the_element_is_that_of_the_folders_kind(
    ews: Ews, folder_id: str, element: str, field: str, value: str, code: str
) -> None:
    update = sets(field, value).replace("t:Folder>", f"t:{element}>")
    assert ews(request(ews.folder_id(folder_id), update)).codes == [code]


def test_the_class_stays_what_it_is(ews: Ews, folder: Any) -> None:
    def folder_class(value: str) -> str:
        return sets("FolderClass", f"<t:FolderClass>{value}</t:FolderClass>")

    assert ews(request(folder.folder_id, folder_class("IPF.Note"))).codes == ["NoError"]
    assert ews(request(folder.folder_id, folder_class("IPF.Task"))).codes == ["ErrorObjectTypeChanged"]


def test_a_folder_without_a_class_may_get_one_of_its_kind(ews: Ews) -> None:
    plain = ews.mailbox.folders.create(ews.mailbox.folders.distinguished("inbox"), "plain", "")

    def folder_class(value: str) -> str:
        return request(plain.folder_id, sets("FolderClass", f"<t:FolderClass>{value}</t:FolderClass>"))

    assert ews(folder_class("IPF.Appointment")).codes == ["ErrorObjectTypeChanged"]
    assert ews(folder_class("IPF.Note.Archive")).codes == ["NoError"]
    assert plain.folder_class == "IPF.Note.Archive"


def test_the_name_that_it_has_already_changes_nothing(ews: Ews, folder: Any) -> None:
    before = folder.change_key
    assert ews(request(folder.folder_id, display_name("old"))).codes == ["NoError"]
    assert folder.change_key == before


def test_an_extended_property_is_set_and_deleted(ews: Ews, folder: Any) -> None:
    uri = '<t:ExtendedFieldURI PropertyTag="0x3004" PropertyType="String"/>'
    value = f"<t:ExtendedProperty>{uri}<t:Value>note</t:Value></t:ExtendedProperty>"
    ews(request(folder.folder_id, f"<t:SetFolderField>{uri}<t:Folder>{value}</t:Folder></t:SetFolderField>"))
    assert list(folder.properties.values()) == ["note"]
    ews(request(folder.folder_id, f"<t:DeleteFolderField>{uri}</t:DeleteFolderField>"))
    assert folder.properties == {}


def test_what_is_counted_cannot_be_set_and_what_is_needed_not_deleted(ews: Ews, folder: Any) -> None:
    total = sets("TotalCount", "<t:TotalCount>1</t:TotalCount>")
    assert ews(request(folder.folder_id, total)).codes == ["ErrorInvalidPropertySet"]
    name = '<t:DeleteFolderField><t:FieldURI FieldURI="folder:DisplayName"/></t:DeleteFolderField>'
    assert ews(request(folder.folder_id, name)).codes == ["ErrorInvalidPropertyDelete"]


def test_a_permission_set_is_kept_whatever_the_order_and_spelling(ews: Ews, folder: Any) -> None:
    permission = (
        "<t:Permission><t:CanCreateSubfolders>1</t:CanCreateSubfolders><t:CanCreateItems>0</t:CanCreateItems>"
        "<t:CalendarPermissionLevel>Custom</t:CalendarPermissionLevel>"
        "<t:UserId><t:PrimarySmtpAddress>bob@contoso.com</t:PrimarySmtpAddress></t:UserId></t:Permission>"
    )
    requested = f"<t:PermissionSet><t:Permissions>{permission}</t:Permissions></t:PermissionSet>"
    assert ews(request(folder.folder_id, sets("PermissionSet", requested))).codes == ["NoError"]
    asked = (
        "<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>"
        '<t:FieldURI FieldURI="folder:PermissionSet"/></t:AdditionalProperties></m:FolderShape><m:FolderIds>'
        f'<t:FolderId Id="{folder.folder_id}"/></m:FolderIds></m:GetFolder>'
    )
    answer = ews(asked)
    assert answer.texts(".//t:Permission/t:UserId/t:PrimarySmtpAddress") == ["bob@contoso.com"]
    assert answer.texts(".//t:Permission/t:CanCreateSubFolders") == ["false", "false", "true"]
    deleted = '<t:DeleteFolderField><t:FieldURI FieldURI="folder:PermissionSet"/></t:DeleteFolderField>'
    ews(request(folder.folder_id, deleted))
    assert ews(asked).texts(".//t:Permission/t:UserId/t:DistinguishedUser") == ["Default", "Anonymous"]
    assert ews(asked).texts(".//t:Permission/t:UserId/t:PrimarySmtpAddress") == []


def test_nothing_is_appended_to_a_folder(ews: Ews, folder: Any) -> None:
    path = '<t:FieldURI FieldURI="folder:DisplayName"/>'
    folder_xml = "<t:Folder><t:DisplayName>more</t:DisplayName></t:Folder>"
    append = f"<t:AppendToFolderField>{path}{folder_xml}</t:AppendToFolderField>"
    assert ews(request(folder.folder_id, append)).codes == ["ErrorInvalidPropertyAppend"]
    assert folder.display_name == "old"


def test_a_change_that_names_no_property(ews: Ews, folder: Any) -> None:
    change = "<t:SetFolderField><t:Folder><t:DisplayName>x</t:DisplayName></t:Folder></t:SetFolderField>"
    answer = ews(request(folder.folder_id, change))
    assert answer.element.findtext(".//faultcode") == "a:ErrorSchemaValidation"
    assert "'SetFolderField'" in (answer.element.findtext(".//faultstring") or "")


EXTENDED = '<t:ExtendedFieldURI PropertyTag="0x3004" PropertyType="String"/>'
OTHER = EXTENDED.replace("0x3004", "0x3005")


@pytest.mark.parametrize(
    ("update", "code"),
    [
        (sets("DisplayName", "<t:FolderClass>IPF.Note</t:FolderClass>"), "ErrorUpdatePropertyMismatch"),
        (
            sets("DisplayName", "<t:DisplayName>x</t:DisplayName><t:FolderClass>IPF.Note</t:FolderClass>"),
            "ErrorIncorrectUpdatePropertyCount",
        ),
        (
            f"<t:SetFolderField>{EXTENDED}<t:Folder><t:DisplayName>x</t:DisplayName></t:Folder></t:SetFolderField>",
            "ErrorUpdatePropertyMismatch",
        ),
        (
            f"<t:SetFolderField>{EXTENDED}<t:Folder><t:ExtendedProperty>{OTHER}<t:Value>x</t:Value>"
            "</t:ExtendedProperty></t:Folder></t:SetFolderField>",
            "ErrorUpdatePropertyMismatch",
        ),
        (
            '<t:DeleteFolderField><t:FieldURI FieldURI="item:Subject"/></t:DeleteFolderField>',
            "ErrorInvalidPropertyRequest",
        ),
        (
            '<t:DeleteFolderField><t:FieldURI FieldURI="folder:PolicyTag"/></t:DeleteFolderField>',
            "ErrorInvalidPropertyDelete",
        ),
    ],
)
def test_a_change_holds_the_property_that_it_names(ews: Ews, folder: Any, update: str, code: str) -> None:
    assert ews(request(folder.folder_id, update)).codes == [code]
    assert folder.display_name == "old"


def test_a_change_without_a_folder_is_against_the_schema(ews: Ews, folder: Any) -> None:
    answer = ews(request(folder.folder_id, sets("DisplayName", "").replace("<t:Folder></t:Folder>", "")))
    assert answer.element.findtext(".//faultcode") == "a:ErrorSchemaValidation"
    assert "'SetFolderField'" in (answer.element.findtext(".//faultstring") or "")


def test_nothing_is_changed_where_a_later_change_is_refused(ews: Ews, folder: Any) -> None:
    rename = sets("DisplayName", "<t:DisplayName>new</t:DisplayName>")
    later = sets("TotalCount", "<t:TotalCount>3</t:TotalCount>")
    assert ews(request(folder.folder_id, rename + later)).codes == ["ErrorInvalidPropertySet"]
    assert folder.display_name == "old"
