"""What people's clients make of a refusal: the standard library's, imapclient, exchangelib, msal, curl, msmtp, mbsync.

The matrix says what the server says; here is that a client reads it as it is meant, and works where nothing is wrong.
"""

import base64
import imaplib
import poplib
import shutil
import smtplib
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from fakeserver.tenant.tenant import Tenant
from fakeserver.xoauth2 import pop3_authenticate, xoauth2
from pytest_m365 import Target, clients

MESSAGE = "From: {0}\r\nTo: someone@elsewhere.example\r\nSubject: by hand\r\n\r\nHello.\r\n"


def program(name: str, package: str) -> str:
    """Return the path of a program, or skip."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: apt-get install {package}")
    return found


def run(*command: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    return subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, check=False)


# --- the standard library -------------------------------------------------------------------------------------------


def test_imaplib_is_let_in_and_then_not_connected(m365: Target, m365_fake: Tenant) -> None:
    bob = m365_fake.add_user("bob")
    with (
        clients.imap(m365.imap, m365.ssl_context(), bob.address, m365.token("IMAP.AccessAsUser.All")) as client,
        pytest.raises(imaplib.IMAP4.error, match="User is authenticated but not connected"),
    ):
        client.select("INBOX")


def test_imaplib_raises_what_the_server_says(m365: Target) -> None:
    with (
        pytest.raises(imaplib.IMAP4.error, match=r"^AUTHENTICATE failed\.$"),
        clients.imap(m365.imap, m365.ssl_context(), m365.username, m365.token("SMTP.Send")),
    ):
        pass


def test_imaplib_may_try_again_on_the_same_connection(m365: Target) -> None:
    with imaplib.IMAP4_SSL(*m365.imap, ssl_context=m365.ssl_context()) as client:
        with pytest.raises(imaplib.IMAP4.error, match="LOGIN failed"):
            client.login(m365.username, m365.password)
        response = xoauth2(m365.username, m365.token("IMAP.AccessAsUser.All")).encode()
        assert client.authenticate("XOAUTH2", lambda _challenge: response)[0] == "OK"
        assert client.select("INBOX")[0] == "OK"


def test_poplib_raises_what_the_server_says(m365: Target) -> None:
    client = poplib.POP3_SSL(*m365.pop3, context=m365.ssl_context())
    with pytest.raises(poplib.error_proto, match="-ERR Authentication failure: unknown user name or bad password"):
        pop3_authenticate(client, m365.username, m365.token("IMAP.AccessAsUser.All"))
    client.user(m365.username)
    with pytest.raises(poplib.error_proto, match="-ERR Logon failure: unknown user name or bad password"):
        client.pass_(m365.password)
    assert pop3_authenticate(client, m365.username, m365.token()).startswith(b"+OK")
    assert client.stat() == (0, 0)
    client.quit()


@pytest.mark.m365(smtp_auth=False)
def test_smtplib_raises_what_the_server_says(m365: Target) -> None:
    with (
        pytest.raises(smtplib.SMTPAuthenticationError) as refused,
        clients.smtp(m365.smtp, m365.ssl_context(), m365.username, m365.token("SMTP.Send")),
    ):
        pass
    assert refused.value.smtp_code == 535
    words = "5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."
    assert words in str(refused.value.smtp_error)


def test_smtplib_hears_of_a_sender_at_the_end_of_data(m365: Target, m365_fake: Tenant) -> None:
    bob = m365_fake.add_user("bob")
    with m365.open_smtp() as client:
        with pytest.raises(smtplib.SMTPDataError) as refused:
            client.sendmail(bob.address, ["someone@elsewhere.example"], MESSAGE.format(bob.address))
        assert refused.value.smtp_code == 554
        assert "5.2.252 SendAsDenied" in str(refused.value.smtp_error)
        assert client.sendmail(m365.username, ["someone@elsewhere.example"], MESSAGE.format(m365.username)) == {}


def test_smtplib_falls_back_to_no_mechanism_of_its_own(m365: Target) -> None:
    """``login`` tries what the server offers and smtplib knows: LOGIN, which is refused."""
    with smtplib.SMTP(*m365.smtp, local_hostname="localhost") as client:
        client.starttls(context=m365.ssl_context())
        with pytest.raises(smtplib.SMTPAuthenticationError, match="basic authentication is disabled"):
            client.login(m365.username, m365.password)


# --- libraries ------------------------------------------------------------------------------------------------------


def test_imapclient_raises_what_the_server_says(m365: Target) -> None:
    with IMAPClient(*m365.imap, ssl_context=m365.ssl_context()) as client:
        with pytest.raises(LoginError, match="AUTHENTICATE failed"):
            client.oauth2_login(m365.username, m365.token("SMTP.Send"))
        with pytest.raises(LoginError, match="LOGIN failed"):
            client.login(m365.username, m365.password)
        client.oauth2_login(m365.username, m365.token("IMAP.AccessAsUser.All"))
        assert client.select_folder("INBOX")[b"EXISTS"] == 0


def _ews(m365: Target, token: str, address: str = "", **settings: object) -> None:
    """Look at the inbox by exchangelib, as an application does."""
    with clients.ews(m365.ews_url, address or m365.username, token) as account:
        for name, value in settings.items():
            setattr(account, name, value)
        account.inbox.refresh()


def _expired(m365: Target, tenant: Tenant) -> None:
    token = m365.token("EWS.AccessAsUser.All")
    tenant.clock.advance(2 * 60 * 60)
    _ews(m365, token)


def _without_scope(m365: Target, tenant: Tenant) -> None:
    _ews(m365, m365.token("IMAP.AccessAsUser.All"))


def _switched_off(m365: Target, tenant: Tenant) -> None:
    tenant.policies.ews_enabled = False
    _ews(m365, m365.token("EWS.AccessAsUser.All"))


def _of_somebody_else(m365: Target, tenant: Tenant) -> None:
    _ews(m365, m365.token("EWS.AccessAsUser.All"), tenant.add_user("bob").address)


def _without_impersonation(m365: Target, tenant: Tenant) -> None:
    _ews(m365, m365.app_token())


def _impersonating_as_a_user(m365: Target, tenant: Tenant) -> None:
    _ews(m365, m365.token("EWS.AccessAsUser.All"), access_type="impersonation")


@pytest.mark.parametrize(
    ("refused", "error", "words"),
    [
        (_expired, "UnauthorizedError", "[Ii]nvalid credentials|401"),
        (_without_scope, "TransportError", "403|[Uu]nknown|empty|no content"),
        (_switched_off, "TransportError", "403|[Uu]nknown|empty|no content"),
        (_of_somebody_else, "ErrorAccessDenied", "Access is denied"),
        (_without_impersonation, "EWSError", "must be present for this type of OAuth token"),
        (_impersonating_as_a_user, "EWSError", "must not exist for this type of OAuth token"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_exchangelib_raises_its_own_errors(
    m365: Target, m365_fake: Tenant, refused: Callable[[Target, Tenant], None], error: str, words: str
) -> None:
    errors = pytest.importorskip("exchangelib.errors")
    with pytest.raises(getattr(errors, error), match=words):
        refused(m365, m365_fake)
    assert m365_fake.journal.refusals, "the journal says why"
    _ews(m365, m365.token("EWS.AccessAsUser.All")) if refused is not _switched_off else None


def test_msal_returns_what_the_token_endpoint_says(m365: Target, m365_fake: Tenant) -> None:
    scopes = ["https://outlook.office365.com/.default"]
    refused = m365.msal_daemon(client_credential="not-the-secret").acquire_token_for_client(scopes)
    assert refused["error"] == "invalid_client"
    assert refused["error_codes"] == [7000215]
    m365_fake.sign_ins.add_conditional_access("Block everybody")
    blocked = m365.msal_public().acquire_token_by_username_password(
        m365.username, m365.password, ["https://outlook.office.com/IMAP.AccessAsUser.All"]
    )
    assert (blocked["error"], blocked["suberror"], blocked["error_codes"]) == ("invalid_grant", "message_only", [53003])
    assert "capolids" in blocked["claims"]
    assert "access_token" in m365.msal_daemon().acquire_token_for_client(scopes)


# --- programs -------------------------------------------------------------------------------------------------------

#: curl's "login denied"
DENIED = 67


@pytest.mark.parametrize("protocol", ["imap", "pop3", "smtp"])
def test_curl_with_a_bearer_token(m365: Target, m365_fake: Tenant, tmp_path: Path, protocol: str) -> None:
    curl = program("curl", "curl")
    message = tmp_path / "message.eml"
    message.write_text(MESSAGE.format(m365.username))
    where = {
        "imap": ["--url", f"imaps://localhost:{m365.imap.port}/", "--request", "STATUS INBOX (MESSAGES)"],
        "pop3": ["--url", f"pop3s://localhost:{m365.pop3.port}/"],
        "smtp": [
            *("--url", f"smtp://localhost:{m365.smtp.port}", "--ssl-reqd", "--upload-file", str(message)),
            *("--mail-from", m365.username, "--mail-rcpt", "someone@elsewhere.example"),
        ],
    }[protocol]

    def ask(token: str) -> subprocess.CompletedProcess[str]:
        trust = ["--silent", "--verbose", "--cacert", m365.ca_file]
        # On stdin, as arguments are for everybody on the machine to see.
        config = f'user = "{m365.username}:"\noauth2-bearer = "{token}"\n'
        return run(curl, *trust, *where, "--config", "-", text=config)

    assert ask(m365.token()).returncode == 0
    garbage = ask("no.token.at-all")
    assert garbage.returncode == DENIED
    words = {"imap": "NO AUTHENTICATE failed.", "pop3": "-ERR Authentication failure", "smtp": "535 5.7.3"}[protocol]
    assert words in garbage.stderr
    wrong_scope = ask(m365_fake.token(m365_fake.public_app, m365.username, "EWS.AccessAsUser.All"))
    assert wrong_scope.returncode == DENIED
    assert words in wrong_scope.stderr


def _msmtp(m365: Target, mechanism: str, token: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    secret = tmp_path / "token"
    secret.write_text(token)
    options = [
        *("--host=localhost", f"--port={m365.smtp.port}", "--tls=on", "--tls-starttls=on"),
        *(f"--tls-trust-file={m365.ca_file}", f"--auth={mechanism}", f"--user={m365.username}"),
        *(f"--passwordeval=cat {secret}", f"--from={m365.username}", "someone@elsewhere.example"),
    ]
    return run(program("msmtp", "msmtp"), *options, text=MESSAGE.format(m365.username))


def test_msmtp_sends_and_is_refused(m365: Target, m365_fake: Tenant, tmp_path: Path) -> None:
    sent = _msmtp(m365, "xoauth2", m365.token("SMTP.Send"), tmp_path)
    assert (sent.returncode, sent.stderr) == (0, "")
    assert len(m365_fake.outbound) == 1
    refused = _msmtp(m365, "xoauth2", m365.token("IMAP.AccessAsUser.All"), tmp_path)
    assert refused.returncode != 0
    assert "535 5.7.3 Authentication unsuccessful" in refused.stderr
    m365_fake.user(m365.username).smtp_auth = False
    off = _msmtp(m365, "xoauth2", m365.token("SMTP.Send"), tmp_path)
    assert "SmtpClientAuthentication is disabled for the Mailbox." in off.stderr
    assert len(m365_fake.outbound) == 1


def test_msmtp_finds_only_what_is_advertised(m365: Target, tmp_path: Path) -> None:
    refused = _msmtp(m365, "oauthbearer", m365.token("SMTP.Send"), tmp_path)
    assert refused.returncode != 0
    assert "does not support authentication method OAUTHBEARER" in refused.stderr
    options = [
        *("--serverinfo", "--host=localhost", f"--port={m365.smtp.port}", "--tls=on", "--tls-starttls=on"),
        f"--tls-trust-file={m365.ca_file}",
    ]
    shown = run(program("msmtp", "msmtp"), *options)
    assert shown.returncode == 0, shown.stderr
    assert "LOGIN XOAUTH2" in " ".join(shown.stdout.split())


def _mbsync(m365: Target, tmp_path: Path, mechanism: str) -> subprocess.CompletedProcess[str]:
    mail = tmp_path / "mail"
    mail.mkdir(exist_ok=True)
    config = tmp_path / "mbsyncrc"
    config.write_text(
        f"IMAPAccount a\nHost localhost\nPort {m365.imap.port}\nUser {m365.username}\nPass {m365.password}\n"
        f"SSLType IMAPS\nCertificateFile {m365.ca_file}\nSystemCertificates no\nAuthMechs {mechanism}\n\n"
        f"IMAPStore far\nAccount a\n\nMaildirStore near\nPath {mail}/\nInbox {mail}/INBOX\nSubFolders Verbatim\n\n"
        "Channel c\nFar :far:\nNear :near:\nPatterns INBOX\nCreate Near\nSyncState *\n"
    )
    return run(program("mbsync", "isync"), "--config", str(config), "--all")


def test_mbsync_hears_that_passwords_are_off(m365: Target, m365_fake: Tenant, tmp_path: Path) -> None:
    m365.mailbox.deliver(subject="one")
    refused = _mbsync(m365, tmp_path, "LOGIN")
    assert refused.returncode != 0
    assert "NO LOGIN failed." in refused.stderr
    m365_fake.policies.basic_auth = True
    synced = _mbsync(m365, tmp_path, "LOGIN")
    assert synced.returncode == 0, synced.stderr
    assert len(list((tmp_path / "mail" / "INBOX").glob("*/*"))) >= 1


@pytest.mark.m365(imap_generation="c", basic_auth=True)
def test_mbsync_believes_login_disabled(m365: Target, m365_fake: Tenant, tmp_path: Path) -> None:
    refused = _mbsync(m365, tmp_path, "LOGIN")
    assert refused.returncode != 0
    asked = [entry.asked for entry in m365_fake.journal.entries if entry.protocol == "IMAP"]
    assert not any(words.startswith("LOGIN") for words in asked)


def test_a_response_in_base64_twice_is_told_what_is_wrong(m365: Target, m365_fake: Tenant) -> None:
    """A mistake of nearly everybody: libraries encode by themselves."""
    once = base64.b64encode(xoauth2(m365.username, m365.token()).encode())
    with imaplib.IMAP4_SSL(*m365.imap, ssl_context=m365.ssl_context()) as client:
        with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATE failed"):
            client.authenticate("XOAUTH2", lambda _challenge: once)
        assert client.noop()[0] == "OK"
