"""What a test orders is said in whole sentences: no text has a gap where the service has a value."""

import re
from collections.abc import Callable

import pytest
import requests

from fakeserver.tenant.faults.service import refusal_names
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
    answer = requests.post(m365.ews_url, data=SOAP, headers=fields, timeout=10)
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
