"""What a test orders is said in whole sentences: no text has a gap where the service has a value."""

import re
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from fakeserver.tenant.faults.service import refusal_names
from fakeserver.tenant.places import MailPlace
from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Target

#: what is left of a text around a value that is not there
GAP = re.compile(r"''|\(\)|[{}]|\bNone\b|: ?\.|, ,|^ | as ;|; +not")

SOAP = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" '
    'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Header>'
    '<t:RequestServerVersion Version="Exchange2016"/></s:Header><s:Body><m:GetFolder><m:FolderShape>'
    "<t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>"
    '<t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder></s:Body></s:Envelope>'
)


def of_ews(m365: Target) -> str:
    """Ask for a folder; return the texts of the answer."""
    fields = {"Authorization": f"Bearer {m365.token()}", "Content-Type": "text/xml"}
    answer = requests.post(m365.ews_url, data=SOAP, headers=fields, timeout=60)
    assert answer.status_code >= 400 or "NoError" not in answer.text
    return "\n".join([*re.findall(r">([^<>]+)<", answer.text), answer.headers.get("x-ms-diagnostics", "")])


def of_imap(m365: Target) -> str:
    """Select a folder; return what is said."""
    with m365.open_imap() as imap:
        try:
            (said,) = imap.select()[1]
            return (said or b"").decode("ascii")
        except (imap.error, imap.abort) as refused:
            return str(refused)


def of_smtp(m365: Target) -> str:
    """Send a message; return the reply."""
    with m365.open_smtp() as smtp:
        smtp.mail(m365.username)
        smtp.rcpt(m365.username)
        return smtp.data("Subject: x\r\n\r\nx\r\n")[1].decode("ascii")


def greeting(m365: Target, place: str) -> str:
    """Connect; return the first line."""
    host, port = getattr(m365, place)
    with socket.create_connection((host, port), timeout=60) as connection:
        if place == "smtp":
            return connection.recv(1000).decode("ascii")
        with m365.ssl_context().wrap_socket(connection, server_hostname=host) as secured:
            return secured.recv(1000).decode("ascii")


#: RFC 3501 section 7.1, RFC 1939 section 3, RFC 5321 section 4.3.2: what a server may begin with that lets nobody in
REFUSED_GREETINGS = {"imap": "* BYE ", "pop3": "-ERR ", "smtp": "421 "}


@pytest.mark.parametrize("place", REFUSED_GREETINGS)
def test_each_reason_is_a_greeting_of_the_protocol(m365: Target, m365_fake: Tenant, place: MailPlace) -> None:
    for reason in refusal_names(of_entra=False):
        with m365_fake.faults.refuse(place, "connect", reason=reason) as ordered:
            text = greeting(m365, place)
        assert ordered.taken == 1, reason
        assert text.startswith(REFUSED_GREETINGS[place]), text
        assert not GAP.search(text), text


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("imap", "AUTHENTICATE failed."),
        ("pop3", "-ERR Authentication failure: unknown user name or bad password."),
        ("smtp", "5.7.3 Authentication unsuccessful"),
    ],
)
def test_a_sign_in_is_refused_and_not_the_greeting(
    m365: Target, m365_fake: Tenant, place: MailPlace, said: str
) -> None:
    opened = {"imap": m365.open_imap, "pop3": m365.open_pop3, "smtp": m365.open_smtp}[place]
    ordered = m365_fake.faults.refuse(place, reason="TokenExpired")
    with pytest.raises(Exception, match=re.escape(said)), opened():
        pass
    assert ordered.taken == 1


@pytest.mark.parametrize(
    ("place", "operation", "asked"), [("ews", "", of_ews), ("imap", "SELECT", of_imap), ("smtp", "DATA", of_smtp)]
)
def test_each_reason_of_mailboxes(
    m365: Target, m365_fake: Tenant, place: str, operation: str, asked: Callable[[Target], str]
) -> None:
    for reason in refusal_names(of_entra=False):
        with m365_fake.faults.refuse(place, operation, reason=reason) as ordered:  # type: ignore[arg-type]
            text = asked(m365)
        assert ordered.taken == 1, reason
        assert not GAP.search(text), text


@pytest.mark.parametrize(
    ("kind", "settings", "further", "error"),
    [
        ("aadsts", {"code": 65004}, {}, "access_denied"),
        ("aadsts", {"code": 50076}, {}, "interaction_required"),
        ("refuse", {"reason": "MfaRequired"}, {}, "interaction_required"),
        # It has no name for the application, which hears of it where there is no page.
        ("refuse", {"reason": "AccountDisabled"}, {}, ""),
        ("refuse", {"reason": "AccountDisabled"}, {"prompt": "none"}, "interaction_required"),
        ("throttle", {}, {}, ""),
        ("aadsts", {"code": 65004}, {"redirect_uri": "https://fabrikam.example"}, ""),
    ],
)
def test_a_sign_in_that_is_ordered_to_fail_tells_the_application_as_one_that_fails(
    kind: str, settings: dict[str, Any], further: dict[str, str], error: str, m365: Target, m365_fake: Tenant
) -> None:
    ordered = m365_fake.faults.add(kind, "authorize", **settings)
    asked = {
        "client_id": m365.public_app.client_id,
        "redirect_uri": "http://localhost:1",
        "response_type": "code",
        "scope": "openid",
        "state": "ours",
        **further,
    }
    url = f"{m365.authority}/oauth2/v2.0/authorize"
    answer = requests.get(url, params=asked, allow_redirects=False, timeout=60)
    location = urlsplit(answer.headers.get("Location", ""))
    told = dict(parse_qsl(location.query))
    assert (told.get("error", ""), told.get("state", "")) == (error, "ours" if error else "")
    assert (location.netloc == "localhost:1") == bool(error)
    assert ordered.taken == 1
    assert m365_fake.journal.entries[-1].ordered == ordered.text
    assert m365_fake.journal.entries[-1].refusal is not None
