"""What is answered is of the types that Microsoft's metadata gives it, down to the last member."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
import requests

from fakeserver.tenant.exchange.mailbox import Mailbox
from pytest_m365 import FakeServer, Target, Tenant
from tests.protocols.graph.metadata.conforming import faults

GRAPH = "https://graph.microsoft.com"
PERMISSIONS = ("User.Read", "Mail.ReadWrite", "Mail.Send", "MailboxSettings.ReadWrite")

Get = Callable[[str], Any]


@pytest.fixture
def get(m365: Target, m365_fake: Tenant, m365_server: FakeServer) -> Get:
    """GET a path below the version as the test's user, who has mail of every kind; return the JSON."""
    fill(m365_fake.mailbox(m365.username))
    wanted = [f"{GRAPH}/{name}" for name in PERMISSIONS]
    app = m365_fake.register_app("Mail by Graph", public=True, delegated=wanted)
    headers = {"Authorization": f"Bearer {m365.token(*wanted, app=app)}"}

    def got(path: str) -> Any:
        url = path if path.startswith("https:") else f"{m365_server.base_url}/v1.0{path}"
        answer = requests.get(url, headers=headers, timeout=60)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return got


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
def test_each_member_is_of_its_type(get: Get, path: str, edm: str) -> None:
    said = get(path)
    assert list(faults(said["value"] if edm.startswith("Collection") else said, edm)) == []


def test_attachments_of_each_kind_are_of_their_types(get: Get) -> None:
    (message,) = get("/me/messages?$filter=subject eq 'Everything'")["value"]
    attachments = get(f"/me/messages/{message['id']}/attachments")["value"]
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
