"""Mail programs that nobody here wrote, with the real names in their configuration files."""

import shlex
import subprocess
from pathlib import Path

import pytest

from pytest_m365 import Mailbox, Redirect, Target, Tenant
from tests.children.namespaces import program

MESSAGE = "From: {0}\nTo: bob@elsewhere.example\nSubject: by hand\n\nHello.\n"


def run(redirect: Redirect, folder: Path, *command: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run a program in a network of its own, at home in a folder."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder)}
    return redirect.run(command, isolated=True, input=given, env=environment, timeout=60)


def written(path: Path, text: str) -> str:
    path.write_text(text)
    # Some programs refuse a file with passwords that others may read.
    path.chmod(0o600)
    return str(path)


def token_command(m365: Target, folder: Path, *scopes: str) -> str:
    """Return a command that prints a token."""
    return f"cat {shlex.quote(written(folder / 'token', m365.token(*scopes)))}"


def test_msmtp_sends(m365: Target, m365_fake: Tenant, m365_redirect: Redirect, tmp_path: Path) -> None:
    config = written(
        tmp_path / "msmtprc",
        "account default\nhost smtp.office365.com\nport 587\ntls on\ntls_starttls on\nauth xoauth2\n"
        f"user {m365.username}\nfrom {m365.username}\npasswordeval {token_command(m365, tmp_path, 'SMTP.Send')}\n",
    )
    run(m365_redirect, tmp_path, program("msmtp"), "-C", config, "-t", given=MESSAGE.format(m365.username))
    [sent] = m365_fake.outbound
    assert sent.subject == "by hand"


def test_mpop_fetches(m365: Target, m365_mailbox: Mailbox, m365_redirect: Redirect, tmp_path: Path) -> None:
    m365_mailbox.deliver(subject="Invoice 4711")
    config = written(
        tmp_path / "mpoprc",
        "account default\nhost outlook.office365.com\nport 995\ntls on\ntls_starttls off\nauth xoauth2\n"
        f"user {m365.username}\npasswordeval {token_command(m365, tmp_path, 'POP.AccessAsUser.All')}\n"
        f"delivery mbox {tmp_path}/mbox\nkeep on\nuidls_file {tmp_path}/uidls\n",
    )
    run(m365_redirect, tmp_path, program("mpop"), "-C", config)
    assert "Subject: Invoice 4711" in (tmp_path / "mbox").read_text()


@pytest.mark.m365(basic_auth=True)
def test_mbsync_fetches(m365: Target, m365_mailbox: Mailbox, m365_redirect: Redirect, tmp_path: Path) -> None:
    m365_mailbox.deliver(subject="Invoice 4711")
    (tmp_path / "mail").mkdir()
    config = written(
        tmp_path / "mbsyncrc",
        f"IMAPStore far\nHost outlook.office365.com\nSSLType IMAPS\nUser {m365.username}\nPass {m365.password}\n"
        f"AuthMechs LOGIN\n\nMaildirStore near\nPath {tmp_path}/mail/\nInbox {tmp_path}/mail/INBOX\n"
        "SubFolders Verbatim\n\nChannel c\nFar :far:\nNear :near:\nPatterns INBOX\nCreate Near\nSyncState *\n",
    )
    run(m365_redirect, tmp_path, program("mbsync", "isync"), "-c", config, "-a")
    [file] = (tmp_path / "mail" / "INBOX" / "new").iterdir()
    assert "Subject: Invoice 4711" in file.read_text()


@pytest.mark.parametrize("isolated", [True, False])
def test_getmail_fetches(
    m365: Target, m365_mailbox: Mailbox, m365_redirect: Redirect, tmp_path: Path, isolated: bool
) -> None:
    m365_mailbox.deliver(subject="Invoice 4711")
    command = ", ".join(repr(word) for word in shlex.split(token_command(m365, tmp_path, "IMAP.AccessAsUser.All")))
    written(
        tmp_path / "getmailrc",
        "[retriever]\ntype = SimpleIMAPSSLRetriever\nserver = outlook.office365.com\n"
        f"username = {m365.username}\nuse_xoauth2 = true\npassword_command = ({command},)\n"
        # Its own kinds of mailbox refuse to be written by root.
        "[destination]\ntype = MDA_external\npath = /usr/bin/tee\nallow_root_commands = true\n"
        f"arguments = ({str(tmp_path / 'mail')!r},)\n[options]\nread_all = true\n",
    )
    # It is written in Python, so that the environment leads it as well.
    m365_redirect.run([program("getmail", "getmail6"), "--getmaildir", tmp_path], isolated=isolated, timeout=60)
    assert "Subject: Invoice 4711" in (tmp_path / "mail").read_text()


def test_curl_reads_by_imap(m365: Target, m365_mailbox: Mailbox, m365_redirect: Redirect, tmp_path: Path) -> None:
    message = m365_mailbox.deliver(subject="Invoice 4711")
    token = m365.token("IMAP.AccessAsUser.All")
    config = written(
        tmp_path / "curlrc",
        f'url = "imaps://outlook.office365.com/INBOX;UID=1"\nuser = "{m365.username}"\noauth2-bearer = "{token}"\n',
    )
    done = run(m365_redirect, tmp_path, program("curl"), "-sS", "--config", config)
    assert done.stdout.encode() == message.mime().replace(b"\r\n", b"\n")
