"""Mail by Office365-REST-Python-Client, which knows the real names alone."""

import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from fakeserver.tenant.directory.applications import Application
from pytest_m365 import Target, Tenant
from tests.protocols.graph.clients.conftest import GRAPH

office365 = pytest.importorskip("office365.graph_client", reason="needs Office365-REST-Python-Client")
exceptions = pytest.importorskip("office365.runtime.exceptions")
base = pytest.importorskip("office365.runtime.client_request_exception")
pytestmark = pytest.mark.usefixtures("collected")

#: bytes; more than the library sends in one request
LARGE = 3_200_000


def signed_in(m365: Target, app: Application) -> Any:
    """Return a client whose tokens msal gets, in a callback."""

    def token() -> dict[str, Any]:
        import msal

        at = f"https://login.microsoftonline.com/{m365.tenant_id}"
        program = msal.PublicClientApplication(app.client_id, authority=at)
        answer = program.acquire_token_by_username_password(m365.username, m365.password, [f"{GRAPH}/.default"])
        return dict(answer)

    return office365.GraphClient(token)


@pytest.fixture
def graph(m365: Target, app: Application) -> Any:
    return signed_in(m365, app)


def subjects(found: Any) -> list[str]:
    return [each.subject for each in found]


def lunch_of(graph: Any) -> Any:
    (found,) = graph.me.messages.filter("subject eq 'Lunch'").get().execute_query()
    return found


def test_an_application_by_itself(m365: Target, daemon: Application, inbox: Any) -> None:
    client = office365.GraphClient(tenant=m365.tenant_id).with_client_secret(daemon.client_id, daemon.client_secret)
    user = client.users[m365.username]
    assert user.get().execute_query().user_principal_name == m365.username
    found = user.mail_folders["inbox"].messages.get().execute_query()
    assert sorted(subjects(found)) == ["Invoice 1", "Invoice 2", "Lunch"]


def test_folders(graph: Any, inbox: Any) -> None:
    names = [each.display_name for each in graph.me.mail_folders.top(50).get().execute_query()]
    assert {"Inbox", "Drafts", "Sent Items", "Deleted Items"} <= set(names)
    found = graph.me.mail_folders["Inbox"].get().execute_query()
    assert (found.display_name, found.total_item_count, found.unread_item_count) == ("Inbox", 3, 2)
    made = graph.me.mail_folders.ensure("Projects").execute_query()
    again = graph.me.mail_folders.ensure("Projects").execute_query()
    assert made.id == again.id


def test_messages(graph: Any, inbox: Any) -> None:
    messages = graph.me.mail_folders["Inbox"].messages
    unread = messages.select(["subject", "isRead"]).filter("isRead eq false").get().execute_query()
    assert subjects(unread) == ["Invoice 1", "Lunch"]
    ordered = graph.me.messages.top(2)
    # Its order_by writes $order_by, which is refused.
    ordered.query_options.custom["$orderby"] = "receivedDateTime desc"
    ordered.get().execute_query()
    assert subjects(ordered) == ["Invoice 2", "Lunch"]
    every = graph.me.mail_folders["Inbox"].messages.get_all(page_size=2).execute_query()
    assert sorted(subjects(every)) == ["Invoice 1", "Invoice 2", "Lunch"]


def test_a_message_and_its_attachment(graph: Any, inbox: Any) -> None:
    messages = graph.me.messages.filter("hasAttachments eq true").expand(["attachments"]).get().execute_query()
    (message,) = messages
    assert message.sent_from.emailAddress.address == "carol@fabrikam.com"
    assert "<b>Invoice 2</b>" in message.body.content
    (attachment,) = message.attachments
    assert (attachment.name, attachment.content_type) == ("bill.pdf", "application/pdf")
    with BytesIO() as file:
        message.download(file).execute_query()
        assert b"Subject: Invoice 2\r\n" in file.getvalue()


def test_sent_at_once(m365: Target, m365_fake: Tenant, graph: Any, bob: str) -> None:
    graph.me.send_mail("From ORPC", "See below", [bob], save_to_sent_items=True).execute_query()
    assert "See below" in m365_fake.mailbox(bob).wait_for(subject="From ORPC").body
    assert subjects(m365.mailbox.messages("sentitems")) == ["From ORPC"]


def test_a_draft_with_attachments(m365: Target, m365_fake: Tenant, graph: Any, bob: str, tmp_path: Path) -> None:
    content = bytes(range(250)) * (LARGE // 250)
    large = tmp_path / "large.bin"
    large.write_bytes(content)
    draft = graph.me.messages.add("Draft", "Text", [bob]).add_file_attachment("a.txt", "hello").execute_query()
    draft.upload_attachment(str(large)).execute_query()
    # A draft that was made with attachments sends them along.
    changed = graph.me.messages[draft.id]
    changed.set_property("subject", "Changed").update().execute_query()
    changed.send().execute_query()
    arrived = m365_fake.mailbox(bob).wait_for(subject="Changed")
    assert [(each.name, len(each.content)) for each in arrived.attachments] == [("a.txt", 5), ("large.bin", LARGE)]
    assert arrived.attachments[1].content == content


def test_answers(m365: Target, m365_fake: Tenant, graph: Any, bob: str) -> None:
    m365.mailbox.deliver(subject="Question", body="How many?", sender=bob)
    (question,) = graph.me.messages.get().execute_query()
    question.reply("Seven").execute_query()
    assert "Seven" in m365_fake.mailbox(bob).wait_for(subject="RE: Question").body
    question.forward([bob], "For you").execute_query()
    assert "For you" in m365_fake.mailbox(bob).wait_for(subject="FW: Question").body
    assert question.create_reply("Eight").execute_query().subject == "RE: Question"


def test_changed_moved_and_deleted(m365: Target, graph: Any, inbox: Any) -> None:
    lunch = lunch_of(graph)
    # One that was read sends its recipients and replyTo along, and the latter is a draft's.
    graph.me.messages[lunch.id].set_property("isRead", True).update().execute_query()
    moved = lunch.move("archive").execute_query()
    assert moved.id != lunch.id
    copied = moved.copy("inbox").execute_query()
    moved.delete_object().execute_query()
    assert subjects(m365.mailbox.messages("deleteditems")) == ["Lunch"]
    assert copied.get().execute_query().subject == "Lunch"


def test_what_has_changed(m365: Target, graph: Any, inbox: Any) -> None:
    changes = graph.me.mail_folders["Inbox"].messages.delta.get().execute_query()
    assert sorted(subjects(changes)) == ["Invoice 1", "Invoice 2", "Lunch"]
    # It does not read the link for what comes next, so that it begins anew each time.


def test_several_in_one_batch(graph: Any, inbox: Any) -> None:
    me, folder = graph.me.get(), graph.me.mail_folders["Inbox"].get()
    graph.execute_batch()
    assert me.user_principal_name.startswith("alice@")
    assert folder.display_name == "Inbox"


def test_errors(m365: Target, m365_fake: Tenant, reader: Application, graph: Any, inbox: Any) -> None:
    with pytest.raises(exceptions.AccessDeniedException) as denied:
        signed_in(m365, reader).me.messages.get().execute_query()
    assert (denied.value.response.status_code, denied.value.code) == (403, "ErrorAccessDenied")
    wrong = m365_fake.mint(aud="https://outlook.office365.com")
    with pytest.raises(exceptions.AccessDeniedException) as refused:
        office365.GraphClient(lambda: {"access_token": wrong, "token_type": "Bearer"}).me.get().execute_query()
    assert (refused.value.response.status_code, refused.value.code) == (401, "InvalidAuthenticationToken")
    lunch = lunch_of(graph)
    lunch.delete_object().execute_query()
    with pytest.raises(base.ClientRequestException) as gone:
        graph.me.messages[lunch.id].get().execute_query()
    # Its ObjectNotFoundException knows the codes of OneDrive and of directories, and not Exchange's.
    assert (gone.value.response.status_code, gone.value.code) == (404, "ErrorItemNotFound")


def test_it_is_told_to_try_again(m365_fake: Tenant, graph: Any, inbox: Any) -> None:
    """By itself it does not, and with_auto_retry reads no Retry-After; a callback may."""
    retrying = pytest.importorskip("office365.runtime.retry")
    throttled = m365_fake.faults.throttle("graph", times=1, retry_after=1)
    with pytest.raises(base.ClientRequestException) as failed:
        graph.me.mail_folders["Inbox"].get().execute_query()
    assert (failed.value.response.status_code, throttled.taken) == (429, 1)

    begun = time.monotonic()
    throttled = m365_fake.faults.throttle("graph", times=1, retry_after=1)
    found = graph.me.mail_folders["Inbox"].get()
    graph.execute_query_retry(failure_callback=lambda _, error: retrying.retry_after_delay(error))
    assert (found.total_item_count, throttled.taken) == (3, 1)
    assert time.monotonic() - begun >= 1
