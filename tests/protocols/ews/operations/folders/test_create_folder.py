"""CreateFolder."""

import pytest

from tests.protocols.ews.client import Ews


def request(*folders: str, parent: str = '<t:DistinguishedFolderId Id="inbox"/>') -> str:
    return (
        f"<m:CreateFolder><m:ParentFolderId>{parent}</m:ParentFolderId><m:Folders>{''.join(folders)}</m:Folders>"
        "</m:CreateFolder>"
    )


def folder(name: str, element: str = "Folder", folder_class: str = "", more: str = "") -> str:
    its_class = f"<t:FolderClass>{folder_class}</t:FolderClass>" if folder_class else ""
    return f"<t:{element}>{its_class}<t:DisplayName>{name}</t:DisplayName>{more}</t:{element}>"


def test_folders_are_made_below_the_parent(ews: Ews) -> None:
    answer = ews(request(folder("one"), folder("two")))
    assert answer.codes == ["NoError", "NoError"]
    made = [ews.mailbox.folders.by_id(found) for found in answer.attributes(".//t:FolderId", "Id")]
    assert [one.path for one in made] == ["Inbox/one", "Inbox/two"]


@pytest.mark.parametrize(
    ("element", "given", "folder_class"),
    [
        ("Folder", "", ""),
        ("Folder", "IPF.Note", "IPF.Note"),
        ("CalendarFolder", "", "IPF.Appointment"),
        ("ContactsFolder", "", "IPF.Contact"),
        ("TasksFolder", "", "IPF.Task"),
        ("ContactsFolder", "IPF.Contact.Mine", "IPF.Contact.Mine"),
    ],
)
def test_the_element_says_what_the_folder_holds(ews: Ews, element: str, given: str, folder_class: str) -> None:
    answer = ews(request(folder("new", element, given)))
    made = ews.mailbox.folders.by_id(answer.attribute(".//t:FolderId", "Id"))
    assert made.folder_class == folder_class
    assert answer.all(f".//t:{element}")


def test_a_class_that_contradicts_the_element_is_refused(ews: Ews) -> None:
    assert ews(request(folder("new", "CalendarFolder", "IPF.Contact"))).codes == ["ErrorNoFolderClassOverride"]


def test_an_extended_property_has_one_value(ews: Ews) -> None:
    one = (
        '<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0x6601" PropertyType="String"/><t:Value>a</t:Value>'
        "</t:ExtendedProperty>"
    )
    answer = ews(request(folder("new", more=one), folder("newer", more=one + one.replace(">a<", ">b<"))))
    assert answer.codes == ["NoError", "ErrorInvalidPropertySet"]


def test_a_name_is_unique_whatever_its_case(ews: Ews) -> None:
    answer = ews(request(folder("Name"), folder("NAME"), folder("other")))
    assert answer.codes == ["NoError", "ErrorFolderExists", "NoError"]
    assert answer.texts(".//m:MessageText")[0].endswith("Could not create folder 'NAME'.")


def test_a_parent_that_is_gone(ews: Ews) -> None:
    gone = ews.mailbox.folders.create(ews.mailbox.folders.distinguished("inbox"), "gone")
    parent = f'<t:FolderId Id="{gone.folder_id}"/>'
    ews.mailbox.folders.delete(gone)
    assert ews(request(folder("new"), parent=parent)).codes == ["ErrorParentFolderNotFound"]


def test_extended_properties_are_kept(ews: Ews) -> None:
    uri = '<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="mine" PropertyType="String"/>'
    made = ews(request(folder("new", more=f"<t:ExtendedProperty>{uri}<t:Value>1</t:Value></t:ExtendedProperty>")))
    folder_id = made.find(".//t:FolderId").get("Id")
    answer = ews(
        f"<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>{uri}"
        f'</t:AdditionalProperties></m:FolderShape><m:FolderIds><t:FolderId Id="{folder_id}"/></m:FolderIds>'
        "</m:GetFolder>"
    )
    assert answer.texts(".//t:ExtendedProperty/t:Value") == ["1"]


def test_a_folder_is_made_with_all_that_was_given_or_not_at_all(ews: Ews) -> None:
    uri = '<t:ExtendedFieldURI PropertyTag="0x4001" PropertyType="Integer"/>'
    answer = ews(request(folder("new", more=f"<t:ExtendedProperty>{uri}<t:Value>one</t:Value></t:ExtendedProperty>")))
    assert answer.codes == ["ErrorInvalidExtendedPropertyValue"]
    assert [one.path for one in ews.mailbox.folders.distinguished("inbox").children] == []


def test_a_folder_with_two_entries_for_one_user_is_not_made(ews: Ews) -> None:
    level = "<t:PermissionLevel>Reviewer</t:PermissionLevel>"
    named = f"<t:PrimarySmtpAddress>{ews.bob.address}</t:PrimarySmtpAddress>", f"<t:SID>{ews.bob.sid}</t:SID>"
    entries = "".join(f"<t:Permission><t:UserId>{one}</t:UserId>{level}</t:Permission>" for one in named)
    permissions = f"<t:PermissionSet><t:Permissions>{entries}</t:Permissions></t:PermissionSet>"
    assert ews(request(folder("new", more=permissions))).codes == ["ErrorDuplicateUserIdsSpecified"]
    assert [one.path for one in ews.mailbox.folders.distinguished("inbox").children] == []


@pytest.mark.parametrize(
    "more",
    [
        "<t:TotalCount>1</t:TotalCount>",
        "<t:ChildFolderCount>1</t:ChildFolderCount>",
        "<t:UnreadCount>1</t:UnreadCount>",
        "<t:ManagedFolderInformation><t:CanDelete>true</t:CanDelete></t:ManagedFolderInformation>",
        "<t:EffectiveRights><t:Read>true</t:Read></t:EffectiveRights>",
    ],
)
def test_what_only_the_store_sets_is_refused(ews: Ews, more: str) -> None:
    before = len(ews.mailbox.folders.distinguished("inbox").children)
    assert ews(request(folder("new", more=more))).codes == ["ErrorInvalidPropertySet"]
    assert len(ews.mailbox.folders.distinguished("inbox").children) == before


def tagged(tag: str, kind: str, value: str) -> str:
    path = f'<t:ExtendedFieldURI PropertyTag="{tag}" PropertyType="{kind}"/>'
    return f"<t:ExtendedProperty>{path}<t:Value>{value}</t:Value></t:ExtendedProperty>"


def test_what_is_given_by_its_tag_is_the_property(ews: Ews) -> None:
    tags = tagged("0x3613", "String", "IPF.Appointment") + tagged("0x10F4", "Boolean", "true")
    answer = ews(request(folder("one", more=tags + tagged("0x6601", "Integer", "7"))))
    made = ews.mailbox.folders.by_id(answer.attribute(".//t:FolderId", "Id"))
    assert (made.folder_class, made.hidden, list(made.properties.values())) == ("IPF.Appointment", True, [7])
    assert ews(request(folder("", more=tagged("0x3001", "String", "two")))).codes == ["NoError"]
    assert [child.display_name for child in ews.mailbox.folders.distinguished("inbox").children] == ["one", "two"]
    wrong = folder("three", "TasksFolder", more=tagged("0x3613", "String", "IPF.Note"))
    assert ews(request(wrong)).codes == ["ErrorNoFolderClassOverride"]


def test_what_the_store_works_out_is_not_given(ews: Ews) -> None:
    inbox = ews.mailbox.folders.distinguished("inbox")
    assert ews(request(folder("one", more=tagged("0x3007", "SystemTime", "2020-01-01T00:00:00Z")))).codes == [
        "ErrorFolderSavePropertyError"
    ]
    assert inbox.children == []
