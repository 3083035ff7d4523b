"""Public folders in EWS: the hierarchy, what is in it, who may do what, and what the service does not do there."""

import pytest

from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.permissions.folder_permissions import DEFAULT_TRUSTEE
from tests.protocols.ews.client import Answer, Ews

ROOT = '<t:DistinguishedFolderId Id="publicfoldersroot"/>'
INBOX = '<t:DistinguishedFolderId Id="inbox"/>'
ID_ONLY = "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
POST = "<t:PostItem><t:Subject>Hello</t:Subject><t:Body BodyType='Text'>text</t:Body></t:PostItem>"


@pytest.fixture
def projects(ews: Ews) -> Folder:
    return ews.tenant.add_public_folder("Projects")


def named(folder: Folder) -> str:
    return f'<t:FolderId Id="{folder.folder_id}"/>'


def get_folder(folder: str) -> str:
    shape = "<m:FolderShape><t:BaseShape>AllProperties</t:BaseShape></m:FolderShape>"
    return f"<m:GetFolder>{shape}<m:FolderIds>{folder}</m:FolderIds></m:GetFolder>"


def find_folders(below: str = ROOT, traversal: str = "Shallow", shape: str = "Default") -> str:
    return (
        f'<m:FindFolder Traversal="{traversal}"><m:FolderShape><t:BaseShape>{shape}</t:BaseShape></m:FolderShape>'
        f"<m:ParentFolderIds>{below}</m:ParentFolderIds></m:FindFolder>"
    )


def create_folder(element: str, below: str = ROOT) -> str:
    return (
        f"<m:CreateFolder><m:ParentFolderId>{below}</m:ParentFolderId><m:Folders>{element}</m:Folders></m:CreateFolder>"
    )


def create(item: str, to: str, how: str = 'MessageDisposition="SaveOnly"') -> str:
    return (
        f"<m:CreateItem {how}><m:SavedItemFolderId>{to}</m:SavedItemFolderId><m:Items>{item}</m:Items></m:CreateItem>"
    )


def find_items(folder: str, more: str = "") -> str:
    shape = (
        "<m:ItemShape><t:BaseShape>Default</t:BaseShape><t:AdditionalProperties><t:FieldURI "
        'FieldURI="message:IsRead"/></t:AdditionalProperties></m:ItemShape>'
    )
    return f'<m:FindItem Traversal="Shallow">{shape}{more}<m:ParentFolderIds>{folder}</m:ParentFolderIds></m:FindItem>'


def get_item(item_id: str) -> str:
    shape = "<m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>"
    return f'<m:GetItem>{shape}<m:ItemIds><t:ItemId Id="{item_id}"/></m:ItemIds></m:GetItem>'


def on_folders(operation: str, folder: str, attributes: str = "", to: str = "") -> str:
    target = f"<m:ToFolderId>{to}</m:ToFolderId>" if to else ""
    return f"<m:{operation} {attributes}>{target}<m:FolderIds>{folder}</m:FolderIds></m:{operation}>"


def on_items(operation: str, item_id: str, attributes: str = "", to: str = "") -> str:
    target = f"<m:ToFolderId>{to}</m:ToFolderId>" if to else ""
    ids = f'<m:ItemIds><t:ItemId Id="{item_id}"/></m:ItemIds>'
    return f"<m:{operation} {attributes}>{target}{ids}</m:{operation}>"


def made_id(answer: Answer) -> str:
    assert answer.codes == ["NoError"]
    return answer.attribute(".//t:ItemId", "Id")


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


def add_items(ews: Ews, path: str) -> list:  # type: ignore[type-arg]
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


def test_folders_move_within_the_hierarchy_only(ews: Ews, projects: Folder) -> None:
    other, mine = ews.tenant.add_public_folder("Other"), ews.mailbox.add_folder("Inbox/mine")
    for folder in (projects, other):
        ews.tenant.public_folders.add_permission(folder, ews.alice, "Owner")
    assert ews(on_folders("MoveFolder", named(projects), to=named(other))).codes == ["NoError"]
    assert projects.path == "Other/Projects"
    assert ews(on_folders("MoveFolder", named(projects), to=INBOX)).codes == ["ErrorCrossMailboxMoveCopy"]
    assert ews(on_folders("MoveFolder", named(mine), to=named(other))).codes == ["ErrorCrossMailboxMoveCopy"]
    assert ews(on_folders("CopyFolder", named(projects), to=named(other))).codes == ["ErrorInvalidOperation"]


def test_the_root_stays(ews: Ews, projects: Folder) -> None:
    ews.tenant.public_folders.add_permission("", ews.alice, "Owner")
    code = ["ErrorOperationNotAllowedWithPublicFolderRoot"]
    assert ews(on_folders("DeleteFolder", ROOT, 'DeleteType="HardDelete"')).codes == code
    assert ews(on_folders("MoveFolder", ROOT, to=named(projects))).codes == ["ErrorCreateSubfolderAccessDenied"]
    ews.tenant.public_folders.add_permission(projects, ews.alice, "Owner")
    assert ews(on_folders("MoveFolder", ROOT, to=named(projects))).codes == ["ErrorInvalidOperation"]


def test_what_the_service_does_not_do_there(ews: Ews, projects: Folder) -> None:
    ews.tenant.public_folders.add_permission(projects, ews.alice, "Owner")
    folder, invalid = named(projects), ["ErrorInvalidOperation"]
    item_id = made_id(ews(create(POST, folder)))
    empty = on_folders("EmptyFolder", folder, 'DeleteType="HardDelete" DeleteSubFolders="false"')
    assert ews(empty).codes == invalid
    shape = "<m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>"
    sync = f"<m:SyncFolderId>{folder}</m:SyncFolderId>"
    assert ews(f"<m:SyncFolderHierarchy>{shape}{sync}</m:SyncFolderHierarchy>").codes == invalid
    items = f"<m:SyncFolderItems>{ID_ONLY}{sync}<m:MaxChangesReturned>1</m:MaxChangesReturned></m:SyncFolderItems>"
    assert ews(items).codes == invalid
    path = (
        f"<m:CreateFolderPath><m:ParentFolderId>{folder}</m:ParentFolderId><m:RelativeFolderPath><t:Folder>"
        "<t:DisplayName>a</t:DisplayName></t:Folder></m:RelativeFolderPath></m:CreateFolderPath>"
    )
    assert ews(path).codes == invalid
    to_bob = (
        f"<t:Message><t:Subject>s</t:Subject><t:ToRecipients><t:Mailbox><t:EmailAddress>{ews.bob.address}"
        "</t:EmailAddress></t:Mailbox></t:ToRecipients></t:Message>"
    )
    assert ews(create(to_bob, folder, 'MessageDisposition="SendAndSaveCopy"')).codes == invalid
    assert not ews.tenant.mailbox("bob").messages()
    junk = (
        f'<m:MarkAsJunk IsJunk="true" MoveItem="true"><m:ItemIds><t:ItemId Id="{item_id}"/></m:ItemIds></m:MarkAsJunk>'
    )
    assert ews(junk).codes == invalid
    archive = (
        f"<m:ArchiveItem><m:ArchiveSourceFolderId>{folder}</m:ArchiveSourceFolderId><m:ItemIds>"
        f'<t:ItemId Id="{item_id}"/></m:ItemIds></m:ArchiveItem>'
    )
    assert ews(archive).codes == ["ErrorCannotArchiveItemsInPublicFolders"]
    assert len(projects.items) == 1


def test_search_folders_are_none_of_theirs(ews: Ews, projects: Folder) -> None:
    ews.tenant.public_folders.add_permission(projects, ews.alice, "Owner")
    search = (
        "<t:SearchFolder><t:DisplayName>s</t:DisplayName><t:SearchParameters><t:Restriction><t:Exists><t:FieldURI "
        f'FieldURI="item:Subject"/></t:Exists></t:Restriction><t:BaseFolderIds>{named(projects)}</t:BaseFolderIds>'
        "</t:SearchParameters></t:SearchFolder>"
    )
    for parent in (named(projects), '<t:DistinguishedFolderId Id="searchfolders"/>'):
        assert ews(create_folder(search, parent)).codes == ["ErrorInvalidFolderTypeForOperation"]


def test_one_public_folder_is_watched_by_pull(ews: Ews, projects: Folder) -> None:
    def subscribe(way: str, *folders: Folder) -> Answer:
        timeout = "<t:Timeout>10</t:Timeout>" if way == "Pull" else ""
        return ews(
            f"<m:Subscribe><m:{way}SubscriptionRequest><t:FolderIds>{''.join(map(named, folders))}</t:FolderIds>"
            f"<t:EventTypes><t:EventType>CreatedEvent</t:EventType></t:EventTypes>{timeout}</m:{way}SubscriptionRequest>"
            "</m:Subscribe>"
        )

    other = ews.tenant.add_public_folder("Other")
    assert subscribe("Pull", projects, other).codes == ["ErrorInvalidSubscriptionRequest"]
    assert subscribe("Streaming", projects).codes == ["ErrorInvalidSubscriptionRequest"]
    begun = subscribe("Pull", projects)
    assert begun.codes == ["NoError"]
    made_id(ews(create(POST, named(projects))))
    mark, subscription = begun.value(".//m:Watermark"), begun.value(".//m:SubscriptionId")
    events = ews(
        f"<m:GetEvents><m:SubscriptionId>{subscription}</m:SubscriptionId><m:Watermark>{mark}</m:Watermark></m:GetEvents>"
    )
    assert len(events.all(".//t:CreatedEvent")) == 1


def test_an_attachment_has_an_id_of_its_own(ews: Ews, projects: Folder) -> None:
    item_id = made_id(ews(create(POST, named(projects))))
    attached = ews(
        f'<m:CreateAttachment><m:ParentItemId Id="{item_id}"/><m:Attachments><t:FileAttachment><t:Name>a.txt</t:Name>'
        "<t:Content>YQ==</t:Content></t:FileAttachment></m:Attachments></m:CreateAttachment>"
    )
    found = attached.attribute(".//t:AttachmentId", "Id")
    got = ews(f'<m:GetAttachment><m:AttachmentIds><t:AttachmentId Id="{found}"/></m:AttachmentIds></m:GetAttachment>')
    assert got.texts(".//t:Name") == ["a.txt"]


def test_the_mailbox_with_the_content_is_told(ews: Ews, projects: Folder) -> None:
    shape = (
        "<m:FolderShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:ExtendedFieldURI "
        'PropertyTag="26264" PropertyType="Binary"/></t:AdditionalProperties></m:FolderShape>'
    )
    request = f'<m:FindFolder Traversal="Shallow">{shape}<m:ParentFolderIds>{ROOT}</m:ParentFolderIds></m:FindFolder>'
    from base64 import b64decode

    assert b64decode(ews(request).value(".//t:Value"))[:36].decode() == ews.tenant.public_folders.mailbox.guid


def test_address_lists_do_not_show_their_mailbox(ews: Ews, projects: Folder) -> None:
    names = (
        "<m:ResolveNames ReturnFullContactData='false'><m:UnresolvedEntry>Public</m:UnresolvedEntry></m:ResolveNames>"
    )
    assert ews(names).codes == ["ErrorNameResolutionNoResults"]


def test_the_mailbox_itself_opens_to_nobody(ews: Ews, projects: Folder) -> None:
    mailbox = f"<t:Mailbox><t:EmailAddress>{ews.tenant.public_folders.mailbox.address}</t:EmailAddress></t:Mailbox>"
    for name in ("inbox", "root", "recoverableitemsroot"):
        answer = ews(get_folder(f'<t:DistinguishedFolderId Id="{name}">{mailbox}</t:DistinguishedFolderId>'))
        assert answer.codes == ["ErrorFolderNotFound"], name
