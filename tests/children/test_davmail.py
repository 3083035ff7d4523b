"""DavMail as it comes: its own client id, the real names, mail and calendars, a sign-in without a browser."""

import subprocess
import sys
from pathlib import Path

import pytest

from pytest_m365 import Mailbox, Redirect, Target, Tenant
from tests.children.namespaces import program

JAR = Path("/usr/share/davmail/davmail.jar")
NATIVE = "https://login.microsoftonline.com/common/oauth2/nativeclient"
SETTINGS = """
davmail.server=true
davmail.mode=O365Modern
davmail.url=https://outlook.office365.com/EWS/Exchange.asmx
davmail.imapPort=1143
davmail.smtpPort=1025
davmail.popPort=
davmail.caldavPort=1180
davmail.ldapPort=
davmail.disableUpdateCheck=true
davmail.oauth.persistToken=false
"""


def davmail(redirect: Redirect, folder: Path, user: str, password: str) -> subprocess.CompletedProcess[str]:
    program("davmail")
    settings = folder / "davmail.properties"
    settings.write_text(f"{SETTINGS}davmail.logFilePath={folder}/davmail.log\n")
    driver = Path(__file__).with_name("davmail.py")
    command: list[str | Path] = [sys.executable, driver, JAR, settings, user, password, "Invoice 4711"]
    return redirect.run(command, isolated=True, check=False, timeout=200)


@pytest.fixture
def registered(m365_fake: Tenant) -> None:
    m365_fake.register_app(
        "DavMail",
        public=True,
        client_id="facd6cff-a294-4415-b59f-c5b01937d7bd",
        redirect_uris=[NATIVE],
        delegated=["EWS.AccessAsUser.All"],
    )


@pytest.mark.usefixtures("registered")
def test_it_reads_and_sends(
    m365: Target, m365_fake: Tenant, m365_mailbox: Mailbox, m365_redirect: Redirect, tmp_path: Path
) -> None:
    m365_mailbox.deliver(subject="Invoice 4711")
    done = davmail(m365_redirect, tmp_path, m365.username, m365.password)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "found: [b'1']" in done.stdout
    assert "Subject: Invoice 4711" in done.stdout
    assert [sent.subject for sent in m365_fake.outbound] == ["Re: Invoice 4711"]
    said = dict(line.split(": ", 1) for line in done.stdout.splitlines() if ": " in line)
    assert said["PROPFIND "].startswith("207 ")
    assert said["PUT calendar/one.ics"].startswith("201")
    assert "RRULE:FREQ=WEEKLY;COUNT=5;INTERVAL=1;BYDAY=TU" in said["GET calendar/one.ics"]
    assert "EXDATE;" in said["GET calendar/one.ics"]
    assert said["REPORT calendar/"].startswith("207 ")
    assert ("Plans" in said["REPORT calendar/"], "Once" in said["REPORT calendar/"]) == (True, True)
    assert said["DELETE calendar/two.ics"].startswith("200")
    assert said["PUT contacts/c1.vcf"].startswith("201")
    assert "PHOTO;TYPE=image/jpeg;ENCODING=BASE64:/9j/" in said["GET contacts/c1.vcf"]
    assert "FN:Ada Lovelace" in said["GET contacts/c2.vcf"]
    assert [item.subject for item in m365_mailbox.messages("Calendar")] == ["Plans"]


@pytest.mark.usefixtures("registered")
def test_a_wrong_password(m365: Target, m365_fake: Tenant, m365_redirect: Redirect, tmp_path: Path) -> None:
    done = davmail(m365_redirect, tmp_path, m365.username, "wrong")
    assert "DavMail says: b'LOGIN failed'" in done.stderr
    m365_fake.journal.assert_refused("UserPasswordWrong")
