"""FindConversation: what is found in a folder, in which order, and what is told of it."""

import pytest
from lxml import etree

from tests.protocols.ews.client import Answer, Ews
from tests.protocols.ews.operations.conversations.threads import conversation_of, message

INBOX = '<t:DistinguishedFolderId Id="inbox"/>'


def find(view: str = "", order: str = "", folder: str = INBOX, rest: str = "", attributes: str = "") -> str:
    return (
        f"<m:FindConversation{attributes}>{view}{order}<m:ParentFolderId>{folder}</m:ParentFolderId>{rest}"
        "</m:FindConversation>"
    )


def page(most: int, offset: int = 0, base: str = "Beginning") -> str:
    return f'<m:IndexedPageItemView MaxEntriesReturned="{most}" Offset="{offset}" BasePoint="{base}"/>'


def sort(name: str, direction: str = "Ascending") -> str:
    field = f'<t:FieldURI FieldURI="{name}"/>'
    return f'<m:SortOrder><t:FieldOrder Order="{direction}">{field}</t:FieldOrder></m:SortOrder>'


def topics(answer: Answer) -> list[str]:
    assert answer.codes == ["NoError"]
    return answer.texts(".//t:Conversation/t:ConversationTopic")


@pytest.fixture
def threads(ews: Ews) -> Ews:
    """A, with an answer in another folder; B, read; C, the newest."""
    message(ews.mailbox, 1, subject="A")
    message(ews.mailbox, 2, subject="B")
    message(ews.mailbox, 3, answers=1, subject="A", folder="archive")
    message(ews.mailbox, 4, subject="C")
    b = ews.mailbox.messages()[1]
    ews.mailbox.items.update(b, {"is_read": True, "flagged": True, "categories": ["Red"]})
    return ews


def test_conversations_are_listed_by_their_newest_arrival(threads: Ews) -> None:
    answer = threads(find())
    assert topics(answer) == ["C", "B", "A"]
    assert (answer.value("m:TotalConversationsInView"), answer.value("m:IndexedOffset")) == ("3", "3")
    message(threads.mailbox, 5, answers=1, subject="A")
    assert topics(threads(find())) == ["A", "C", "B"]


def test_a_conversation_tells_of_the_folder_and_of_the_mailbox(threads: Ews) -> None:
    found = threads(find()).all(".//t:Conversation")[2]
    (first,), (second,) = threads.mailbox.messages()[:1], threads.mailbox.messages("archive")
    told = {etree.QName(one).localname: one for one in found}
    assert told["ConversationId"].get("Id") == conversation_of(first)

    def counts(name: str) -> tuple[str | None, str | None]:
        return told[name].text, told[f"Global{name}"].text

    assert counts("MessageCount") == ("1", "2")
    assert counts("UnreadCount") == ("1", "2")
    assert counts("Size") == (str(first.size), str(first.size + second.size))
    assert [one.text for one in told["UniqueSenders"]] == ["P1"]
    assert [one.text for one in told["GlobalUniqueSenders"]] == ["P3", "P1"]
    assert [one.get("Id") for one in told["GlobalItemIds"]] == [second.item_id, first.item_id]
    assert told["LastDeliveryTime"].text == "2026-01-01T00:01:00Z"
    assert told["GlobalLastDeliveryTime"].text == "2026-01-01T00:03:00Z"
    assert told["FlagStatus"].text == "NotFlagged"
    assert "Categories" not in told


def test_pages_go_from_both_ends(threads: Ews) -> None:
    answer = threads(find(page(1, 1)))
    assert (topics(answer), answer.value("m:IndexedOffset")) == (["B"], "2")
    assert topics(threads(find(page(1, 0, "End")))) == ["A"]


@pytest.mark.parametrize(
    ("name", "direction", "found"),
    [
        ("conversation:ConversationTopic", "Ascending", ["A", "B", "C"]),
        ("conversation:LastDeliveryTime", "Ascending", ["A", "B", "C"]),
        ("conversation:UnreadCount", "Ascending", ["B", "C", "A"]),
    ],
)
def test_they_are_sorted_by_their_properties(threads: Ews, name: str, direction: str, found: list[str]) -> None:
    assert topics(threads(find(order=sort(name, direction)))) == found


@pytest.mark.parametrize("name", ["item:Subject", "conversation:ConversationId", "conversation:HasClutter"])
def test_they_are_not_sorted_by_anything_else(threads: Ews, name: str) -> None:
    answer = threads(find(order=sort(name)))
    assert (answer.element.get("ResponseClass"), answer.codes) == ("Error", ["ErrorUnsupportedPathForSortGroup"])


@pytest.mark.parametrize(
    ("word", "found"), [("All", ["C", "B", "A"]), ("Unread", ["C", "A"]), ("Flagged", ["B"]), ("HasAttachment", [])]
)
def test_a_filter_leaves_conversations_out(threads: Ews, word: str, found: list[str]) -> None:
    assert topics(threads(find(attributes=f' ViewFilter="{word}"'))) == found


def test_a_query_finds_conversations_by_their_items(threads: Ews) -> None:
    assert topics(threads(find(rest="<m:QueryString>subject:b</m:QueryString>"))) == ["B"]
    scope = "<m:MailboxScope>PrimaryOnly</m:MailboxScope>"
    assert topics(threads(find(rest=f"{scope}<m:QueryString>subject:b</m:QueryString>"))) == ["B"]
    assert threads(find(rest=scope)).codes == ["ErrorMailboxScopeNotAllowedWithoutQueryString"]


def test_folders_below_are_looked_through_too(threads: Ews) -> None:
    threads.mailbox.add_folder("Inbox/below")
    message(threads.mailbox, 6, subject="D", folder="Inbox/below")
    assert topics(threads(find())) == ["C", "B", "A"]
    assert topics(threads(find(attributes=' Traversal="Deep"'))) == ["D", "C", "B", "A"]


def test_a_shape_names_what_is_shown(threads: Ews) -> None:
    def shown(shape: str) -> list[str]:
        answer = threads(find(page(1), rest=f"<m:ConversationShape>{shape}</m:ConversationShape>"))
        assert answer.codes == ["NoError"], answer.text
        return [etree.QName(one).localname for one in answer.all(".//t:Conversation/*")]

    assert shown("<t:BaseShape>IdOnly</t:BaseShape>") == ["ConversationId"]
    preview = '<t:AdditionalProperties><t:FieldURI FieldURI="conversation:Preview"/></t:AdditionalProperties>'
    assert shown(f"<t:BaseShape>IdOnly</t:BaseShape>{preview}") == ["ConversationId", "Preview"]
    assert {"Preview", "HasIrm"} <= set(shown("<t:BaseShape>AllProperties</t:BaseShape>"))


def test_what_moves_and_goes_is_followed(threads: Ews) -> None:
    assert len(topics(threads(find()))) == 3
    first, second, third = threads.mailbox.messages()
    threads.mailbox.items.delete([second])
    threads.mailbox.items.move([third], threads.mailbox.folders.distinguished("archive"))
    threads.mailbox.items.update(first, {"subject": "New"})
    assert topics(threads(find())) == ["New"]
    archive = '<t:DistinguishedFolderId Id="archive"/>'
    assert topics(threads(find(folder=archive))) == ["C", "A"]
    assert threads(find(folder=archive)).texts(".//t:GlobalMessageCount") == ["1", "1"]


def test_a_snapshot_takes_conversations_back(threads: Ews) -> None:
    snapshot = threads.tenant.snapshot()
    message(threads.mailbox, 7, subject="Later")
    assert topics(threads(find()))[0] == "Later"
    threads.tenant.restore(snapshot)
    assert topics(threads(find())) == ["C", "B", "A"]


def test_appointments_and_associated_items_are_no_conversations(ews: Ews) -> None:
    inbox = ews.mailbox.folders.distinguished("inbox")
    ews.mailbox.items.add(inbox, "IPM.Note", {"subject": "view", "is_associated": True})
    ews.mailbox.items.add(ews.mailbox.folders.distinguished("calendar"), "IPM.Appointment", {"subject": "x"})
    assert topics(ews(find())) == []
    assert topics(ews(find(folder='<t:DistinguishedFolderId Id="calendar"/>'))) == []


def test_somebody_elses_folder_tells_of_itself_alone(threads: Ews) -> None:
    threads.tenant.rights.add_folder_permission("alice", "inbox", "bob", "Reviewer")
    mailbox = f"<t:Mailbox><t:EmailAddress>{threads.alice.address}</t:EmailAddress></t:Mailbox>"
    folder = f'<t:DistinguishedFolderId Id="inbox">{mailbox}</t:DistinguishedFolderId>'
    answer = threads(find(folder=folder), threads.bob)
    assert topics(answer) == ["C", "B", "A"]
    assert answer.texts(".//t:GlobalMessageCount") == ["1", "1", "1"]


def test_a_folder_that_is_gone_is_told_in_the_answer(ews: Ews) -> None:
    gone = ews.mailbox.add_folder("Gone")
    ews.mailbox.folders.delete(gone)
    answer = ews(find(folder=f'<t:FolderId Id="{gone.folder_id}"/>'))
    assert (answer.element.get("ResponseClass"), answer.codes) == ("Error", ["ErrorItemNotFound"])


def test_find_item_finds_the_items_of_a_conversation(threads: Ews) -> None:
    message(threads.mailbox, 8, answers=1, subject="A")
    wanted = conversation_of(threads.mailbox.messages()[0])
    answer = threads(
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:Restriction>'
        f'<t:IsEqualTo><t:FieldURI FieldURI="item:ConversationId"/><t:FieldURIOrConstant><t:Constant Value="{wanted}"/>'
        f"</t:FieldURIOrConstant></t:IsEqualTo></m:Restriction><m:ParentFolderIds>{INBOX}</m:ParentFolderIds></m:FindItem>"
    )
    first, *_, last = threads.mailbox.messages()
    assert answer.attributes(".//t:ItemId", "Id") == [last.item_id, first.item_id]


def test_a_page_has_conversations_alone(threads: Ews) -> None:
    """Contacts and the like that lie between the messages of a folder take no place on it."""
    inbox = threads.mailbox.folders.distinguished("inbox")
    for number in range(3):
        threads.mailbox.items.add(inbox, "IPM.Contact", {"subject": f"Contact {number}"})
    assert topics(threads(find(page(1)))) == ["C"]
    assert topics(threads(find(page(2, 1)))) == ["B", "A"]
