"""What answers tell about sharing."""

from typing import Any

import pytest

from fakeserver.tenant.exchange.permissions.delegates import DelegateOptions
from fakeserver.tenant.exchange.permissions.folder_permissions import LEVELS
from tests.protocols.ews.client import Ews
from tests.protocols.ews.getting import fields, get_item

ALL_RIGHTS = ("CreateAssociated", "CreateContents", "CreateHierarchy", "Delete", "Modify", "Read")


def folder_of(address: str, name: str, *fields: str) -> str:
    paths = "".join(f'<t:FieldURI FieldURI="folder:{field}"/>' for field in fields)
    mailbox = f"<t:Mailbox><t:EmailAddress>{address}</t:EmailAddress></t:Mailbox>"
    return (
        "<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>"
        f"{paths}</t:AdditionalProperties></m:FolderShape><m:FolderIds>"
        f'<t:DistinguishedFolderId Id="{name}">{mailbox}</t:DistinguishedFolderId></m:FolderIds></m:GetFolder>'
    )


def rights_in(answer: Any) -> set[str]:
    return {name for name in ALL_RIGHTS if answer.texts(f".//t:EffectiveRights/t:{name}") == ["true"]}


@pytest.mark.parametrize(
    ("level", "rights"),
    [
        ("Reviewer", {"Read"}),
        ("Contributor", {"CreateContents"}),
        ("Author", {"Read", "CreateContents"}),
        ("PublishingEditor", {"Read", "CreateContents", "CreateHierarchy"}),
        ("Owner", set(ALL_RIGHTS)),
    ],
)
def test_a_folders_rights_are_those_of_the_level(ews: Ews, level: str, rights: set[str]) -> None:
    ews.tenant.rights.add_folder_permission("alice", "inbox", "bob", level)
    asked = folder_of(ews.alice.address, "inbox", "EffectiveRights")
    assert rights_in(ews(asked, ews.bob)) == rights
    assert rights_in(ews(asked)) == set(ALL_RIGHTS)


@pytest.mark.parametrize(
    ("level", "anybodys", "own"),
    [
        ("Reviewer", {"Read"}, {"Read"}),
        ("NonEditingAuthor", {"Read"}, {"Read", "Delete"}),
        ("Author", {"Read"}, {"Read", "Modify", "Delete"}),
        ("Editor", {"Read", "Modify", "Delete"}, {"Read", "Modify", "Delete"}),
    ],
)
def test_an_items_rights_are_those_of_the_level(ews: Ews, level: str, anybodys: set[str], own: set[str]) -> None:
    ews.mailbox.deliver(subject="x")
    ews.tenant.rights.add_folder_permission("alice", "inbox", "bob", "Author")
    mailbox = f"<t:Mailbox><t:EmailAddress>{ews.alice.address}</t:EmailAddress></t:Mailbox>"
    made = ews(
        '<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId>'
        f'<t:DistinguishedFolderId Id="inbox">{mailbox}</t:DistinguishedFolderId></m:SavedItemFolderId><m:Items>'
        "<t:Message><t:Subject>mine</t:Subject></t:Message></m:Items></m:CreateItem>",
        ews.bob,
    )
    assert made.codes == ["NoError"]
    ews.tenant.rights.add_folder_permission("alice", "inbox", "bob", level)
    for item, rights in zip(ews.mailbox.folders.distinguished("inbox").items.values(), (anybodys, own), strict=True):
        asked = get_item(item.item_id, paths=fields("item:EffectiveRights"))
        assert rights_in(ews(asked, ews.bob)) == rights
        assert rights_in(ews(asked)) == {"Read", "Modify", "Delete"}


def test_whom_a_folder_is_shared_with(ews: Ews) -> None:
    for level in LEVELS:
        ews.tenant.rights.add_folder_permission("alice", "calendar", "bob", level)
        answer = ews(folder_of(ews.alice.address, "calendar", "PermissionSet"))
        assert answer.texts(".//t:CalendarPermission/t:UserId/t:PrimarySmtpAddress") == [ews.bob.address]
        assert answer.texts(".//t:UserId/t:DistinguishedUser") == ["Default", "Anonymous"]
        assert answer.texts(".//t:CalendarPermissionLevel")[:2] == ["FreeBusyTimeOnly", "None"]
        assert len(answer.texts(".//t:CalendarPermissionLevel")) == 3
    ews.tenant.rights.add_folder_permission("alice", "inbox", "bob", ["ReadItems", "EditOwnedItems"])
    ews.tenant.rights.add_folder_permission("alice", "inbox", "Default", "Reviewer")
    answer = ews(folder_of(ews.alice.address, "inbox", "PermissionSet"))
    assert answer.texts(".//t:Permission/t:PermissionLevel") == ["Reviewer", "None", "Custom"]
    assert answer.texts(".//t:Permission/t:EditItems") == ["None", "None", "Owned"]
    assert answer.texts(".//t:UserId/t:DistinguishedUser") == ["Default", "Anonymous"]


def test_who_does_not_own_a_folder_does_not_see_whom_it_is_shared_with(ews: Ews) -> None:
    ews.tenant.rights.add_folder_permission("alice", "inbox", "bob", "Editor")
    asked = folder_of(ews.alice.address, "inbox", "PermissionSet")
    assert ews(asked, ews.bob).codes == ["ErrorAccessDenied"]
    assert ews(folder_of(ews.alice.address, "inbox", "DisplayName"), ews.bob).codes == ["NoError"]
    ews.tenant.rights.add_folder_permission("alice", "inbox", "bob", "Owner")
    assert ews(asked, ews.bob).texts(".//t:PermissionLevel") == ["None", "None", "Owner"]


def update(ews: Ews, updates: str) -> str:
    folder_id = ews.folder_id("inbox")
    return (
        f'<m:UpdateFolder><m:FolderChanges><t:FolderChange><t:FolderId Id="{folder_id}"/><t:Updates>{updates}'
        "</t:Updates></t:FolderChange></m:FolderChanges></m:UpdateFolder>"
    )


def test_what_a_client_writes_is_what_the_door_asks(ews: Ews) -> None:
    entry = (
        f"<t:Permission><t:UserId><t:PrimarySmtpAddress>{ews.bob.address}</t:PrimarySmtpAddress></t:UserId>"
        "<t:PermissionLevel>NoneditingAuthor</t:PermissionLevel></t:Permission>"
    )
    requested = f"<t:Folder><t:PermissionSet><t:Permissions>{entry}</t:Permissions></t:PermissionSet></t:Folder>"
    path = '<t:FieldURI FieldURI="folder:PermissionSet"/>'
    asked = folder_of(ews.alice.address, "inbox", "EffectiveRights", "PermissionSet")
    assert ews(update(ews, f"<t:SetFolderField>{path}{requested}</t:SetFolderField>")).codes == ["NoError"]
    rights = folder_of(ews.alice.address, "inbox", "EffectiveRights")
    assert rights_in(ews(rights, ews.bob)) == {"Read", "CreateContents"}
    assert ews(asked).texts(".//t:PermissionLevel") == ["None", "None", "NoneditingAuthor"]
    # A named level shows its settings, and a name its address and SID.
    assert ews(asked).texts(".//t:DeleteItems")[-1] == "Owned"
    assert ews(asked).texts(".//t:UserId/t:SID") == [ews.bob.sid]
    assert ews(asked).texts(".//t:UserId/t:DisplayName") == [ews.bob.display_name]
    ews.tenant.rights.add_folder_permission("alice", "inbox", "bob", "Reviewer")
    assert ews(asked).texts(".//t:PermissionLevel") == ["None", "None", "Reviewer"]
    assert ews(update(ews, f"<t:DeleteFolderField>{path}</t:DeleteFolderField>")).codes == ["NoError"]
    assert ews(asked).texts(".//t:PermissionLevel") == ["None", "None"]
    assert ews(asked, ews.bob).codes == ["ErrorAccessDenied"]


def test_private_items_are_the_owners_and_those_of_delegates_who_may(ews: Ews) -> None:
    ews.tenant.rights.add_folder_permission("alice", "inbox", "bob", "Owner")
    asked = folder_of(ews.alice.address, "inbox", "EffectiveRights")
    private = ".//t:EffectiveRights/t:ViewPrivateItems"
    assert (ews(asked).texts(private), ews(asked, ews.bob).texts(private)) == (["true"], ["false"])
    delegates = ews.tenant.permissions.delegates
    delegates.set_options(ews.alice.object_id, ews.bob.object_id, DelegateOptions(sees_private_items=True))
    assert ews(asked, ews.bob).texts(private) == ["true"]


def test_older_versions_know_no_right_to_private_items(ews: Ews) -> None:
    asked = folder_of(ews.alice.address, "inbox", "EffectiveRights")
    for version, shown in (("Exchange2010_SP2", []), ("Exchange2013", ["true"])):
        answer = ews(asked, header=f'<t:RequestServerVersion Version="{version}"/>')
        assert answer.texts(".//t:EffectiveRights/t:ViewPrivateItems") == shown
