"""Public folders in EWS: the hierarchy, what is in it, and who may do what."""

import pytest

from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.permissions.folder_permissions import DEFAULT_TRUSTEE
from tests.protocols.ews.client import Ews
from tests.protocols.ews.public_folders import (
    INBOX,
    POST,
    ROOT,
    create,
    create_folder,
    find_folders,
    find_items,
    get_folder,
    get_item,
    made_id,
    named,
    on_folders,
    on_items,
)


@pytest.fixture
def projects(ews: Ews) -> Folder:
    return ews.tenant.add_public_folder("Projects")


def test_without_any_there_is_no_server_for_them(ews: Ews) -> None:
    for request in (get_folder(ROOT), find_folders()):
        answer = ews(request)
        assert answer.codes == ["ErrorNoPublicFolderReplicaAvailable"]
        assert answer.texts(".//m:MessageText") == ["There are no public folder servers available."]


def test_the_switch_takes_them_away(ews: Ews, projects: Folder) -> None:
    assert ews(get_folder(named(projects))).codes == ["NoError"]
    ews.tenant.policies.public_folders = False
    for folder in (ROOT, named(projects)):
        assert ews(get_folder(folder)).codes == ["ErrorNoPublicFolderReplicaAvailable"]


def test_the_root_is_the_tree_of_interpersonal_messages(ews: Ews, projects: Folder) -> None:
    answer = ews(get_folder(ROOT))
    assert answer.texts(".//t:DisplayName") == ["IPM_SUBTREE"]
    assert answer.texts(".//t:ChildFolderCount") == ["1"]
    assert not answer.all(".//t:FolderClass")
    mailbox = "<t:Mailbox><t:EmailAddress>alice@contoso.onmicrosoft.com</t:EmailAddress></t:Mailbox>"
    with_mailbox = ews(
        get_folder(f'<t:DistinguishedFolderId Id="publicfoldersroot">{mailbox}</t:DistinguishedFolderId>')
    )
    assert with_mailbox.codes == ["ErrorInvalidOperation"]


def test_they_are_found_level_by_level(ews: Ews, projects: Folder) -> None:
    ews.tenant.add_public_folder("Projects/2026", folder_class="IPF.Appointment")
    assert ews(find_folders()).texts(".//t:DisplayName") == ["Projects"]
    assert ews(find_folders(named(projects))).texts(".//t:CalendarFolder/t:DisplayName") == ["2026"]
    for below in (ROOT, named(projects)):
        deep = ews(find_folders(below, "Deep"))
        assert deep.codes == ["ErrorInvalidOperation"]
        assert deep.texts(".//m:MessageText") == ["Deep traversal queries are not allowed on public folders."]


def test_what_is_found_of_all_properties_has_no_counts(ews: Ews, projects: Folder) -> None:
    found = ews(find_folders(shape="AllProperties"))
    assert found.all(".//t:ChildFolderCount")
    assert not found.all(".//t:TotalCount")
    assert not found.all(".//t:UnreadCount")
    assert ews(find_folders()).texts(".//t:TotalCount") == ["0"]


def test_whoever_makes_a_folder_owns_it(ews: Ews, projects: Folder) -> None:
    folder = "<t:Folder><t:DisplayName>new</t:DisplayName></t:Folder>"
    assert ews(create_folder(folder)).codes == ["ErrorCreateSubfolderAccessDenied"]
    ews.tenant.public_folders.add_permission(projects, ews.alice, "PublishingAuthor")
    below = ews(create_folder(folder, named(projects)))
    made = f'<t:FolderId Id="{below.attribute(".//t:FolderId", "Id")}"/>'
    seen = ews(get_folder(made))
    assert seen.texts(".//t:EffectiveRights/t:Delete") == ["true"]
    by_bob = ews(get_folder(made), ews.bob)
    assert by_bob.texts(".//t:EffectiveRights/t:CreateContents") == ["true"], "Default is Author, as above it"
    assert by_bob.texts(".//t:EffectiveRights/t:Delete") == ["false"]
    assert ews(on_folders("DeleteFolder", made, 'DeleteType="HardDelete"'), ews.bob).codes == ["ErrorAccessDenied"]
    assert ews(on_folders("DeleteFolder", made, 'DeleteType="MoveToDeletedItems"')).codes == ["NoError"]
    assert ews(get_folder(made)).codes == ["ErrorItemNotFound"]


@pytest.mark.parametrize("element", ["CalendarFolder", "ContactsFolder", "TasksFolder"])
def test_folders_of_every_kind(ews: Ews, projects: Folder, element: str) -> None:
    ews.tenant.public_folders.add_permission(projects, ews.alice, "Owner")
    answer = ews(create_folder(f"<t:{element}><t:DisplayName>new</t:DisplayName></t:{element}>", named(projects)))
    assert len(answer.all(f".//t:{element}/t:FolderId")) == 1


def test_who_may_not_see_a_folder_is_told_that_there_is_none(ews: Ews, projects: Folder) -> None:
    ews.tenant.public_folders.add_permission(projects, DEFAULT_TRUSTEE, "None")
    ews.tenant.public_folders.add_permission(projects, ews.bob, "Reviewer")
    assert ews(get_folder(named(projects))).codes == ["ErrorItemNotFound"]
    assert ews(find_folders()).texts(".//t:DisplayName") == []
    assert ews(find_folders(), ews.bob).texts(".//t:DisplayName") == ["Projects"]
    assert ews(create(POST, named(projects)), ews.bob).codes == ["ErrorCreateItemAccessDenied"]
    why = ews.tenant.journal.refusals[-1].refusal
    assert "PublicFolderClientPermission \\Projects: bob@contoso.onmicrosoft.com has Reviewer" in why.rule
    assert why.fix == 'tenant.public_folders.add_permission("Projects", user, "Author")'
    ews.tenant.public_folders.remove_permission(projects, ews.bob)
    assert ews(get_folder(named(projects)), ews.bob).codes == ["ErrorItemNotFound"]


def test_full_access_on_every_mailbox_opens_none(ews: Ews, projects: Folder) -> None:
    ews.tenant.rights.add_mailbox_permission("*", ews.bob)
    ews.tenant.public_folders.add_permission(projects, DEFAULT_TRUSTEE, "None")
    assert ews(get_folder(named(projects)), ews.bob).codes == ["ErrorItemNotFound"]


def test_authors_change_what_is_theirs(ews: Ews, projects: Folder) -> None:
    item_id = made_id(ews(create(POST, named(projects))))
    [post] = projects.items.values()
    assert (post.subject, post.item_class) == ("Hello", "IPM.Post")
    assert ews(get_item(item_id), ews.bob).texts(".//t:PostItem/t:Subject") == ["Hello"]
    change = (
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"><m:ItemChanges><t:ItemChange>'
        f'<t:ItemId Id="{item_id}"/><t:Updates><t:SetItemField><t:FieldURI FieldURI="item:Subject"/><t:PostItem>'
        "<t:Subject>Changed</t:Subject></t:PostItem></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges>"
        "</m:UpdateItem>"
    )
    assert ews(change, ews.bob).codes == ["ErrorAccessDenied"]
    assert ews(change).codes == ["NoError"]
    delete = on_items("DeleteItem", item_id, 'DeleteType="MoveToDeletedItems"')
    assert ews(delete, ews.bob).codes == ["ErrorAccessDenied"]
    assert ews(delete).codes == ["NoError"]
    assert not projects.items


def test_items_of_every_kind(ews: Ews) -> None:
    add = ews.tenant.add_public_folder
    calendar = (
        "<t:CalendarItem><t:Subject>c</t:Subject><t:Start>2026-03-02T09:00:00Z</t:Start>"
        "<t:End>2026-03-02T10:00:00Z</t:End></t:CalendarItem>"
    )
    invitations = 'SendMeetingInvitations="SendToNone"'
    for folder, item, how in (
        (add("Talk"), "<t:Message><t:Subject>m</t:Subject></t:Message>", 'MessageDisposition="SaveOnly"'),
        (add("Dates", folder_class="IPF.Appointment"), calendar, invitations),
        (add("People", folder_class="IPF.Contact"), "<t:Contact><t:GivenName>A</t:GivenName></t:Contact>", ""),
        (add("Work", folder_class="IPF.Task"), "<t:Task><t:Subject>t</t:Subject></t:Task>", ""),
    ):
        item_id = made_id(ews(create(item, named(folder), how)))
        assert ews(get_item(item_id), ews.bob).codes == ["NoError"], item
    organizer = ews(get_item(next(iter(calendar_item.item_id for calendar_item in add_items(ews, "Dates")))))
    assert organizer.texts(".//t:Organizer//t:EmailAddress") == [ews.alice.address]


def add_items(ews: Ews, path: str) -> list[Item]:
    return ews.tenant.public_folders.mailbox.messages(path)


def test_a_post_is_answered_by_a_post(ews: Ews, projects: Folder) -> None:
    item_id = made_id(ews(create(POST, named(projects))))
    key = projects.items[1].change_key
    reply = (
        f'<t:PostReplyItem><t:ReferenceItemId Id="{item_id}" ChangeKey="{key}"/>'
        '<t:NewBodyContent BodyType="Text">yes</t:NewBodyContent></t:PostReplyItem>'
    )
    answer = ews(f'<m:CreateItem MessageDisposition="SaveOnly"><m:Items>{reply}</m:Items></m:CreateItem>', ews.bob)
    assert answer.codes == ["NoError"]
    first, second = projects.items.values()
    assert second.item_class == "IPM.Post"
    assert second.sender == ews.bob.address
    assert first.subject == "Hello"


def test_items_come_from_mailboxes_and_go_there(ews: Ews, projects: Folder) -> None:
    mine = ews.mailbox.deliver(subject="mine")
    copied = ews(on_items("CopyItem", mine.item_id, to=named(projects)))
    assert copied.codes == ["NoError"]
    assert not copied.all(".//t:ItemId"), "there is no id for what went to another mailbox"
    [public] = projects.items.values()
    ews.tenant.public_folders.add_permission(projects, ews.alice, "Editor")
    moved = ews(on_items("MoveItem", public.item_id, to=INBOX))
    assert (moved.codes, len(moved.all(".//t:ItemId"))) == (["NoError"], 0)
    assert [item.subject for item in ews.mailbox.messages()] == ["mine", "mine"]
    other = ews.tenant.add_public_folder("Other")
    first = ews(create(POST, named(projects)))
    within = ews(on_items("MoveItem", made_id(first), to=named(other)))
    assert len(within.all(".//t:ItemId")) == 1
    assert [item.subject for item in other.items.values()] == ["Hello"]


def test_what_was_read_is_each_readers_own(ews: Ews, projects: Folder) -> None:
    for subject in ("one", "two"):
        ews.tenant.public_folders.mailbox.deliver(subject=subject, folder="Projects")
    one, two = projects.items.values()
    ews.tenant.public_folders.add_permission(projects, ews.alice, "Editor")
    read = (
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"><m:ItemChanges><t:ItemChange>'
        f'<t:ItemId Id="{one.item_id}"/><t:Updates><t:SetItemField><t:FieldURI FieldURI="message:IsRead"/><t:Message>'
        "<t:IsRead>{}</t:IsRead></t:Message></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )
    assert ews(read.format("true")).codes == ["NoError"]

    def seen_by(who: object) -> tuple[list[str], list[str]]:
        user = ews.alice if who == "alice" else ews.bob
        found, folder = ews(find_items(named(projects)), user), ews(get_folder(named(projects)), user)
        return found.texts(".//t:IsRead"), folder.texts(".//t:UnreadCount")

    assert seen_by("alice") == (["false", "true"], ["1"])
    assert seen_by("bob") == (["false", "false"], ["2"])
    unread = (
        '<m:Restriction><t:IsEqualTo><t:FieldURI FieldURI="message:IsRead"/><t:FieldURIOrConstant>'
        '<t:Constant Value="false"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction>'
    )
    assert ews(find_items(named(projects), unread)).texts(".//t:Subject") == ["two"]
    assert one.is_read, "somebody has read it"
    assert not two.is_read
    assert ews(read.format("false")).codes == ["NoError"]
    assert seen_by("alice") == (["false", "false"], ["2"])
    assert ews(
        f"<m:MarkAllItemsAsRead><m:ReadFlag>true</m:ReadFlag><m:SuppressReadReceipts>true</m:SuppressReadReceipts>"
        f"<m:FolderIds>{named(projects)}</m:FolderIds></m:MarkAllItemsAsRead>"
    ).codes == ["NoError"]
    assert seen_by("alice") == (["true", "true"], ["0"])
    assert seen_by("bob") == (["false", "false"], ["2"])
    ews.tenant.public_folders.mailbox.items.delete([one])
    assert seen_by("alice") == (["true"], ["0"])


def test_whoever_may_read_a_folder_marks_all_of_it_as_read(ews: Ews, projects: Folder) -> None:
    ews.tenant.public_folders.add_permission(projects, ews.bob, "Reviewer")
    ews.tenant.public_folders.mailbox.deliver(subject="one", folder="Projects")
    mark = (
        "<m:MarkAllItemsAsRead><m:ReadFlag>true</m:ReadFlag><m:SuppressReadReceipts>true</m:SuppressReadReceipts>"
        f"<m:FolderIds>{named(projects)}</m:FolderIds></m:MarkAllItemsAsRead>"
    )
    assert ews(mark, ews.bob).codes == ["NoError"]
    assert ews(find_items(named(projects)), ews.bob).texts(".//t:IsRead") == ["true"]
    assert ews(find_items(named(projects))).texts(".//t:IsRead") == ["false"]
    ews.tenant.public_folders.add_permission(projects, ews.bob, "Contributor")
    assert ews(mark, ews.bob).codes == ["ErrorAccessDenied"]


def test_what_is_read_for_everybody_is_read_for_each(ews: Ews, projects: Folder) -> None:
    ews.tenant.public_folders.add_permission(projects, ews.alice, "Editor")
    mailbox = ews.tenant.public_folders.mailbox
    item = mailbox.deliver(subject="one", folder="Projects")
    mark = (
        "<m:MarkAllItemsAsRead><m:ReadFlag>true</m:ReadFlag><m:SuppressReadReceipts>true</m:SuppressReadReceipts>"
        f"<m:FolderIds>{named(projects)}</m:FolderIds></m:MarkAllItemsAsRead>"
    )
    exported = f'<m:ExportItems><m:ItemIds><t:ItemId Id="{item.item_id}"/></m:ItemIds></m:ExportItems>'
    data = ews(exported).value(".//m:Data")
    assert ews(mark).codes == ["NoError"]
    mailbox.items.update(item, {"is_read": True})

    def seen_by(user: User) -> tuple[list[str], str]:
        folder = ews(get_folder(named(projects)), user)
        return ews(find_items(named(projects)), user).texts(".//t:IsRead"), folder.value(".//t:UnreadCount")

    assert seen_by(ews.alice) == seen_by(ews.bob) == (["true"], "0")
    uploaded = (
        f'<m:UploadItems><m:Items><t:Item CreateAction="Update"><t:ParentFolderId Id="{projects.folder_id}"/>'
        f'<t:ItemId Id="{item.item_id}"/><t:Data>{data}</t:Data></t:Item></m:Items></m:UploadItems>'
    )
    assert ews(uploaded).codes == ["NoError"]
    assert seen_by(ews.alice) == seen_by(ews.bob) == (["false"], "1")
    assert ews(mark).codes == ["NoError"]
    assert ews(uploaded).codes == ["NoError"]
    assert seen_by(ews.alice) == seen_by(ews.bob) == (["false"], "1")


def test_they_are_sorted(ews: Ews, projects: Folder) -> None:
    for subject in ("b", "a"):
        ews.tenant.public_folders.mailbox.deliver(subject=subject, folder="Projects")
    by = '<t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:Subject"/></t:FieldOrder>'
    order = f"<m:SortOrder>{by}</m:SortOrder>"
    assert ews(find_items(named(projects), order)).texts(".//t:Subject") == ["a", "b"]
