"""GetFolder."""

import pytest

from tests.protocols.ews.client import Ews


def request(*ids: str, shape: str = "Default", more: str = "") -> str:
    additional = f"<t:AdditionalProperties>{more}</t:AdditionalProperties>" if more else ""
    return (
        f"<m:GetFolder><m:FolderShape><t:BaseShape>{shape}</t:BaseShape>{additional}</m:FolderShape>"
        f"<m:FolderIds>{''.join(ids)}</m:FolderIds></m:GetFolder>"
    )


def distinguished(name: str, mailbox: str = "") -> str:
    owner = f"<t:Mailbox><t:EmailAddress>{mailbox}</t:EmailAddress></t:Mailbox>" if mailbox else ""
    return f'<t:DistinguishedFolderId Id="{name}">{owner}</t:DistinguishedFolderId>'


def test_a_folder_has_the_recorded_default_shape(ews: Ews) -> None:
    ews.mailbox.deliver(subject="1")
    answer = ews(request(distinguished("inbox")))
    assert [child.tag.rpartition("}")[2] for child in answer.find(".//t:Folder")] == [
        "FolderId",
        "DisplayName",
        "TotalCount",
        "ChildFolderCount",
        "UnreadCount",
    ]
    assert [child.text for child in answer.find(".//t:Folder")][1:] == ["Inbox", "1", "0", "1"]


def test_a_calendar_is_shown_as_one_and_counts_nothing_unread(ews: Ews) -> None:
    answer = ews(request(distinguished("calendar"), shape="AllProperties"))
    calendar = answer.find(".//t:CalendarFolder")
    names = [child.tag.rpartition("}")[2] for child in calendar]
    assert "UnreadCount" not in names
    assert "FolderClass" in names


def test_each_folder_has_its_own_answer(ews: Ews) -> None:
    answer = ews(
        request(
            distinguished("inbox"),
            distinguished("archiveroot"),
            distinguished("publicfoldersroot"),
            '<t:FolderId Id="AAAA=="/>',
            distinguished("qedcdefaultretention"),
            distinguished("sentitems"),
        )
    )
    assert answer.codes == [
        "NoError",
        "ErrorFolderNotFound",
        "ErrorNoPublicFolderReplicaAvailable",
        "ErrorInvalidIdMalformed",
        "ErrorFolderNotFound",
        "NoError",
    ]


def test_ids_compare_without_regard_to_the_way_they_were_found(ews: Ews) -> None:
    by_name = ews(request(distinguished("inbox")))
    found = by_name.find(".//t:FolderId").get("Id")
    by_id = ews(request(f'<t:FolderId Id="{found}"/>'))
    assert by_id.texts(".//t:DisplayName") == ["Inbox"]


def test_the_owner_may_be_named_in_any_case(ews: Ews) -> None:
    answer = ews(request(distinguished("inbox", ews.alice.address.upper())))
    assert answer.codes == ["NoError"]


def test_anothers_folder_is_closed_until_there_is_a_permission(ews: Ews) -> None:
    asked = request(distinguished("inbox", ews.bob.address))
    assert ews(asked).codes == ["ErrorAccessDenied"]
    ews.tenant.rights.add_mailbox_permission(ews.bob, ews.alice)
    assert ews(asked).codes == ["NoError"]


def test_a_mailbox_that_does_not_exist(ews: Ews) -> None:
    assert ews(request(distinguished("inbox", "nobody@contoso.onmicrosoft.com"))).codes == ["ErrorNonExistentMailbox"]


@pytest.mark.parametrize("name", ["root", "inbox"])
def test_size_by_its_tag_is_more_than_nothing(ews: Ews, name: str) -> None:
    answer = ews(request(distinguished(name), more='<t:ExtendedFieldURI PropertyTag="0x0E08" PropertyType="Long"/>'))
    assert int(answer.value(".//t:ExtendedProperty/t:Value")) > 0


def test_only_distinguished_folders_say_so(ews: Ews) -> None:
    folder = ews.mailbox.folders.create(ews.mailbox.folders.distinguished("inbox"), "mine")
    answer = ews(
        request(
            distinguished("inbox"),
            f'<t:FolderId Id="{folder.folder_id}"/>',
            more='<t:FieldURI FieldURI="folder:DistinguishedFolderId"/>',
        )
    )
    assert answer.texts(".//t:DistinguishedFolderId") == ["inbox"]


def test_an_id_that_no_schema_knows_spoils_the_request(ews: Ews) -> None:
    answer = ews(request(distinguished("inbox"), distinguished("invalidparentid")))
    assert answer.status == 500
    assert "The value 'invalidparentid' is invalid according to its datatype" in answer.text


def test_an_unknown_property_is_a_violation_of_the_schema(ews: Ews) -> None:
    answer = ews(request(distinguished("inbox"), more='<t:FieldURI FieldURI="nonsense"/>'))
    assert answer.element.findtext(".//faultcode") == "a:ErrorSchemaValidation"
    said = answer.element.findtext(".//faultstring") or ""
    assert "The 'FieldURI' attribute is invalid - The value 'nonsense' is invalid" in said


@pytest.mark.parametrize(
    "path",
    [
        '<t:FieldURI FieldURI="item:Subject"/>',
        '<t:FieldURI FieldURI="conversation:ConversationTopic"/>',
        '<t:IndexedFieldURI FieldURI="item:InternetMessageHeader" FieldIndex="X-A"/>',
    ],
)
def test_what_no_folder_has_is_refused(ews: Ews, path: str) -> None:
    answer = ews(request(distinguished("inbox"), distinguished("drafts"), more=path))
    assert (answer.status, answer.codes) == (200, ["ErrorInvalidPropertyRequest"] * 2)


def test_a_property_that_folders_may_have_is_left_out(ews: Ews) -> None:
    answer = ews(request(distinguished("inbox"), shape="IdOnly", more='<t:FieldURI FieldURI="folder:PolicyTag"/>'))
    assert [child.tag.rpartition("}")[2] for child in answer.find(".//t:Folder")] == ["FolderId"]


def test_associated_items_are_not_counted(ews: Ews) -> None:
    inbox = ews.mailbox.folders.distinguished("inbox")
    ews.mailbox.deliver(subject="x")
    ews.mailbox.items.add(inbox, "IPM.Configuration.x", {"is_associated": True, "is_read": True})
    assert ews(request(distinguished("inbox"))).value(".//t:TotalCount") == "1"
