"""Mail by @microsoft/microsoft-graph-client in Node, which knows the real names alone."""

import base64
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fakeserver.tenant.directory.applications import Application
from pytest_m365 import Redirect, Target, Tenant
from tests.node import LIMIT, node_script
from tests.protocols.graph.clients.conftest import GRAPH, PERMISSIONS

Asks = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(m365: Target, led: Redirect, app: Application) -> Asks:
    """Run the script with a task, led to the fake; the token is the user's unless another is given."""
    script = node_script(Path(__file__).parent / "node" / "graph.js", "@microsoft/microsoft-graph-client")
    token = m365.token(*(f"{GRAPH}/{name}" for name in PERMISSIONS), app=app)

    def asked(way: str, **given: Any) -> dict[str, Any]:
        task = json.dumps({"way": way, "token": token, **given})
        run = led.run([script.node, str(script.path), task], cwd=script.path.parent, timeout=LIMIT)
        result: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
        return result

    return asked


def subjects(found: Any) -> list[str]:
    return [each.subject for each in found]


def test_folders(ask: Asks, inbox: Any) -> None:
    told = ask("folders")
    assert {"Inbox", "Drafts", "Sent Items", "Deleted Items"} <= set(told["names"])
    assert (told["inbox"]["displayName"], told["inbox"]["unreadItemCount"]) == ("Inbox", 2)


def test_messages(ask: Asks, inbox: Any) -> None:
    assert ask("messages") == {
        # A list with $filter alone begins with the oldest.
        "unread": ["Invoice 1", "Lunch"],
        "count": 2,
        "first": ["Invoice 2", "Lunch"],
        "all": ["Invoice 2", "Lunch", "Invoice 1"],
    }


def test_a_message_and_its_attachment(ask: Asks, inbox: Any) -> None:
    told = ask("read")
    assert told["message"]["body"]["contentType"] == "text"
    assert told["message"]["body"]["content"].strip() == "Text of Invoice 2"
    (attachment,) = told["message"]["attachments"]
    assert attachment["@odata.type"] == "#microsoft.graph.fileAttachment"
    assert base64.b64decode(attachment["contentBytes"]) == b"%PDF-1.7"
    assert "Subject: Invoice 2\r\n" in told["mime"]


def test_sent(m365: Target, m365_fake: Tenant, ask: Asks, bob: str) -> None:
    assert ask("send", to=bob) == {"answer": "", "isDraft": True, "importance": "high"}
    assert "See below" in m365_fake.mailbox(bob).wait_for(subject="From node").html
    assert m365_fake.mailbox(bob).wait_for(subject="Draft")
    assert sorted(subjects(m365.mailbox.messages("sentitems"))) == ["Draft", "From node"]


def test_answers(m365: Target, m365_fake: Tenant, ask: Asks, bob: str) -> None:
    m365.mailbox.deliver(subject="Question", body="How many?", sender=bob)
    assert ask("answer", to=bob) == {"subject": "RE: Question"}
    assert "Seven" in m365_fake.mailbox(bob).wait_for(subject="RE: Question").body
    assert "For you" in m365_fake.mailbox(bob).wait_for(subject="FW: Question").body


def test_moved_copied_and_deleted(m365: Target, ask: Asks, inbox: Any) -> None:
    assert ask("move") == {"ids": 3}
    assert subjects(m365.mailbox.messages("deleteditems")) == ["Lunch"]
    assert sorted(subjects(m365.mailbox.messages())) == ["Invoice 1", "Invoice 2", "Lunch"]


def test_what_has_changed(ask: Asks, inbox: Any) -> None:
    told = ask("delta")
    assert sorted(told["seen"]) == ["Invoice 1", "Invoice 2", "Lunch"]
    assert (told["removed"], told["same"]) == ([{"reason": "deleted"}], True)


def test_a_large_attachment(ask: Asks) -> None:
    told = ask("upload", size=3_200_000)
    assert (told["names"], told["same"]) == (["large.bin"], True)
    assert "/Attachments('" in told["location"]


def test_errors(m365: Target, m365_fake: Tenant, reader: Application, ask: Asks) -> None:
    may_not = ask("get", path="/me/messages", token=m365.token(f"{GRAPH}/User.Read", app=reader))
    assert (may_not["error"], may_not["status"], may_not["code"]) == ("GraphError", 403, "ErrorAccessDenied")
    assert may_not["message"] == "Access is denied. Check credentials and try again."
    wrong = ask("get", path="/me", token=m365_fake.mint(aud="https://outlook.office365.com"))
    assert (wrong["status"], wrong["code"]) == (401, "InvalidAuthenticationToken")
    assert wrong["requestId"]
    malformed = ask("get", path="/me/messages/x")
    assert (malformed["status"], malformed["code"]) == (400, "ErrorInvalidIdMalformed")
    gone = ask("get", path="/me/mailFolders/clutter/messages/x")
    assert gone["status"] in (400, 404)


def test_it_waits_as_long_as_it_is_told(m365_fake: Tenant, ask: Asks) -> None:
    begun = time.monotonic()
    throttled = m365_fake.faults.throttle("graph", times=1, retry_after=1)
    assert ask("get", path="/me/mailFolders/inbox")["displayName"] == "Inbox"
    assert throttled.taken == 1
    assert time.monotonic() - begun >= 1


def test_it_gives_up(m365_fake: Tenant, ask: Asks) -> None:
    throttled = m365_fake.faults.throttle("graph", times=9, retry_after=1)
    told = ask("get", path="/me/mailFolders/inbox")
    assert (told["status"], told["code"], told["retryAfter"]) == (429, "ApplicationThrottled", "1")
    # The first time, and three more.
    assert throttled.taken == 4
