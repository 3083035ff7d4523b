"""What is answered is of the types that Microsoft's metadata gives it, down to the last member."""

from email.message import EmailMessage

import pytest

from fakeserver.tenant.exchange.mailbox import Mailbox
from tests.protocols.graph.asking import Graph, ok
from tests.protocols.graph.metadata.conforming import faults


def fill(mailbox: Mailbox) -> None:
    """Deliver a message with as much as one can have, and one with as little."""
    inner = EmailMessage()
    inner["Subject"] = "Inner"
    inner.set_content("Text")
    message = EmailMessage()
    for name, value in {
        "From": "Carol <carol@fabrikam.com>",
        "Sender": "dave@fabrikam.com",
        "Reply-To": "Sales <sales@fabrikam.com>",
        "To": f"Alice <{mailbox.address}>",
        "Cc": "erin@fabrikam.com",
        "Subject": "Everything",
        "Importance": "high",
        "Date": "Mon, 02 Nov 2026 09:15:00 +0100",
        "Message-ID": "<everything@fabrikam.com>",
        "Disposition-Notification-To": "carol@fabrikam.com",
    }.items():
        message[name] = value
    message.set_content("Text")
    message.add_alternative('<p>HTML <img src="cid:logo"></p>', subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="bill.pdf")
    message.add_attachment(
        b"PNG", maintype="image", subtype="png", filename="logo.png", cid="<logo>", disposition="inline"
    )
    message.add_attachment(inner)
    mailbox.deliver(message)
    mailbox.deliver(b"\r\n")


@pytest.mark.parametrize(
    ("path", "edm"),
    [
        ("/me", "graph.user"),
        ("/me/mailFolders/inbox", "graph.mailFolder"),
        ("/me/mailFolders?includeHiddenFolders=true&$top=100", "Collection(graph.mailFolder)"),
        ("/me/mailFolders/msgfolderroot/childFolders?$top=100", "Collection(graph.mailFolder)"),
        ("/me/mailFolders/delta", "Collection(graph.mailFolder)"),
        ("/me/messages", "Collection(graph.message)"),
        ("/me/messages?$expand=attachments", "Collection(graph.message)"),
        ("/me/messages?$select=uniqueBody,internetMessageHeaders,flag", "Collection(graph.message)"),
        (
            "/me/messages?$expand=singleValueExtendedProperties($filter=id eq 'Integer 0x0E08')",
            "Collection(graph.message)",
        ),
        ("/me/mailFolders/inbox/messages/delta", "Collection(graph.message)"),
        ("/me/mailboxSettings", "graph.mailboxSettings"),
        ("/me/outlook/masterCategories", "Collection(graph.outlookCategory)"),
        ("/me/mailFolders/inbox/messageRules", "Collection(graph.messageRule)"),
        ("/me/inferenceClassification/overrides", "Collection(graph.inferenceClassificationOverride)"),
        ("/me/events", "Collection(graph.event)"),
    ],
)
def test_each_member_is_of_its_type(graph: Graph, path: str, edm: str) -> None:
    fill(graph.mailbox())
    said = ok(graph.get(path))
    assert list(faults(said["value"] if edm.startswith("Collection") else said, edm)) == []


def test_attachments_of_each_kind_are_of_their_types(graph: Graph) -> None:
    fill(graph.mailbox())
    (message,) = ok(graph.get("/me/messages?$filter=subject eq 'Everything'"))["value"]
    attachments = ok(graph.get(f"/me/messages/{message['id']}/attachments"))["value"]
    assert {each["@odata.type"].rpartition(".")[2] for each in attachments} == {"fileAttachment", "itemAttachment"}
    assert list(faults(attachments, "Collection(graph.attachment)")) == []


def test_what_is_wrong_is_named() -> None:
    wrong = {"isRead": 1, "subject": "x", "importance": "High", "body": {"contentType": "html", "text": ""}, "to": []}
    assert list(faults(wrong, "graph.message")) == [
        ".isRead: 1 is no Edm.Boolean",
        ".importance: 'High' is none of importance",
        ".body.text: itemBody has no such member",
        ".to: message has no such member",
    ]
    assert list(faults({}, "Collection(graph.message)")) == [": {} is no list"]
