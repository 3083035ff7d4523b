"""Folders: made, read, copied, moved, emptied, updated, deleted (MS-OXWSFOLD, first to sixth scenario)."""

import pytest

from tests.protocols.ews.requirements.asking import (
    change_folder,
    create_folder,
    disposed,
    find,
    folders_to,
    get_folder,
    made,
    made_folder,
    message,
    named_folder,
    update_folder,
    uri,
)
from tests.protocols.ews.requirements.full_items import POST
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.wire import EwsOverTls


@holds("MS-OXWSFOLD", 71021, 7102, 216, 67, 5890, 2202, 560, 589201, 22202, 28, 2802, 2531, 252, 6802)
@holds("MS-OXWSFOLD", 137, 5892, 5912, 5934, 6801, 7501)
@holds("MS-OXWSFOLD", 7201, 72, 5900, 42101, 42102, 42103, 3104, 31044, 568, 306, 341, 7101, 6602, 71, 66, 69)
def test_made_read_and_deleted(ews: EwsOverTls) -> None:
    custom = "<t:FolderClass>IPF.Note.Custom</t:FolderClass>"
    answer = ews(create_folder(f"<t:Folder>{custom}<t:DisplayName>One</t:DisplayName></t:Folder>", named_folder("Two")))
    assert answer.attributes(".//m:CreateFolderResponseMessage", "ResponseClass") == ["Success"] * 2
    one, two = answer.attributes(".//t:FolderId", "Id")
    made(ews, message(), message(), to=one)
    sizes = [len(ews(get_folder(one, base=base)).all(".//t:Folder/*")) for base in ("IdOnly", "Default")]
    shown = ews(get_folder(one, two))
    assert sizes[0] == 1 < sizes[1] < len(shown.all(".//t:Folder/*"))
    assert shown.texts(".//t:DisplayName") == ["One", "Two"]
    assert shown.texts(".//t:FolderClass")[0] == "IPF.Note.Custom"
    assert shown.texts(".//t:TotalCount") == ["2", "0"]
    assert shown.texts(".//t:ChildFolderCount") == ["0", "0"]
    assert len(shown.all(".//t:EffectiveRights")) == 2
    [root] = set(shown.attributes(".//t:ParentFolderId", "Id"))
    assert ews(get_folder("msgfolderroot")).attribute(".//t:FolderId", "Id") == root
    gone = ews(disposed("DeleteFolder", one, two))
    assert gone.attributes(".//m:DeleteFolderResponseMessage", "ResponseClass") == ["Success"] * 2
    assert ews(get_folder(one)).codes == ["ErrorItemNotFound"]


@holds("MS-OXWSFOLD", 216, 217, 22203)
def test_made_twice_or_nowhere(ews: EwsOverTls) -> None:
    one = made_folder(ews, "One")
    answer = ews(create_folder(named_folder("One")))
    assert answer.attributes(".//m:CreateFolderResponseMessage", "ResponseClass") == ["Error"]
    assert answer.codes == ["ErrorFolderExists"]
    ews(disposed("DeleteFolder", one))
    assert ews(create_folder(named_folder("Two"), parent=one)).codes == ["ErrorParentFolderNotFound"]


@holds("MS-OXWSFOLD", 71021)
def test_made_without_a_name(ews: EwsOverTls) -> None:
    assert ews(create_folder("<t:Folder/>")).codes != ["NoError"]


@holds("MS-OXWSFOLD", 308, 31045)
@pytest.mark.parametrize("name", ["inbox", "deleteditems"])
def test_default_folders_stay(ews: EwsOverTls, name: str) -> None:
    answer = ews(disposed("DeleteFolder", name))
    assert answer.attributes(".//m:DeleteFolderResponseMessage", "ResponseClass") == ["Error"]
    assert answer.codes == ["ErrorDeleteDistinguishedFolder"]


@holds("MS-OXWSFOLD", 34301, 34302, 34303)
@pytest.mark.parametrize(("how", "kept"), [("HardDelete", False), ("MoveToDeletedItems", True), ("SoftDelete", False)])
def test_each_way_to_delete(ews: EwsOverTls, how: str, kept: bool) -> None:
    one = made_folder(ews, "One")
    assert ews(disposed("DeleteFolder", one, how=how)).codes == ["NoError"]
    shown = ews(get_folder("deleteditems")).value(".//t:ChildFolderCount")
    assert shown == str(int(kept))
    assert ews(get_folder(one)).codes == ["NoError" if kept else "ErrorItemNotFound"]


_RIGHTS = "CreateAssociated CreateContents CreateHierarchy Delete Modify Read"
READ_ONLY = {
    "TotalCount": "<t:TotalCount>5</t:TotalCount>",
    "ChildFolderCount": "<t:ChildFolderCount>5</t:ChildFolderCount>",
    "ManagedFolderInformation": (
        "<t:ManagedFolderInformation><t:CanDelete>true</t:CanDelete></t:ManagedFolderInformation>"
    ),
    "EffectiveRights": "".join(
        ("<t:EffectiveRights>", *(f"<t:{right}>true</t:{right}>" for right in _RIGHTS.split()), "</t:EffectiveRights>")
    ),
}


@holds("MS-OXWSFOLD", 73, 76, 80, 83, 22203)
@pytest.mark.parametrize("name", READ_ONLY)
def test_what_the_server_says_of_a_folder(ews: EwsOverTls, name: str) -> None:
    answer = ews(create_folder(f"<t:Folder><t:DisplayName>One</t:DisplayName>{READ_ONLY[name]}</t:Folder>"))
    assert answer.attributes(".//m:CreateFolderResponseMessage", "ResponseClass") == ["Error"]
    assert answer.codes == ["ErrorInvalidPropertySet"]


@holds("MS-OXWSFOLD", 38645, 185223, 4315, 4645, 34745)
@pytest.mark.parametrize("operation", ["GetFolder", "CopyFolder", "MoveFolder", "UpdateFolder", "EmptyFolder"])
def test_a_folder_that_is_gone(ews: EwsOverTls, operation: str) -> None:
    one = made_folder(ews, "One")
    ews(disposed("DeleteFolder", one))
    request = {
        "GetFolder": get_folder(one),
        "UpdateFolder": update_folder(one, change_folder("folder:DisplayName", "<t:DisplayName>x</t:DisplayName>")),
        "EmptyFolder": disposed("EmptyFolder", one, more=' DeleteSubFolders="true"'),
    }.get(operation) or folders_to(operation, "inbox", one)
    answer = ews(request)
    assert answer.attributes(f".//m:{operation}ResponseMessage", "ResponseClass") == ["Error"]
    assert answer.codes == ["ErrorItemNotFound"]


@holds("MS-OXWSFOLD", 1852, 185222, 211)
@pytest.mark.parametrize("source", ["drafts", "own"])
def test_copied(ews: EwsOverTls, source: str) -> None:
    which = made_folder(ews, "One") if source == "own" else source
    inner = made_folder(ews, "Inner", parent=which)
    made(ews, message(), to=which)
    answer = ews(folders_to("CopyFolder", "inbox", which))
    assert answer.attributes(".//m:CopyFolderResponseMessage", "ResponseClass") == ["Success"]
    [copy] = answer.attributes(".//t:FolderId", "Id")
    assert copy not in (which, inner)
    shown = ews(get_folder(copy))
    assert (shown.value(".//t:TotalCount"), shown.value(".//t:ChildFolderCount")) == ("1", "1")


@holds("MS-OXWSFOLD", 4314, 43144, 429, 461, 594, 595, 596)
def test_moved(ews: EwsOverTls) -> None:
    custom = "<t:Folder><t:FolderClass>IPF.Note.Custom</t:FolderClass><t:DisplayName>One</t:DisplayName></t:Folder>"
    [one] = ews(create_folder(custom)).attributes(".//t:FolderId", "Id")
    other, inner = made_folder(ews, "Other"), made_folder(ews, "Inner", parent=one)
    made(ews, message(), to=one)
    answer = ews(folders_to("MoveFolder", other, one))
    assert answer.attributes(".//m:MoveFolderResponseMessage", "ResponseClass") == ["Success"]
    [moved] = answer.attributes(".//t:FolderId", "Id")
    shown = ews(get_folder(moved))
    assert shown.attribute(".//t:ParentFolderId", "Id") == other
    assert (shown.value(".//t:DisplayName"), shown.value(".//t:FolderClass")) == ("One", "IPF.Note.Custom")
    assert ews(get_folder(inner)).attribute(".//t:ParentFolderId", "Id") == moved
    assert (shown.value(".//t:TotalCount"), shown.value(".//t:ChildFolderCount")) == ("1", "1")


@holds("MS-OXWSFOLD", 42105, 3864, 38644, 575, 428, 8402, 8401, 96, 9602, 31, 3301, 35, 3501, 423, 426)
@holds("MS-OXWSFOLD", 70, 585, 586, 587, 588, 589, 2901)
@pytest.mark.parametrize(
    ("name", "element", "folder_class"),
    [
        ("calendar", "CalendarFolder", "IPF.Appointment"),
        ("contacts", "ContactsFolder", "IPF.Contact"),
        ("journal", "Folder", "IPF.Journal"),
        ("inbox", "Folder", "IPF.Note"),
        ("notes", "Folder", "IPF.StickyNote"),
        ("tasks", "TasksFolder", "IPF.Task"),
    ],
)
def test_each_default_folder(ews: EwsOverTls, name: str, element: str, folder_class: str) -> None:
    shown = ews(get_folder(name, more=uri("folder:DistinguishedFolderId")))
    assert shown.attributes(".//m:GetFolderResponseMessage", "ResponseClass") == ["Success"]
    assert shown.value(f".//t:{element}/t:FolderClass") == folder_class
    assert shown.value(f".//t:{element}/t:DistinguishedFolderId") == name
    again = ews(get_folder(shown.attribute(".//t:FolderId", "Id"), base="IdOnly", more=uri("folder:DisplayName")))
    assert again.value(".//t:DisplayName") == shown.value(".//t:DisplayName")


@holds("MS-OXWSFOLD", 99, 9901, 10010, 10011)
def test_unread_items_are_counted(ews: EwsOverTls) -> None:
    one = made_folder(ews, "One")
    assert ews(get_folder(one)).value(".//t:UnreadCount") == "0"
    read = "<t:IsRead>true</t:IsRead>"
    unread = read.replace("true", "false")
    made(ews, message(unread), message(unread), message(read), to=one)
    assert ews(get_folder(one)).value(".//t:UnreadCount") == "2"


_NAMED = 'PropertySetId="00020329-0000-0000-c000-000000000046" PropertyName="n" PropertyType="String"'


@holds("MS-OXWSFOLD", 77, 78, 7701, 7801, 7802, 589202, 980302, 42104)
def test_extended_properties(ews: EwsOverTls) -> None:
    value = f"<t:ExtendedProperty><t:ExtendedFieldURI {_NAMED}/><t:Value>x</t:Value></t:ExtendedProperty>"
    one, plain = made_folder(ews, "One", value), made_folder(ews, "Plain")
    shown = ews(get_folder(one, plain, base="IdOnly", more=f"<t:ExtendedFieldURI {_NAMED}/>"))
    assert shown.texts(".//t:ExtendedProperty/t:Value") == ["x"]


@holds("MS-OXWSFOLD", 3474, 34744, 367, 571, 380, 381, 3791, 5664, 5666, 37801, 37802, 37803)
@pytest.mark.parametrize("how", ["HardDelete", "SoftDelete", "MoveToDeletedItems"])
@pytest.mark.parametrize("below", ["true", "false"])
def test_emptied(ews: EwsOverTls, how: str, below: str) -> None:
    one = made_folder(ews, "One")
    inner = made_folder(ews, "Inner", parent=one)
    made(ews, message(), to=one)
    answer = ews(disposed("EmptyFolder", one, how=how, more=f' DeleteSubFolders="{below}"'))
    assert answer.attributes(".//m:EmptyFolderResponseMessage", "ResponseClass") == ["Success"]
    shown = ews(get_folder(one))
    assert shown.value(".//t:TotalCount") == "0"
    assert shown.value(".//t:ChildFolderCount") == str(int(below == "false"))
    assert len(ews(find("deleteditems")).all(".//t:ItemId")) == (how == "MoveToDeletedItems")
    assert len(ews(find("recoverableitemsdeletions")).all(".//t:ItemId")) == (how == "SoftDelete")
    assert inner


@holds("MS-OXWSFOLD", 46444, 4644, 8902, 582, 534, 9301, 546, 5051, 531, 5251, 536, 538, 542)
@pytest.mark.parametrize("kind", ["Folder", "CalendarFolder", "ContactsFolder", "TasksFolder"])
def test_renamed(ews: EwsOverTls, kind: str) -> None:
    one = made_folder(ews, "One", kind=kind)
    answer = ews(update_folder(one, change_folder("folder:DisplayName", "<t:DisplayName>Uno</t:DisplayName>", kind)))
    assert answer.attributes(".//m:UpdateFolderResponseMessage", "ResponseClass") == ["Success"]
    assert answer.codes == ["NoError"]
    assert ews(get_folder(one)).value(f".//t:{kind}/t:DisplayName") == "Uno"


@holds("MS-OXWSFOLD", 583, 5261)
def test_a_property_is_deleted(ews: EwsOverTls) -> None:
    value = f"<t:ExtendedProperty><t:ExtendedFieldURI {_NAMED}/><t:Value>x</t:Value></t:ExtendedProperty>"
    one = made_folder(ews, "One", value)
    path = f"<t:ExtendedFieldURI {_NAMED}/>"
    assert ews(update_folder(one, f"<t:DeleteFolderField>{path}</t:DeleteFolderField>")).codes == ["NoError"]
    assert ews(get_folder(one, more=path)).all(".//t:ExtendedProperty") == []


@holds("MS-OXWSFOLD", 507)
def test_nothing_is_appended(ews: EwsOverTls) -> None:
    one = made_folder(ews, "One")
    change = change_folder("folder:DisplayName", "<t:DisplayName>Uno</t:DisplayName>").replace("SetF", "AppendToF")
    answer = ews(update_folder(one, change))
    assert answer.attributes(".//m:UpdateFolderResponseMessage", "ResponseClass") == ["Error"]


@holds("MS-OXWSCDATA", 335)
def test_a_change_names_one_property(ews: EwsOverTls) -> None:
    one = made_folder(ews, "One")
    both = "<t:FolderClass>IPF.Note</t:FolderClass><t:DisplayName>Uno</t:DisplayName>"
    change = change_folder("folder:DisplayName", both)
    assert ews(update_folder(one, change)).codes == ["ErrorIncorrectUpdatePropertyCount"]


@holds("MS-OXWSFOLD", 9101)
def test_a_distinguished_folder_is_updated(ews: EwsOverTls) -> None:
    path = f"<t:ExtendedFieldURI {_NAMED}/>"
    value = f"<t:ExtendedProperty>{path}<t:Value>x</t:Value></t:ExtendedProperty>"
    change = f"<t:SetFolderField>{path}<t:Folder>{value}</t:Folder></t:SetFolderField>"
    assert ews(update_folder("inbox", change)).codes == ["NoError"]
    assert ews(get_folder("inbox", more=path)).texts(".//t:ExtendedProperty/t:Value") == ["x"]


def test_a_post_counts_as_unread(ews: EwsOverTls) -> None:
    one = made_folder(ews, "One")
    made(ews, POST, to=one)
    assert ews(get_folder(one)).value(".//t:UnreadCount") == "1"


@holds("MS-OXWSFOLD", 33, 3302, 540)
def test_a_search_folder_is_one_of_its_mailboxs_folders(ews: EwsOverTls) -> None:
    parameters = (
        '<t:SearchParameters Traversal="Deep"><t:Restriction><t:Exists><t:FieldURI FieldURI="item:Subject"/></t:Exists>'
        '</t:Restriction><t:BaseFolderIds><t:DistinguishedFolderId Id="inbox"/></t:BaseFolderIds></t:SearchParameters>'
    )
    one = made_folder(ews, "One", parameters, kind="SearchFolder", parent="searchfolders")
    assert ews(get_folder(one)).texts(".//m:Folders/t:SearchFolder/t:DisplayName") == ["One"]
    change = change_folder("folder:DisplayName", "<t:DisplayName>Uno</t:DisplayName>", kind="SearchFolder")
    assert ews(update_folder(one, change)).codes == ["NoError"]
    assert ews(get_folder(one)).texts(".//m:Folders/t:SearchFolder/t:DisplayName") == ["Uno"]
