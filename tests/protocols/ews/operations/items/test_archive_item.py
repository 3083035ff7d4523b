"""ArchiveItem, and the archive mailbox besides: its folders, what is moved there and back, and whose it is."""

import pytest

from fakeserver.tenant.exchange.mailbox import Mailbox
from tests.protocols.ews.client import Answer, Ews

ARCHIVE = (
    "archiveroot archivemsgfolderroot archivedeleteditems archiveinbox archiverecoverableitemsroot "
    "archiverecoverableitemsdeletions archiverecoverableitemsversions archiverecoverableitemspurges "
    "archiverecoverableitemsdiscoveryholds"
).split()
SHAPE = "<t:BaseShape>Default</t:BaseShape>"


@pytest.fixture
def archive(ews: Ews) -> Mailbox:
    """Alice's archive mailbox."""
    ews.alice.archive = True
    return ews.tenant.mailboxes.archive_of(ews.mailbox)


def archived(ews: Ews, item_id: str, source: str = '<t:DistinguishedFolderId Id="inbox"/>') -> Answer:
    """Archive an item."""
    return ews(
        f"<m:ArchiveItem><m:ArchiveSourceFolderId>{source}</m:ArchiveSourceFolderId>"
        f'<m:ItemIds><t:ItemId Id="{item_id}"/></m:ItemIds></m:ArchiveItem>'
    )


def folders(ews: Ews, *names: str, address: str = "") -> Answer:
    """Get distinguished folders."""
    whose = f"<t:Mailbox><t:EmailAddress>{address}</t:EmailAddress></t:Mailbox>" if address else ""
    ids = "".join(f'<t:DistinguishedFolderId Id="{name}">{whose}</t:DistinguishedFolderId>' for name in names)
    shape = (
        f'{SHAPE}<t:AdditionalProperties><t:FieldURI FieldURI="folder:DistinguishedFolderId"/></t:AdditionalProperties>'
    )
    return ews(f"<m:GetFolder><m:FolderShape>{shape}</m:FolderShape><m:FolderIds>{ids}</m:FolderIds></m:GetFolder>")


def test_an_archive_mailbox_has_its_distinguished_folders(ews: Ews, archive: Mailbox) -> None:
    answer = folders(ews, *ARCHIVE)
    assert answer.codes == ["NoError"] * len(ARCHIVE)
    assert answer.texts(".//t:DistinguishedFolderId") == ARCHIVE
    assert answer.texts(".//t:DisplayName")[:4] == ["root", "Top of Information Store", "Deleted Items", "Inbox"]
    ids = answer.attributes(".//t:FolderId", "Id")
    assert ids == [archive.folders.distinguished(name.removeprefix("archive")).folder_id for name in ARCHIVE]
    again = ews(
        f"<m:GetFolder><m:FolderShape>{SHAPE}</m:FolderShape><m:FolderIds>"
        + "".join(f'<t:FolderId Id="{one}"/>' for one in ids)
        + "</m:FolderIds></m:GetFolder>"
    )
    assert again.codes == ["NoError"] * len(ARCHIVE)


def test_without_one_there_are_none_and_its_ids_name_nothing(ews: Ews, archive: Mailbox) -> None:
    folder_id = archive.folders.distinguished("inbox").folder_id
    ews.alice.archive = False
    assert folders(ews, *ARCHIVE).codes == ["ErrorFolderNotFound"] * len(ARCHIVE)
    assert "user.archive = True" in ews.tenant.journal.refusals[-1].refusal.fix
    asked = f"<m:GetFolder><m:FolderShape>{SHAPE}</m:FolderShape><m:FolderIds>{{}}</m:FolderIds></m:GetFolder>"
    assert ews(asked.format(f'<t:FolderId Id="{folder_id}"/>')).codes == ["ErrorItemNotFound"]


def test_an_item_is_archived(ews: Ews, archive: Mailbox) -> None:
    item = ews.mailbox.deliver(subject="old")
    answer = archived(ews, item.item_id)
    assert answer.codes == ["NoError"]
    assert answer.all(".//m:Items/*") == []
    assert (ews.mailbox.messages(), [one.subject for one in archive.messages()]) == ([], ["old"])
    # It is gone from where it was.
    assert archived(ews, item.item_id).codes == ["ErrorItemNotFound"]
    found = ews(
        f'<m:FindItem Traversal="Shallow"><m:ItemShape>{SHAPE}</m:ItemShape><m:ParentFolderIds>'
        '<t:DistinguishedFolderId Id="archiveinbox"/></m:ParentFolderIds></m:FindItem>'
    )
    assert found.texts(".//t:Subject") == ["old"]


def test_the_path_is_made_in_the_archive(ews: Ews, archive: Mailbox) -> None:
    folder = ews.mailbox.add_folder("Inbox/Clients/2020")
    for _ in range(2):
        item = ews.mailbox.deliver(subject="old", folder="Inbox/Clients/2020")
        assert archived(ews, item.item_id, f'<t:FolderId Id="{folder.folder_id}"/>').codes == ["NoError"]
    assert len(archive.messages("Inbox/Clients/2020")) == 2


def test_the_documented_folders_go_where_they_are_named(ews: Ews, archive: Mailbox) -> None:
    item = ews.mailbox.deliver(subject="mine")
    answer = archived(ews, item.item_id, '<t:DistinguishedFolderId Id="sentitems"/>')
    assert answer.codes == ["NoError"]
    assert [one.subject for one in archive.messages("Sent Items")] == ["mine"]


def test_without_an_archive_the_service_fails(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="stays")
    answer = archived(ews, item.item_id)
    assert answer.codes == ["ErrorInternalServerError"]
    assert "Unable to cast object" in answer.text
    assert ews.mailbox.messages() == [item]


def test_what_is_in_the_archive_is_not_archived(ews: Ews, archive: Mailbox) -> None:
    item = archive.deliver(subject="there")
    source = '<t:DistinguishedFolderId Id="archiveinbox"/>'
    assert archived(ews, item.item_id, source).codes == ["ErrorInvalidItemForOperationArchiveItem"]


def test_items_move_there_and_back(ews: Ews, archive: Mailbox) -> None:
    item = ews.mailbox.deliver(subject="to and fro")
    move = (
        '<m:MoveItem><m:ToFolderId><t:DistinguishedFolderId Id="{}"/></m:ToFolderId><m:ItemIds><t:ItemId Id="{}"/>'
        "</m:ItemIds></m:MoveItem>"
    )
    assert ews(move.format("archiveinbox", item.item_id)).codes == ["NoError"]
    [there] = archive.messages()
    assert ews(move.format("inbox", there.item_id)).codes == ["NoError"]
    assert [one.subject for one in ews.mailbox.messages()] == ["to and fro"]
    assert archive.messages() == []


def test_what_is_deleted_in_the_archive_stays_in_it(ews: Ews, archive: Mailbox) -> None:
    soft, trashed = archive.deliver(subject="soft"), archive.deliver(subject="trashed")
    delete = '<m:DeleteItem DeleteType="{}"><m:ItemIds><t:ItemId Id="{}"/></m:ItemIds></m:DeleteItem>'
    assert ews(delete.format("SoftDelete", soft.item_id)).codes == ["NoError"]
    assert ews(delete.format("MoveToDeletedItems", trashed.item_id)).codes == ["NoError"]
    assert [one.subject for one in archive.messages("recoverableitemsdeletions")] == ["soft"]
    assert [one.subject for one in archive.messages("deleteditems")] == ["trashed"]


def test_folders_are_made_and_listed_in_it(ews: Ews, archive: Mailbox) -> None:
    made = ews(
        '<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id="archivemsgfolderroot"/></m:ParentFolderId>'
        "<m:Folders><t:Folder><t:DisplayName>Years</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>"
    )
    assert made.codes == ["NoError"]
    listed = ews(
        f'<m:FindFolder Traversal="Deep"><m:FolderShape>{SHAPE}</m:FolderShape><m:ParentFolderIds>'
        '<t:DistinguishedFolderId Id="archivemsgfolderroot"/></m:ParentFolderIds></m:FindFolder>'
    )
    assert sorted(listed.texts(".//t:DisplayName")) == ["Deleted Items", "Inbox", "Years"]
    assert ews.mailbox.folders.by_path("Years") is None


def test_only_who_has_full_access_opens_anothers(ews: Ews) -> None:
    ews.bob.archive = True
    ews.tenant.rights.add_folder_permission(ews.bob, "inbox", ews.alice)
    assert folders(ews, "archiveinbox", address=ews.bob.address).codes == ["ErrorFolderNotFound"]
    ews.tenant.rights.add_mailbox_permission(ews.bob, ews.alice)
    assert folders(ews, "archiveinbox", address=ews.bob.address).codes == ["NoError"]


def test_a_renamed_owner_keeps_it_and_a_removed_one_does_not(ews: Ews, archive: Mailbox) -> None:
    ews.tenant.people.rename_user(ews.alice, "alicia")
    assert archive.address == ews.alice.address
    assert archive not in ews.tenant.mailboxes.all
    ews.tenant.people.remove_user(ews.alice)
    assert ews.tenant.mailboxes.by_guid(archive.guid) is None


def test_ids_are_converted(ews: Ews, archive: Mailbox) -> None:
    item = archive.deliver(subject="there")
    convert = '<m:ConvertId DestinationFormat="{}"><m:SourceIds><t:AlternateId {}/></m:SourceIds></m:ConvertId>'
    address = ews.alice.address
    to_hex = ews(convert.format("HexEntryId", f'Format="EwsId" Id="{item.item_id}" Mailbox="{address}"'))
    [found] = to_hex.all(".//m:AlternateId")
    assert (found.get("IsArchive"), found.get("Mailbox")) == ("true", address)
    given = f'Format="HexEntryId" Id="{found.get("Id")}" Mailbox="{address}" IsArchive="true"'
    assert ews(convert.format("EwsId", given)).attributes(".//m:AlternateId", "Id") == [item.item_id]
    ews.alice.archive = False
    assert ews(convert.format("EwsId", given)).codes == ["ErrorNonExistentMailbox"]
