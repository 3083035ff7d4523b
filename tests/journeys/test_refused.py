"""Every bad credential on every protocol: what the wire says, to the letter, over real sockets.

A row is a kind of credential; a column is a protocol. The outcomes stand as the reference gives them; where it does
not know (POP3 and SMTP on another's mailbox), the row says so.
"""

import base64
import http.client
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from pytest_m365 import FakeServer, Target, Tenant

GRAPH = "https://graph.microsoft.com"
SCOPES = {
    "IMAP": "IMAP.AccessAsUser.All",
    "POP3": "POP.AccessAsUser.All",
    "SMTP": "SMTP.Send",
    "EWS": "EWS.AccessAsUser.All",
}


@dataclass(frozen=True)
class Credential:
    """What is presented: whose mailbox, and a token, a password, or nothing."""

    address: str
    token: str | None = None
    password: str | None = None
    #: which SASL mechanism carries the password; empty for the protocol's own command
    mechanism: str = ""


# --- the rows: how each credential is made ------------------------------------------------------------------------


def nothing(m365: Target, tenant: Tenant, protocol: str) -> Credential:
    return Credential(m365.username)


def garbage(m365: Target, tenant: Tenant, protocol: str) -> Credential:
    return Credential(m365.username, token="no.token.at-all")


def expired(m365: Target, tenant: Tenant, protocol: str) -> Credential:
    token = m365.token(SCOPES[protocol])
    tenant.clock.advance(2 * 60 * 60)
    return Credential(m365.username, token=token)


def wrong_audience(m365: Target, tenant: Tenant, protocol: str) -> Credential:
    token = tenant.mint(tenant.public_app, tenant.users[0], scopes=[SCOPES[protocol]], aud=GRAPH)
    return Credential(m365.username, token=token)


def wrong_scope(m365: Target, tenant: Tenant, protocol: str) -> Credential:
    others = [scope for name, scope in SCOPES.items() if name != protocol]
    return Credential(m365.username, token=m365.token(*others))


def another_mailbox(m365: Target, tenant: Tenant, protocol: str) -> Credential:
    return Credential(tenant.add_user("bob").address, token=m365.token(SCOPES[protocol]))


def app_only_unregistered(m365: Target, tenant: Tenant, protocol: str) -> Credential:
    app = tenant.register_app(
        "Unregistered",
        secret=True,
        application=("IMAP.AccessAsApp", "POP.AccessAsApp", "SMTP.SendAsApp"),
        exchange=False,
    )
    return Credential(m365.username, token=tenant.app_token(app))


def app_only_alone(m365: Target, tenant: Tenant, protocol: str) -> Credential:
    return Credential("", token=m365.app_token())


def password(m365: Target, tenant: Tenant, protocol: str) -> Credential:
    return Credential(m365.username, password=m365.password)


def password_by_plain(m365: Target, tenant: Tenant, protocol: str) -> Credential:
    return Credential(m365.username, password=m365.password, mechanism="PLAIN")


def password_by_login(m365: Target, tenant: Tenant, protocol: str) -> Credential:
    return Credential(m365.username, password=m365.password, mechanism="LOGIN")


Row = Callable[[Target, Tenant, str], Credential]

IMAP_NO = ["NO AUTHENTICATE failed."]
POP3_NO = ["-ERR Authentication failure: unknown user name or bad password."]
#: host, time and id of the server that answered
WHERE = r"\[[A-Z0-9.-]+\.OUTLOOK\.COM \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [0-9A-F]{16}\]"
SMTP_NO = [re.compile(rf"535 5\.7\.3 Authentication unsuccessful {WHERE}")]
UNAUTHORIZED = "401 "
CHALLENGE = (
    'Bearer client_id="00000002-0000-0ff1-ce00-000000000000", '
    'trusted_issuers="00000001-0000-0000-c000-000000000000@*", '
    'token_types="app_asserted_user_v1 service_asserted_app_v1", '
    'authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"'
)
INVALID = f'{CHALLENGE}, error="invalid_token",Basic Realm=""'

Outcome = list[str | re.Pattern[str]]

TABLE: list[tuple[Row, str, Outcome]] = [
    (nothing, "IMAP", ["BAD Command received in Invalid state."]),
    (nothing, "POP3", ["-ERR Command is not valid in this state."]),
    (nothing, "SMTP", [re.compile(rf"530 5\.7\.57 Client not authenticated to send mail\. {WHERE}")]),
    (nothing, "EWS", ["401", f'{CHALLENGE},Basic Realm=""', "", ""]),
    (garbage, "IMAP", [*IMAP_NO]),
    (garbage, "POP3", [*POP3_NO]),
    (garbage, "SMTP", [*SMTP_NO]),
    (garbage, "EWS", ["401", INVALID, re.compile(r'\d{7};reason=".*";error_category="invalid_\w+"'), ""]),
    (expired, "IMAP", [*IMAP_NO]),
    (expired, "POP3", [*POP3_NO]),
    (expired, "SMTP", [*SMTP_NO]),
    (expired, "EWS", ["401", INVALID, re.compile(r'2000002;reason=".*";error_category="token_expired"'), ""]),
    (wrong_audience, "IMAP", [*IMAP_NO]),
    (wrong_audience, "POP3", [*POP3_NO]),
    (wrong_audience, "SMTP", [*SMTP_NO]),
    (
        wrong_audience,
        "EWS",
        ["401", INVALID, re.compile(r'2000003;reason="The .*audience.*";error_category="invalid_resource"'), ""],
    ),
    (wrong_scope, "IMAP", [*IMAP_NO]),
    (wrong_scope, "POP3", [*POP3_NO]),
    (wrong_scope, "SMTP", [*SMTP_NO]),
    (wrong_scope, "EWS", ["403", "", "", ""]),
    (another_mailbox, "IMAP", ["OK AUTHENTICATE completed.", "BAD User is authenticated but not connected."]),
    # The reference does not know POP3's and SMTP's words here.
    (another_mailbox, "POP3", [*POP3_NO]),
    (another_mailbox, "SMTP", [*SMTP_NO]),
    (another_mailbox, "EWS", ["200", "", "", "ErrorAccessDenied"]),
    (app_only_unregistered, "IMAP", [*IMAP_NO]),
    (app_only_unregistered, "POP3", [*POP3_NO]),
    (app_only_unregistered, "SMTP", [*SMTP_NO]),
    # Exchange registration is the mail protocols' affair; what stops this app on EWS is the missing role.
    (app_only_unregistered, "EWS", ["403", "", "", ""]),
    (app_only_alone, "EWS", ["500", "", "", "ErrorInvalidExchangeImpersonationHeaderData"]),
    (password, "IMAP", ["NO LOGIN failed."]),
    (password, "POP3", ["-ERR Logon failure: unknown user name or bad password."]),
    (password, "EWS", ["401", 'Basic Realm="",Basic Realm=""', "", ""]),
    (password_by_plain, "IMAP", [*IMAP_NO]),
    (password_by_plain, "POP3", [*POP3_NO]),
    (password_by_plain, "SMTP", [re.compile(r"504 5\.7\.4 Unrecognized authentication type.*")]),
    (
        password_by_login,
        "SMTP",
        [re.compile(rf"535 5\.7\.139 Authentication unsuccessful, basic authentication is disabled\. {WHERE}")],
    ),
]


#: what a protocol turns away by itself: commands out of turn, and a mechanism that it does not have
NEVER_ASKED = [(nothing, "IMAP"), (nothing, "POP3"), (nothing, "SMTP"), (password_by_plain, "SMTP")]


@pytest.mark.parametrize(
    ("row", "protocol", "outcome"), TABLE, ids=[f"{row.__name__}-{protocol}" for row, protocol, _ in TABLE]
)
def test_is_refused_in_the_services_words(
    m365: Target, m365_fake: Tenant, m365_server: FakeServer, row: Row, protocol: str, outcome: Outcome
) -> None:
    credential = row(m365, m365_fake, protocol)
    answered = ASK[protocol](m365, credential)
    assert len(answered) == len(outcome), answered
    for said, expected in zip(answered, outcome, strict=True):
        if isinstance(expected, re.Pattern):
            assert expected.fullmatch(said), f"{said!r} is not {expected.pattern!r}"
        else:
            assert said == expected
    if (row, protocol) not in NEVER_ASKED:
        # What names no tenant is in the journal of them all.
        noted = [*m365_fake.journal.refusals, *m365_server.cloud.journal.refusals]
        refusals = [entry for entry in noted if entry.protocol == protocol]
        assert refusals, "the journal explains each refusal"
    # Whoever comes next is served.
    with m365.open_imap() as client:
        assert client.select("INBOX")[0] == "OK"


# --- the columns: how each protocol is asked -----------------------------------------------------------------------


@contextmanager
def conversation(where: tuple[str, int], trust: ssl.SSLContext | None) -> Iterator[socket.SocketIO]:
    """Open a connection to talk in lines; its greeting is read."""
    with socket.create_connection(where, timeout=10) as plain:
        connection = plain if trust is None else trust.wrap_socket(plain, server_hostname=where[0])
        with connection, connection.makefile("rwb", buffering=0) as lines:
            lines.readline()
            yield lines


def say(lines: socket.SocketIO, text: str) -> str:
    """Send one line; return the next that comes."""
    lines.write(text.encode() + b"\r\n")
    return lines.readline().decode().rstrip("\r\n")


def base64_of(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def xoauth2(credential: Credential) -> str:
    return base64_of(f"user={credential.address}\x01auth=Bearer {credential.token}\x01\x01")


def plain(credential: Credential) -> str:
    return base64_of(f"\0{credential.address}\0{credential.password}")


def ask_imap(m365: Target, credential: Credential) -> list[str]:
    with conversation(m365.imap, m365.ssl_context()) as lines:
        if credential.token:
            answers = [say(lines, f"a AUTHENTICATE XOAUTH2 {xoauth2(credential)}")]
            if answers[0] == "a OK AUTHENTICATE completed.":
                answers.append(say(lines, "a SELECT INBOX"))
        elif credential.mechanism:
            answers = [say(lines, f"a AUTHENTICATE PLAIN {plain(credential)}")]
        elif credential.password:
            answers = [say(lines, f'a LOGIN {credential.address} "{credential.password}"')]
        else:
            answers = [say(lines, "a SELECT INBOX")]
    return [answer.removeprefix("a ") for answer in answers]


def ask_pop3(m365: Target, credential: Credential) -> list[str]:
    with conversation(m365.pop3, m365.ssl_context()) as lines:
        if credential.token or credential.mechanism:
            assert say(lines, f"AUTH {'XOAUTH2' if credential.token else 'PLAIN'}").startswith("+ ")
            return [say(lines, xoauth2(credential) if credential.token else plain(credential))]
        if credential.password:
            assert say(lines, f"USER {credential.address}").startswith("+OK")
            return [say(lines, f"PASS {credential.password}")]
        return [say(lines, "STAT")]


def ask_smtp(m365: Target, credential: Credential) -> list[str]:
    where = m365.smtp
    with socket.create_connection(where, timeout=10) as bare:
        with bare.makefile("rwb", buffering=0) as lines:
            lines.readline()
            _ehlo(lines)
            assert say(lines, "STARTTLS") == "220 2.0.0 SMTP server ready"
        with (
            m365.ssl_context().wrap_socket(bare, server_hostname=where.host) as connection,
            connection.makefile("rwb", buffering=0) as lines,
        ):
            assert "250-AUTH LOGIN XOAUTH2" in _ehlo(lines)
            if credential.token:
                return [say(lines, f"AUTH XOAUTH2 {xoauth2(credential)}")]
            if credential.mechanism == "PLAIN":
                return [say(lines, f"AUTH PLAIN {plain(credential)}")]
            if credential.mechanism == "LOGIN":
                assert say(lines, "AUTH LOGIN").startswith("334 ")
                assert say(lines, base64_of(credential.address)).startswith("334 ")
                return [say(lines, base64_of(credential.password or ""))]
            return [say(lines, f"MAIL FROM:<{credential.address}>")]


def _ehlo(lines: socket.SocketIO) -> list[str]:
    said = [say(lines, "EHLO test")]
    while said[-1][3] == "-":
        said.append(lines.readline().decode().rstrip("\r\n"))
    return said


ENVELOPE = """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"
 xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">
<s:Header><t:RequestServerVersion Version="Exchange2016"/></s:Header><s:Body><m:GetFolder><m:FolderShape>
<t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="inbox">%s
</t:DistinguishedFolderId></m:FolderIds></m:GetFolder></s:Body></s:Envelope>"""


def ask_ews(m365: Target, credential: Credential) -> list[str]:
    """Return the status, the challenge, the diagnosis, and the response code (empty with an empty body)."""
    named = f"<t:Mailbox><t:EmailAddress>{credential.address}</t:EmailAddress></t:Mailbox>"
    headers = {"Content-Type": "text/xml; charset=utf-8"}
    if credential.token:
        headers["Authorization"] = f"Bearer {credential.token}"
    elif credential.password:
        headers["Authorization"] = f"Basic {base64_of(f'{credential.address}:{credential.password}')}"
    host, _, port = m365.ews_url.removeprefix("https://").partition("/")[0].partition(":")
    connection = http.client.HTTPSConnection(host, int(port), context=m365.ssl_context(), timeout=10)
    try:
        connection.request("POST", "/EWS/Exchange.asmx", ENVELOPE % (named if credential.address else ""), headers)
        answer = connection.getresponse()
        body = answer.read().decode()
    finally:
        connection.close()
    assert answer.getheader("request-id")
    if answer.status in (401, 403):
        assert body == ""
    code = re.search(r"ResponseCode[^>]*>(\w+)<", body)
    return [
        str(answer.status),
        # The challenges come in one field or in several; both were seen.
        ",".join(answer.headers.get_all("WWW-Authenticate", [])),
        answer.getheader("x-ms-diagnostics", ""),
        code[1] if code else "",
    ]


ASK: dict[str, Callable[[Target, Credential], list[str]]] = {
    "IMAP": ask_imap,
    "POP3": ask_pop3,
    "SMTP": ask_smtp,
    "EWS": ask_ews,
}
