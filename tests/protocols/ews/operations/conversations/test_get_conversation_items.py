"""GetConversationItems: nodes, their order, what is left out, and what has changed since."""

import pytest

from tests.protocols.ews.client import Answer, Ews
from tests.protocols.ews.operations.conversations.threads import conversation_of, message

SUBJECT = '<t:AdditionalProperties><t:FieldURI FieldURI="item:Subject"/></t:AdditionalProperties>'


def get(conversation_id: str, before: str = "", state: str = "") -> str:
    given = f"<t:SyncState>{state}</t:SyncState>" if state else ""
    return (
        f"<m:GetConversationItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>{SUBJECT}</m:ItemShape>{before}"
        f'<m:Conversations><t:Conversation><t:ConversationId Id="{conversation_id}"/>{given}</t:Conversation>'
        "</m:Conversations></m:GetConversationItems>"
    )


def numbers(answer: Answer) -> list[int]:
    assert answer.codes == ["NoError"]
    return [int(one.strip("<>").partition("@")[0]) for one in answer.texts(".//t:InternetMessageId")]


@pytest.fixture
def thread(ews: Ews) -> str:
    """1, answered by 2 and 3; 4 answers 2."""
    first = message(ews.mailbox, 1)
    for number, answers in ((2, 1), (3, 1), (4, 2)):
        message(ews.mailbox, number, answers)
    return conversation_of(first)


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("", [1, 2, 4, 3]),
        ("TreeOrderAscending", [1, 2, 4, 3]),
        ("TreeOrderDescending", [3, 4, 2, 1]),
        ("DateOrderAscending", [1, 2, 3, 4]),
        ("DateOrderDescending", [4, 3, 2, 1]),
    ],
)
def test_nodes_stand_in_the_order_asked_for(ews: Ews, thread: str, order: str, found: list[int]) -> None:
    answer = ews(get(thread, f"<m:SortOrder>{order}</m:SortOrder>" if order else ""))
    assert numbers(answer) == found
    assert answer.attribute(".//m:Conversation/t:ConversationId", "Id") == thread


def test_a_node_names_its_parent_and_has_all_copies(ews: Ews, thread: str) -> None:
    first, second = ews.mailbox.messages()[:2]
    (copy,) = ews.mailbox.items.copy([second], ews.mailbox.folders.distinguished("archive"))
    nodes = ews(get(thread)).all(".//t:ConversationNode")
    assert nodes[0].find("{*}ParentInternetMessageId") is None
    assert nodes[1].findtext("{*}ParentInternetMessageId") == "<1@example.com>"
    assert [one.get("Id") for one in nodes[1].iterfind(".//{*}ItemId")] == [second.item_id, copy.item_id]
    assert [one.get("Id") for one in nodes[0].iterfind(".//{*}ItemId")] == [first.item_id]
    assert nodes[1].findtext(".//{*}Subject") == "Re: Plans"


def test_folders_are_ignored(ews: Ews, thread: str) -> None:
    item = ews.mailbox.messages()[3]
    ews.mailbox.items.move([item], ews.mailbox.folders.distinguished("deleteditems"))
    ignored = '<m:FoldersToIgnore><t:DistinguishedFolderId Id="{}"/></m:FoldersToIgnore>'
    assert numbers(ews(get(thread, ignored.format("deleteditems")))) == [1, 2, 3]
    assert numbers(ews(get(thread, ignored.format("inbox")))) == [4]
    both = ignored.format("inbox").replace("</m:F", '<t:DistinguishedFolderId Id="deleteditems"/></m:F')
    assert ews(get(thread, both)).codes == ["ErrorItemNotFound"]


@pytest.mark.parametrize(("most", "found"), [(1, [1]), (3, [1, 2, 4]), (9, [1, 2, 4, 3])])
def test_no_more_items_come_than_asked_for(ews: Ews, thread: str, most: int, found: list[int]) -> None:
    assert numbers(ews(get(thread, f"<m:MaxItemsToReturn>{most}</m:MaxItemsToReturn>"))) == found


def test_a_sync_state_leaves_what_is_known(ews: Ews, thread: str) -> None:
    state = ews(get(thread)).value(".//t:SyncState")
    answer = ews(get(thread, state=state))
    assert (answer.codes, answer.all(".//t:ConversationNodes")) == (["NoError"], [])
    message(ews.mailbox, 5, 4)
    ews.mailbox.items.update(ews.mailbox.messages()[0], {"is_read": True})
    answer = ews(get(thread, state=state))
    assert numbers(answer) == [1, 5]
    assert numbers_or_none(ews(get(thread, state=answer.value(".//t:SyncState")))) == []


def numbers_or_none(answer: Answer) -> list[int]:
    return numbers(answer) if answer.all(".//t:ConversationNode") else []


@pytest.mark.parametrize("state", ["eA==", "Y29udmVyc2F0aW9uOjk5OTk5OQ==", "Y29udmVyc2F0aW9uOg=="])
def test_a_state_that_was_not_given_out_is_refused(ews: Ews, thread: str, state: str) -> None:
    assert ews(get(thread, state=state)).codes == ["ErrorInvalidSyncStateData"]


def test_a_conversation_that_is_not_there_is_not_found(ews: Ews, thread: str) -> None:
    unknown = ews.mailbox.ids.conversation_id(bytes(16))
    assert ews(get(unknown)).codes == ["ErrorItemNotFound"]
    assert ews(get(thread), ews.bob).codes == ["ErrorItemNotFound"]
    assert ews(get("AAAA")).codes == ["ErrorInvalidIdMalformed"]
    assert ews(get(ews.mailbox.messages()[0].item_id)).codes == ["ErrorInvalidIdMalformed"]


@pytest.mark.parametrize("most", ["0", "-1"])
def test_nothing_at_the_most_is_refused(ews: Ews, thread: str, most: str) -> None:
    answer = ews(get(thread, f"<m:MaxItemsToReturn>{most}</m:MaxItemsToReturn>"))
    assert answer.codes == ["ErrorInvalidPagingMaxRows"]


def test_messages_that_answer_each_other_in_a_circle_come_once(ews: Ews) -> None:
    first = message(ews.mailbox, 1, 2)
    message(ews.mailbox, 2, 1)
    message(ews.mailbox, 3, 3)
    assert sorted(numbers(ews(get(conversation_of(first))))) == [1, 2, 3]
