"""Mail by hand: msal for the token, requests for the rest."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from fakeserver.tenant.directory.applications import Application
from pytest_m365 import Target, Tenant
from tests.protocols.graph.clients.conftest import GRAPH, PERMISSIONS

ME = f"{GRAPH}/v1.0/me"
#: the members of a message, as an answer has them that was recorded in 2025
ORDER = """
    @odata.context @odata.etag id createdDateTime lastModifiedDateTime changeKey categories receivedDateTime
    sentDateTime hasAttachments internetMessageId subject bodyPreview importance parentFolderId conversationId
    conversationIndex isDeliveryReceiptRequested isReadReceiptRequested isRead isDraft webLink inferenceClassification
    body sender from toRecipients ccRecipients bccRecipients replyTo flag
""".split()


@pytest.fixture
def session(m365: Target, app: Application) -> Iterator[requests.Session]:
    """A session of the test's user, whose password msal has."""
    import msal

    program = msal.PublicClientApplication(
        app.client_id, authority=f"https://login.microsoftonline.com/{m365.tenant_id}"
    )
    wanted = [f"{GRAPH}/{name}" for name in PERMISSIONS]
    answer = program.acquire_token_by_username_password(m365.username, m365.password, wanted)
    with requests.Session() as opened:
        opened.headers["Authorization"] = f"Bearer {answer['access_token']}"
        yield opened


def subjects(answer: requests.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [each["subject"] for each in answer.json()["value"]]


def lunch_of(session: requests.Session) -> Any:
    (found,) = session.get(f"{ME}/messages", params={"$filter": "subject eq 'Lunch'"}).json()["value"]
    return found


def test_a_message_as_it_comes(m365_fake: Tenant, session: requests.Session, inbox: Any) -> None:
    answer = session.get(f"{ME}/messages/{lunch_of(session)['id']}")
    assert answer.headers["Content-Type"].startswith("application/json; odata.metadata=minimal; ")
    assert answer.headers["request-id"] == answer.headers["client-request-id"]
    message = answer.json()
    assert list(message) == ORDER
    user = m365_fake.user("alice")
    assert message["@odata.context"] == f"{GRAPH}/v1.0/$metadata#users('{user.object_id}')/messages/$entity"
    assert message["@odata.etag"] == f'W/"{message["changeKey"]}"'
    assert message["receivedDateTime"] == "2026-11-02T09:00:00Z"
    assert message["from"] == {"emailAddress": {"name": "Carol", "address": "carol@fabrikam.com"}}
    assert message["bodyPreview"] == "Text of Lunch"
    assert (message["isDeliveryReceiptRequested"], message["flag"]) == (None, {"flagStatus": "notFlagged"})


def test_pages(session: requests.Session, inbox: Any) -> None:
    url, seen = f"{ME}/messages?$top=2&$orderby=receivedDateTime desc&$select=subject", []
    while url:
        answer = session.get(url)
        seen.append(subjects(answer))
        url = answer.json().get("@odata.nextLink", "")
        assert not url or url.startswith(f"{ME}/messages?")
    assert seen == [["Invoice 2", "Lunch"], ["Invoice 1"]]


def test_orders_that_are_too_complex(session: requests.Session, inbox: Any) -> None:
    query = {"$filter": "contains(subject,'Invoice')", "$orderby": "receivedDateTime desc"}
    answer = session.get(f"{ME}/messages", params=query)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "InefficientFilter")
    query["$filter"] = "receivedDateTime ge 2020-01-01T00:00:00Z and contains(subject,'Invoice')"
    assert subjects(session.get(f"{ME}/messages", params=query)) == ["Invoice 2", "Invoice 1"]


def test_changes_only_where_nobody_else_has_changed(session: requests.Session, inbox: Any) -> None:
    lunch = lunch_of(session)
    changed = session.patch(f"{ME}/messages/{lunch['id']}", json={"categories": ["Red"]})
    assert (changed.status_code, changed.json()["categories"]) == (200, ["Red"])
    assert changed.json()["@odata.etag"] != lunch["@odata.etag"]
    late = session.patch(
        f"{ME}/messages/{lunch['id']}", json={"isRead": True}, headers={"If-Match": lunch["@odata.etag"]}
    )
    assert (late.status_code, late.json()["error"]["code"]) == (412, "ErrorIrresolvableConflict")


def test_sent_as_mime(m365: Target, m365_fake: Tenant, session: requests.Session, bob: str) -> None:
    mime = f"From: {m365.username}\r\nTo: {bob}\r\nSubject: As MIME\r\n\r\nHello.\r\n".encode()
    as_text = {"Content-Type": "text/plain"}
    answer = session.post(f"{ME}/sendMail", data=base64.encodebytes(mime), headers=as_text)
    assert (answer.status_code, answer.content) == (202, b"")
    assert m365_fake.mailbox(bob).wait_for(subject="As MIME").body.strip() == "Hello."
    broken = session.post(f"{ME}/sendMail", data=b"###", headers=as_text)
    assert (broken.status_code, broken.json()["error"]["code"]) == (400, "ErrorMimeContentInvalidBase64String")


def test_a_large_attachment_in_two_pieces(session: requests.Session) -> None:
    draft = session.post(f"{ME}/messages", json={"subject": "Large"}).json()
    content = b"heron" * 700_000
    item = {"attachmentType": "file", "name": "large.bin", "size": len(content), "contentType": "image/png"}
    begun = session.post(f"{ME}/messages/{draft['id']}/attachments/createUploadSession", json={"AttachmentItem": item})
    assert begun.status_code == 201
    url = begun.json()["uploadUrl"]
    for start, end in ((0, 2_000_000), (2_000_000, len(content))):
        span = {"Content-Range": f"bytes {start}-{end - 1}/{len(content)}", "Content-Type": "application/octet-stream"}
        # The address itself is the key: a token is not wanted there.
        answer = requests.put(url, data=content[start:end], headers=span, timeout=60)
        if end < len(content):
            said = {name.lower(): value for name, value in answer.json().items()}
            assert (answer.status_code, said["nextexpectedranges"]) == (200, ["2000000"])
    assert (answer.status_code, answer.content) == (201, b"")
    attachment_id = answer.headers["Location"].rpartition("Attachments('")[2].removesuffix("')")
    raw = session.get(f"{ME}/messages/{draft['id']}/attachments/{attachment_id}/$value")
    assert (raw.content == content, raw.headers["Content-Type"]) == (True, "image/png")


def test_several_in_one_batch(session: requests.Session, inbox: Any) -> None:
    wanted = [
        {"id": "1", "method": "GET", "url": "/me/mailFolders/inbox?$select=displayName"},
        {"id": "2", "method": "GET", "url": "/me/messages/x"},
    ]
    answer = session.post(f"{GRAPH}/v1.0/$batch", json={"requests": wanted})
    said = {each["id"]: each for each in answer.json()["responses"]}
    assert (said["1"]["status"], said["1"]["body"]["displayName"]) == (200, "Inbox")
    assert (said["2"]["status"], said["2"]["body"]["error"]["code"]) == (400, "ErrorInvalidIdMalformed")


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("", "Access token is empty."),
        ("Bearer ", "Access token is empty."),
        ("Bearer x", "IDX14100: JWT is not well formed, there are no dots (.)."),
    ],
)
def test_without_a_token(header: str, message: str) -> None:
    answer = requests.get(ME, headers={"Authorization": header} if header else {}, timeout=60)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="", authorization_uri="https://login.')
    assert "claims" not in answer.headers["WWW-Authenticate"]
    error = answer.json()["error"]
    assert (error["code"], error["message"].splitlines()[0]) == ("InvalidAuthenticationToken", message)
    assert error["innerError"]["request-id"] == answer.headers["request-id"]


def test_an_expired_token(m365: Target, m365_fake: Tenant, session: requests.Session) -> None:
    m365_fake.clock.advance(2 * 3600)
    error = session.get(f"{ME}/messages").json()["error"]
    assert error["message"] == "Lifetime validation failed, the token is expired."
