"""Autodiscover: whether it names EWS. Nothing here depends on it, since the address of EWS is fixed.

It refuses an application that has its rights from Exchange's RBAC alone, so that a failure is worth knowing, and none
where nobody has asked for Autodiscover by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from xml.sax.saxutils import escape

from pytest_m365.doctor.context import Context
from pytest_m365.doctor.opening import Answer, sign_ins
from pytest_m365.doctor.result import Probe, Result, Verdict
from pytest_m365.doctor.web import literal
from pytest_m365.doctor.who import Who

STEP = "autodiscover"
_ENVELOPE = """<?xml version="1.0" encoding="utf-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:wsa="http://www.w3.org/2005/08/addressing" \
xmlns:a="http://schemas.microsoft.com/exchange/2010/Autodiscover">
<soap:Header><a:RequestedServerVersion>Exchange2013</a:RequestedServerVersion>
<wsa:Action>http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/GetUserSettings</wsa:Action>
<wsa:To>{url}</wsa:To></soap:Header>
<soap:Body><a:GetUserSettingsRequestMessage><a:Request>
<a:Users><a:User><a:Mailbox>{address}</a:Mailbox></a:User></a:Users>
<a:RequestedSettings><a:Setting>ExternalEwsUrl</a:Setting></a:RequestedSettings>
</a:Request></a:GetUserSettingsRequestMessage></soap:Body></soap:Envelope>"""
_VALUE = re.compile(r"<(?:\w+:)?Value>([^<]+)<")


def step(context: Context) -> Iterator[Probe]:
    """Ask for the address of EWS, for each identity and mailbox."""
    if "ews" not in context.wish.protocols and STEP not in context.wish.protocols:
        return
    is_wanted = STEP in context.wish.protocols
    asking = context if is_wanted else replace(context, wish=replace(context.wish, protocols=(STEP, "ews")))
    for probe in sign_ins(asking, STEP, _open):
        yield probe if is_wanted else replace(probe, ask=partial(_asked, probe))


def _asked(probe: Probe) -> Result:
    """Ask, and take a refusal as worth knowing alone."""
    result = probe.ask()
    if result.verdict is not Verdict.MISSING:
        return result
    return replace(result, verdict=Verdict.NOTE, said="refused; EWS has a fixed address and does not need it")


def _open(context: Context, _who: Who, mailbox: str, token: str) -> str:
    url = context.settings.autodiscover_url.removesuffix("xml") + "svc"
    body = _ENVELOPE.format(url=escape(url), address=escape(mailbox))
    fields = {"Authorization": f"Bearer {token}", "Content-Type": "text/xml; charset=utf-8", "X-AnchorMailbox": mailbox}
    answer = context.http.post(url, data=body, headers=fields)
    found = _VALUE.search(answer.text)
    if answer.status_code != 200 or found is None:
        raise Answer(literal(answer))
    return f"EWS is at {found[1]}"
