"""ApplyConversationAction: each action, now and for what comes later."""

import pytest

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.transport.envelope import Envelope
from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.conversations.threads import conversation_of, message

INBOX = '<t:ContextFolderId><t:DistinguishedFolderId Id="inbox"/></t:ContextFolderId>'
ARCHIVE = '<t:DestinationFolderId><t:DistinguishedFolderId Id="archive"/></t:DestinationFolderId>'


def action(kind: str, conversation_id: str, *rest: str) -> str:
    inside = f'<t:Action>{kind}</t:Action><t:ConversationId Id="{conversation_id}"/>{"".join(rest)}'
    return (
        "<m:ApplyConversationAction><m:ConversationActions>"
        f"<t:ConversationAction>{inside}</t:ConversationAction></m:ConversationActions></m:ApplyConversationAction>"
    )


def later(ews: Ews) -> Item | None:
    """Let bob answer; return what came, if it still is anywhere."""
    answer = b"Subject: Re: Plans\r\nIn-Reply-To: <1@example.com>\r\n\r\nx"
    bob = ews.tenant.mailbox("bob")
    receipt = ews.tenant.transport.submit(bob, Envelope.of(bob.address, ews.alice.address), answer)
    return next(iter(receipt.delivered), None)


def where(*items: Item) -> list[str | None]:
    return [item.folder.distinguished_id for item in items]


@pytest.fixture
def thread(ews: Ews) -> list[Item]:
    """Two in the inbox, one in the archive, one in Sent Items; another conversation beside."""
    message(ews.mailbox, 9, subject="Other")
    places = ("inbox", "inbox", "archive", "sentitems")
    return [message(ews.mailbox, number, number - 1, folder=place) for number, place in enumerate(places, 1)]


def test_a_conversation_is_moved(ews: Ews, thread: list[Item]) -> None:
    assert ews(action("Move", conversation_of(thread[0]), ARCHIVE)).codes == ["NoError"]
    assert where(*thread) == ["archive", "archive", "archive", "sentitems"]
    assert [one.subject for one in ews.mailbox.messages()] == ["Other"]
    came = later(ews)
    assert came is not None
    assert where(came) == ["inbox"]


def test_a_conversation_is_copied_out_of_a_folder(ews: Ews, thread: list[Item]) -> None:
    assert ews(action("Copy", conversation_of(thread[0]), INBOX, ARCHIVE)).codes == ["NoError"]
    assert where(*thread) == ["inbox", "inbox", "archive", "sentitems"]
    assert len(ews.mailbox.messages("archive")) == 3


@pytest.mark.parametrize(
    ("kind", "folder"), [("", "deleteditems"), ("SoftDelete", "recoverableitemsdeletions"), ("HardDelete", "")]
)
def test_a_conversation_is_deleted(ews: Ews, thread: list[Item], kind: str, folder: str) -> None:
    given = f"<t:DeleteType>{kind}</t:DeleteType>" if kind else ""
    assert ews(action("Delete", conversation_of(thread[0]), INBOX, given)).codes == ["NoError"]
    assert [one.subject for one in ews.mailbox.messages()] == ["Other"]
    assert len(ews.mailbox.messages("archive")) == 1
    if folder:
        assert where(*thread[:2]) == [folder, folder]
    assert len(ews.mailbox.items.present(thread)) == (2 if kind == "HardDelete" else 4)


def test_what_came_after_the_last_look_is_left(ews: Ews, thread: list[Item]) -> None:
    until = "<t:ConversationLastSyncTime>2026-01-01T00:01:30Z</t:ConversationLastSyncTime>"
    assert ews(action("Delete", conversation_of(thread[0]), INBOX, until)).codes == ["NoError"]
    assert where(*thread[:2]) == ["deleteditems", "inbox"]


def test_a_conversation_is_read_and_unread(ews: Ews, thread: list[Item]) -> None:
    read = action("SetReadState", conversation_of(thread[0]), INBOX, "<t:IsRead>true</t:IsRead>")
    assert ews(read).codes == ["NoError"]
    assert [one.is_read for one in thread] == [True, True, False, False]
    ews(read.replace("<t:IsRead>true", "<t:IsRead>false"))
    assert not any(one.is_read for one in thread)


def test_a_conversation_is_flagged(ews: Ews, thread: list[Item]) -> None:
    flag = "<t:Flag><t:FlagStatus>Flagged</t:FlagStatus></t:Flag>"
    assert ews(action("Flag", conversation_of(thread[0]), flag)).codes == ["NoError"]
    assert all(one.flagged for one in thread)


def test_categories_are_for_all_that_comes(ews: Ews, thread: list[Item]) -> None:
    wanted = "<t:Categories><t:String>Red</t:String></t:Categories>"
    assert ews(action("AlwaysCategorize", conversation_of(thread[0]), wanted)).codes == ["NoError"]
    assert [one.get("categories") for one in thread] == [["Red"]] * 4
    came = later(ews)
    assert came is not None
    assert came.get("categories") == ["Red"]
    ews(action("AlwaysCategorize", conversation_of(thread[0]), "<t:Categories/>"))
    came = later(ews)
    assert came is not None
    assert came.get("categories") is None


def test_all_that_comes_is_moved_until_it_is_not(ews: Ews, thread: list[Item]) -> None:
    assert ews(action("AlwaysMove", conversation_of(thread[0]), ARCHIVE)).codes == ["NoError"]
    assert where(*thread) == ["archive", "archive", "archive", "sentitems"]
    came = later(ews)
    assert came is not None
    assert where(came) == ["archive"]
    ews(action("AlwaysMove", conversation_of(thread[0])))
    came = later(ews)
    assert came is not None
    assert where(came) == ["inbox"]
    assert ews.mailbox.conversations.rules == {}


def test_all_that_comes_is_deleted_until_it_is_not(ews: Ews, thread: list[Item]) -> None:
    enable = "<t:EnableAlwaysDelete>true</t:EnableAlwaysDelete>"
    assert ews(action("AlwaysDelete", conversation_of(thread[0]), enable)).codes == ["NoError"]
    assert where(*thread) == ["deleteditems", "deleteditems", "deleteditems", "sentitems"]
    came = later(ews)
    assert came is not None
    assert where(came) == ["deleteditems"]
    ews(action("AlwaysDelete", conversation_of(thread[0]), enable.replace("true", "false")))
    came = later(ews)
    assert came is not None
    assert where(came) == ["inbox"]


def test_each_action_has_its_answer(ews: Ews, thread: list[Item]) -> None:
    unknown = ews.mailbox.ids.conversation_id(bytes(16))
    read = "<t:IsRead>true</t:IsRead>"
    one = action("SetReadState", unknown, read)
    two = action("SetReadState", conversation_of(thread[0]), read)
    begin, end = one.partition("</m:ConversationActions>")[0], two.partition("<m:ConversationActions>")[2]
    assert ews(begin + end).codes == ["ErrorItemNotFound", "NoError"]


@pytest.mark.parametrize("kind", ["Move", "Copy", "SetReadState", "Flag"])
def test_what_an_action_needs_must_be_there(ews: Ews, thread: list[Item], kind: str) -> None:
    answer = ews(action(kind, conversation_of(thread[0])))
    assert answer.element.findtext(".//faultcode") == "a:ErrorSchemaValidation"


def test_a_retention_policy_is_not_performed(ews: Ews, thread: list[Item]) -> None:
    assert ews(action("SetRetentionPolicy", conversation_of(thread[0]))).codes == ["ErrorInvalidOperation"]


def test_a_reader_changes_nothing(ews: Ews, thread: list[Item]) -> None:
    ews.tenant.rights.add_folder_permission("alice", "inbox", "bob", "Reviewer")
    mailbox = f"<t:Mailbox><t:EmailAddress>{ews.alice.address}</t:EmailAddress></t:Mailbox>"
    context = INBOX.replace('"inbox"/>', f'"inbox">{mailbox}</t:DistinguishedFolderId>')
    answer = ews(action("SetReadState", conversation_of(thread[0]), context, "<t:IsRead>true</t:IsRead>"), ews.bob)
    assert answer.codes == ["ErrorAccessDenied"]
    assert not thread[0].is_read


MAILBOX = "<t:Mailbox><t:EmailAddress>{}</t:EmailAddress></t:Mailbox>"


@pytest.mark.parametrize(
    ("kind", "rest"),
    [
        ("AlwaysCategorize", "<t:Categories><t:String>Red</t:String></t:Categories>"),
        ("AlwaysDelete", "<t:EnableAlwaysDelete>true</t:EnableAlwaysDelete>"),
        ("AlwaysMove", ARCHIVE),
    ],
)
def test_only_the_owner_decides_what_becomes_of_later_mail(ews: Ews, thread: list[Item], kind: str, rest: str) -> None:
    ews.tenant.rights.add_folder_permission("alice", "inbox", "bob", "Reviewer")
    assert ews(action(kind, conversation_of(thread[0]), rest), ews.bob).codes == ["ErrorAccessDenied"]
    assert not ews.mailbox.conversations.rules
    assert where(*thread) == ["inbox", "inbox", "archive", "sentitems"]
    assert thread[0].get("categories") is None


def test_a_reader_copies_what_they_may_read(ews: Ews, thread: list[Item]) -> None:
    ews.tenant.rights.add_folder_permission("alice", "inbox", "bob", "Reviewer")
    assert ews(action("Copy", conversation_of(thread[0]), ARCHIVE), ews.bob).codes == ["NoError"]
    assert len(ews.tenant.mailbox("bob").messages("archive")) == 2


def test_a_decision_that_is_refused_leaves_the_one_before(ews: Ews, thread: list[Item]) -> None:
    """Nothing is lost by a folder that is not there, or is another mailbox's."""
    conversation = conversation_of(thread[0])
    ews(action("AlwaysMove", conversation, ARCHIVE))
    decided = dict(ews.mailbox.conversations.rules)
    assert len(decided) == 1
    ews.tenant.rights.add_mailbox_permission("bob", ews.alice)
    ews.tenant.mailbox("bob")
    of_bob = MAILBOX.format(ews.bob.address)
    elsewhere = ARCHIVE.replace('"archive"/>', f'"archive">{of_bob}</t:DistinguishedFolderId>')
    gone = ews.mailbox.folders.create(ews.mailbox.folders.distinguished("inbox"), "Gone")
    ews.mailbox.folders.delete(gone)
    missing = f'<t:DestinationFolderId><t:FolderId Id="{gone.folder_id}"/></t:DestinationFolderId>'
    assert ews(action("AlwaysMove", conversation, elsewhere)).codes == ["ErrorApplyConversationActionFailed"]
    assert ews(action("AlwaysMove", conversation, missing)).codes != ["NoError"]
    assert ews.mailbox.conversations.rules == decided


@pytest.mark.parametrize("kind", ["Copy", "Move"])
def test_what_a_delegate_puts_somewhere_is_their_own_there(ews: Ews, kind: str) -> None:
    own = message(ews.tenant.mailbox("bob"), 1)
    ews.tenant.rights.add_folder_permission(ews.alice, "notes", ews.bob, "Author")
    notes = f'<t:DestinationFolderId><t:FolderId Id="{ews.folder_id("notes")}"/></t:DestinationFolderId>'
    assert ews(action(kind, conversation_of(own), notes), ews.bob).codes == ["NoError"]
    [there] = ews.mailbox.messages("notes")
    gone = (
        f'<m:DeleteItem DeleteType="HardDelete"><m:ItemIds><t:ItemId Id="{there.item_id}"/></m:ItemIds></m:DeleteItem>'
    )
    assert ews(gone, ews.bob).codes == ["NoError"]
