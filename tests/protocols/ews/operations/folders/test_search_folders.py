"""Search folders: they show what is in other folders and meets their restriction, now."""

import pytest

from fakeserver.tenant.refusals import FolderNotFound
from tests.protocols.ews.client import Answer, Ews
from tests.protocols.ews.operations.items.finding import comparison, contains, request, with_subject
from tests.protocols.ews.operations.notifications.subscriber import Pulling, id_in, kind
from tests.protocols.ews.operations.notifications.subscriber import request as subscribe

INBOX = '<t:DistinguishedFolderId Id="inbox"/>'
INVOICES = contains("item:Subject", "invoice")


def parameters(term: str = INVOICES, traversal: str = ' Traversal="Deep"', base: str = INBOX) -> str:
    """Return t:SearchParameters."""
    return (
        f"<t:SearchParameters{traversal}><t:Restriction>{term}</t:Restriction>"
        f"<t:BaseFolderIds>{base}</t:BaseFolderIds></t:SearchParameters>"
    )


def create(ews: Ews, search: str) -> Answer:
    """Make a search folder."""
    return ews(
        '<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id="searchfolders"/></m:ParentFolderId><m:Folders>'
        f"<t:SearchFolder><t:DisplayName>Invoices</t:DisplayName>{search}</t:SearchFolder></m:Folders></m:CreateFolder>"
    )


@pytest.fixture
def folder_id(ews: Ews) -> str:
    """A search folder of invoices in the inbox and below."""
    ews.mailbox.add_folder("Inbox/Old")
    [made] = create(ews, parameters()).attributes(".//t:SearchFolder/t:FolderId", "Id")
    return f'<t:FolderId Id="{made}"/>'


def subjects(ews: Ews, folder_id: str, extra: str = "") -> list[str]:
    """Return the subjects in a folder."""
    answer = ews(request(with_subject(), extra, folder_id))
    assert answer.codes == ["NoError"]
    shown = answer.texts(".//t:Subject")
    assert answer.attribute(".//m:RootFolder", "TotalItemsInView") == str(len(shown))
    return shown


def shown(ews: Ews, folder_id: str) -> Answer:
    """Get a folder."""
    return ews(
        "<m:GetFolder><m:FolderShape><t:BaseShape>AllProperties</t:BaseShape></m:FolderShape>"
        f"<m:FolderIds>{folder_id}</m:FolderIds></m:GetFolder>"
    )


def test_it_shows_what_comes_and_goes(ews: Ews, folder_id: str) -> None:
    assert subjects(ews, folder_id) == []
    first = ews.mailbox.deliver(subject="Invoice 1")
    ews.mailbox.deliver(subject="Lunch")
    ews.mailbox.deliver(subject="Invoice 2", folder="Inbox/Old", is_read=True)
    ews.mailbox.deliver(subject="Invoice 3", folder="drafts")
    assert subjects(ews, folder_id) == ["Invoice 2", "Invoice 1"]
    counts = shown(ews, folder_id)
    assert (counts.value(".//t:TotalCount"), counts.value(".//t:UnreadCount")) == ("2", "1")
    answer = ews(
        f'<m:DeleteItem DeleteType="MoveToDeletedItems"><m:ItemIds><t:ItemId Id="{first.item_id}"/></m:ItemIds>'
        "</m:DeleteItem>"
    )
    assert answer.codes == ["NoError"]
    assert subjects(ews, folder_id) == ["Invoice 2"]


def test_tests_read_what_it_shows_by_its_path(ews: Ews, folder_id: str) -> None:
    for subject, folder in (("Invoice 1", "inbox"), ("Lunch", "inbox"), ("Invoice 2", "Inbox/Old")):
        ews.mailbox.deliver(subject=subject, folder=folder)
    for path in ("searchfolders/Invoices", "SearchFolders/invoices"):
        assert [each.subject for each in ews.mailbox.messages(path)] == ["Invoice 1", "Invoice 2"]
    with pytest.raises(FolderNotFound):
        ews.mailbox.messages("searchfolders/Invoice")
    with pytest.raises(ValueError, match="wait for it in a folder that it looks through \\('Inbox', 'Inbox/Old'\\)"):
        ews.mailbox.wait_for("Invoice 1", "searchfolders/Invoices", timeout=0)


def test_it_is_searched_sorted_and_grouped(ews: Ews, folder_id: str) -> None:
    for number in (2, 1, 3):
        ews.mailbox.deliver(subject=f"Invoice {number}")
    by_subject = '<t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:Subject"/></t:FieldOrder>'
    order = f"<m:SortOrder>{by_subject}</m:SortOrder>"
    assert subjects(ews, folder_id, order) == ["Invoice 1", "Invoice 2", "Invoice 3"]
    restriction = f"<m:Restriction>{comparison('IsEqualTo', 'item:Subject', 'Invoice 2')}</m:Restriction>"
    assert subjects(ews, folder_id, restriction) == ["Invoice 2"]
    assert ews(request(parents=folder_id, traversal="Associated")).all(".//t:ItemId") == []


#: View -> the subjects on its page, of five invoices that came one after the other.
VIEWS = {
    '<m:IndexedPageItemView MaxEntriesReturned="2" Offset="1" BasePoint="Beginning"/>': ["3", "2"],
    '<m:IndexedPageItemView MaxEntriesReturned="2" Offset="1" BasePoint="End"/>': ["2", "1"],
    '<m:FractionalPageItemView MaxEntriesReturned="2" Numerator="1" Denominator="2"/>': ["2", "1"],
    '<m:SeekToConditionPageItemView MaxEntriesReturned="2" BasePoint="Beginning"><t:Condition>'
    f"{comparison('IsEqualTo', 'item:Subject', 'Invoice 1')}</t:Condition></m:SeekToConditionPageItemView>": ["1", "0"],
    '<m:DistinguishedGroupBy Order="Descending"><t:StandardGroupBy>ConversationTopic</t:StandardGroupBy>'
    "</m:DistinguishedGroupBy>": ["4", "3", "2", "1", "0"],
}


def test_each_view_of_it(ews: Ews, folder_id: str) -> None:
    ews.tenant.clock.freeze()
    for number in range(5):
        ews.tenant.clock.advance(minutes=1)
        ews.mailbox.deliver(subject=f"Invoice {number}", folder="Inbox/Old" if number % 2 else "inbox")
    for view, page in VIEWS.items():
        answer = ews(request(with_subject(), view, folder_id))
        assert answer.texts(".//t:Subject") == [f"Invoice {number}" for number in page]
        assert answer.attribute(".//m:RootFolder", "TotalItemsInView") == "5"
    january = '<m:CalendarView StartDate="2026-01-01T00:00:00Z" EndDate="2026-02-01T00:00:00Z"/>'
    assert ews(request(extra=january, parents=folder_id)).codes == ["ErrorCalendarFolderIsInvalidForCalendarView"]


def test_who_watches_it_is_told_when_it_changes(ews: Ews, folder_id: str) -> None:
    watching = Pulling(ews, subscribe("Pull", folder_id))
    ews.mailbox.deliver(subject="Lunch")
    ews.mailbox.deliver(subject="Invoice 0", folder="drafts")
    assert watching.told() == ["Status"]
    item = ews.mailbox.deliver(subject="Invoice 1", folder="Inbox/Old")
    created, touched = watching.events()
    assert (kind(created), kind(touched)) == ("Created", "(Modified)")
    own_id = folder_id.split('"')[1]
    assert (id_in(created, "ItemId"), id_in(created, "ParentFolderId")) == (item.item_id, own_id)
    assert id_in(touched, "FolderId") == own_id
    ews.mailbox.items.update(item, {"is_read": True})
    assert watching.told() == ["Modified", "(Modified)"]
    ews.mailbox.items.update(item, {"subject": "Lunch"})
    assert watching.told() == ["(Modified)"]
    ews.mailbox.items.delete([item])
    assert watching.told() == ["(Modified)"]


def test_items_keep_the_ids_that_they_have(ews: Ews, folder_id: str) -> None:
    item = ews.mailbox.deliver(subject="Invoice 1")
    assert ews(request(parents=folder_id)).attributes(".//t:ItemId", "Id") == [item.item_id]


def test_its_parameters_are_shown_and_changed(ews: Ews, folder_id: str) -> None:
    answer = shown(ews, folder_id)
    assert answer.attribute(".//t:SearchParameters", "Traversal") == "Deep"
    assert answer.attribute(".//t:Contains/t:Constant", "Value") == "invoice"
    inbox = ews.mailbox.folders.distinguished("inbox").folder_id
    assert answer.attributes(".//t:BaseFolderIds/t:FolderId", "Id") == [inbox]
    ews.mailbox.deliver(subject="Lunch")
    ews.mailbox.deliver(subject="Lunch of old", folder="Inbox/Old")
    changed = ews(
        f"<m:UpdateFolder><m:FolderChanges><t:FolderChange>{folder_id}<t:Updates><t:SetFolderField>"
        '<t:FieldURI FieldURI="folder:SearchParameters"/>'
        f"<t:SearchFolder>{parameters(contains('item:Subject', 'lunch'), '')}</t:SearchFolder>"
        "</t:SetFolderField></t:Updates></t:FolderChange></m:FolderChanges></m:UpdateFolder>"
    )
    assert changed.codes == ["NoError"]
    assert subjects(ews, folder_id) == ["Lunch"]


def test_another_folder_has_no_parameters(ews: Ews) -> None:
    answer = ews(
        f"<m:UpdateFolder><m:FolderChanges><t:FolderChange>{INBOX}<t:Updates><t:SetFolderField>"
        f'<t:FieldURI FieldURI="folder:SearchParameters"/><t:SearchFolder>{parameters()}</t:SearchFolder>'
        "</t:SetFolderField></t:Updates></t:FolderChange></m:FolderChanges></m:UpdateFolder>"
    )
    assert answer.codes == ["ErrorObjectTypeChanged"]
    assert shown(ews, INBOX).all(".//t:SearchParameters") == []


def test_nothing_is_put_into_it(ews: Ews, folder_id: str) -> None:
    item = ews.mailbox.deliver(subject="Lunch")
    moved = ews(
        f"<m:MoveItem><m:ToFolderId>{folder_id}</m:ToFolderId><m:ItemIds>"
        f'<t:ItemId Id="{item.item_id}"/></m:ItemIds></m:MoveItem>'
    )
    assert moved.codes == ["ErrorInvalidOperation"]
    emptied = ews(
        '<m:EmptyFolder DeleteType="HardDelete" DeleteSubFolders="false"><m:FolderIds>'
        f"{folder_id}</m:FolderIds></m:EmptyFolder>"
    )
    assert emptied.codes == ["ErrorCannotEmptyFolder"]
    assert ews.mailbox.messages() == [item]


def test_it_is_not_synchronized(ews: Ews, folder_id: str) -> None:
    answer = ews(
        "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
        f"<m:SyncFolderId>{folder_id}</m:SyncFolderId><m:MaxChangesReturned>9</m:MaxChangesReturned></m:SyncFolderItems>"
    )
    assert answer.codes == ["ErrorInvalidFolderTypeForOperation"]


def test_no_folder_lies_in_it(ews: Ews, folder_id: str) -> None:
    inside = (
        f"<m:CreateFolder><m:ParentFolderId>{folder_id}</m:ParentFolderId><m:Folders><t:Folder>"
        "<t:DisplayName>Inside</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>"
    )
    assert ews(inside).codes == ["ErrorInvalidParentFolder"]
    other = ews.mailbox.add_folder("Other").folder_id
    for operation in ("MoveFolder", "CopyFolder"):
        put = f'<m:FolderIds><t:FolderId Id="{other}"/></m:FolderIds>'
        answer = ews(f"<m:{operation}><m:ToFolderId>{folder_id}</m:ToFolderId>{put}</m:{operation}>")
        assert answer.codes == ["ErrorInvalidParentFolder"]


def test_its_parameters_name_the_folders_that_are_left(ews: Ews) -> None:
    old, new = ews.mailbox.add_folder("Old"), ews.mailbox.add_folder("New")
    base = "".join(f'<t:FolderId Id="{one.folder_id}"/>' for one in (old, new))
    [made] = create(ews, parameters(base=base)).attributes(".//t:SearchFolder/t:FolderId", "Id")
    named = f'<t:FolderId Id="{made}"/>'
    for gone, left in ((old, [new]), (new, [old, new])):
        ews.mailbox.folders.delete(gone)
        shown_ids = shown(ews, named).attributes(".//t:BaseFolderIds/t:FolderId", "Id")
        assert shown_ids == [one.folder_id for one in left]
    assert subjects(ews, named) == []


def test_what_is_searched_may_be_deleted(ews: Ews) -> None:
    old = ews.mailbox.add_folder("Old")
    made = create(ews, parameters(base=f'<t:FolderId Id="{old.folder_id}"/>{INBOX}'))
    [folder_id] = made.attributes(".//t:FolderId", "Id")
    ews.mailbox.deliver(subject="Invoice 1", folder="Old")
    ews.mailbox.folders.delete(old)
    ews.mailbox.deliver(subject="Invoice 2")
    assert subjects(ews, f'<t:FolderId Id="{folder_id}"/>') == ["Invoice 2"]


def test_a_search_that_cannot_be(ews: Ews, folder_id: str) -> None:
    assert create(ews, "").codes == ["ErrorSearchFolderNotInitialized"]
    assert create(ews, parameters(base=folder_id)).codes == ["ErrorFolderSavePropertyError"]
    ews.tenant.add_user("carol")
    ews.tenant.rights.add_mailbox_permission("carol", "alice")
    elsewhere = ews.tenant.mailbox("carol").folders.distinguished("inbox").folder_id
    other = create(ews, parameters(base=f'<t:FolderId Id="{elsewhere}"/>'))
    assert other.codes == ["ErrorEmailAddressMismatch"]
    assert create(ews, parameters(comparison("IsEqualTo", "item:Size", "big"))).codes == [
        "ErrorInvalidValueForProperty"
    ]
    for wrong in (parameters(""), parameters(base=""), parameters(traversal=' Traversal="Wide"')):
        assert create(ews, wrong).status == 500


def test_one_that_somebody_else_makes_counts_nothing_that_they_may_not_read(ews: Ews) -> None:
    """Otherwise its conditions would ask, word by word, what is in closed folders and private items."""
    team, closed = ews.mailbox.add_folder("Team"), ews.mailbox.add_folder("Team/closed")
    ews.tenant.rights.add_folder_permission(ews.alice, "Team", ews.bob, "PublishingEditor")
    for folder in (team, closed):
        ews.mailbox.deliver(subject="invoice", folder=folder.path)
    ews.mailbox.deliver(b"Subject: invoice\r\nSensitivity: Private\r\n\r\n.", folder="Team")
    base = f'<t:FolderId Id="{team.folder_id}"/>'
    made = ews(
        f"<m:CreateFolder><m:ParentFolderId>{base}</m:ParentFolderId><m:Folders><t:SearchFolder><t:DisplayName>S"
        f"</t:DisplayName>{parameters(base=base)}</t:SearchFolder></m:Folders></m:CreateFolder>",
        ews.bob,
    )
    counted = (
        "<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds>"
        f'<t:FolderId Id="{made.attribute(".//t:FolderId", "Id")}"/></m:FolderIds></m:GetFolder>'
    )
    assert [ews(counted, who).value(".//t:TotalCount") for who in (ews.bob, ews.alice)] == ["1", "1"]
    ews.tenant.rights.add_folder_permission(ews.alice, "Team/closed", ews.bob, "Reviewer")
    ews.tenant.rights.add_delegate("alice", "bob", sees_private_items=True)
    assert ews(counted, ews.bob).value(".//t:TotalCount") == "3"
    ews.tenant.rights.remove_folder_permission(ews.alice, "Team/closed", ews.bob)
    assert [ews(counted, who).value(".//t:TotalCount") for who in (ews.bob, ews.alice)] == ["2", "2"]
