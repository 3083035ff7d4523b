"""Delegates, as clients ask for them, and as the door then sees them."""

from typing import Any

import pytest

from tests.protocols.ews.client import Ews

SEVERAL = ".//m:DelegateUserResponseMessageType"


@pytest.fixture
def carol(ews: Ews) -> Any:
    return ews.tenant.add_user("carol")


def mailbox(address: str) -> str:
    return f"<m:Mailbox><t:EmailAddress>{address}</t:EmailAddress></m:Mailbox>"


def somebody(address: str) -> str:
    return f"<t:UserId><t:PrimarySmtpAddress>{address}</t:PrimarySmtpAddress></t:UserId>"


def get(ews: Ews, *user_ids: str, permissions: str = "true", of: str = "") -> str:
    wanted = f"<m:UserIds>{''.join(user_ids)}</m:UserIds>" if user_ids else ""
    asked = mailbox(of or ews.alice.address) + wanted
    return f'<m:GetDelegate IncludePermissions="{permissions}">{asked}</m:GetDelegate>'


def change(ews: Ews, operation: str, *users: str, delivery: str = "") -> str:
    deliver = f"<m:DeliverMeetingRequests>{delivery}</m:DeliverMeetingRequests>" if delivery else ""
    listed = f"<m:DelegateUsers>{''.join(users)}</m:DelegateUsers>"
    return f"<m:{operation}>{mailbox(ews.alice.address)}{listed}{deliver}</m:{operation}>"


def entry(address: str, levels: str = "", more: str = "") -> str:
    permissions = f"<t:DelegatePermissions>{levels}</t:DelegatePermissions>" if levels else ""
    return f"<t:DelegateUser>{somebody(address)}{permissions}{more}</t:DelegateUser>"


def calendar(level: str) -> str:
    return f"<t:CalendarFolderPermissionLevel>{level}</t:CalendarFolderPermissionLevel>"


def remove(ews: Ews, address: str) -> str:
    return (
        f"<m:RemoveDelegate>{mailbox(ews.alice.address)}<m:UserIds>{somebody(address)}</m:UserIds></m:RemoveDelegate>"
    )


def test_nobody_is_a_delegate_at_first(ews: Ews) -> None:
    answer = ews(get(ews))
    assert answer.codes == ["NoError"]
    assert answer.all(SEVERAL) == []
    assert answer.texts(".//m:DeliverMeetingRequests") == ["DelegatesAndSendInformationToMe"]


def test_a_delegate_of_the_tenant_is_shown(ews: Ews) -> None:
    ews.tenant.rights.add_delegate("alice", "bob", inbox="Reviewer", contacts=["ReadItems"])
    answer = ews(get(ews))
    assert answer.texts(".//t:PrimarySmtpAddress") == [ews.bob.address]
    assert answer.texts(".//t:SID") == [ews.bob.sid]
    levels = {child.tag.rpartition("}")[2]: child.text for child in answer.find(".//t:DelegatePermissions")}
    assert levels == {
        "CalendarFolderPermissionLevel": "Editor",
        "TasksFolderPermissionLevel": "Editor",
        "InboxFolderPermissionLevel": "Reviewer",
        "ContactsFolderPermissionLevel": "Custom",
        "NotesFolderPermissionLevel": "None",
        "JournalFolderPermissionLevel": "None",
    }
    assert ews(get(ews, permissions="false")).all(".//t:DelegatePermissions") == []


def test_who_is_asked_for_by_what(ews: Ews, carol: Any) -> None:
    ews.tenant.rights.add_delegate("alice", "bob")
    by_sid = f"<t:UserId><t:SID>{ews.bob.sid}</t:SID></t:UserId>"
    wrong_sid = "<t:UserId><t:SID>XXX</t:SID></t:UserId>"
    by_name = "<t:UserId><t:DisplayName>Bob</t:DisplayName></t:UserId>"
    everybody = "<t:UserId><t:DistinguishedUser>Default</t:DistinguishedUser></t:UserId>"
    people = (somebody("nobody@x.example"), somebody(ews.alice.address), somebody(carol.address))
    asked = (by_sid, wrong_sid, *people, by_name, "<t:UserId/>", everybody)
    assert ews(get(ews, *asked)).codes == [
        "NoError",  # of the whole answer
        "NoError",
        "ErrorInvalidUserSid",
        "ErrorDelegateNoUser",
        "ErrorNotDelegate",
        "ErrorNotDelegate",
        "ErrorMissingUserIdInformation",
        "ErrorMissingUserIdInformation",
        "ErrorDistinguishedUserNotSupported",
    ]


def test_a_new_delegate_gets_in_and_sends_on_behalf(ews: Ews) -> None:
    options = "<t:ReceiveCopiesOfMeetingMessages>1</t:ReceiveCopiesOfMeetingMessages>"
    answer = ews(
        change(ews, "AddDelegate", entry(ews.bob.address, calendar("Reviewer"), options), delivery="DelegatesOnly")
    )
    assert answer.codes == ["NoError", "NoError"]
    assert answer.texts(".//t:ReceiveCopiesOfMeetingMessages") == ["true"]
    assert answer.texts(".//t:ViewPrivateItems") == ["false"]
    assert ews.tenant.permissions.rights(ews.alice.object_id, ews.bob.object_id) == {"SendOnBehalf"}
    calendar_of_alice = f"<t:Mailbox><t:EmailAddress>{ews.alice.address}</t:EmailAddress></t:Mailbox>"
    asked = (
        "<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>"
        f'<t:DistinguishedFolderId Id="calendar">{calendar_of_alice}</t:DistinguishedFolderId></m:FolderIds>'
        "</m:GetFolder>"
    )
    assert ews(asked, ews.bob).codes == ["NoError"]
    assert ews(get(ews)).texts(".//m:DeliverMeetingRequests") == ["DelegatesOnly"]
    assert ews(remove(ews, ews.bob.address)).codes == ["NoError", "NoError"]
    assert ews(asked, ews.bob).codes == ["ErrorAccessDenied"]
    assert ews(get(ews)).all(SEVERAL) == []
    assert ews(remove(ews, ews.bob.address)).codes == ["NoError", "ErrorNotDelegate"]


def test_a_change_leaves_what_it_does_not_name(ews: Ews) -> None:
    ews.tenant.rights.add_delegate("alice", "bob")
    more = "<t:ViewPrivateItems>true</t:ViewPrivateItems>"
    answer = ews(change(ews, "UpdateDelegate", entry(ews.bob.address, calendar("None"), more)))
    assert answer.codes == ["NoError", "NoError"]
    assert answer.texts(".//t:CalendarFolderPermissionLevel") == ["None"]
    assert answer.texts(".//t:TasksFolderPermissionLevel") == ["Editor"]
    again = ews(change(ews, "UpdateDelegate", entry(ews.bob.address), delivery="NoForward"))
    assert again.texts(".//t:ViewPrivateItems") == ["true"]


def test_who_cannot_be_made_a_delegate(ews: Ews, carol: Any) -> None:
    ews.tenant.rights.add_delegate("alice", "bob")
    entries = [
        entry(ews.alice.address),
        entry(ews.bob.address),
        entry("nobody@x.example"),
        entry(carol.address, calendar("Custom")),
    ]
    assert ews(change(ews, "AddDelegate", *entries)).codes == [
        "NoError",
        "ErrorDelegateCannotAddOwner",
        "ErrorDelegateAlreadyExists",
        "ErrorDelegateNoUser",
        "ErrorInvalidDelegatePermission",
    ]
    assert ews.tenant.permissions.rights(ews.alice.object_id, carol.object_id) == frozenset()
    assert ews(change(ews, "UpdateDelegate", entry(carol.address))).codes == ["NoError", "ErrorNotDelegate"]


def test_a_delivery_that_the_schema_lacks(ews: Ews) -> None:
    answer = ews(change(ews, "UpdateDelegate", entry(ews.bob.address), delivery="Everybody"))
    assert answer.status == 500
    assert "ErrorSchemaValidation" in answer.text


@pytest.mark.parametrize("operation", ["AddDelegate", "UpdateDelegate"])
@pytest.mark.parametrize(
    "wrong",
    [
        calendar("Owner"),
        "<t:CalendarFolderPermissionLevel/>",
        "</t:DelegatePermissions><t:ViewPrivateItems>maybe</t:ViewPrivateItems><t:DelegatePermissions>",
    ],
)
def test_a_delegate_that_the_schema_lacks_leaves_everything_unchanged(ews: Ews, operation: str, wrong: str) -> None:
    ews.tenant.rights.add_delegate("alice", "bob")
    before = ews(get(ews)).text
    entries = [entry(ews.bob.address, calendar("Editor")), entry(ews.bob.address, wrong)]
    answer = ews(change(ews, operation, *entries, delivery="NoForward"))
    assert (answer.status, "ErrorSchemaValidation" in answer.text) == (500, True)
    assert ews(get(ews)).text == before


def test_lists_of_nobody(ews: Ews) -> None:
    nobody = mailbox(ews.alice.address) + "<m:UserIds/>"
    for request in (
        change(ews, "AddDelegate"),
        change(ews, "UpdateDelegate"),
        f"<m:RemoveDelegate>{nobody}</m:RemoveDelegate>",
        f'<m:GetDelegate IncludePermissions="true">{nobody}</m:GetDelegate>',
    ):
        answer = ews(request)
        assert (answer.status, "has incomplete content" in answer.text) == (500, True)


def test_only_the_owner_and_full_access_see_and_change_delegates(ews: Ews, carol: Any) -> None:
    ews.tenant.rights.add_delegate("alice", "bob")
    assert ews(get(ews), ews.bob).codes == ["ErrorAccessDenied"]
    assert ews(get(ews), carol).codes == ["ErrorAccessDenied"]
    assert ews(remove(ews, ews.bob.address), ews.bob).codes == ["ErrorAccessDenied"]
    assert ews(change(ews, "AddDelegate", entry(carol.address)), carol).codes == ["ErrorAccessDenied"]
    assert ews(change(ews, "UpdateDelegate", entry(carol.address)), carol).codes == ["ErrorAccessDenied"]
    assert ews(get(ews, of="nobody@contoso.onmicrosoft.com")).codes == ["ErrorNonExistentMailbox"]
    ews.tenant.rights.add_mailbox_permission("alice", "carol")
    assert ews(get(ews), carol).codes == ["NoError", "NoError"]


def test_without_delegates_there_is_no_list(ews: Ews) -> None:
    assert ews(get(ews)).all(".//m:ResponseMessages") == []


def test_an_answer_about_nobody_has_no_list(ews: Ews) -> None:
    delivery = "<m:DeliverMeetingRequests>DelegatesOnly</m:DeliverMeetingRequests>"
    answer = ews(f"<m:UpdateDelegate>{mailbox(ews.alice.address)}{delivery}</m:UpdateDelegate>")
    assert answer.codes == ["NoError"]
    assert answer.all(".//m:ResponseMessages") == []


def test_a_refusal_names_whose_rights_are_not_enough(ews: Ews, carol: Any) -> None:
    ews.tenant.rights.add_delegate("alice", "bob", calendar="Reviewer")
    assert ews(get(ews), ews.bob).codes == ["ErrorAccessDenied"]
    assert ews.tenant.journal.refusals[-1].refusal.facts["principal"] == ews.bob.upn
