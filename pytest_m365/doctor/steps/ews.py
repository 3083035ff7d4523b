"""EWS: GetFolder of the Inbox; an application impersonates the mailbox's owner and says so to the front end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

import requests

from pytest_m365.doctor.context import Context
from pytest_m365.doctor.opening import Answer, sign_ins
from pytest_m365.doctor.result import Probe
from pytest_m365.doctor.web import literal
from pytest_m365.doctor.who import Who

STEP = "ews"
ENVELOPE = """<?xml version="1.0" encoding="utf-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" \
xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types" \
xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">
<soap:Header><t:RequestServerVersion Version="Exchange2013_SP1"/>{header}</soap:Header>
<soap:Body>{body}</soap:Body></soap:Envelope>"""
_IMPERSONATION = (
    "<t:ExchangeImpersonation><t:ConnectingSID><t:PrimarySmtpAddress>{address}</t:PrimarySmtpAddress>"
    "</t:ConnectingSID></t:ExchangeImpersonation>"
)
GET_INBOX = (
    "<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds>"
    '<t:DistinguishedFolderId Id="inbox"><t:Mailbox><t:EmailAddress>{address}</t:EmailAddress></t:Mailbox>'
    "</t:DistinguishedFolderId></m:FolderIds></m:GetFolder>"
)
_CODE = re.compile(r"<(?:\w+:)?ResponseCode[^>]*>(\w+)<")
_TEXT = re.compile(r"<(?:\w+:)?(?:MessageText|Message)\b[^>]*>([^<]*)<")
_COUNT = re.compile(r"<(?:\w+:)?TotalCount>(\d+)<")


def step(context: Context) -> Iterator[Probe]:
    """Open each mailbox."""
    return sign_ins(context, STEP, _open)


def _open(context: Context, who: Who, mailbox: str, token: str) -> str:
    answer = call(context, who, mailbox, token, GET_INBOX.format(address=escape(mailbox)))
    count = _COUNT.search(answer)
    return f"{count[1] if count else 'some'} messages in the Inbox"


def call(context: Context, who: Who, mailbox: str, token: str, body: str) -> str:
    """Perform an operation, and return the answer's XML.

    Raises:
        Answer: the service refuses, with the status, the code and the text that it said.
        OSError: it cannot be reached.
    """
    header = _IMPERSONATION.format(address=escape(mailbox)) if who.is_app_only else ""
    fields = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "text/xml; charset=utf-8",
        "X-AnchorMailbox": mailbox,
    }
    answer = context.http.post(context.settings.ews_url, data=ENVELOPE.format(header=header, body=body), headers=fields)
    code = _CODE.search(answer.text)
    if answer.status_code == 200 and code is not None and code[1] == "NoError":
        return answer.text
    raise Answer(said(answer))


def said(answer: requests.Response) -> str:
    """Return an answer that is no success, as one reads it: the code and text in it, or its status and reason."""
    code, text = _CODE.search(answer.text), _TEXT.search(answer.text)
    if code is None:
        return literal(answer)
    return f"HTTP {answer.status_code} {code[1]}: {text[1] if text else ''}".strip()
