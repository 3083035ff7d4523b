"""A twin is found by programs that have nothing but their environment, by the real service's names."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.foreign import STATES, Foreign
from tests.live.twin import Twin, TwinError

#: How a program reaches each protocol: it has read nothing but variables of its own, and knows the real names.
SIGN_IN = """
import imaplib, os, poplib, smtplib, ssl, warnings
warnings.simplefilter("ignore")
import msal
read = os.environ.__getitem__
app = msal.PublicClientApplication(
    read("M365_CLIENT_ID"), authority="https://login.microsoftonline.com/" + read("M365_TENANT_ID"))
user = read("M365_USERNAME")
def token(permission):
    scopes = ["https://outlook.office365.com/" + permission]
    return app.acquire_token_by_username_password(user, read("M365_PASSWORD"), scopes)["access_token"]
def xoauth2(permission):
    return f"user={user}\\x01auth=Bearer {token(permission)}\\x01\\x01"
trust = ssl.create_default_context()
"""
BY = {
    "msal": "print(app.authority.token_endpoint.split('/')[2], bool(token('IMAP.AccessAsUser.All')))",
    "imap": """
imap = imaplib.IMAP4_SSL("outlook.office365.com", ssl_context=trust, timeout=20)
imap.authenticate("XOAUTH2", lambda _: xoauth2("IMAP.AccessAsUser.All").encode())
imap.select("INBOX", readonly=True)
print(imap.fetch("1", "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")[1][0][1].decode().strip())
imap.logout()
""",
    "pop3": """
import base64
pop = poplib.POP3_SSL("outlook.office365.com", context=trust, timeout=20)
pop._shortcmd("AUTH XOAUTH2")
pop._shortcmd(base64.b64encode(xoauth2("POP.AccessAsUser.All").encode()).decode())
print([line.decode() for line in pop.top(1, 0)[1] if line.startswith(b"Subject")][0])
pop.quit()
""",
    "smtp": """
smtp = smtplib.SMTP("smtp.office365.com", 587, timeout=20)
smtp.starttls(context=trust)
smtp.ehlo()
smtp.auth("XOAUTH2", lambda challenge=None: xoauth2("SMTP.Send"))
smtp.sendmail(user, [user], f"From: {user}\\r\\nTo: {user}\\r\\nSubject: Sent\\r\\n\\r\\n")
print("Subject: Seen")
smtp.quit()
""",
    "requests": """
import requests
body = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>' \\
    '<GetFolder xmlns="http://schemas.microsoft.com/exchange/services/2006/messages" ' \\
    'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><FolderShape><t:BaseShape>Default' \\
    '</t:BaseShape></FolderShape><FolderIds><t:DistinguishedFolderId Id="inbox"/></FolderIds></GetFolder>' \\
    '</s:Body></s:Envelope>'
answer = requests.post("https://outlook.office365.com/EWS/Exchange.asmx", body, timeout=20, headers={
    "Authorization": "Bearer " + token("EWS.AccessAsUser.All"), "Content-Type": "text/xml"})
print(answer.status_code, "NoError" in answer.text)
""",
    "exchangelib": """
from exchangelib import DELEGATE, Account, Configuration, OAuth2AuthorizationCodeCredentials
from oauthlib.oauth2 import OAuth2Token
credentials = OAuth2AuthorizationCodeCredentials(
    access_token=OAuth2Token({"access_token": token("EWS.AccessAsUser.All")}))
configuration = Configuration(server="outlook.office365.com", credentials=credentials)
account = Account(user, config=configuration, autodiscover=False, access_type=DELEGATE)
print("Subject:", account.inbox.all().order_by("datetime_received")[0].subject)
""",
}
PRINTED = {
    "msal": "login.microsoftonline.com True",
    "imap": "Subject: Seen",
    "pop3": "Subject: Seen",
    "smtp": "Subject: Seen",
    "requests": "200 True",
    "exchangelib": "Subject: Seen",
}


@pytest.fixture(scope="module")
def twin() -> Iterator[Twin]:
    with Twin() as twin:
        twin.do("_ = tenant.deliver(user, subject='Seen')")
        yield twin


def run(code: str, environment: dict[str, str], *options: str) -> str:
    done = subprocess.run(
        [sys.executable, *options, "-c", code], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert not done.returncode, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("client", BY)
def test_a_program_finds_the_twin_by_the_real_names(client: str, twin: Twin) -> None:
    assert run(SIGN_IN + BY[client], twin.environment) == PRINTED[client]


def test_the_environment_says_who_signs_in_now() -> None:
    with Twin(domain="fabrikam.onmicrosoft.com", user="erin") as twin:
        before = twin.environment
        twin.do("user.password = new", new="Other-2026-words")
        twin.do("tenant.daemon_app.secrets.clear()\ntenant.applications.add_secret(tenant.daemon_app, 'Renewed-1')")
        after = twin.environment
    assert before["M365_USERNAME"] == "erin@fabrikam.onmicrosoft.com"
    assert after["M365_PASSWORD"] == "Other-2026-words" != before["M365_PASSWORD"]
    assert after["M365_CLIENT_SECRET"] == "Renewed-1" != before["M365_CLIENT_SECRET"]
    assert after["M365_TENANT_ID"] == before["M365_TENANT_ID"]


def test_orders_are_python_and_their_names_stay(twin: Twin) -> None:
    assert twin.do("count = given + 1\ncount * 2", given=20) == 42
    assert twin.do("count") == 21
    assert twin.do("pass") is None
    assert twin.do("tenant").startswith("<Tenant contoso.onmicrosoft.com")
    with pytest.raises(TwinError, match=r"ValueError: there is no fault 'junkk'; did you mean 'junk'\?"):
        twin.do("tenant.faults.add('junkk')")
    with pytest.raises(TwinError, match="SyntaxError"):
        twin.do("tenant.")
    assert twin.do("1 + 1") == 2


def test_a_twin_that_ends_says_so() -> None:
    with pytest.raises(TwinError, match="the twin has ended, with status 3"), Twin() as twin:
        twin.do("import os; os._exit(3)")


def test_faults_and_switches_are_thrown_while_it_runs() -> None:
    with Twin() as twin:
        environment = twin.environment
        twin.do("_ = tenant.deliver(user, subject='Seen')")
        twin.do("user.imap = False")
        with pytest.raises(AssertionError, match="User is authenticated but not connected"):
            run(SIGN_IN + BY["imap"], environment)
        twin.do("user.imap = True")
        assert run(SIGN_IN + BY["imap"], environment) == PRINTED["imap"]
        twin.do("fault = tenant.faults.junk()")
        run(SIGN_IN + BY["smtp"], environment)
        assert twin.do("[item.subject for item in tenant.mailbox(user).messages('junkemail')]") == ["Sent"]
        assert twin.do("fault.taken") == 1


def test_five_thousand_foreign_messages_and_what_becomes_of_them() -> None:
    with Twin() as twin:
        assert twin.do("box = tenant.mailbox(user)\nfill(box)") == 5_000
        before = [Foreign(*each) for each in twin.do("content(box)")]
        assert len(before) == 5_000
        inbox = {each.flags for each in before if each.folder == "Inbox"}
        assert inbox == {" ".join(name for name, is_set in flags._asdict().items() if is_set) for flags in STATES}
        assert [Foreign(*each) for each in twin.do("content(box)")] == before
        twin.do("item = box.messages()[0]\nbox.items.set_flags(item, item.flags._replace(seen=not item.is_read))")
        after = [Foreign(*each) for each in twin.do("content(box)")]
    changed = set(after) - set(before)
    assert [each.uid for each in changed] == [1]


def test_a_run_with_a_fake_of_its_own_beside_the_twin(twin: Twin, tmp_path: Path) -> None:
    shutil.copy(Path(__file__).with_name("beside_a_twin.py"), tmp_path / "test_beside.py")
    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_default_fixture_loop_scope = function\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider"],
        env=twin.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "7 passed" in done.stdout
