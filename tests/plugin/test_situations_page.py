"""The table of docs/testing-programs.md: each line of code causes the refusal that it promises."""

import imaplib
import poplib
import re
import smtplib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msal
import pytest
import requests

from pytest_m365 import Target, Tenant, clients

PAGE = (Path(__file__).parents[2] / "docs" / "testing-programs.md").read_text(encoding="utf-8")
ROWS = re.findall(
    r"^\| (.+?) \| `(.+)` \| (.+?) \| `(\w+)` \|$",
    PAGE.partition("<!-- situations -->")[2].partition("<!-- end -->")[0],
    re.MULTILINE,
)

GET_FOLDER = """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"
 xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"><s:Body><m:GetFolder><m:FolderShape>
 <t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds>
 </m:GetFolder></s:Body></s:Envelope>"""

#: Takes what is needed before the line runs; what it returns asks.
Way = Callable[[Target], Callable[[], object]]


def by_password(m365: Target) -> Callable[[], object]:
    body = {
        "grant_type": "password",
        "client_id": m365.public_app.client_id,
        "username": m365.username,
        "password": m365.password,
        "scope": "https://outlook.office.com/IMAP.AccessAsUser.All",
    }
    return lambda: requests.post(m365.token_url, data=body, timeout=60)


def by_imap_with(token: str, m365: Target) -> None:
    with clients.imap(m365.imap, m365.ssl_context(), m365.username, token) as client:
        client.select("INBOX")


def by_imap(m365: Target) -> Callable[[], object]:
    token = m365.token()
    return lambda: by_imap_with(token, m365)


def as_app_by_imap(m365: Target) -> Callable[[], object]:
    token = m365.app_token()
    return lambda: by_imap_with(token, m365)


def by_pop3(m365: Target) -> Callable[[], object]:
    token = m365.token()

    def ask() -> None:
        with clients.pop3(m365.pop3, m365.ssl_context(), m365.username, token) as client:
            client.stat()

    return ask


def by_smtp(m365: Target) -> Callable[[], object]:
    token = m365.token()

    def ask() -> None:
        with clients.smtp(m365.smtp, m365.ssl_context(), m365.username, token) as client:
            client.noop()

    return ask


def by_ews(m365: Target) -> Callable[[], object]:
    headers = {"Authorization": f"Bearer {m365.token()}", "Content-Type": "text/xml; charset=utf-8"}
    return lambda: requests.post(m365.ews_url, data=GET_FOLDER, headers=headers, timeout=60)


WAYS: dict[str, Way] = {
    "sign-in": by_password,
    "IMAP": by_imap,
    "POP3": by_pop3,
    "SMTP": by_smtp,
    "EWS": by_ews,
    "app by IMAP": as_app_by_imap,
}


@pytest.mark.parametrize(("line", "way", "refusal"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_line_causes_what_the_page_says(line: str, way: str, refusal: str, m365: Target, m365_fake: Tenant) -> None:
    ask = WAYS[way](m365)
    names = {"tenant": m365_fake, "alice": m365_fake.users[0], "daemon": m365_fake.daemon_app}
    exec(line, names)
    with suppress(imaplib.IMAP4.error, poplib.error_proto, smtplib.SMTPException):
        ask()
    assert m365_fake.journal.refusals
    assert m365_fake.journal.refusals[-1].refusal.name == refusal


@pytest.mark.parametrize("way", WAYS)
def test_without_the_line_nothing_is_refused(way: str, m365: Target, m365_fake: Tenant) -> None:
    WAYS[way](m365)()
    assert m365_fake.journal.refusals == []


def test_every_row_is_read() -> None:
    table = PAGE.partition("<!-- situations -->")[2].partition("<!-- end -->")[0].strip().splitlines()
    assert len(ROWS) == len(table) - 2


def test_msal_does_not_take_the_fakes_authority_for_microsofts(m365: Target, m365_redirect: None) -> None:
    with pytest.raises(ValueError, match="invalid_instance"):
        msal.PublicClientApplication(m365.public_app.client_id, authority=m365.authority)
    authority = f"https://login.microsoftonline.com/{m365.tenant_id}"
    assert msal.PublicClientApplication(m365.public_app.client_id, authority=authority)
