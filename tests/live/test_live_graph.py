"""Live runs by Microsoft Graph: the client that the fixture gives, and the helpers' way to the mailbox."""

import pytest

from tests.live.project import Project
from tests.live.test_live_run import folders
from tests.live.twin import Twin

TESTS = """
import asyncio
import pytest
from pytest_m365.live.guard import NotAllowed

def messages(m365, graph):
    return graph.users.by_user_id(m365.username).messages

async def found(m365, graph):
    page = await messages(m365, graph).get()
    return {each.subject: each.id for each in page.value}

def test_reads_and_removes_its_own(m365, m365_mailbox, m365_graph):
    m365_mailbox.deliver(subject="Ours")
    ids = asyncio.run(found(m365, m365_graph))
    assert {"Ours", "Theirs"} <= ids.keys()
    asyncio.run(messages(m365, m365_graph).by_message_id(ids["Ours"]).delete())
    assert m365_mailbox.wait_for("Ours", folder="deleteditems")

def test_leaves_others_alone(m365, m365_graph):
    ids = asyncio.run(found(m365, m365_graph))
    with pytest.raises(NotAllowed, match="not the test's"):
        asyncio.run(messages(m365, m365_graph).by_message_id(ids["Theirs"]).delete())
    with pytest.raises(NotAllowed, match="m365_live_mailboxes"):
        asyncio.run(m365_graph.users.by_user_id("boss@contoso.com").messages.get())

def test_sends_inside(m365, m365_mailbox, m365_graph):
    from msgraph.generated.models.email_address import EmailAddress
    from msgraph.generated.models.message import Message
    from msgraph.generated.models.recipient import Recipient
    from msgraph.generated.users.item.send_mail.send_mail_post_request_body import SendMailPostRequestBody

    def mail(to):
        person = Recipient(email_address=EmailAddress(address=to))
        return SendMailPostRequestBody(message=Message(subject="Sent", to_recipients=[person]))

    send = m365_graph.users.by_user_id(m365.username).send_mail
    asyncio.run(send.post(mail(m365_mailbox.address)))
    assert m365_mailbox.wait_for("Sent").sender == m365.username
    with pytest.raises(NotAllowed, match="no mail is sent to boss@fabrikam.com"):
        asyncio.run(send.post(mail("boss@fabrikam.com")))

"""
ME = """
import asyncio

def test_me(m365, m365_graph):
    assert asyncio.run(m365_graph.me.get()).user_principal_name == m365.username
"""
HELPERS = """
def test_delivers(m365_mailbox):
    m365_mailbox.deliver(subject="Put", body="Body")
    found = m365_mailbox.wait_for("Put")
    assert (found.body.strip(), found.is_read) == ("Body", False)

def test_files(m365_mailbox):
    m365_mailbox.add_folder("Inbox/Invoices")
    m365_mailbox.deliver(subject="In it", folder="Inbox/Invoices")
    assert [each.subject for each in m365_mailbox.messages("Inbox/Invoices")] == ["In it"]

def test_waits(m365_mailbox, m365_smtp):
    to, user = m365_mailbox.address, m365_mailbox.user
    m365_smtp.sendmail(user, [to], f"From: {user}\\r\\nTo: {to}\\r\\nSubject: Sent\\r\\n\\r\\n")
    assert m365_mailbox.wait_for("Sent")
    m365_mailbox.wait_for("Never", none_within=0.1)
"""


@pytest.mark.parametrize("sign_in", ["app", "user"])
def test_the_client_is_kept_to_the_tests_own(project: Project, twin: Twin, sign_in: str) -> None:
    pytest.importorskip("msgraph", reason="needs msgraph-sdk: pip install -e '.[test]'")
    twin.do("_ = tenant.deliver(user, subject='Theirs')")
    project.write(TESTS)
    if sign_in == "user":
        project.write(ME, "test_me.py")
    password = {"M365_PASSWORD": twin.environment["M365_PASSWORD"], "M365_ALLOW_PASSWORD": "1"}
    ran = project.run(M365_SIGN_IN=sign_in, **(password if sign_in == "user" else {}))
    assert ran.returncode == 0, ran
    assert ran.count("passed") == (4 if sign_in == "user" else 3)
    assert folders(twin) == {"Inbox": 1}


@pytest.mark.parametrize("shut", ["", "user.imap = False; tenant.policies.ews_enabled = False"])
def test_the_helpers_reach_the_mailbox_by_it(project: Project, twin: Twin, shut: str) -> None:
    """Where it is said, and where nothing else lets in."""
    twin.do("_ = tenant.deliver(user, subject='Theirs')")
    twin.do(shut or "pass")
    project.write(HELPERS)
    ran = project.run("-rA", **({} if shut else {"M365_MAILBOX_VIA": "graph"}))
    assert ran.returncode == 0, ran
    assert ran.count("passed") == 3
    assert folders(twin) == {"Inbox": 1}
    assert "Invoices" not in str(twin.do("[f.path for f in tenant.mailbox(user.address).folders.below()]"))
    assert twin.do("any(each.operation == 'ListChangedMessages' for each in tenant.journal.entries)")


def test_a_tenant_without_consent_skips_or_fails(project: Project, twin: Twin) -> None:
    twin.do(
        "app = tenant.register_app('Exchange alone', application=['full_access_as_app', 'IMAP.AccessAsApp'])\n"
        "tenant.applications.add_secret(app, 'Exchange-1')\n"
        "tenant.rights.add_mailbox_permission(user, app)"
    )
    project.write("def test_it(m365_graph): pass\ndef test_other(m365_mailbox): pass\n")
    who = {"M365_DAEMON_CLIENT_ID": twin.do("app.client_id"), "M365_CLIENT_SECRET": "Exchange-1"}
    ran = project.run("-rs", **who)
    assert (ran.count("passed"), ran.count("skipped")) == (1, 1), ran
    assert "graph is not to be had here: HTTP 403 ErrorAccessDenied" in ran.output
    assert project.run("--m365-require=graph", **who).count("error") == 1
