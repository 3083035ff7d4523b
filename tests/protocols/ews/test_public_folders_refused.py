"""What the service does not do in public folders, and what it does of their own."""

from base64 import b64decode

import pytest

from fakeserver.tenant.exchange.entities import Folder
from tests.protocols.ews.client import Answer, Ews
from tests.protocols.ews.public_folders import (
    ID_ONLY,
    INBOX,
    POST,
    ROOT,
    create,
    create_folder,
    get_folder,
    made_id,
    named,
    on_folders,
)


@pytest.fixture
def projects(ews: Ews) -> Folder:
    return ews.tenant.add_public_folder("Projects")


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
    assert ews.tenant.journal.refusals[-1].refusal.fix.startswith('tenant.public_folders.add_permission("Projects"')
    ews.tenant.public_folders.add_permission(projects, ews.alice, "Owner")
    assert ews(on_folders("MoveFolder", ROOT, to=named(projects))).codes == ["ErrorInvalidOperation"]


def test_what_is_not_ones_own_is_not_deleted_with_what_is(ews: Ews) -> None:
    hidden = ews.tenant.add_public_folder("Top/Hidden", permissions={"Default": "None", "alice": "None"})
    top = ews.tenant.public_folders.folder("Top")
    ews.tenant.public_folders.add_permission(top, ews.alice, "Owner")
    delete = on_folders("DeleteFolder", named(top), 'DeleteType="HardDelete"')
    assert ews(delete).codes == ["ErrorAccessDenied"]
    assert hidden.exists
    ews.tenant.public_folders.add_permission(hidden, ews.alice, "Owner")
    assert ews(delete).codes == ["NoError"]
    assert not hidden.exists


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


def test_who_may_not_read_one_any_more_is_told_of_nothing_there(ews: Ews, projects: Folder) -> None:
    begun = ews(
        f"<m:Subscribe><m:PullSubscriptionRequest><t:FolderIds>{named(projects)}</t:FolderIds><t:EventTypes>"
        "<t:EventType>CreatedEvent</t:EventType></t:EventTypes><t:Timeout>10</t:Timeout></m:PullSubscriptionRequest>"
        "</m:Subscribe>"
    )
    mark, subscription = begun.value(".//m:Watermark"), begun.value(".//m:SubscriptionId")
    named_by = f"<m:SubscriptionId>{subscription}</m:SubscriptionId><m:Watermark>{mark}</m:Watermark>"
    asked = f"<m:GetEvents>{named_by}</m:GetEvents>"
    made_id(ews(create(POST, named(projects)), ews.bob))
    for level, code in (("Contributor", "ErrorAccessDenied"), ("None", "ErrorFolderNotFound"), ("Reviewer", "NoError")):
        ews.tenant.public_folders.add_permission(projects, ews.alice, level)
        answer = ews(asked)
        assert (answer.codes, len(answer.all(".//t:CreatedEvent"))) == ([code], int(code == "NoError"))
    ews.tenant.policies.public_folders = False
    assert ews(asked).codes == ["ErrorNoPublicFolderReplicaAvailable"]


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
