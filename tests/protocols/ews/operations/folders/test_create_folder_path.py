"""CreateFolderPath."""

from tests.protocols.ews.client import Ews

INBOX = '<t:DistinguishedFolderId Id="inbox"/>'


def request(*folders: str, parent: str = INBOX) -> str:
    return (
        f"<m:CreateFolderPath><m:ParentFolderId>{parent}</m:ParentFolderId>"
        f"<m:RelativeFolderPath>{''.join(folders)}</m:RelativeFolderPath></m:CreateFolderPath>"
    )


def folder(name: str, element: str = "Folder", more: str = "") -> str:
    return f"<t:{element}><t:DisplayName>{name}</t:DisplayName>{more}</t:{element}>"


def test_each_folder_is_in_the_one_before(ews: Ews) -> None:
    answer = ews(request(folder("one"), folder("two", "CalendarFolder"), folder("three")))
    assert answer.codes == ["NoError"] * 3
    made = [ews.mailbox.folders.by_id(found) for found in answer.attributes(".//t:FolderId", "Id")]
    assert [one.path for one in made] == ["Inbox/one", "Inbox/one/two", "Inbox/one/two/three"]
    assert len(answer.all(".//t:CalendarFolder")) == 1


def test_what_is_there_is_taken(ews: Ews) -> None:
    there = ews.mailbox.add_folder("Inbox/one")
    answer = ews(request(folder("ONE"), folder("two")))
    assert answer.codes == ["NoError", "NoError"]
    assert answer.attributes(".//t:FolderId", "Id")[0] == there.folder_id
    assert [child.display_name for child in there.children] == ["two"]
    again = ews(request(folder("one"), folder("two")))
    assert again.attributes(".//t:FolderId", "Id") == answer.attributes(".//t:FolderId", "Id")


def test_after_one_that_cannot_be_none_is_made(ews: Ews) -> None:
    empty = ews(request(folder("one"), folder(""), folder("three")))
    assert empty.codes[0] == "NoError"
    assert empty.codes[1] == empty.codes[2] != "NoError"
    assert not ews.mailbox.folders.named("Inbox/one").children
    not_settable = ews(request(folder("a", more="<t:TotalCount>1</t:TotalCount>"), folder("b")))
    assert not_settable.codes == ["ErrorInvalidPropertySet"] * 2
    assert not ews.mailbox.folders.by_path("Inbox/b")


def test_nothing_is_below_a_search_folder(ews: Ews) -> None:
    parameters = (
        "<t:SearchParameters><t:Restriction><t:Exists><t:FieldURI FieldURI='item:Subject'/></t:Exists></t:Restriction>"
        f"<t:BaseFolderIds>{INBOX}</t:BaseFolderIds></t:SearchParameters>"
    )
    finder = '<t:DistinguishedFolderId Id="searchfolders"/>'
    answer = ews(request(folder("s", "SearchFolder", parameters), folder("below"), parent=finder))
    assert answer.codes == ["NoError", "ErrorInvalidOperation"]


def test_the_parent_must_be_there_and_open(ews: Ews) -> None:
    gone = ews.mailbox.add_folder("Inbox/gone")
    ews.mailbox.folders.delete(gone)
    lost = ews(request(folder("a"), folder("b"), parent=f'<t:FolderId Id="{gone.folder_id}"/>'))
    assert lost.codes == ["ErrorParentFolderNotFound"] * 2
    ews.tenant.rights.add_folder_permission(ews.alice, "inbox", ews.bob, "Reviewer")
    ews.mailbox.add_folder("Inbox/there")
    mailbox = f"<t:Mailbox><t:EmailAddress>{ews.alice.address}</t:EmailAddress></t:Mailbox>"
    hers = f'<t:DistinguishedFolderId Id="inbox">{mailbox}</t:DistinguishedFolderId>'
    assert ews(request(folder("new"), parent=hers), ews.bob).codes == ["ErrorCreateSubfolderAccessDenied"]


def test_a_schema_fault_makes_nothing(ews: Ews) -> None:
    status = ews.post_body(request(folder("one"), "<t:Nonsense/>")) if hasattr(ews, "post_body") else None
    assert status is None or status == 500
    assert not ews.mailbox.folders.by_path("Inbox/one")
