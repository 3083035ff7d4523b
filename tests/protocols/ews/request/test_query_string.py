"""What the attributes of a query ask for besides; FindItem's own answers are in test_find_item_queries.py."""

from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.items.finding import request


def conversations(attribute: str) -> str:
    return (
        '<m:FindConversation><m:ParentFolderId><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderId>'
        f"<m:QueryString {attribute}>subject:heron</m:QueryString></m:FindConversation>"
    )


def test_conversations_have_highlights_and_deleted_items_too(ews: Ews) -> None:
    ews.mailbox.deliver(subject="Herons")
    ews.mailbox.deliver(subject="A heron, deleted", folder="deleteditems")
    marked = ews(conversations('ReturnHighlightTerms="true" ReturnDeletedItems="0"'))
    assert marked.texts(".//m:HighlightTerms/t:Term/*") == ["subject", "heron"]
    assert len(marked.all(".//t:Conversation")) == 1
    both = ews(conversations('ReturnDeletedItems="true"'))
    assert both.all(".//m:HighlightTerms") == []
    assert sorted(both.texts(".//t:ConversationTopic")) == ["A heron, deleted", "Herons"]


def test_who_may_read_one_folder_finds_nothing_that_was_deleted(ews: Ews) -> None:
    ews.tenant.rights.add_folder_permission(ews.alice, "inbox", ews.bob, "Reviewer")
    item = ews.mailbox.deliver(subject="Herons")
    ews.mailbox.deliver(subject="A heron, deleted", folder="deleteditems")
    mailbox = f"<t:Mailbox><t:EmailAddress>{ews.alice.address}</t:EmailAddress></t:Mailbox>"
    inbox = f'<t:DistinguishedFolderId Id="inbox">{mailbox}</t:DistinguishedFolderId>'
    query = '<m:QueryString ReturnDeletedItems="true">heron</m:QueryString>'
    assert ews(request(parents=inbox, query=query), ews.bob).attributes(".//t:ItemId", "Id") == [item.item_id]
    assert len(ews(request(query=query)).all(".//t:ItemId")) == 2
