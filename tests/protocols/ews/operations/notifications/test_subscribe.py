"""What Subscribe refuses."""

import pytest

from tests.protocols.ews.client import Ews, envelope, fault_of
from tests.protocols.ews.operations.notifications.subscriber import INBOX, Pulling, event_types, request


def of_bob(ews: Ews, name: str = "inbox") -> str:
    mailbox = f"<t:Mailbox><t:EmailAddress>{ews.bob.address}</t:EmailAddress></t:Mailbox>"
    return f'<t:DistinguishedFolderId Id="{name}">{mailbox}</t:DistinguishedFolderId>'


def test_folders_of_two_mailboxes(ews: Ews) -> None:
    ews.tenant.rights.add_mailbox_permission("bob", "alice")
    assert ews(request("Pull", of_bob(ews))).codes == ["NoError"]
    assert ews(request("Pull", INBOX + of_bob(ews))).codes == ["ErrorInvalidSubscriptionRequest"]


def test_another_mailbox_wants_all_of_its_rights(ews: Ews) -> None:
    assert ews(request("Pull", of_bob(ews))).codes == ["ErrorAccessDenied"]
    ews.tenant.rights.add_folder_permission("bob", "inbox", "alice", "Reviewer")
    assert ews(request("Pull", of_bob(ews))).codes == ["ErrorSubscriptionDelegateAccessNotSupported"]
    assert ews(request("Streaming", of_bob(ews))).codes == ["ErrorSubscriptionDelegateAccessNotSupported"]


@pytest.mark.parametrize("way", ["Pull", "Streaming"])
def test_folders_or_all_of_them(ews: Ews, way: str) -> None:
    both = request(way, None).replace("<t:EventTypes>", f"<t:FolderIds>{INBOX}</t:FolderIds><t:EventTypes>")
    neither = request(way, None).replace(' SubscribeToAllFolders="true"', "")
    for body in (both, neither):
        assert ews(body).codes == ["ErrorInvalidSubscriptionRequest"]
    assert ews(request(way, None)).codes == ["NoError"]


@pytest.mark.parametrize(
    "body",
    [
        "<m:Subscribe/>",
        request("Pull", ""),
        request("Pull").replace(event_types(), "<t:EventTypes/>"),
        request("Pull").replace(event_types(), ""),
        request("Pull", types=("Status",)),
        request("Pull", types=("Nonsense",)),
        request("Pull", rest=""),
        *(request("Pull", rest=f"<t:Timeout>{minutes}</t:Timeout>") for minutes in (0, 1441, "x")),
        request("Pull", rest="<t:Watermark/><t:Timeout>1</t:Timeout>"),
        request("Push", rest="<t:URL>http://localhost/</t:URL>"),
        request("Push", rest="<t:StatusFrequency>0</t:StatusFrequency><t:URL>http://localhost/</t:URL>"),
        request("Push", rest="<t:StatusFrequency>1</t:StatusFrequency>"),
        request("Streaming", rest="<t:Timeout>1</t:Timeout>"),
        request("Pull").replace("</m:Subscribe>", "") + request("Streaming").replace("<m:Subscribe>", ""),
    ],
)
def test_what_the_schema_has_not(ews: Ews, body: str) -> None:
    assert fault_of(ews.post(envelope(body), ews.token(ews.alice)))[0] == "ErrorSchemaValidation"
    assert ews.mailbox.notifications.count == 0


def test_a_folder_that_is_gone(ews: Ews) -> None:
    folder = ews.mailbox.add_folder("Inbox/x")
    named = f'<t:FolderId Id="{folder.folder_id}"/>'
    pulling = Pulling(ews, request("Pull", named))
    with ews.tenant.lock:
        ews.mailbox.folders.delete(folder)
    assert pulling.told() == ["(Deleted)"]
    assert ews(request("Pull", named)).codes == ["ErrorItemNotFound"]


def test_streaming_came_later_than_the_others(ews: Ews) -> None:
    old = '<t:RequestServerVersion Version="Exchange2010"/>'
    assert ews(request("Pull", types=("NewMail",)), header=old).codes == ["NoError"]
    response = ews.post(envelope(request("Streaming", types=("NewMail",)), old), ews.token(ews.alice))
    assert fault_of(response)[0] == "ErrorSchemaValidation"


def test_subscriptions_have_a_limit_where_the_switch_says_so(ews: Ews) -> None:
    ews.tenant.policies.ews_subscriptions = 2
    first, _ = Pulling(ews), Pulling(ews)
    assert ews(request("Pull")).codes == ["ErrorExceededSubscriptionCount"]
    assert ews(request("Pull"), ews.bob).codes == ["NoError"], "it is each mailbox's"
    ews.tenant.clock.advance(minutes=9)
    first.events()
    ews.tenant.clock.advance(minutes=2)
    assert ews(request("Pull")).codes == ["NoError"], "one has expired"


def test_each_id_is_of_its_own(ews: Ews) -> None:
    ids = [Pulling(ews).id for _ in range(10)]
    snapshot = ews.tenant.snapshot()
    ids += [Pulling(ews).id]
    ews.tenant.restore(snapshot)
    ids += [Pulling(ews).id]
    assert len(set(ids)) == len(ids)
