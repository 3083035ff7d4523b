"""Mail by O365 (python-o365), which knows the real names alone."""

import time
from pathlib import Path
from typing import Any

import pytest
import requests

from fakeserver.tenant.directory.applications import Application
from pytest_m365 import Target, Tenant
from tests.protocols.graph.clients.conftest import GRAPH, PERMISSIONS

o365 = pytest.importorskip("O365", reason="needs O365: pip install O365")
pytestmark = pytest.mark.usefixtures("collected")

SCOPES = [f"{GRAPH}/{name}" for name in PERMISSIONS]
#: bytes; more than the library sends in one request
LARGE = 3_200_000


def account(credentials: Any, m365: Target, **options: Any) -> Any:
    """Return an account that keeps its tokens in memory, and does not pause between its requests."""
    backend = pytest.importorskip("O365.utils.token").MemoryTokenBackend()
    return o365.Account(
        credentials, tenant_id=m365.tenant_id, token_backend=backend, requests_delay=0, timeout=60, **options
    )


def signed_in(m365: Target, app: Application, *scopes: str) -> Any:
    """Return an account of the test's user, who has typed the password into the program."""
    made = account(app.client_id, m365, auth_flow_type="password", username=m365.username, password=m365.password)
    assert made.authenticate(requested_scopes=list(scopes) or SCOPES)
    return made


@pytest.fixture
def mailbox(m365: Target, app: Application) -> Any:
    """The user's own mailbox, under /me."""
    return signed_in(m365, app).mailbox(resource="me")


def subjects(found: Any) -> list[str]:
    return [each.subject for each in found]


def test_an_application_by_itself(m365: Target, daemon: Application, inbox: Any) -> None:
    made = account((daemon.client_id, daemon.client_secret), m365, auth_flow_type="credentials")
    assert made.authenticate(requested_scopes=[f"{GRAPH}/.default"])
    found = made.mailbox(resource=m365.username).inbox_folder().get_messages()
    assert sorted(subjects(found)) == ["Invoice 1", "Invoice 2", "Lunch"]


def test_folders(mailbox: Any, inbox: Any) -> None:
    names = [each.name for each in mailbox.get_folders(limit=50)]
    assert {"Inbox", "Drafts", "Sent Items", "Deleted Items"} <= set(names)
    made = mailbox.create_child_folder("Projects")
    child = made.create_child_folder("One")
    assert child.parent_id == made.folder_id
    assert mailbox.get_folder(folder_name="Projects").folder_id == made.folder_id
    assert mailbox.get_folder(folder_name="Nothing") is None
    assert made.update_folder_name("Renamed")
    assert mailbox.get_folder(folder_id=made.folder_id).child_folders_count == 1
    assert made.delete()
    assert mailbox.get_folder(folder_name="Renamed") is None


def test_messages(mailbox: Any, inbox: Any) -> None:
    folder = mailbox.inbox_folder()
    query = folder.new_query()
    unread = query.equals("is_read", False)
    # A list with $filter alone begins with the oldest.
    assert subjects(folder.get_messages(query=unread)) == ["Invoice 1", "Lunch"]
    named = query.startswith("subject", "Invoice") & query.select("subject", "is_read")
    assert sorted(subjects(folder.get_messages(query=named))) == ["Invoice 1", "Invoice 2"]
    ordered = folder.get_messages(order_by="receivedDateTime desc")
    assert subjects(ordered) == ["Invoice 2", "Lunch", "Invoice 1"]
    # By pages of two, each by the link of the one before.
    assert subjects(folder.get_messages(limit=None, batch=2)) == ["Invoice 2", "Lunch", "Invoice 1"]


def test_a_message_and_its_attachment(mailbox: Any, inbox: Any, tmp_path: Path) -> None:
    folder = mailbox.inbox_folder()
    (message,) = folder.get_messages(query=folder.new_query().equals("has_attachments", True))
    assert (message.sender.address, message.sender.name) == ("carol@fabrikam.com", "Carol")
    assert (message.body_type, message.received.isoformat()[:4]) == ("html", "2026")
    assert "<b>Invoice 2</b>" in message.body
    assert message.get_body_text().strip() == "Text of Invoice 2"
    assert b"Subject: Invoice 2\r\n" in message.get_mime_content()
    assert message.attachments.download_attachments()
    (attachment,) = message.attachments
    assert attachment.save(tmp_path)
    assert (tmp_path / "bill.pdf").read_bytes() == b"%PDF-1.7"


def test_sent_at_once(m365: Target, m365_fake: Tenant, mailbox: Any, bob: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"hello")
    message = mailbox.new_message()
    message.to.add(bob)
    message.subject = "From O365"
    message.body = "<p>See below</p>"
    message.attachments.add(str(tmp_path / "a.txt"))
    assert message.send()
    arrived = m365_fake.mailbox(bob).wait_for(subject="From O365")
    assert [(each.name, each.content) for each in arrived.attachments] == [("a.txt", b"hello")]
    assert "See below" in arrived.html
    assert subjects(m365.mailbox.messages("sentitems")) == ["From O365"]


def test_a_draft_with_a_large_attachment(
    m365: Target, m365_fake: Tenant, mailbox: Any, bob: str, tmp_path: Path
) -> None:
    content = bytes(range(250)) * (LARGE // 250)
    (tmp_path / "large.bin").write_bytes(content)
    draft = mailbox.new_message()
    draft.subject = "Draft"
    assert draft.save_draft()
    draft.to.add(bob)
    draft.subject = "Large"
    draft.attachments.add(str(tmp_path / "large.bin"))
    assert draft.save_draft()
    assert subjects(m365.mailbox.messages("drafts")) == ["Large"]
    assert draft.send()
    (attachment,) = m365_fake.mailbox(bob).wait_for(subject="Large").attachments
    assert (attachment.name, attachment.content == content) == ("large.bin", True)


def test_answers(m365: Target, m365_fake: Tenant, mailbox: Any, bob: str) -> None:
    m365.mailbox.deliver(subject="Question", body="How many?", sender=bob)
    (question,) = mailbox.inbox_folder().get_messages()
    reply = question.reply(to_all=False)
    assert [each.address for each in reply.to] == [bob]
    reply.body = "Seven"
    assert reply.send()
    assert "Seven" in m365_fake.mailbox(bob).wait_for(subject="RE: Question").html
    forward = question.forward()
    forward.to.add(bob)
    assert forward.send()
    assert "How many?" in m365_fake.mailbox(bob).wait_for(subject="FW: Question").body


def test_changed_moved_and_deleted(m365: Target, mailbox: Any, inbox: Any) -> None:
    folder = mailbox.inbox_folder()
    (lunch,) = folder.get_messages(query=folder.new_query().equals("subject", "Lunch"))
    assert lunch.mark_as_read()
    lunch.categories = ["Red"]
    lunch.flag.set_flagged()
    assert lunch.save_message()
    before = lunch.object_id
    assert lunch.move("Archive")
    assert lunch.object_id != before
    (moved,) = mailbox.archive_folder().get_messages()
    assert (moved.is_read, moved.categories, moved.flag.is_flagged) == (True, ["Red"], True)
    copied = moved.copy(mailbox.inbox_folder())
    assert copied.object_id not in (before, moved.object_id)
    assert moved.delete()
    assert subjects(m365.mailbox.messages("deleteditems")) == ["Lunch"]
    assert sorted(subjects(m365.mailbox.messages())) == ["Invoice 1", "Invoice 2", "Lunch"]


def test_errors(m365: Target, reader: Application, mailbox: Any, inbox: Any) -> None:
    may_not = signed_in(m365, reader, f"{GRAPH}/User.Read").mailbox(resource="me")
    with pytest.raises(requests.HTTPError, match=r"Error Message: Access is denied\. Check credentials") as failed:
        may_not.get_message(object_id="x")
    assert failed.value.response.status_code == 403
    (lunch,) = mailbox.get_messages(query=mailbox.new_query().equals("subject", "Lunch"))
    assert lunch.delete()
    with pytest.raises(requests.HTTPError, match=r"The specified object was not found in the store\.") as failed:
        mailbox.get_message(object_id=lunch.object_id)
    assert failed.value.response.status_code == 404
    with pytest.raises(requests.HTTPError, match=r"Id is malformed\.") as failed:
        mailbox.get_message(object_id="x")
    assert failed.value.response.status_code == 400


def test_an_expired_token_is_renewed(m365_clock: Any, mailbox: Any, inbox: Any) -> None:
    """It is refused first: the library looks at the clock only after a 401 or a 403."""
    assert mailbox.get_folder(folder_id="inbox").total_items_count == 3
    m365_clock.advance(2 * 3600)
    assert mailbox.get_folder(folder_id="inbox").total_items_count == 3


def test_a_token_that_it_takes_for_good_is_not_renewed(m365_fake: Tenant, mailbox: Any) -> None:
    m365_fake.clock.advance(2 * 3600)
    with pytest.raises(requests.HTTPError, match=r"Lifetime validation failed, the token is expired\.") as failed:
        mailbox.get_folder(folder_id="inbox")
    assert failed.value.response.status_code == 401


def test_what_is_read_is_tried_again(m365_fake: Tenant, mailbox: Any, inbox: Any) -> None:
    """Its session is told to try again by urllib3, which does so for GET and DELETE, and not for POST."""
    begun = time.monotonic()
    throttled = m365_fake.faults.throttle("graph", times=1, retry_after=1)
    assert mailbox.get_folder(folder_id="inbox").total_items_count == 3
    assert throttled.taken == 1
    assert time.monotonic() - begun >= 1
    throttled = m365_fake.faults.throttle("graph", times=1, retry_after=1)
    message = mailbox.new_message()
    message.subject = "Draft"
    with pytest.raises(requests.HTTPError) as failed:
        message.save_draft()
    assert (failed.value.response.status_code, throttled.taken) == (429, 1)
